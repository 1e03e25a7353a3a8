from datetime import timedelta

import pytest
from django.utils import timezone

from governance.models import JournalEntry, Notice
from governance.roles import Role
from governance.verdicts import Incomplete, WrongState
from projects.models import Move
from reviews.actions.outcomes import add_outcome, finish_outcome
from reviews.models import Outcome, ScopingMeeting
from reviews.permissions import can_finish_outcome
from tests.factories import DependencyFactory, PersonFactory, member
from tests.factories_reviews import AgendaItemFactory, OutcomeFactory
from tests.reviews.meeting_situations import slot, soon

pytestmark = pytest.mark.django_db


@pytest.fixture
def item():
    return AgendaItemFactory()


def add(item, kind="action", owner=None, **facts):
    facts = {"text": "Décrire la trace", "due_on": soon(), **facts}
    owner = owner or member(item.project, "vendor")
    return add_outcome(item=item, kind=kind, owner=owner, by=member(item.project, "it"), **facts)


@pytest.mark.parametrize(("kind", "move"), [("action", "act"), ("question", "answer_question")])
def test_something_owed_gives_the_ball_to_its_owner(item, kind, move):
    outcome = add(item, kind)

    ball = Move.objects.open().get()
    assert (ball.kind, ball.side, ball.person) == (move, "vendor", outcome.owner)
    assert (ball.due_on, ball.title) == (outcome.due_on, "Décrire la trace")
    assert ball.get_absolute_url() == f"/issues/{outcome.pk}/"
    assert JournalEntry.objects.get().facts["kind"] == kind


@pytest.mark.parametrize("kind", ["decision", "risk"])
def test_a_decision_or_a_risk_belongs_to_the_three_voices(item, kind):
    outcome = add(item, kind)

    assert (outcome.owner, outcome.due_on) == (None, None)
    assert not Move.objects.exists()


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"text": "  "}, "text"),
        ({"due_on": None}, "due_on"),
        ({"due_on": timezone.localdate() - timedelta(days=1)}, "due_on"),
    ],
)
def test_an_action_is_whole_or_refused(item, facts, field):
    with pytest.raises(Incomplete) as refused:
        add(item, **facts)

    assert list(refused.value.problems) == [field]
    assert not Outcome.objects.exists()


def test_an_action_has_an_owner(item):
    with pytest.raises(Incomplete) as refused:
        add_outcome(
            item=item, kind="action", text="Faire", due_on=soon(), by=member(item.project, "it")
        )

    assert list(refused.value.problems) == ["owner"]


def test_the_owner_is_somebody_of_the_project(item):
    with pytest.raises(Incomplete) as refused:
        add(item, owner=PersonFactory())

    assert list(refused.value.problems) == ["owner"]


def test_the_owner_of_a_system_the_project_leans_on_may_owe_something(item):
    owner = DependencyFactory(project=item.project).system.owner

    outcome = add(item, owner=owner)

    assert Move.objects.get().side == "owner"
    assert Notice.objects.get().recipient == outcome.owner


@pytest.mark.parametrize("state", [s for s in ScopingMeeting.State if s != "held"])
def test_nothing_is_added_to_a_meeting_that_is_not_open(state):
    item = AgendaItemFactory(meeting__state=state, meeting__starts_at=slot())

    with pytest.raises(WrongState):
        add(item)


def test_finishing_closes_the_move_once(item):
    outcome = add(item)
    stale = Outcome.objects.get(pk=outcome.pk)

    finish_outcome(outcome=outcome, answer=" C’est fait. ", by=outcome.owner)
    with pytest.raises(WrongState):
        finish_outcome(outcome=stale, answer="Encore", by=outcome.owner)

    outcome.refresh_from_db()
    assert outcome.answer == "C’est fait."
    assert Move.objects.get().outcome == "done"
    assert JournalEntry.objects.filter(verb="outcome.done").count() == 1


def test_finishing_says_what_was_done(item):
    outcome = add(item)

    with pytest.raises(Incomplete):
        finish_outcome(outcome=outcome, answer=" ", by=outcome.owner)

    assert Move.objects.open().exists()


@pytest.mark.parametrize("kind", ["decision", "risk"])
def test_what_nobody_owes_is_not_finished(kind):
    outcome = OutcomeFactory(kind=kind)

    with pytest.raises(WrongState):
        finish_outcome(outcome=outcome, answer="Fait", by=PersonFactory())


@pytest.mark.parametrize("role", list(Role))
def test_only_the_owner_finishes(role):
    outcome = OutcomeFactory(action=True)
    person = member(outcome.project, role)

    assert not can_finish_outcome(person, outcome)
    assert can_finish_outcome(outcome.owner, outcome)
