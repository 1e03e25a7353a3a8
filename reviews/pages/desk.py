"""One's own desk: the balls one holds, what one waits for, the weeks ahead. Pure.

Rows come from one query of moves and one of projects; everything else is derived.
"""

import re
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance import typography
from governance.roles import Side
from governance.working_days import Calendar
from projects.models import Move

Kind = Move.Kind
GROUPS = {
    "decisions": (Kind.DECIDE_GATE, Kind.SETTLE, Kind.ARBITRATE),
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
    Kind.CHECK_LATER: lambda: _("Relire"),
    Kind.AGREE_LEVEL: lambda: _("Répondre"),
    Kind.ANSWER_WAIVER: lambda: _("Répondre"),
    Kind.QUICK_OPINION: lambda: _("Donner un avis flash"),
    Kind.CHOOSE_SLOT: lambda: _("Répondre aux créneaux"),
    Kind.GIVE_POSITION: lambda: _("Écrire ma position"),
    Kind.ARBITRATE: lambda: _("Arbitrer"),
    Kind.ANSWER_INFO: lambda: _("Répondre"),
    Kind.RENEW: lambda: _("Renouveler"),
    Kind.CONFIRM_SYSTEM: lambda: _("Relire la fiche"),
    Kind.NAME_OWNER: lambda: _("Ouvrir la fiche"),
    Kind.ANSWER_ANNOUNCEMENT: lambda: _("Répondre"),
}
MOST_MOVES, MOST_PROJECTS, MOST_AWAITED = 8, 6, 8
WEEK_DAYS = 10


def move_line(move: Move, today: date, calendar: Calendar, *, primary: bool) -> dict:
    """A row of « À vous de jouer », as components/moves.html draws it."""
    if move.paused_at:
        return stopped_line(move)
    late = max(calendar.between(move.due_on, today), 0)
    left = calendar.between(today, move.due_on)
    passed = move.due_on < today
    return {
        "title": move.title,
        "text": f"{move.place}. {move.detail}" if move.detail else move.place,
        "url": move.get_absolute_url(),
        "due": move.due_on,
        "due_note": due_note(late, left, passed=passed),
        "late": late > 0,
        "today": move.due_on == today,
        "elapsed": max(move.days - max(left, 0), 1),
        "total": move.days if 0 < move.days <= 10 and not late else 0,
        "action": BUTTONS[Kind(move.kind)](),
        "primary": primary,
    }


def stood_in_for(move: Move, user) -> dict:
    """« Signer le compte rendu du cadrage, pour Sophie Marchand »: a ball that an absent holds."""
    if not move.person_id or move.person_id == user.pk:
        return {}
    return {"title": _("%(title)s, pour %(name)s") % {"title": move.title, "name": move.person}}


def stopped_line(move: Move) -> dict:
    """The row of a ball whose clock stands still: nothing to do until the other side answers."""
    return {
        "title": move.title,
        "text": _("%(project)s. Délai arrêté : une réponse est attendue de l’autre côté.")
        % {"project": move.place},
        "url": move.get_absolute_url(),
        "due": _("En pause"),
        "due_note": typography.since_day(timezone.localdate(move.paused_at)),
        "late": False,
        "today": False,
        "elapsed": 0,
        "total": 0,
        "action": BUTTONS[Kind(move.kind)](),
        "primary": False,
    }


def due_note(late: int, left: int, *, passed: bool) -> str:
    """« retard de 2 jours », « aujourd’hui », « dans 3 jours »."""
    if late:
        return ngettext("retard de %(n)s jour", "retard de %(n)s jours", late) % {"n": late}
    if passed:
        return _("date passée")
    if left == 0:
        return _("aujourd’hui")
    return ngettext("dans %(n)s jour", "dans %(n)s jours", left) % {"n": left}


def in_group(move: Move, group: str) -> bool:
    """Whether a move belongs to a segment of the list; an unknown segment shows all."""
    return group not in GROUPS or move.kind in GROUPS[group]


