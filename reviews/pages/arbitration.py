"""What the pages of an arbitration show, as plain values. No rule here."""

from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import typography
from governance.models import Closure, JournalEntry, Person
from governance.working_days import Calendar
from projects.models import Move
from reviews.actions.arbitration_balls import positions_due
from reviews.actions.arbitration_grounds import ground_of, subject_of
from reviews.models import Arbitration, Gate, Minutes
from reviews.pages.meetings import crumbs
from reviews.words.arbitration import ARBITRATION_DAYS, cost_words

STATES = {"open": "neutral", "decided": "favourable", "withdrawn": "removed"}


def arbitration_context(arbitration: Arbitration, user) -> dict:
    """The one page: what is to be settled, who holds what, the ways out, who decides, the clock."""
    subject = subject_of(arbitration)
    answers = {row.arbiter_id: row for row in arbitration.answers.select_related("option")}
    options = list(arbitration.options.all())
    moves = open_moves(arbitration, user)
    return {
        "arbitration": arbitration,
        "project": arbitration.project,
        "crumbs": crumbs(arbitration.project, user, _("Arbitrage")),
        "state": state_line(arbitration),
        "about": about(subject),
        "positions": list(arbitration.positions.select_related("holder__vendor")),
        "positions_due": positions_due(arbitration),
        "options": option_lines(arbitration, options, answers),
        "option_rows": options,
        "arbiters": arbiter_lines(arbitration, answers),
        "answered": bool(answers),
        "differ": len({row.option_id for row in answers.values()}) > 1,
        "ball": ball(moves, user),
        "clock": clock_of(arbitration),
        "follows": ground_of(subject).what_follows(),
        "result": result_of(arbitration, subject),
        "withdrawal": withdrawal(arbitration),
    }


def state_line(arbitration: Arbitration) -> dict:
    """The state as an icon and a word."""
    label = str(arbitration.get_state_display())
    return {"kind": STATES[arbitration.state], "label": label[:1].upper() + label[1:]}


def about(subject) -> dict:
    """What is disputed, with its page."""
    if isinstance(subject, Minutes):
        label = _("Compte rendu du cadrage, version %(n)d") % {"n": subject.number}
        return {"label": label, "url": reverse("reviews:minutes", args=[subject.pk])}
    return {"label": subject.name, "url": reverse("reviews:gate", args=[subject.pk])}


def option_lines(arbitration: Arbitration, options, answers) -> list[dict]:
    """The ways out, with who holds for each and which one was retained."""
    names = {arbitration.sponsor_id: arbitration.sponsor, arbitration.cio_id: arbitration.cio}
    return [
        {
            "label": row.label,
            "cost": cost_words(row.cost_eur),
            "unpriced": row.cost_eur is None,
            "ready": typography.short_day(row.ready_on) if row.ready_on else _("date à dire"),
            "held_by": [
                str(names.get(who, "")) for who, said in answers.items() if said.option_id == row.pk
            ],
            "chosen": row.pk == arbitration.chosen_id,
        }
        for row in options
    ]


def arbiter_lines(arbitration: Arbitration, answers) -> list[dict]:
    """The named pair, and what each answered."""
    pair = (
        (arbitration.sponsor, _("pour le marketing")),
        (arbitration.cio, _("pour la DSI")),
    )
    return [
        {
            "person": person,
            "house": house,
            "answer": answers.get(person.pk),
            "gone": not person.is_active,
        }
        for person, house in pair
    ]


def open_moves(arbitration: Arbitration, user) -> list[Move]:
    """The balls of this arbitration, one's own first, then the most pressing."""
    rows = Move.objects.open().about(arbitration).select_related("person")
    return sorted(rows, key=lambda move: (move.person_id != user.pk, move.due_on, move.pk))


def ball(moves: list[Move], user) -> dict:
    """Who has the ball: mine if I hold it, else the most pressing; or nobody."""
    if not moves:
        return {"holder": "", "voice": "", "mine": False, "due": None, "more": 0}
    first = moves[0]
    return {
        "holder": first.holder,
        "voice": first.side,
        "mine": first.person_id == user.pk,
        "due": first.due_on,
        "more": len(moves) - 1,
    }


