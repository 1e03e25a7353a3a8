"""Meetings at each step of their life, reached through the verbs as people would."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from governance.models import Closure
from governance.roles import Voice
from reviews.actions.dating import plan_meeting
from reviews.actions.meetings import hold_meeting
from reviews.actions.minutes import close_meeting
from reviews.actions.signing import sign_minutes
from tests.factories import MilestoneFactory, ProjectTopicFactory, TopicFactory, member
from tests.factories_reviews import ScopingMeetingFactory

PARIS = ZoneInfo("Europe/Paris")


def slot(days=3, hour=10, minute=0):
    """An hour of a working day to come."""
    day = Closure.calendar().add(timezone.localdate(), days)
    return datetime.combine(day, time(hour, minute), tzinfo=PARIS)


def meeting_to_plan(**facts):
    """A meeting whose project has three voices, two open topics and a scoping milestone."""
    meeting = ScopingMeetingFactory(**facts)
    project = meeting.project
    MilestoneFactory(project=project, ref="scoping")
    for slug in ("hosting", "support"):
        topic = TopicFactory(slug=slug, name=f"Sujet {slug}")
        ProjectTopicFactory(project=project, topic=topic, reason="Il le faut.")
    return meeting


def voice(meeting, part):
    return member(meeting.project, part)


def planned(**facts):
    meeting = meeting_to_plan(**facts)
    return plan_meeting(
        meeting=meeting,
        starts_at=slot(),
        place="Salle Lin",
        reason="Le prestataire part le lendemain.",
        by=voice(meeting, "bearer"),
    )


def held(present=tuple(Voice.values), **facts):
    meeting = planned(**facts)
    return hold_meeting(meeting=meeting, present=present, by=voice(meeting, "bearer"))


def closed(**facts):
    """The minutes of a meeting that has just been closed."""
    meeting = held(**facts)
    return close_meeting(meeting=meeting, by=voice(meeting, "bearer"))


def sign(minutes, part, answer="agreed", remark=""):
    return sign_minutes(
        minutes=minutes, answer=answer, remark=remark, by=member(minutes.project, part)
    )


def contested(**facts):
    minutes = closed(**facts)
    sign(minutes, "vendor", "disagreed", "Le support n’a pas été dit.")
    return minutes


def signed(**facts):
    minutes = closed(**facts)
    for part in Voice.values:
        sign(minutes, part)
    return minutes


def soon(days=10):
    return timezone.localdate() + timedelta(days=days)


def open_moves(project):
    return list(project.moves.open().values_list("kind", "side"))
