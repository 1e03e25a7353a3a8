"""What the meeting pages show, as plain values: seats, agenda, outcomes, clock. No rule here."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance import typography
from governance.roles import Voice
from reviews.actions.outcomes import side_on
from reviews.models import AgendaItem, ScopingMeeting

State = ScopingMeeting.State
WORDS = {
    State.TO_PLAN: "open",
    State.PLANNED: "neutral",
    State.HELD: "running",
    State.CLOSED: "to_sign",
    State.SIGNED: "signed",
    State.CONTESTED: "disagree",
}
ICONS = {
    "decision": "checks",
    "action": "arrow-right",
    "question": "help-circle",
    "risk": "alert-triangle",
    "assumption": "bulb",
}


def crumbs(project, user, *last: str) -> list[dict]:
    """Portefeuille › projet › Cadrage."""
    first = _("Mes projets") if user.is_guest else _("Portefeuille")
    return [
        {"label": first, "url": reverse("projects:portfolio")},
        {"label": project.title, "url": project.get_absolute_url()},
        {"label": _("Cadrage"), "url": reverse("reviews:scoping", args=[project.key])},
        *({"label": label} for label in last),
    ]


def state_line(meeting: ScopingMeeting) -> dict:
    """The state of a meeting as an icon and a word."""
    label = str(meeting.get_state_display())
    return {"kind": WORDS[State(meeting.state)], "label": label[:1].upper() + label[1:]}


def seat_line(voice: str, seats) -> dict:
    """One voice, whoever holds it."""
    seat = next((seat for seat in seats if seat.part == voice), None)
    if seat is None:
        return {"voice": voice, "name": "", "role": "", "state": ""}
    person = seat.person
    role = str(person.vendor) if person.vendor else person.job_title
    state = "aboard" if seat.taken_at else "invited"
    return {"voice": voice, "name": person.name, "role": role, "state": state}


def trio(meeting: ScopingMeeting, seats) -> list[dict]:
    """The three voices of a meeting, with who is there once it is open."""
    lines = [seat_line(voice, seats) for voice in Voice.values]
    if meeting.state in (State.TO_PLAN, State.PLANNED):
        return lines
    present = meeting.voices_present()
    for line in lines:
        here = line["voice"] in present
        line["state"] = "present" if here else "neutral"
        line["state_label"] = _("À la réunion") if here else _("Pas à la réunion")
    return lines


def presence_line(meeting: ScopingMeeting) -> dict:
    """Whether the meeting counts, in one sentence."""
    if meeting.counts():
        return {"kind": "present", "label": _("Trois voix présentes : la réunion compte")}
    return {"kind": "warn", "label": _("Il manque une voix : la réunion ne peut pas compter")}


def agenda_lines(items, current: AgendaItem | None = None) -> list[dict]:
    """The points of the agenda: those that gave something, the one on the table, the next ones."""
    return [
        {
            "id": item.pk,
            "title": item.title,
            "why": item.why,
            "note": ", ".join(filter(None, [f"{item.minutes_planned} min", item.mark])),
            "state": step_state(item, current),
            "url": reverse("reviews:item", args=[item.pk]) if current else "",
            "result": results(item.outcomes.all()),
        }
        for item in items
    ]


def preview_lines(lines) -> list[dict]:
    """The agenda as it would be written now, before a date is fixed."""
    return [
        {
            "id": "",
            "title": line.title,
            "why": line.why,
            "note": ", ".join(filter(None, [f"{line.minutes} min", line.mark])),
            "state": "todo",
            "url": "",
            "result": "",
        }
        for line in lines
    ]


def step_state(item: AgendaItem, current: AgendaItem | None) -> str:
    if current is not None and item.pk == current.pk:
        return "now"
    return "done" if is_spoken(item) else "todo"


def is_spoken(item: AgendaItem) -> bool:
    """Whether a point gave a note or an outcome."""
    return bool(item.notes.strip() or item.outcomes.all())


def results(outcomes) -> str:
    """« 1 décision, 2 actions »."""
    told = []
    for kind, sentence in counted().items():
        count = sum(1 for outcome in outcomes if kind_of(outcome) == kind)
        if count:
            told.append(sentence(count) % {"n": count})
    return ", ".join(told)


def kind_of(outcome) -> str:
    return outcome["kind"] if isinstance(outcome, dict) else outcome.kind


def counted() -> dict:
    """How each kind of outcome is counted."""
    return {
        "decision": lambda n: ngettext("%(n)d décision", "%(n)d décisions", n),
        "action": lambda n: ngettext("%(n)d action", "%(n)d actions", n),
        "question": lambda n: ngettext("%(n)d question", "%(n)d questions", n),
        "risk": lambda n: ngettext("%(n)d risque", "%(n)d risques", n),
        "assumption": lambda n: ngettext("%(n)d hypothèse", "%(n)d hypothèses", n),
    }


def owner_side(project, owner) -> str:
    """The side of somebody who has no voice at this table; nothing when nobody owes."""
    return side_on(project, owner) if owner else ""


def current_item(items) -> AgendaItem | None:
    """The first point that nobody spoke of yet, else the last one."""
    return next((item for item in items if not is_spoken(item)), items[-1] if items else None)


def next_item(items, current: AgendaItem) -> AgendaItem | None:
    """The point after this one."""
    return next((item for item in items if item.position > current.position), None)


def fingerprint_words(sha256: str) -> str:
    """The first signs of a fingerprint, by four."""
    return " ".join(sha256[start : start + 4] for start in range(0, 12, 4)).upper()


def saved_sentence(item: AgendaItem) -> str:
    """When the notes of a point were kept, and by whom."""
    if item.written_at is None:
        return _("Rien d’écrit encore. Ce que vous notez est visible par les trois voix.")
    day = typography.moment(item.written_at)
    told = {"when": day, "name": item.written_by.name}
    return _("Enregistré %(when)s par %(name)s, visible par les trois voix") % told
