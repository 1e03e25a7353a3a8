"""Another level: heavier at once, lighter with both sides."""

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from governance.models import JournalEntry, Notice
from governance.verdicts import Incomplete, WrongState
from projects.models import LevelChange, Move, Project
from reviews.actions.levels import answer_level, ask_level, withdraw_level
from tests.factories import PersonFactory
from tests.reviews.change_situations import (
    TODAY,
    again,
    change,
    decided,
    gate_states,
    registered,
    scoped,
    steps,
    who,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.fixture(autouse=True)
def _thursday():
    with time_machine.travel(TODAY, tick=False):
        yield


def ask(project, level, part="bearer", reason="Beaucoup de clients seront touchés."):
    return ask_level(project=project, wanted=level, reason=reason, by=who(project, part))


def asked(project, part="bearer"):
    """A lighter path asked and not answered yet."""
    return ask(project, "express", part)


def verbs(project):
    return list(JournalEntry.objects.filter(thread=project.key).values_list("verb", flat=True))


@pytest.mark.parametrize("part", ["bearer", "it"])
def test_either_side_raises_the_level_alone(part):
    project = scoped()

    raised = ask(project, "reinforced", part)

    project = again(project)
    assert (raised.state, project.level) == ("applied", "reinforced")
    assert raised.asked_by.name in project.path_reasons[0]
    assert "Beaucoup de clients seront touchés." in project.path_reasons[0]
    assert set(gate_states(project)) == {"J1", "J2", "J3", "J4", "J5", "J6"}
    assert "level.raised" in verbs(project)
    told = Notice.objects.filter(key__startswith=f"level:{raised.pk}:applied")
    assert told.count() == 2
    assert who(project, part) not in [notice.recipient for notice in told]


def test_a_raised_path_is_ordered_and_ends_on_the_launch():
    project = scoped()

    ask(project, "reinforced")

    days = [day for _state, day in steps(project).values()]
    left = days[2:]
    assert left == sorted(left)
    assert days[-1] == project.launch_on
    positions = project.milestones.order_by("position").values_list("position", flat=True)
    assert list(positions) == list(range(1, len(days) + 1))


def test_only_validations_nobody_began_follow_the_new_level():
    """Scenario 15."""
    project = decided(scoped(), "J1")
    project.gates.filter(ref="J3").update(state="submitted")

    ask(project, "reinforced")

    days = dict(project.gates.values_list("ref", "answer_days"))
    assert (days["J1"], days["J3"], days["J4"], days["J5"]) == (5, 5, 10, 10)
    assert project.gates.get(ref="J4").silence == "never"
    assert len(project.gates.get(ref="J4").criteria) > len(project.gates.get(ref="J1").criteria)


def test_a_project_accepted_at_once_meets_when_its_level_rises():
    project = scoped(yes=())
    assert (project.level, project.meetings.exists()) == ("express", False)

    ask(project, "standard", "it")

    project = again(project)
    assert (project.level, project.state) == ("standard", Project.State.REGISTERED)
    assert project.meetings.get().state == "to_plan"
    assert "J1" in gate_states(project)
    assert steps(project)["J1"][0] == "todo"
    kinds = set(project.moves.open().values_list("kind", flat=True))
    assert "plan_meeting" in kinds
    assert "submit_gate" not in kinds


def test_a_lighter_path_waits_for_the_other_side():
    project = scoped()

    request = asked(project)

    project, move = again(project), Move.objects.open().get(kind="agree_level")
    assert (request.state, project.level) == ("asked", "standard")
    assert (move.person, move.side, move.days) == (who(project, "it"), "it", 3)
    assert move.get_absolute_url() == request.get_absolute_url()
    assert Notice.objects.filter(
        key__startswith=f"level:{request.pk}", recipient=move.person
    ).exists()


def test_the_other_side_agrees_and_the_path_is_lighter():
    project = scoped()
    request = asked(project)

    answer_level(change=request, agree=True, by=who(project, "it"))

    project = again(project)
    assert (request.state, project.level) == ("applied", "express")
    assert set(gate_states(project)) == {"J1", "J3", "J6"}
    assert "J4" not in steps(project)
    assert not Move.objects.open().filter(kind="agree_level").exists()
    assert "level.lowered" in verbs(project)


def test_what_has_begun_stays_on_a_lighter_path():
    project = scoped()
    project.gates.filter(ref="J4").update(state="submitted")

    answer_level(change=asked(project), agree=True, by=who(project, "it"))

    assert gate_states(project)["J4"] == "submitted"


def test_a_refusal_says_why_and_changes_nothing():
    project = scoped()
    request = asked(project, "it")

    answer_level(change=request, agree=False, word="Trop de données.", by=who(project, "bearer"))

    assert (request.state, again(project).level) == ("declined", "standard")
    told = Notice.objects.get(key__startswith=f"level:{request.pk}:declined")
    assert told.recipient == who(project, "it")
    assert "Trop de données." in told.body
    assert "level.declined" in verbs(project)


@pytest.mark.parametrize("word", ["", "   ", "\u200b\u2060"])
def test_a_refusal_without_visible_words_is_refused(word):
    """Scenario 14."""
    project = scoped()

    with pytest.raises(Incomplete) as missed:
        answer_level(change=asked(project), agree=False, word=word, by=who(project, "it"))

    assert set(missed.value.problems) == {"word"}


def test_whoever_asked_withdraws():
    project = scoped()
    request = asked(project)

    withdraw_level(change=request, by=who(project, "bearer"))

    assert request.state == "withdrawn"
    assert not Move.objects.open().filter(kind="agree_level").exists()
    with pytest.raises(WrongState):
        answer_level(change=request, agree=True, by=who(project, "it"))


@pytest.mark.parametrize(
    ("level", "reason", "field"),
    [
        ("standard", "Une raison", "wanted"),
        ("", "Une raison", "wanted"),
        ("huge", "Une raison", "wanted"),
        ("reinforced", "", "reason"),
        ("reinforced", "\u200b\u2060 ", "reason"),
    ],
)
def test_a_badly_filled_request_says_what_is_missing(level, reason, field):
    """Scenario 14."""
    project = scoped()

    with pytest.raises(Incomplete) as missed:
        ask(project, level, reason=reason)

    assert set(missed.value.problems) == {field}
    assert not LevelChange.objects.exists()


def test_the_vendor_and_strangers_do_not_choose():
    project = scoped()

    for person in (who(project, "vendor"), PersonFactory()):
        with pytest.raises(PermissionDenied):
            ask_level(project=project, wanted="reinforced", reason="Oui", by=person)


def test_nobody_answers_for_themselves_nor_for_another():
    """Scenarios 10 and 96."""
    project = scoped()
    request = asked(project)

    for person in (who(project, "bearer"), who(project, "vendor"), PersonFactory(it=True)):
        with pytest.raises(PermissionDenied):
            answer_level(change=request, agree=True, by=person)
    with pytest.raises(PermissionDenied):
        withdraw_level(change=request, by=who(project, "it"))


def test_one_request_at_a_time():
    project = scoped()
    asked(project)

    with pytest.raises(WrongState, match="une à la fois"):
        asked(project, "it")


def test_a_raise_or_a_change_makes_the_question_void():
    project = scoped()
    first = asked(project)

    ask(project, "reinforced", "it")

    first.refresh_from_db()
    assert (first.state, again(project).level) == ("withdrawn", "reinforced")
    second = ask(again(project), "standard")
    answer_level(change=second, agree=True, by=who(project, "it"))
    third = asked(again(project))
    change(again(project), answers={"payment": "yes"})
    third.refresh_from_db()
    assert (third.state, again(project).level) == ("withdrawn", "reinforced")


@pytest.mark.parametrize("part", ["bearer", "it"])
def test_an_empty_or_offered_seat_is_said(part):
    project = scoped(boarded=False)
    seat = project.seats.get(part="it")
    if part == "it":
        seat.leave("seat.handed", by=seat.person, to="Personne")

    with pytest.raises(Incomplete) as missed:
        asked(project)

    assert "siège" in missed.value.problems["wanted"]


@pytest.mark.parametrize("state", ["live", "cancelled"])
def test_a_project_that_is_over_keeps_its_level(state):
    """Scenario 8."""
    project = scoped()
    request = asked(project)
    Project.objects.filter(pk=project.pk).update(state=state)

    with pytest.raises(WrongState):
        ask(project, "reinforced")
    with pytest.raises(WrongState):
        answer_level(change=request, agree=True, by=who(project, "it"))


def test_a_lower_level_holds_until_an_answer_adds_a_risk():
    project = scoped()
    answer_level(change=asked(project), agree=True, by=who(project, "it"))

    change(again(project), title="Un autre nom")
    assert again(project).level == "express"
    row = change(again(project), answers={"payment": "yes"})

    assert again(project).level == "reinforced"
    assert any("express à renforcé" in sentence for sentence in row.effects)


def test_a_raised_level_is_a_floor():
    project = registered(yes=("personal_data",))
    ask(project, "reinforced", "it")

    change(again(project), answers={"personal_data": "no", "brand_emails": "no"})

    project = again(project)
    assert project.level == "reinforced"
    assert "Lucie Moreau" in project.path_reasons[0]