def confirms_several(moves) -> bool:
    """Whether an owner has several dependencies to answer, which one page answers together."""
    return sum(m.kind == Kind.CONFIRM_DEPENDENCY and m.side == Side.OWNER for m in moves) > 1


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
    words = typography.count_in_words(count).lower()
    return _("Bonjour %(name)s, la balle est %(count)s fois chez vous") % {
        "name": name,
        "count": words,
    }


def subtitle(lines: list[dict], cards: list[dict], user) -> str:
    """What is urgent in one or two sentences."""
    late = sum(line["late"] for line in lines)
    if lines:
        return urgency(late, sum(not line["late"] and line["today"] for line in lines))
    calm = _("Personne n’attend rien de vous.")
    if user.is_manager and cards:
        return f"{calm} {attention(len(cards))}"
    if cards and all(card["health"] in ("on_track", "live") for card in cards):
        return f"{calm} {_('Vos projets suivent leur chemin.')}"
    return calm


def urgency(late: int, today: int) -> str:
    """« Deux réponses sont en retard. Une autre est pour aujourd’hui. »"""
    sentences = []
    if late:
        words = ngettext("%(n)s réponse est en retard.", "%(n)s réponses sont en retard.", late)
        sentences.append(words % {"n": typography.count_in_words(late)})
    if today:
        words = ngettext("%(n)s est pour aujourd’hui.", "%(n)s sont pour aujourd’hui.", today)
        sentences.append(words % {"n": typography.count_in_words(today)})
    return " ".join(sentences) or _("Rien n’est en retard.")


def attention(count: int) -> str:
    """« Six projets demandent votre attention. »: more than the page shows are not counted."""
    if count > MOST_PROJECTS:
        told = {"n": typography.count_in_words(MOST_PROJECTS).lower()}
        return _("Plus de %(n)s projets demandent votre attention.") % told
    words = ngettext(
        "%(n)s projet demande votre attention.", "%(n)s projets demandent votre attention.", count
    )
    return words % {"n": un(count)}


def un(count: int) -> str:
    """« Un » before a masculine noun, then the usual words."""
    return _("Un") if count == 1 else typography.count_in_words(count)


def week(moves: list[Move], absences, today: date, calendar: Calendar) -> list[dict]:
    """The next ten working days: the balls due on each, and the days one is away."""
    days = calendar.next_days(today, WEEK_DAYS)
    due = [move.due_on for move in moves if not move.paused_at]
    return [
        {
            "day": day,
            "name": re.split(r"\s", typography.short_day(day))[0],
            "count": due.count(day),
            "today": day == today,
            "off": any(row.starts_on <= day <= row.ends_on for row in absences),
        }
        for day in days
    ]


def absence_line(absences) -> dict | None:
    """« Absence du 19 au 23 octobre : Julien Faure prend le relais. »"""
    if not absences:
        return None
    row = absences[0]
    return {"days": span(row.starts_on, row.ends_on), "delegate": row.delegate}


def span(first: date, last: date) -> str:
    """« du 19 au 23 octobre », « du 29 novembre au 3 décembre », « le 4 mai »."""
    end = number_and_month(last)
    if first == last:
        return _("le %(day)s") % {"day": end}
    same_month = (first.year, first.month) == (last.year, last.month)
    start = number_and_month(first).split("\u00a0")[0] if same_month else number_and_month(first)
    return _("du %(start)s au %(end)s") % {"start": start, "end": end}


def number_and_month(day: date) -> str:
    """« 3 décembre »."""
    return typography.long_day(day).split(" ", 1)[1]


def layout_of(user) -> str:
    """Which home a person reads: those who answer see what they wait for before projects."""
    if user.is_manager:
        return "management"
    return "bearer" if user.side in (Side.BEARER, Side.VENDOR) else "it"
