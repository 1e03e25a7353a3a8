"""What a waiver covers changes: it is confirmed by whoever signed it, on the differences alone."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from governance.models import Notice
from governance.roles import Role
from governance.verdicts import Incomplete, WrongState
from projects import afterwards
from projects.models import Move
from reviews.actions.gate_waivers import follow_waivers, renew_waiver, waive_gate
from reviews.actions.gates import submit_gate
from reviews.models import Gate, Renewal, Waiver
from tests.factories import PersonFactory, member
from tests.reviews.gate_situations import decide, gate_to_submit, submitted, vendor
from tests.reviews.test_rounds import new_version

pytestmark = pytest.mark.django_db


def in_days(count):
    return timezone.localdate() + timedelta(days=count)


def terms(anne, **changes):
    kept = {"risk_owner": anne, "reason": "Le salon ouvre lundi.", "measure": "Une astreinte."}
    return kept | {"expires_on": in_days(30)} | changes


def waived(gate=None):
    """A gate passed with a waiver that management signed, before any round or during one."""
    gate = gate or submitted()
    anne = member(gate.project, Role.MANAGER)
    waive_gate(gate=gate, by=anne, **terms(anne))
    return fresh(gate), anne


def fresh(gate):
    return Gate.objects.select_related("project", "milestone").get(pk=gate.pk)


def asked(gate):
    return Move.objects.open().filter(kind="renew", project=gate.project)


@pytest.mark.parametrize("situation", [submitted, gate_to_submit])
def test_a_new_version_of_what_was_waived_asks_the_signer_to_confirm(situation):
    gate, anne = waived(situation())

    new_version(gate)

    gate, ball = fresh(gate), asked(gate).get()
    assert (gate.state, ball.person, ball.side) == ("to_confirm", anne, "management")
    assert "Sujet hosting a changé" in gate.doubt
    assert "Confirmer la dérogation" in ball.title
    assert Move.objects.open().about(gate, "submit_gate").count() == 1
    assert Notice.objects.filter(recipient=anne, subject__contains="dérogation").count() == 1
    assert Waiver.objects.get().ended_at is None


def test_the_same_words_again_leave_the_waiver_alone():
    gate, _anne = waived()
    choice = gate.project.topics.get().choices.get()
    choice.pk, choice.version, choice.known_id = None, 2, None
    choice.save(force_insert=True)

    afterwards.follow(afterwards.CHOICE_SUBMITTED, choice, by=vendor(gate))

    assert fresh(gate).state == "waived"
    assert not asked(gate).exists()


def test_the_signer_reads_the_differences_and_signs_again(client):
    gate, anne = waived()
    new_version(gate)
    client.force_login(anne)
    where = reverse("reviews:renewal", args=[Renewal.objects.get().pk])
    said = {"reason": "Le lieu change, le risque non.", "measure": "Une astreinte."}

    page = client.get(where).content.decode()
    client.post(where, said | {"expires_on": in_days(20).isoformat()})

    assert "Ce qui a changé depuis la dérogation" in page
    assert "Cloudmont, Lyon" in page
    gate = fresh(gate)
    assert (gate.state, gate.doubt) == ("waived", "")
    first, second = Waiver.objects.order_by("pk")
    assert (second.renews, first.ended_at is not None) == (first, True)
    assert second.snapshot["topics"][0]["choice"]["label"] == "Cloudmont, Lyon"
    assert not asked(gate).exists()
    assert not Move.objects.open().about(gate).exists()


def test_somebody_who_no_longer_manages_is_not_asked_and_the_risk_owner_is():
    gate = submitted()
    anne, denis = member(gate.project, Role.MANAGER), PersonFactory(manager=True)
    waive_gate(gate=gate, by=anne, **terms(denis))
    anne.mandate = "none"
    anne.save(update_fields=["mandate"])

    new_version(gate)

    assert asked(gate).get().person == denis


def test_a_file_submitted_and_approved_meanwhile_ends_the_waiver_and_its_ball():
    gate, anne = waived()
    new_version(gate)
    gate = fresh(gate)
    submit_gate(gate=gate, by=vendor(gate), reason="Le reste suit.")
    decide(fresh(gate), round_number=gate.rounds.count())

    follow_waivers()

    assert not asked(gate).exists()
    renewal = Renewal.objects.get()
    with pytest.raises(WrongState):
        renew_waiver(renewal=renewal, by=anne, reason="E", measure="I", expires_on=in_days(9))


def test_a_waiver_in_doubt_that_nobody_confirms_ends_on_its_day():
    gate, _anne = waived()
    new_version(gate)

    with time_machine.travel(timezone.now() + timedelta(days=31)):
        assert follow_waivers() == 1

    assert Waiver.objects.get().ended_word == "pas renouvelée"
    assert not asked(gate).exists()
    assert Move.objects.open().about(gate, "submit_gate").count() == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"risk_owner": None}, "risk_owner"),
        ({"risk_owner": "vendor"}, "risk_owner"),
        ({"measure": ""}, "measure"),
        ({"measure": " \u200b"}, "measure"),
        ({"expires_on": None}, "expires_on"),
        ({"expires_on": "today"}, "expires_on"),
        ({"expires_on": "far"}, "expires_on"),
        ({"reason": "\u200b"}, "reason"),
    ],
)
def test_a_waiver_has_a_manager_a_measure_a_reason_and_an_end(wrong, field):
    gate = submitted()
    anne = member(gate.project, Role.MANAGER)
    named = {"vendor": vendor(gate), "today": in_days(0), "far": in_days(93)}
    wrong = {name: named.get(value, value) for name, value in wrong.items()}

    with pytest.raises(Incomplete) as error:
        waive_gate(gate=gate, by=anne, **terms(anne, **wrong))

    assert list(error.value.problems) == [field]
    assert (fresh(gate).state, Waiver.objects.count()) == ("submitted", 0)


def test_a_manager_who_left_carries_no_risk():
    gate = submitted()
    anne = member(gate.project, Role.MANAGER)

    with pytest.raises(Incomplete):
        waive_gate(gate=gate, by=anne, **terms(PersonFactory(manager=True, is_active=False)))
