"""Points of an agenda that are merged or put off, and come back."""

import pytest

from governance.verdicts import WrongState
from reviews.actions.agenda import sync_agenda
from reviews.actions.arranging import (
    add_point,
    bring_back,
    merge_point,
    postpone_point,
    split_point,
)
from reviews.models import ScopingMeeting
from tests.factories_reviews import ScopingMeetingFactory
from tests.reviews.agenda_situations import point, titles, verbs, written
from tests.reviews.meeting_situations import held, slot, voice

pytestmark = pytest.mark.django_db


def test_two_points_become_one_and_are_told_apart_again():
    meeting = written()
    leader, support = voice(meeting, "bearer"), point(meeting, "support")

    merge_point(item=support, into=point(meeting, "hosting"), by=leader)

    hosting = point(meeting, "hosting")
    assert titles(meeting) == ["Sujet hosting", "Tour de table"]
    assert "Avec « Sujet support »" in hosting.whole_why
    sync_agenda(meeting)
    assert titles(meeting) == ["Sujet hosting", "Tour de table"]

    split_point(item=support, by=leader)

    assert titles(meeting) == ["Sujet hosting", "Sujet support", "Tour de table"]
    assert point(meeting, "hosting").whole_why == hosting.why
    assert verbs(meeting) == ["agenda.merged", "agenda.split"]


def test_what_was_merged_follows_the_point_that_is_merged_in_turn():
    meeting = written()
    leader = voice(meeting, "it")
    third = add_point(meeting=meeting, title="Les files", why="", minutes=5, by=leader)
    support = point(meeting, "support")
    merge_point(item=third, into=support, by=leader)

    merge_point(item=support, into=point(meeting, "hosting"), by=leader)

    hosting = point(meeting, "hosting")
    assert set(hosting.merged.values_list("title", flat=True)) == {"Les files", "Sujet support"}


def test_a_point_is_not_merged_into_itself_nor_into_one_that_left():
    meeting = written()
    hosting, support = point(meeting, "hosting"), point(meeting, "support")
    postpone_point(item=support, by=voice(meeting, "it"))

    for into in (hosting, support):
        with pytest.raises(WrongState):
            merge_point(item=hosting, into=into, by=voice(meeting, "it"))


def test_a_point_is_postponed_then_brought_back():
    meeting = written()
    leader, hosting = voice(meeting, "bearer"), point(meeting, "hosting")

    postpone_point(item=hosting, by=leader)
    sync_agenda(meeting)

    assert titles(meeting) == ["Sujet support", "Tour de table"]
    bring_back(item=hosting, by=leader)
    assert titles(meeting) == ["Sujet support", "Sujet hosting", "Tour de table"]
    with pytest.raises(WrongState):
        bring_back(item=hosting, by=leader)
    assert verbs(meeting) == ["agenda.postponed", "agenda.returned"]


def test_what_was_postponed_comes_first_in_the_next_meeting_once():
    earlier = held()
    lead = voice(earlier, "bearer")
    earlier.refresh_from_db()
    postpone_point(item=point(earlier, "support"), by=lead)
    ScopingMeeting.objects.filter(pk=earlier.pk).update(state="signed")
    following = ScopingMeetingFactory(project=earlier.project)

    sync_agenda(following)
    sync_agenda(following)

    assert titles(following) == ["Sujet support", "Sujet hosting", "Tour de table"]
    assert following.items.first().why.startswith("Reporté de la réunion du ")
    last = ScopingMeetingFactory(project=earlier.project)
    ScopingMeeting.objects.filter(pk=following.pk).update(state="signed", starts_at=slot())
    sync_agenda(last)
    assert not last.items.filter(key__startswith="backlog:").exists()
