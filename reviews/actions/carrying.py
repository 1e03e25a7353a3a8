"""What the signed minutes of earlier meetings leave valid for the next one."""

from django.db.models import Prefetch
from django.utils import timezone

from reviews.models import Minutes, Outcome, ScopingMeeting

CARRIED = (Outcome.Kind.DECISION, Outcome.Kind.ACTION, Outcome.Kind.QUESTION)


def carried_lines(meeting: ScopingMeeting) -> list[dict]:
    """Decisions, running actions and questions that hold, each with where it comes from.

    A meeting takes back what the earlier ones agreed on the topics that it reopened.
    """
    lines: list[dict] = []
    for earlier in signed_before(meeting):
        lines = still_valid(lines, earlier.reopened) + lines_of(earlier)
    return still_valid(lines, meeting.reopened)


def signed_before(meeting: ScopingMeeting):
    """The meetings of the same project that the three voices signed, the oldest first."""
    outcomes = Outcome.objects.standing().filter(kind__in=CARRIED)
    outcomes = outcomes.select_related("item__topic", "owner", "subject__topic").order_by(
        "item__position", "pk"
    )
    signed = meeting.project.meetings.filter(state=ScopingMeeting.State.SIGNED)
    return (
        signed.exclude(pk=meeting.pk)
        .order_by("created_at", "pk")
        .prefetch_related(
            Prefetch("items__outcomes", queryset=outcomes),
            Prefetch("minutes", queryset=Minutes.objects.order_by("-number").defer("content")),
        )
    )


def lines_of(meeting: ScopingMeeting) -> list[dict]:
    """What a signed meeting agreed and left to do."""
    minutes = next(iter(meeting.minutes.all()), None)
    origin = {
        "meeting_on": timezone.localdate(meeting.starts_at).isoformat(),
        "minutes": minutes.number if minutes else 0,
    }
    return [
        carried_line(outcome) | origin
        for item in meeting.items.all()
        for outcome in item.outcomes.all()
        if outcome.done_at is None
    ]


def carried_line(outcome: Outcome) -> dict:
    """One thing that stays valid, as plain values."""
    topic = outcome.subject.topic if outcome.subject else outcome.item.topic
    return {
        "kind": outcome.kind,
        "text": outcome.text,
        "owner": outcome.owner.name if outcome.owner else "",
        "due_on": outcome.due_on.isoformat() if outcome.due_on else "",
        "point": outcome.item.title,
        "topic": topic.slug if topic else "",
        "outcome": outcome.pk,
    }


def still_valid(lines: list[dict], reopened) -> list[dict]:
    """The lines whose topic nobody reopened."""
    return [line for line in lines if not line["topic"] or line["topic"] not in reopened]