def clock_of(arbitration: Arbitration) -> dict:
    """The announced clock while it runs; nothing once it is over."""
    if not arbitration.is_open:
        return {}
    opened = timezone.localdate(arbitration.opened_at)
    return clock(opened, arbitration.due_on, timezone.localdate(), Closure.cached_calendar())


def clock(opened: date, due: date, today: date, calendar: Calendar) -> dict:
    """« Jour 2 sur 5 », or by how many working days the announced delay is past."""
    total = calendar.between(opened, due) or ARBITRATION_DAYS
    late = max(calendar.between(due, today), 0)
    passed = calendar.between(opened, today)
    return {
        "elapsed": min(max(passed, 1), total) + late,
        "total": total,
        "late": late,
        "due": due,
    }


def result_of(arbitration: Arbitration, subject) -> dict:
    """Where the decision went: the version of the minutes that carries it, or the next round."""
    if arbitration.state != Arbitration.State.DECIDED:
        return {}
    if isinstance(subject, Gate):
        return about(subject)
    later = subject.meeting.minutes.filter(number__gt=subject.number).order_by("number").first()
    return about(later) if later else {}


def withdrawal(arbitration: Arbitration) -> dict:
    """Who took it back, and why, as the trail says."""
    if arbitration.state != Arbitration.State.WITHDRAWN:
        return {}
    entry = JournalEntry.objects.filter(
        subject_label=arbitration._meta.label_lower,
        subject_id=arbitration.pk,
        verb="arbitration.withdrawn",
    ).first()
    return {"name": entry.actor_name, "reason": entry.facts["reason"]} if entry else {}


def position_of(arbitration: Arbitration, user, part: str):
    """The position that a person writes: the one of their seat, else the one they held."""
    rows = list(arbitration.positions.select_related("holder", "arbitration__project"))
    own = [row for row in rows if row.side == part]
    return next(iter(own + [row for row in rows if row.holder_id == user.pk]), None)


def proposed_arbiters(people) -> dict[str, Person]:
    """Management, when it leaves no doubt: one manager for marketing, another one of IT."""
    managers = [person for person in people if person.is_manager]
    from_it = [person for person in managers if person.team and person.team.side == "it"]
    others = [person for person in managers if person not in from_it]
    found = {"sponsor": others[:1], "cio": from_it[:1]}
    return {name: rows[0] for name, rows in found.items() if rows}


def minutes_line(minutes: Minutes, user) -> dict | None:
    """What the page of minutes says of an arbitration on them or on the version before."""
    contested = minutes.meeting.state == "contested"
    if not contested and minutes.number == 1 and not minutes.is_replaced():
        return None
    versions = minutes.meeting.minutes.filter(number__lte=minutes.number).values("pk")
    rows = Arbitration.objects.visible_to(user).filter(
        subject_label=minutes._meta.label_lower, subject_id__in=versions
    )
    last = rows.select_related("chosen").order_by("-opened_at", "-pk").first()
    if last is None or (
        last.state == Arbitration.State.WITHDRAWN and last.subject_id != minutes.pk
    ):
        return None
    return told_line(last)


def gate_lines(gate: Gate, user) -> list[dict]:
    """What the page of a gate says of the arbitrations asked on it, the last one first."""
    rows = Arbitration.objects.visible_to(user).about(gate).select_related("chosen")
    return [told_line(row) for row in rows.order_by("-opened_at", "-pk")]


def told_line(arbitration: Arbitration) -> dict:
    """An arbitration in one sentence, with its page."""
    day = typography.long_day(arbitration.ended_at or arbitration.due_on)
    words = {
        "open": _("Un arbitrage est demandé, à rendre avant le %(day)s."),
        "decided": _("Arbitrage rendu le %(day)s : %(option)s."),
        "withdrawn": _("L’arbitrage demandé a été retiré le %(day)s."),
    }
    return {
        "url": arbitration.get_absolute_url(),
        "text": words[arbitration.state] % {"day": day, "option": arbitration.chosen},
        "kind": STATES[arbitration.state],
        "running": arbitration.is_open,
    }
