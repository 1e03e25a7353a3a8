"""One's own desk: the balls one holds, what one waits for, the weeks ahead. Pure.

Rows come from one query of moves and one of projects; everything else is derived.
"""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.working_days import Calendar
from projects.models import Move

Kind = Move.Kind
GROUPS = {
    "decisions": (Kind.DECIDE_GATE, Kind.SETTLE),
    "avis": (Kind.GIVE_OPINION, Kind.CONFIRM_DEPENDENCY),
    "signatures": (Kind.SIGN_MINUTES,),
}
BUTTONS = {
    Kind.TAKE_SEAT: lambda: _("Prendre mon siège"),
    Kind.FILL_SEAT: lambda: _("Compléter"),
    Kind.PLAN_MEETING: lambda: _("Fixer la date"),
    Kind.HOLD_MEETING: lambda: _("Ouvrir la réunion"),
    Kind.SIGN_MINUTES: lambda: _("Relire et signer"),
    Kind.ANSWER_TOPIC: lambda: _("Répondre"),
    Kind.CONFIRM_DEPENDENCY: lambda: _("Confirmer"),
    Kind.SUBMIT_GATE: lambda: _("Préparer le passage"),
    Kind.GIVE_OPINION: lambda: _("Donner mon avis"),
    Kind.DECIDE_GATE: lambda: _("Ouvrir la décision"),
    Kind.LIFT_FINDING: lambda: _("Ouvrir la réserve"),
    Kind.ACT: lambda: _("Ouvrir l’action"),
    Kind.ANSWER_QUESTION: lambda: _("Répondre"),
    Kind.SETTLE: lambda: _("Trancher"),
    Kind.GO_LIVE: lambda: _("Ouvrir le projet"),
}
NUMBERS = ("", "une", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf")
MOST_PROJECTS = 6
WEEK_DAYS = 10


def move_line(move: Move, today: date, calendar: Calendar, *, primary: bool) -> dict:
    """A row of « À vous de jouer », as components/moves.html draws it."""
    late = max(calendar.between(move.due_on, today), 0)
    left = calendar.between(today, move.due_on)
    return {
        "title": move.title,
        "text": f"{move.project.title}. {move.detail}" if move.detail else move.project.title,
        "url": move.get_absolute_url(),
        "due": move.due_on,
        "due_note": due_note(late, left),
        "late": late > 0,
        "elapsed": max(move.days - max(left, 0), 1),
        "total": move.days if 0 < move.days <= 10 and not late else 0,
        "action": BUTTONS[Kind(move.kind)](),
        "primary": primary,
    }


def due_note(late: int, left: int) -> str:
    """« retard de 2 jours », « aujourd’hui », « dans 3 jours »."""
    if late:
        return ngettext("retard de %(n)s jour", "retard de %(n)s jours", late) % {"n": late}
    if left == 0:
        return _("aujourd’hui")
    return ngettext("dans %(n)s jour", "dans %(n)s jours", left) % {"n": left}


def in_group(move: Move, group: str) -> bool:
    """Whether a move belongs to a segment of the list; an unknown segment shows all."""
    return group not in GROUPS or move.kind in GROUPS[group]


def segments(moves: list[Move], group: str) -> list[dict]:
    """« Toutes, 4 · Décisions, 1 · Avis, 2 »: only the segments that hold something."""
    labels = {
        "": _("Toutes"),
        "decisions": _("Décisions"),
        "avis": _("Avis"),
        "signatures": _("Signatures"),
    }
    lines = []
    for slug, label in labels.items():
        count = sum(in_group(move, slug) for move in moves)
        if count or slug == group:
            url = f"?genre={slug}" if slug else "?"
            lines.append({"label": f"{label}, {count}", "url": url, "current": slug == group})
    return lines


def greeting(name: str, count: int) -> str:
    """The title of the page: the number of balls, in words."""
    if count == 0:
        return _("Bonjour %(name)s, rien à jouer pour vous") % {"name": name}
    if count == 1:
        return _("Bonjour %(name)s, une seule balle est chez vous") % {"name": name}
    words = NUMBERS[count] if count < len(NUMBERS) else str(count)
    return _("Bonjour %(name)s, la balle est %(count)s fois chez vous") % {
        "name": name,
        "count": words,
    }


def subtitle(lines: list[dict]) -> str:
    """What is urgent in one sentence."""
    late = sum(line["late"] for line in lines)
    if late:
        return ngettext(
            "Une réponse est en retard.", "%(n)s réponses sont en retard.", late
        ) % {"n": late}
    if lines:
        return _("Rien n’est en retard.")
    return _("Personne n’attend rien de vous. Vos projets suivent leur chemin.")


def project_card(project, user, today: date, calendar: Calendar) -> dict:
    """A project as home draws it: the ball, the path, the trio, the health."""
    balls = project.summary.get("balls", [])
    mine = next((ball for ball in balls if holds(ball, user)), None)
    ball = mine or (balls[0] if balls else None)
    return {
        "title": project.title,
        "url": project.get_absolute_url(),
        "health": "on_track" if project.health == "good" else project.health,
        "reason": project.health_reason,
        "launch_on": project.launch_on,
        "ball": ball and ball_chip_of(ball, today, calendar, mine=ball is mine),
        "path": [step_of(step, today) for step in project.summary.get("path", [])],
        "trio": project.summary.get("trio", []),
    }


def awaited(projects, user, today: date, calendar: Calendar) -> list[dict]:
    """What others owe on one's projects, soonest first."""
    lines = [
        {"title": ball["title"], "project": project.title, "url": project.get_absolute_url()}
        | ball_chip_of(ball, today, calendar, mine=False)
        for project in projects
        for ball in project.summary.get("balls", [])
        if not holds(ball, user)
    ]
    return sorted(lines, key=lambda line: line["due"])


def holds(ball: dict, user) -> bool:
    """Whether a ball of a summary is this person's, or their team's while nobody took it."""
    if ball["person"]:
        return ball["person"] == user.pk
    return bool(user.team_id) and ball["team"] == user.team_id


def ball_chip_of(ball: dict, today: date, calendar: Calendar, *, mine: bool) -> dict:
    """What the ball chip shows."""
    due = date.fromisoformat(ball["due_on"])
    late = max(calendar.between(due, today), 0)
    return {"holder": ball["holder"], "side": ball["side"], "due": due, "late": late, "mine": mine}


def step_of(step: dict, today: date) -> dict:
    """A step as the small path draws it."""
    waiting = step["state"] in ("todo", "now")
    late = waiting and date.fromisoformat(step["due_on"]) < today
    return {
        "kind": step["genre"],
        "state": "late" if late else step["state"],
        "title": step["name"],
    }


def week(moves: list[Move], today: date, calendar: Calendar) -> list[dict]:
    """The next ten working days, with the number of balls due on each."""
    days = calendar.next_days(today, WEEK_DAYS)
    counts = {day: 0 for day in days}
    for move in moves:
        if move.due_on in counts:
            counts[move.due_on] += 1
    return [{"day": day, "count": counts[day], "today": day == today} for day in days]
