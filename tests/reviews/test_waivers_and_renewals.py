"""Waivers with an end, decisions that hold for a time: renewed, or in doubt."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from governance.models import Closure, JournalEntry
from governance.roles import Role
from governance.verdicts import Incomplete, WrongState
from projects.models import Move
from reviews.actions.gate_waivers import follow_waivers, renew_waiver, waive_gate
from reviews.actions.renewals import add_renewal, finish_renewal, follow_renewals
from reviews.models import Decision, Gate, Renewal, Waiver
from reviews.tasks import follow_renewals as follow_all
from reviews.validity import months_later
from tests.factories import PersonFactory, member
from tests.factories_gates import RenewalFactory
from tests.reviews.gate_situations import bearer, decide, referent, submitted, vendor

pytestmark = pytest.mark.django_db


def in_days(days):
    return timezone.localdate() + timedelta(days=days)


def worked(days):
    return Closure.calendar().add(timezone.localdate(), days)


def waived(days=30):
    gate = submitted()
    anne = member(gate.project, Role.MANAGER)
    waive(gate, anne, days=days)
    return gate, anne


def waive(gate, anne, days=30, **fields):
    terms = {"risk_owner": anne, "reason": "Salon", "measure": "Accès fermé le soir"} | fields
    return waive_gate(gate=gate, by=anne, expires_on=in_days(days), **terms)


def overdue(gate):
    Waiver.objects.update(expires_on=in_days(-1))
    Renewal.objects.update(due_on=in_days(-1))


def verbs():
    return list(JournalEntry.objects.values_list("verb", flat=True))


def test_a_waiver_keeps_its_measure_and_will_be_asked_again_in_time():
    gate, anne = waived()

    renewal = Renewal.objects.get(genre="waiver")
    assert gate.waivers.get().measure == "Accès fermé le soir"
    assert (renewal.owner, renewal.due_on) == (anne, in_days(30))


def test_only_a_manager_carries_the_risk_and_for_three_months_at_most():
    gate = submitted()
    anne = member(gate.project, Role.MANAGER)

    with pytest.raises(Incomplete, match="direction"):
        waive(gate, anne, risk_owner=bearer(gate))
    with pytest.raises(Incomplete, match="Trois mois"):
        waive(gate, anne, days=93)


def test_the_risk_owner_is_asked_ten_working_days_before_the_end_and_once():
    gate, anne = waived()
    Renewal.objects.update(due_on=worked(11))
    assert follow_renewals() == 0

    Renewal.objects.update(due_on=worked(10))
    assert follow_renewals() == 1
    assert follow_renewals() == 0

    assert Move.objects.open().get(kind="renew").person == anne


def test_renewed_before_its_end_the_new_waiver_names_the_old_one():
    gate, anne = waived()
    renewal = Renewal.objects.get()

    new = renew_waiver(
        renewal=renewal, by=anne, reason="Encore", measure="Idem", expires_on=in_days(60)
    )

    old = new.renews
    assert (old.ended_word, old.ended_at is not None) == ("renouvelée", True)
    assert "waiver.renewed" in verbs()
    assert Renewal.objects.get(done_at=None).due_on == in_days(60)
    with pytest.raises(WrongState):
        renew_waiver(renewal=renewal, by=anne, reason="E", measure="I", expires_on=in_days(61))


def test_only_management_renews_a_waiver():
    gate, _anne = waived()

    with pytest.raises(PermissionDenied):
        renew_waiver(renewal=Renewal.objects.get(), by=referent(gate), reason="E", measure="I",
                     expires_on=in_days(9))  # fmt: skip


def test_not_renewed_the_gate_is_to_confirm_and_the_ball_returns_once():
    gate, _anne = waived()
    overdue(gate)

    assert follow_all() >= 1
    assert follow_all() == 0

    gate.refresh_from_db()
    assert (gate.state, gate.waivers.get().ended_word) == ("to_confirm", "pas renouvelée")
    assert "a pris fin" in gate.doubt
    assert Move.objects.open().filter(kind="submit_gate").exists()
    assert not Move.objects.open().filter(kind="renew").exists()
    assert "waiver.ended" in verbs()


def test_renewed_after_its_end_the_next_waiver_names_it_too():
    gate, anne = waived()
    overdue(gate)
    follow_waivers()
    gate.refresh_from_db()

    new = waive(gate, anne)

    assert new.renews == Waiver.objects.exclude(pk=new.pk).get()


def test_a_gate_decided_since_ends_its_waiver():
    gate, _anne = waived()
    Gate.objects.update(state="approved")

    assert follow_waivers() == 1

    assert gate.waivers.get().ended_word == "la validation a été décidée"


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
        (date(2026, 1, 15), 1, date(2026, 2, 15)),
    ],
)
def test_months_end_where_the_calendar_ends(day, months, later):
    assert months_later(day, months) == later


def test_a_decision_that_holds_for_a_time_says_until_when():
    gate = submitted(validity_months=12)

    decision = decide(gate)

    day = months_later(timezone.localdate(), 12)
    assert Decision.objects.get(pk=decision.pk).valid_until == day
    renewal = Renewal.objects.get(genre="decision")
    assert (renewal.due_on, renewal.owner, renewal.decision) == (day, vendor(gate), decision)


def test_the_renewed_decision_is_to_be_confirmed_then_holds_again():
    gate = submitted(validity_months=12)
    decide(gate)
    renewal = Renewal.objects.get()

    finish_renewal(renewal=renewal, proof="Rien n’a changé", by=vendor(gate))

    gate.refresh_from_db()
    assert (gate.state, gate.doubt) == ("to_confirm", "Rien n’a changé")
    assert Move.objects.open().filter(kind="submit_gate").exists()


def test_the_decider_asks_what_will_be_renewed_once_a_kind():
    gate = submitted()
    terms = {"genre": "pentest", "owner": vendor(gate), "due_on": in_days(200)}

    add_renewal(gate=gate, by=referent(gate), **terms)

    with pytest.raises(Incomplete):
        add_renewal(gate=gate, by=referent(gate), **terms)
    with pytest.raises(PermissionDenied):
        add_renewal(gate=gate, by=bearer(gate), **terms | {"genre": "dpa"})


def test_a_renewal_opens_its_ball_twenty_working_days_before_and_once():
    renewal = RenewalFactory(due_on=worked(21))
    assert follow_renewals() == 0

    Renewal.objects.update(due_on=worked(20))
    assert follow_renewals() == 1
    assert follow_renewals() == 0

    assert Move.objects.open().get(kind="renew").person == renewal.owner


def test_late_the_decision_is_to_confirm_with_its_reason_and_once():
    gate = submitted()
    decide(gate)
    RenewalFactory(gate=gate, owner=vendor(gate), due_on=in_days(-1))
    Decision.objects.update(decided_at=timezone.now() - timedelta(days=9))

    assert follow_renewals() == 1
    assert follow_renewals() == 0

    gate.refresh_from_db()
    assert gate.state == "to_confirm"
    assert gate.doubt.startswith("Certificat : à renouveler depuis le")


def test_the_owner_says_what_was_renewed_and_when_it_ends_next():
    renewal = RenewalFactory()
    terms = {"renewal": renewal, "proof": "Certificat 2027", "next_on": in_days(300)}
    with pytest.raises(PermissionDenied):
        finish_renewal(by=PersonFactory(), **terms)

    finish_renewal(by=renewal.owner, **terms)

    assert Renewal.objects.get(done_at=None).due_on == in_days(300)
    with pytest.raises(WrongState):
        finish_renewal(by=renewal.owner, **terms)


@pytest.mark.postgres
def test_what_ends_soon_is_found_by_its_index():
    with connection.cursor() as cursor:
        cursor.execute("set local enable_seqscan = off")
        rows = Renewal.objects.filter(done_at=None, due_on__lte=in_days(20))
        assert "renewal_to_come" in rows.order_by("due_on", "pk").explain()


def test_renewing_on_screen(client):
    gate = submitted()
    renewal = RenewalFactory(gate=gate, owner=vendor(gate))
    where = reverse("reviews:renewal", args=[renewal.pk])
    client.force_login(vendor(gate))

    assert client.post(where, {"proof": "\u200b"}).status_code == 422
    html = client.post(where, {"proof": "Certificat 2027"}, follow=True).content.decode()

    assert "C’est renouvelé" in html
    assert "Certificat 2027" in client.get(where).content.decode()
    assert client.post(where, {"proof": "Encore"}).status_code == 409


def test_renewing_a_waiver_on_screen(client):
    gate, anne = waived()
    where = reverse("reviews:renewal", args=[Renewal.objects.get().pk])
    client.force_login(anne)
    terms = {"reason": "Encore", "measure": "Idem", "expires_on": in_days(60).isoformat()}

    assert client.post(where, terms | {"measure": ""}).status_code == 422
    html = client.post(where, terms, follow=True).content.decode()

    assert "Idem" in html
    assert "renouvelée" in html


def test_asking_for_a_renewal_on_screen(client):
    gate = submitted()
    client.force_login(referent(gate))
    gate_page = client.get(reverse("reviews:gate", args=[gate.pk])).content.decode()
    where = reverse("reviews:renewal-request", args=[gate.pk])
    assert where in gate_page
    terms = {"genre": "dpa", "owner": vendor(gate).pk, "due_on": in_days(90).isoformat()}

    assert client.post(where, terms | {"owner": ""}).status_code == 422
    html = client.post(where, terms, follow=True).content.decode()

    assert "Accord de sous-traitance des données" in html
