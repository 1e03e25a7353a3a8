"""What the tool looks up by itself for the criteria: seats, the vendor's file, blockers, freezes."""

from datetime import timedelta

import pytest
from django.utils import timezone

from governance.roles import Voice
from reviews.checks import check_lines, tokens_of
from reviews.criteria import HELD, LOOK, NOT_HELD, criteria_lines
from reviews.snapshots import criteria_file, gate_snapshot
from tests.factories import (
    DependencyFactory,
    DocumentFactory,
    ProjectTopicFactory,
    TechnicalChoiceFactory,
    TopicFactory,
)
from tests.factories_gates import CriterionAnswerFactory
from tests.factories_house import (
    AbsenceFactory,
    FactFactory,
    FreezePeriodFactory,
    GroundRuleFactory,
    VendorAnswerFactory,
)
from tests.factories_reviews import FindingFactory
from tests.reviews.gate_situations import bearer, gate_to_submit, referent, reserved, vendor

pytestmark = pytest.mark.django_db


def asking(*basis, proof="checked", gate=None):
    """A gate with one criterion that rests on these."""
    gate = gate or gate_to_submit()
    gate.criteria = [{"text": "Un constat", "proof": proof, "basis": list(basis)}]
    gate.save(update_fields=["criteria"])
    gate.answers.all().delete()
    return gate


def line(gate):
    return criteria_lines(gate.criteria, criteria_file(gate))[0]


def relay(person):
    """Somebody to play for a person who will be away."""
    today = timezone.localdate()
    own = {"vendor": person.vendor, "team": person.team}
    delegate = type(person).objects.create_user(f"relais.{person.pk}@x.example", name="R", **own)
    AbsenceFactory(
        person=person, delegate=delegate, starts_on=today, ends_on=today + timedelta(days=3)
    )


def test_three_voices_with_a_substitute_each_are_held():
    gate = asking("seats")
    for who in (vendor, bearer, referent):
        relay(who(gate))

    assert line(gate)["state"] == HELD


def test_a_voice_without_substitute_is_to_look_at():
    gate = asking("seats")
    for who in (bearer, referent):
        relay(who(gate))

    assert (line(gate)["state"], line(gate)["note"]) == (LOOK, "Suppléant à nommer : prestataire")


def test_people_may_name_a_substitute_that_the_tool_does_not_know():
    gate = asking("seats")
    CriterionAnswerFactory(gate=gate, word="Nora remplace Mehdi.", written_by=vendor(gate))

    assert (line(gate)["state"], line(gate)["owed"]) == (HELD, False)


def test_an_empty_seat_is_not_held_whatever_people_say():
    gate = asking("seats")
    writer = bearer(gate)
    gate.project.seats.filter(part=Voice.VENDOR).delete()
    CriterionAnswerFactory(gate=gate, written_by=writer)

    assert (line(gate)["state"], line(gate)["note"]) == (NOT_HELD, "À nommer : prestataire")


def test_a_voice_that_has_not_come_yet_is_to_look_at():
    gate = asking("seats")
    gate.project.seats.filter(part=Voice.VENDOR).update(taken_at=None)

    assert line(gate)["note"] == "Invitation en attente : prestataire"


def with_vendor(gate, *slugs):
    """The gate's project has a vendor, and asks it these facts on its own topic."""
    gate.project.vendor = vendor(gate).vendor
    gate.project.save(update_fields=["vendor"])
    topic = gate.topics.first()
    return [FactFactory(topic=topic, slug=slug, of_vendor=True) for slug in slugs]


def test_a_vendor_file_that_says_nothing_on_a_topic_is_to_look_at():
    gate = asking("vendor_file")
    with_vendor(gate, "support_hours")

    assert line(gate)["state"] == LOOK
    assert gate.topics.first().name in line(gate)["note"]


@pytest.mark.parametrize(("months", "state"), [(1, HELD), (20, LOOK)])
def test_a_vendor_file_holds_for_a_year(months, state):
    gate = asking("vendor_file")
    (fact,) = with_vendor(gate, "support_hours")
    on = timezone.localdate() - timedelta(days=30 * months)
    VendorAnswerFactory(vendor=gate.project.vendor, fact=fact, value="24 h", confirmed_on=on)

    assert line(gate)["state"] == state


def test_without_a_vendor_nobody_can_have_a_file():
    assert line(asking("vendor_file"))["state"] == NOT_HELD


def test_an_open_blocker_is_not_held_until_it_is_lifted():
    gate = reserved()
    gate.findings.update(weight="blocker")
    asking("blockers", gate=gate)

    assert "Garder les journaux" in line(gate)["note"]

    gate.findings.update(lifted_at=timezone.now(), lifted_by=referent(gate))
    assert line(gate)["state"] == HELD


def test_a_reservation_blocks_nothing():
    gate = asking("blockers")
    FindingFactory(gate=gate, decision__round__gate=gate, weight="reservation")

    assert line(gate)["state"] == HELD


def frozen_launch(gate, **facts):
    day = gate.project.launch_on
    return FreezePeriodFactory(label="Clôture", starts_on=day, ends_on=day, **facts)


def test_a_launch_outside_every_freeze_is_held():
    gate = asking("freeze")
    day = gate.project.launch_on + timedelta(days=1)
    FreezePeriodFactory(label="Après", starts_on=day, ends_on=day)

    assert line(gate)["state"] == HELD


def test_a_launch_within_a_freeze_asks_for_the_written_leave():
    gate = asking("freeze")
    frozen_launch(gate)

    assert line(gate)["state"] == LOOK
    assert "« Clôture »" in line(gate)["note"]
    CriterionAnswerFactory(gate=gate, written_by=vendor(gate))
    assert line(gate)["state"] == LOOK
    gate.answers.update(document=DocumentFactory(project=gate.project, name="accord.pdf"))
    assert line(gate)["state"] == HELD


@pytest.mark.parametrize(("state", "expected"), [("to_confirm", LOOK), ("refused", HELD)])
def test_the_freeze_of_a_system_counts_for_those_who_lean_on_it(state, expected):
    gate = asking("freeze")
    leaning = DependencyFactory(project=gate.project, state=state)
    frozen_launch(gate, system=leaning.system)

    assert line(gate)["state"] == expected


def test_a_rule_of_a_topic_that_another_gate_judges_is_read_too():
    gate = asking("R06")
    topic = TopicFactory(slug="authentication")
    GroundRuleFactory(ref="R06", topic=topic)
    subject = ProjectTopicFactory(project=gate.project, topic=topic)
    finding = {"ref": "R06", "verdict": "refused", "title": "Second facteur"}
    TechnicalChoiceFactory(
        subject=subject, submitted=True, submitted_by=vendor(gate), findings=[finding]
    )

    assert line(gate)["state"] == NOT_HELD
    assert gate_snapshot(gate)["elsewhere"][0]["findings"] == [finding]


def test_a_gate_that_asks_nothing_of_it_freezes_nothing_of_it():
    gate = asking()

    assert check_lines(gate.project, tokens_of(gate.criteria)) == {}
    assert not {"checks", "elsewhere"} & set(gate_snapshot(gate))


def test_what_was_looked_up_is_frozen_with_the_round():
    gate = asking("freeze")
    snapshot = gate_snapshot(gate)

    frozen_launch(gate)

    assert criteria_lines(gate.criteria, snapshot)[0]["state"] == HELD
    assert line(gate)["state"] == LOOK
