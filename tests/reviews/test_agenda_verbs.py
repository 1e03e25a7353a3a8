"""The leaders arrange the agenda of a meeting: each verb, its refusals, what it leaves behind."""

import pytest
from django.core.exceptions import PermissionDenied

from governance.verdicts import Incomplete, WrongState
from reviews.actions.agenda import planned_agenda, sync_agenda
from reviews.actions.arranging import (
    MOST_POINTS,
    Rearranged,
    add_point,
    bring_back,
    merge_point,
    move_point,
    postpone_point,
    set_point,
    split_point,
    update_agenda,
)
from reviews.actions.outcomes import add_outcome
from reviews.models import AgendaItem, ScopingMeeting
from tests.factories import (
    DependencyFactory,
    MoveFactory,
    PersonFactory,
    ProjectTopicFactory,
    TopicFactory,
)
from tests.factories_reviews import AgendaItemFactory, ScopingMeetingFactory
from tests.reviews.agenda_situations import point, titles, verbs, written
from tests.reviews.meeting_situations import held, meeting_to_plan, voice

pytestmark = pytest.mark.django_db


def order(meeting):
    return [row.pk for row in meeting.items.on_agenda()]


def version(meeting):
    return ScopingMeeting.objects.get(pk=meeting.pk).live_version


def move(meeting, word, rank, by="bearer"):
    return move_point(
        item=point(meeting, word), rank=rank, seen=order(meeting), by=voice(meeting, by)
    )


def test_each_point_is_proposed_to_somebody():
    meeting = meeting_to_plan()
    subject = meeting.project.topics.get(topic__slug="support")
    MoveFactory(
        project=meeting.project, kind="answer_topic", person=voice(meeting, "it"),
        subject_label=subject._meta.label_lower, subject_id=subject.pk,
    )  # fmt: skip
    DependencyFactory(project=meeting.project)

    sync_agenda(meeting)

    owners = {row.key: row.owner for row in meeting.items.all()}
    assert owners["topic:support"] == voice(meeting, "it")
    assert owners["dependencies"] == owners["closing"] == voice(meeting, "bearer")
    usual = meeting.project.topics.get(topic__slug="hosting").topic.usual_voice
    assert owners["topic:hosting"] == voice(meeting, usual)


def test_a_point_moves_and_the_others_follow():
    meeting, before = written(), None
    before = version(meeting)

    move(meeting, "support", 0)

    assert titles(meeting) == ["Sujet support", "Sujet hosting", "Tour de table"]
    assert point(meeting, "support").edited
    assert version(meeting) > before
    assert verbs(meeting) == ["agenda.moved"]
    sync_agenda(meeting)
    assert titles(meeting)[0] == "Sujet support"


def test_an_order_read_before_somebody_else_s_is_refused():
    meeting = written()
    seen, item = order(meeting), point(meeting, "support")
    move(meeting, "support", 0)

    with pytest.raises(Rearranged):
        move_point(item=item, rank=0, seen=seen, by=voice(meeting, "it"))

    assert titles(meeting)[0] == "Sujet support"


def test_the_round_table_stays_last():
    meeting = written()

    with pytest.raises(WrongState):
        move(meeting, "Tour", 0)
    move(meeting, "hosting", 99)

    assert titles(meeting) == ["Sujet support", "Sujet hosting", "Tour de table"]


def test_minutes_and_owner_are_set_and_the_meeting_lasts_what_its_points_last():
    meeting = written()
    item, it = point(meeting, "hosting"), voice(meeting, "it")

    set_point(item=item, minutes=40, owner=it, seen=(item.minutes_planned, item.owner_id), by=it)

    item.refresh_from_db()
    meeting.refresh_from_db()
    assert (item.minutes_planned, item.owner, item.edited) == (40, it, True)
    assert meeting.minutes_planned == sum(r.minutes_planned for r in meeting.items.all())


@pytest.mark.parametrize("minutes", [0, 121, -5])
def test_minutes_stay_between_one_and_two_hours(minutes):
    meeting = written()
    item = point(meeting, "hosting")
    seen = (item.minutes_planned, item.owner_id)

    with pytest.raises(Incomplete) as problem:
        set_point(item=item, minutes=minutes, owner=None, seen=seen, by=voice(meeting, "it"))

    assert list(problem.value.problems) == ["minutes"]


def test_a_stranger_bears_no_point():
    meeting = written()
    item = point(meeting, "hosting")
    seen = (item.minutes_planned, item.owner_id)

    with pytest.raises(Incomplete) as problem:
        set_point(item=item, minutes=5, owner=PersonFactory(), seen=seen, by=voice(meeting, "it"))

    assert list(problem.value.problems) == ["owner"]


def test_terms_that_somebody_else_set_meanwhile_are_told():
    meeting = written()
    item, it = point(meeting, "hosting"), voice(meeting, "it")
    seen = (item.minutes_planned, item.owner_id)
    set_point(item=item, minutes=7, owner=it, seen=seen, by=it)

    with pytest.raises(Rearranged, match="7 min"):
        set_point(item=item, minutes=9, owner=None, seen=seen, by=voice(meeting, "bearer"))


