"""What happened on a project, in sentences, newest first."""

from datetime import datetime

from django.http import Http404
from django.utils import timezone

from governance import journal, markup, typography
from governance.models import JournalEntry
from governance.roles import Side, Voice
from projects.models import Project

PAGE = 50
MOST_DIGITS = 18


def entries(project: Project, user, before: str = "", count: int = PAGE) -> tuple[list[dict], str]:
    """A page of the journal of a project, and the cursor of the page that follows."""
    rows = JournalEntry.objects.filter(thread=project.key).order_by("-pk")
    if since := taken_over_at(project, user):
        rows = rows.filter(recorded_at__gt=since)
    if before:
        rows = rows.filter(pk__lt=number(before))
    found = list(rows[: count + 1])
    following = str(found[count - 1].pk) if len(found) > count else ""
    return [line(project, entry) for entry in found[:count]], following


def taken_over_at(project: Project, user) -> datetime | None:
    """When the guest's company took over from another one: what came before names that one."""
    if not user.is_guest:
        return None
    seats = project.seats.filter(part=Voice.VENDOR).order_by("pk")
    came = list(seats.values_list("person__vendor", "offered_at"))
    mine = next((day for vendor, day in came if vendor == user.vendor_id), None)
    return mine if mine and came[0][0] != user.vendor_id else None


def number(cursor: str) -> int:
    """The number in a cursor; an address cut short is a lost page."""
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) <= MOST_DIGITS):
        raise Http404
    return int(cursor)


def line(project: Project, entry: JournalEntry) -> dict:
    """One thing that happened: who, the sentence of its verb, about what, when."""
    sentence = str(journal.VERBS.get(entry.verb, entry.verb))
    return {
        "name": entry.actor_name,
        "side": entry.actor_side or Side.STEWARD,
        "shape": markup.voice_class(entry.actor_side or Side.STEWARD),
        "initials": markup.initials(entry.actor_name),
        "sentence": typography.french(sentence),
        "alone": sentence[:1].isupper(),
        "about": typography.french(about(project, entry)),
        "moment": typography.moment(entry.recorded_at),
        "instant": timezone.localtime(entry.recorded_at).isoformat(timespec="minutes"),
    }


def about(project: Project, entry: JournalEntry) -> str:
    """What it is about, without repeating the project whose page this is."""
    if entry.subject_label == project._meta.label_lower:
        return ""
    text = entry.subject_text.removesuffix(f" ({project.title})")
    return text.removesuffix(f", {project.title}")
