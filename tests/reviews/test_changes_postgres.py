"""Two people change one project in the same instant: one after the other, nothing lost."""

from datetime import date

import pytest
from django.utils import timezone

from governance import journal
from governance.verdicts import Incomplete, WrongState
from projects.models import LevelChange, Move, Project, ScopeChange
from reviews.actions.gates import submit_gate
from reviews.actions.levels import answer_level, ask_level, withdraw_level
from reviews.actions.scope_changes import Outdated, change_scope
from reviews.models import Gate, Round
from tests.reviews.change_situations import again, gate_states, preview, scoped, wanted, who
from tests.reviews.test_gates_postgres import at_once, errors

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("reference"),
]


@pytest.fixture
def project():
    day = date(timezone.localdate().year + 1, 6, 15)
    return scoped(launch_on=day)


def asking(project, level, part="bearer"):
    person = who(project, part)

    def call():
        return ask_level(project=again(project), wanted=level, reason="Oui.", by=person)

    return call


def answering(change, person, *, agree):
    def call():
        row = LevelChange.objects.select_related("project").get(pk=change.pk)
        return answer_level(change=row, agree=agree, word="Non merci.", by=person)

    return call


def confirming(project, part="bearer", **fields):
    person = who(project, part)
    token = preview(project, by=person, **fields).token
    scope = wanted(project, **fields)

    def call():
        return change_scope(
            project=again(project),
            wanted=scope,
            cause="need",
            reason="Oui.",
            token=token,
            by=person,
        )

    return call


def submitting(project, ref):
    person = who(project, "vendor")

    def call():
        gate = Gate.objects.select_related("project", "milestone", "template", "team").get(
            project=project, ref=ref
        )
        return submit_gate(gate=gate, by=person, reason="Le reste arrive.")

    return call


def coherent(project):
    """Each validation has its step, each step its place, and the trail holds."""
    project = again(project)
    places = list(project.milestones.order_by("position").values_list("position", flat=True))
    assert places == list(range(1, len(places) + 1))
    steps = set(project.milestones.filter(genre="gate").values_list("ref", flat=True))
    assert set(gate_states(project)) == steps
    assert list(journal.broken_links()) == []


def test_two_answers_at_once_make_one(project):
    """Scenario 1."""
    change = asking(project, "express")()
    sophie = who(project, "it")

    results = at_once(answering(change, sophie, agree=True), answering(change, sophie, agree=False))

    assert [type(error) for error in errors(results)] == [WrongState]
    change.refresh_from_db()
    level = {"applied": "express", "declined": "standard"}[change.state]
    assert again(project).level == level
    assert not Move.objects.open().filter(kind="agree_level").exists()
    coherent(project)


def test_an_answer_and_a_withdrawal_at_once(project):
    """Scenario 5."""
    change, bearer = asking(project, "express")(), who(project, "bearer")

    def withdrawing():
        row = LevelChange.objects.select_related("project").get(pk=change.pk)
        return withdraw_level(change=row, by=bearer)

    results = at_once(answering(change, who(project, "it"), agree=True), withdrawing)

    assert [type(error) for error in errors(results)] == [WrongState]
    coherent(project)


def test_two_sides_raise_the_level_at_once(project):
    results = at_once(asking(project, "reinforced"), asking(project, "reinforced", "it"))

    assert [type(error) for error in errors(results)] == [Incomplete]
    assert again(project).level == "reinforced"
    assert LevelChange.objects.filter(state="applied").count() == 1
    coherent(project)


def test_two_lighter_requests_at_once_leave_one(project):
    results = at_once(asking(project, "express"), asking(project, "express", "it"))

    assert [type(error) for error in errors(results)] == [WrongState]
    assert Move.objects.open().filter(kind="agree_level").count() == 1


def test_a_level_raised_while_a_change_is_confirmed(project):
    results = at_once(
        asking(project, "reinforced", "it"), confirming(project, answers={"company_tool": "yes"})
    )

    late = errors(results)
    assert {type(error) for error in late} <= {Outdated}
    assert again(project).level == "reinforced"
    assert ScopeChange.objects.count() == 1 - len(late)
    coherent(project)


def test_two_confirmations_at_once_never_overwrite(project):
    """Scenario 2."""
    results = at_once(
        confirming(project, title="Un nom"),
        confirming(project, "it", audience="Tous les clients"),
    )

    assert [type(error) for error in errors(results)] == [Outdated]
    assert ScopeChange.objects.get().number == 1
    coherent(project)


def test_the_same_confirmation_eight_times_is_one_change(project):
    """Scenario 20."""
    call = confirming(project, need="Offrir aussi une visite.")

    results = at_once(*[call] * 8)

    assert len(errors(results)) == 7
    assert {type(error) for error in errors(results)} <= {Incomplete, Outdated}
    assert ScopeChange.objects.count() == 1
    assert again(project).state == Project.State.REGISTERED
    assert project.meetings.filter(state="to_plan").count() == 1


def test_a_validation_submitted_while_a_change_is_confirmed(project):
    """Scenario 3: nothing is lost, whoever comes first."""
    results = at_once(submitting(project, "J1"), confirming(project, answers={"payment": "yes"}))

    assert {type(error) for error in errors(results)} <= {Outdated}
    assert Round.objects.filter(gate__project=project).count() == 1
    assert gate_states(project)["J1"] == "submitted"
    coherent(project)


def test_a_validation_submitted_while_its_level_is_lowered(project):
    change = asking(project, "express")()

    results = at_once(submitting(project, "J4"), answering(change, who(project, "it"), agree=True))

    for error in errors(results):
        assert isinstance(error, Gate.DoesNotExist | WrongState), error
    assert again(project).level == "express"
    states = gate_states(project)
    assert states.get("J4", "gone") == ("submitted" if Round.objects.exists() else "gone")
    coherent(project)