def test_a_point_is_added_before_the_round_table():
    meeting = written()
    topic = meeting.project.topics.first().topic

    item = add_point(
        meeting=meeting, title="  La  fête du réseau ", why="Elle tombe ce jour-là.", minutes=10,
        topic=topic, by=voice(meeting, "bearer"),
    )  # fmt: skip

    assert titles(meeting)[-2:] == ["La fête du réseau", "Tour de table"]
    assert (item.key, item.owner, item.added_by) == ("added:1", item.added_by, item.owner)
    sync_agenda(meeting)
    assert titles(meeting)[-2:] == ["La fête du réseau", "Tour de table"]


@pytest.mark.parametrize("title", ["", "  ", "\u200b\u200b"])
def test_a_point_without_a_visible_title_is_refused(title):
    """Scenario 14."""
    meeting = written()

    with pytest.raises(Incomplete):
        add_point(meeting=meeting, title=title, why="", minutes=5, by=voice(meeting, "it"))


def test_an_agenda_has_thirty_points_at_most():
    meeting = written()
    AgendaItemFactory.create_batch(MOST_POINTS - 3, meeting=meeting)

    with pytest.raises(Incomplete):
        add_point(meeting=meeting, title="Un de trop", why="", minutes=5, by=voice(meeting, "it"))


def test_a_topic_of_another_project_is_refused():
    meeting = written()

    with pytest.raises(Incomplete):
        add_point(
            meeting=meeting, title="Ailleurs", why="", minutes=5,
            topic=TopicFactory(slug="ailleurs"), by=voice(meeting, "it"),
        )  # fmt: skip


def test_nobody_writes_on_a_point_that_left_the_agenda():
    """Scenario 99: two people work on one point."""
    meeting = held()
    lead, support = voice(meeting, "bearer"), point(meeting, "support")
    postpone_point(item=support, by=lead)

    with pytest.raises(WrongState, match="n’est plus à l’ordre du jour"):
        support.write("Trop tard", version=0, by=lead)
    with pytest.raises(WrongState, match="n’est plus à l’ordre du jour"):
        add_outcome(item=support, kind="decision", text="Trop tard", by=lead)


def test_what_was_spoken_of_moves_no_more():
    meeting = held()
    meeting.refresh_from_db()
    lead, support = voice(meeting, "bearer"), point(meeting, "support")
    add_outcome(item=support, kind="decision", text="Un an.", by=lead)

    for verb in (postpone_point, lambda **a: move_point(rank=0, seen=order(meeting), **a)):
        with pytest.raises(WrongState):
            verb(item=support, by=lead)
    with pytest.raises(WrongState):
        merge_point(item=support, into=point(meeting, "Tour"), by=lead)
    assert planned_agenda(meeting).left == ()


def test_bringing_up_to_date_says_what_came_and_what_left():
    meeting = written()
    project, lead = meeting.project, voice(meeting, "it")
    ProjectTopicFactory(
        project=project, topic=TopicFactory(slug="security", name="Sécurité"), reason="Public"
    )
    project.topics.filter(topic__slug="support").update(state="checked")
    assert planned_agenda(meeting).news == 2

    plan = update_agenda(meeting=meeting, by=lead)

    assert [p.title for p in plan.came] == ["Sécurité"]
    assert [p.title for p in plan.left] == ["Sujet support"]
    assert planned_agenda(meeting).news == 0
    assert verbs(meeting) == ["agenda.updated"]


@pytest.mark.parametrize("state", ["closed", "signed", "contested"])
def test_the_agenda_of_a_past_meeting_does_not_change(state):
    meeting = ScopingMeetingFactory(held=True)
    item = AgendaItemFactory(meeting=meeting)
    ScopingMeeting.objects.filter(pk=meeting.pk).update(state=state)

    with pytest.raises(WrongState):
        postpone_point(item=item, by=voice(meeting, "bearer"))
    with pytest.raises(WrongState):
        update_agenda(meeting=meeting, by=voice(meeting, "bearer"))


def test_the_vendor_does_not_arrange():
    meeting = written()
    vendor, item = voice(meeting, "vendor"), point(meeting, "support")
    calls = [
        lambda: update_agenda(meeting=meeting, by=vendor),
        lambda: move_point(item=item, rank=0, seen=order(meeting), by=vendor),
        lambda: set_point(item=item, minutes=5, owner=None, seen=(), by=vendor),
        lambda: add_point(meeting=meeting, title="Ici", why="", minutes=5, by=vendor),
        lambda: merge_point(item=item, into=point(meeting, "hosting"), by=vendor),
        lambda: postpone_point(item=item, by=vendor),
        lambda: bring_back(item=item, by=vendor),
        lambda: split_point(item=item, by=vendor),
    ]

    for call in calls:
        with pytest.raises(PermissionDenied):
            call()

    assert verbs(meeting) == []


def test_points_of_before_keep_what_was_written_on_them():
    meeting = ScopingMeetingFactory(held=True)
    kept = AgendaItemFactory(meeting=meeting, title="Hébergement", notes="À Paris.")
    AgendaItemFactory(meeting=meeting, title="Tour de table")

    sync_agenda(meeting)

    assert titles(meeting) == ["Hébergement", "Tour de table"]
    assert AgendaItem.objects.get(pk=kept.pk).notes == "À Paris."
