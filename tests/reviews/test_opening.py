"""What a registration opens: gates and a meeting, or a certificate at once."""

import pytest
from django.db import IntegrityError

from governance.models import Criterion, GateTemplate, Job, JournalEntry
from projects.models import Move
from reviews.actions.opening import is_accepted_at_once, open_path
from tests.factories import (
    CriterionFactory,
    GateTemplateFactory,
    LevelFactory,
    MilestoneFactory,
    ProjectFactory,
    SeatFactory,
    TopicFactory,
)

pytestmark = pytest.mark.django_db
NO = {"personal_data": "no", "sign_in": "no"}


def project_of(level="standard", refs=("J1", "J2"), **facts):
    """A project as registration leaves it: dated steps, a bearer, a level."""
    facts = {"answers": NO} | facts
    project = ProjectFactory(level=level, **facts)
    LevelFactory(code=level, answer_days=3, silence="tacit")
    SeatFactory(project=project, bearer=True)
    for ref in ("registered", "scoping"):
        MilestoneFactory(project=project, ref=ref)
    for ref in refs:
        GateTemplateFactory(ref=ref)
        MilestoneFactory(project=project, gate=True, ref=ref, name=f"Point {ref}")
    return project


def bearer(project):
    return project.seats.get(part="bearer").person


def opened(project):
    open_path(project=project, by=bearer(project))
    project.refresh_from_db()
    return project


def test_a_standard_project_opens_its_gates_and_its_meeting():
    project = opened(project_of())

    assert [gate.ref for gate in project.gates.order_by("ref")] == ["J1", "J2"]
    move = Move.objects.open().get()
    assert (move.kind, move.person) == ("plan_meeting", bearer(project))
    assert project.state == "registered"


def test_a_gate_keeps_the_terms_it_starts_with():
    """Scenario 15."""
    project = project_of(refs=("J1",))
    template = GateTemplate.objects.get(ref="J1")
    Criterion.objects.filter(gate=template).delete()
    for rank, level in enumerate(("express", "standard", "reinforced")):
        CriterionFactory(gate=template, position=rank, text=level, level=level, basis=["R01"])

    gate = opened(project).gates.get()
    Criterion.objects.all().delete()

    gate.refresh_from_db()
    assert {line["text"] for line in gate.criteria} == {"express", "standard"}
    assert {tuple(line["basis"]) for line in gate.criteria} == {("R01",)}
    assert (gate.answer_days, gate.silence) == (3, "tacit")


def test_a_gate_keeps_its_topics_and_the_advice_it_asks_for():
    """Scenario 15: a steward changes the template while the project runs."""
    project = project_of(refs=("J1",))
    template = GateTemplate.objects.get(ref="J1")
    template.topics.set([TopicFactory(slug="hosting")])
    GateTemplate.objects.filter(pk=template.pk).update(advice=["rssi"])

    gate = opened(project).gates.get()
    template.topics.set([TopicFactory(slug="security")])
    GateTemplate.objects.filter(pk=template.pk).update(advice=["legal"], avoids="Autre chose.")

    gate.refresh_from_db()
    assert [topic.slug for topic in gate.topics.all()] == ["hosting"]
    assert (gate.advice, gate.avoids) == (["rssi"], "Choisir un hébergeur qu’il faudra quitter.")


def test_the_silence_of_a_gate_wins_over_that_of_its_level():
    project = project_of(refs=("J1",))
    GateTemplate.objects.filter(ref="J1").update(silence="never")

    assert opened(project).gates.get().silence == "never"


@pytest.mark.parametrize(
    ("facts", "accepted"),
    [
        ({"level": "express"}, True),
        ({"level": "express", "answers": NO | {"payment": "unknown"}}, False),
        ({"level": "express", "already_started": "Le contrat est signé."}, False),
        ({"level": "express", "started": ["domain"]}, False),
        ({"level": "standard"}, False),
        ({"level": "reinforced"}, False),
    ],
)
def test_only_an_express_project_that_knows_is_accepted_at_once(facts, accepted):
    assert is_accepted_at_once(project_of(**facts)) is accepted


def test_an_accepted_project_has_a_certificate_and_no_meeting():
    project = opened(project_of(level="express"))

    report = project.reports.get()
    assert (project.state, report.kind) == ("scoped", "certificate")
    assert Job.objects.get().payload == {"report_id": report.pk}
    assert not project.meetings.exists()
    assert JournalEntry.objects.filter(verb="project.accepted").exists()


def test_an_accepted_project_skips_what_it_answered_and_goes_on():
    project = opened(project_of(level="express"))

    assert [gate.ref for gate in project.gates.all()] == ["J2"]
    done = project.milestones.filter(state="done").values_list("ref", flat=True)
    assert set(done) == {"scoping", "J1"}
    assert Move.objects.open().get().kind == "submit_gate"


def test_opening_twice_opens_nothing_more():
    project = opened(project_of())

    with pytest.raises(IntegrityError):
        open_path(project=project, by=bearer(project))
