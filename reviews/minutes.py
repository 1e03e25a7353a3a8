"""The minutes as a frozen document, and as plain text for e-mail. No query of its own."""

from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance import typography
from governance.roles import Voice
from reviews.models import AgendaItem, Outcome, ScopingMeeting

SCHEMA, SCHEMA_VERSION = "minutes", 1
THE_VOICE = {
    Voice.BEARER: gettext_lazy("le marketing"),
    Voice.VENDOR: gettext_lazy("le prestataire"),
    Voice.IT: gettext_lazy("la DSI"),
}


def minutes_content(meeting: ScopingMeeting, seats, items, *, number: int, closed_at) -> dict:
    """Everything that the three voices sign; plain values only, so that it can be fingerprinted."""
    present = meeting.voices_present()
    return {
        "schema": SCHEMA,
        "schema_version": SCHEMA_VERSION,
        "number": number,
        "project": {"key": meeting.project.key, "title": meeting.project.title},
        "starts_at": meeting.starts_at.isoformat(),
        "held_at": (meeting.opened_at or meeting.starts_at).isoformat(),
        "closed_at": closed_at.isoformat(),
        "place": meeting.place,
        "present": [voice for voice in Voice.values if voice in present],
        "counts": present == set(Voice.values),
        "voices": [voice_line(voice, seats, present) for voice in Voice.values],
        "items": [item_line(item) for item in items],
    }


def voice_line(voice: str, seats, present) -> dict:
    """One voice at the table, or its empty chair."""
    person = next((seat.person for seat in seats if seat.part == voice), None)
    return {
        "voice": voice,
        "name": person.name if person else "",
        "title": person.job_title if person else "",
        "organisation": str(person.vendor or settings.COMPANY_NAME) if person else "",
        "present": voice in present,
    }


def item_line(item: AgendaItem) -> dict:
    """One point: why it was there, what was said, what came out of it."""
    return {
        "title": item.title,
        "topic": item.topic.slug if item.topic else "",
        "why": item.why,
        "minutes_planned": item.minutes_planned,
        "notes": item.notes,
        "outcomes": [outcome_line(outcome) for outcome in item.outcomes.all()],
    }


def outcome_line(outcome: Outcome) -> dict:
    """One decision, action, question or risk."""
    return {
        "kind": outcome.kind,
        "text": outcome.text,
        "owner": outcome.owner.name if outcome.owner else "",
        "due_on": outcome.due_on.isoformat() if outcome.due_on else "",
    }


def absent_voices(content: dict) -> list[str]:
    """The voices that were not there, in words."""
    return [str(name) for voice, name in THE_VOICE.items() if voice not in content["present"]]


def missing_sentence(content: dict) -> str:
    """What it means that a voice was not there; nothing when the three were."""
    absent = absent_voices(content)
    if not absent:
        return ""
    return _(
        "Il manque une voix : la réunion ne peut pas compter tant que %(voices)s n’a pas lu et "
        "répondu."
    ) % {"voices": _(" et ").join(absent)}


def minutes_text(content: dict) -> str:
    """The minutes without any page: what the e-mail carries."""
    voices = [
        f"- {Voice(line['voice']).label} : {line['name'] or _('siège à pourvoir')}, "
        + (_("à la réunion") if line["present"] else _("pas à la réunion"))
        for line in content["voices"]
    ]
    parts = ["\n".join(voices), missing_sentence(content)]
    parts += [item_text(item) for item in content["items"]]
    return "\n\n".join(part for part in parts if part)


def item_text(item: dict) -> str:
    """One point in plain text."""
    lines = [item["title"].upper(), item["notes"].strip()]
    lines += [outcome_text(outcome) for outcome in item["outcomes"]]
    told = [line for line in lines if line]
    return "\n".join(told if len(told) > 1 else [*told, _("Rien à noter.")])


def outcome_text(outcome: dict) -> str:
    """« Action. Décrire la trace. Diane Perrin, avant ven. 16 oct. »"""
    label = Outcome.Kind(outcome["kind"]).label
    owed = ", ".join(filter(None, [outcome["owner"], before(outcome["due_on"])]))
    return f"- {label}. {outcome['text']}" + (f" ({owed})" if owed else "")


def before(day: str) -> str:
    """« avant ven. 16 oct. », from a day written in a frozen document."""
    if not day:
        return ""
    return _("avant %(day)s") % {"day": typography.short_day(date.fromisoformat(day))}
