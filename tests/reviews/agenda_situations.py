"""The points of an agenda, as its leaders arrange them."""

from governance.models import JournalEntry
from reviews.actions.agenda import sync_agenda
from tests.reviews.meeting_situations import meeting_to_plan


def written(**facts):
    """A meeting to plan whose agenda is written: hosting, support, round table."""
    meeting = meeting_to_plan(**facts)
    sync_agenda(meeting)
    return meeting


def titles(meeting):
    return [row.title for row in meeting.items.on_agenda()]


def point(meeting, word):
    return meeting.items.get(title__contains=word)


def verbs(meeting):
    rows = JournalEntry.objects.filter(thread=meeting.project.key, verb__startswith="agenda.")
    return list(rows.order_by("pk").values_list("verb", flat=True))
