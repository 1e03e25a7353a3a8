"""Meetings whose dates are on offer, reached through the verbs as people would."""

from django.urls import reverse

from reviews.actions.slots import answer_slots, propose_slots
from reviews.models import ScopingMeeting
from tests.reviews.meeting_situations import meeting_to_plan, slot, voice

LINK = "https://visio.example/cadrage"


def offered(*starts, **facts):
    """A meeting whose bearer offers these dates, or two mornings."""
    meeting = meeting_to_plan(**facts)
    propose(meeting, *(starts or (slot(3), slot(4))))
    return meeting


def propose(meeting, *starts, part="bearer", place="Salle Lin", link=LINK):
    return propose_slots(
        meeting=meeting, starts=list(starts), place=place, video_link=link, by=voice(meeting, part)
    )


def say(meeting, part, *values):
    """One voice answers the dates to come, in their order."""
    meeting = ScopingMeeting.objects.select_related("project", "organiser").get(pk=meeting.pk)
    dates = meeting.slots.filter(withdrawn_at=None)
    answers = {row.pk: value for row, value in zip(dates, values, strict=True)}
    return answer_slots(meeting=meeting, answers=answers, by=voice(meeting, part))


def url(name, row):
    return reverse(f"reviews:{name}", args=[row.pk])


def said(meeting, *values):
    """What the form of the answers sends."""
    dates = meeting.slots.filter(withdrawn_at=None)
    return {f"date-{row.pk}": value for row, value in zip(dates, values, strict=True)}


def sign_in(client, meeting, part="bearer"):
    client.force_login(voice(meeting, part))
    return client
