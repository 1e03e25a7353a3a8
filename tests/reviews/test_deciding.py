"""Who decides on what, in whose name, and what a refusal owes."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from governance.actions.absences import end_absence
from governance.models import Absence, JournalEntry, Notice
from reviews.models import Decision
from tests.factories import PersonFactory
from tests.factories_house import AbsenceFactory
from tests.reviews.gate_situations import referent, submitted, typed, vendor

pytestmark = pytest.mark.django_db


def url(gate):
    return reverse("reviews:decision", args=[gate.pk])


@pytest.fixture
def gate():
    return submitted()


@pytest.fixture
def desk(client, gate):
    """The browser of the referent who decides."""
    return desk_of(client, gate)


def desk_of(client, gate):
    client.force_login(referent(gate))
    return client


def test_a_refusal_shows_another_way_or_the_text_that_forbids_it(desk, gate):
    alone = desk.post(url(gate), typed(gate, "refused", word="Trop risqué."))

    assert alone.status_code == 422
    assert "Trop risqué." in alone.content.decode()

    desk.post(
        url(gate), typed(gate, "refused", word="Trop risqué.", alternative="Le nuage de la maison.")
    )

    assert Decision.objects.get().alternative == "Le nuage de la maison."


@pytest.mark.parametrize("field", ["alternative", "legal_ground"])
def test_one_way_out_is_enough_and_blank_ones_are_none(desk, gate, field):
    """Scenario 14."""
    blank = desk.post(url(gate), typed(gate, "refused", word="Non.", **{field: "\u200b "}))
    said = desk.post(url(gate), typed(gate, "refused", word="Non.", **{field: "Article 28"}))

    assert (blank.status_code, said.status_code) == (422, 302)


def test_nobody_decides_on_a_project_they_registered(desk, gate):
    """Scenario 10."""
    gate.project.registered_by = referent(gate)
    gate.project.save(update_fields=["registered_by"])

    assert desk.get(url(gate)).status_code == 403
    assert desk.post(url(gate), typed(gate, "approved")).status_code == 403
    assert not Decision.objects.exists()


def away(gate, delegate, first=0, last=5):
    today = timezone.localdate()
    AbsenceFactory(
        person=referent(gate),
        delegate=delegate,
        starts_on=today + timedelta(days=first),
        ends_on=today + timedelta(days=last),
    )


def test_the_relay_of_the_absent_referent_decides_in_their_name(client, gate):
    """Scenario 21."""
    julien = PersonFactory(name="Julien Faure")
    away(gate, julien)
    client.force_login(julien)

    client.post(url(gate), typed(gate, "approved"))

    decision = Decision.objects.get()
    assert (decision.decided_by, decision.on_behalf_of) == (julien, referent(gate))
    html = client.get(reverse("reviews:gate", args=[gate.pk])).content.decode()
    assert f"Julien Faure pour {referent(gate).name}" in html
    letter = Notice.objects.filter(key__startswith="decision:").first()
    assert f"Julien Faure pour {referent(gate).name}" in letter.body
    assert JournalEntry.objects.get(verb="gate.approved").facts["on_behalf_of"]


@pytest.mark.parametrize(("first", "last", "status"), [(0, 0, 302), (1, 5, 403), (-5, -1, 403)])
def test_a_relay_decides_on_their_days_only(client, gate, first, last, status):
    """Scenario 23: the end day is included, and it is looked at when the decision is sent."""
    julien = PersonFactory()
    away(gate, julien, first, last)
    client.force_login(julien)

    assert client.post(url(gate), typed(gate, "approved")).status_code == status


def test_a_relay_who_wrote_the_file_does_not_decide(client, gate):
    """Scenario 24."""
    author = vendor(gate)
    away(gate, author)
    client.force_login(author)

    assert client.post(url(gate), typed(gate, "approved")).status_code == 403


def test_the_referent_after_their_relay_reads_who_decided_for_them(client, desk, gate):
    """The absent person keeps their right: one effect, and the other is told."""
    julien = PersonFactory(name="Julien Faure")
    away(gate, julien)
    client.force_login(julien)
    client.post(url(gate), typed(gate, "approved"))

    late = desk_of(desk, gate).post(url(gate), typed(gate, "refused", word="Non", alternative="x"))

    assert late.status_code == 409
    assert "Julien Faure" in late.content.decode()
    assert Decision.objects.count() == 1


def test_a_relay_whose_days_end_while_they_read_gets_a_409_that_keeps_their_words(client, gate):
    """Scenario 23."""
    julien = PersonFactory()
    away(gate, julien, -3, 0)
    client.force_login(julien)
    assert client.get(url(gate)).status_code == 200

    with time_machine.travel(timezone.now() + timedelta(days=1)):
        client.force_login(julien)
        late = client.post(url(gate), typed(gate, "changes", word="Il manque les journaux."))

    html = late.content.decode()
    assert late.status_code == 409
    assert "cette délégation a pris fin" in html
    assert "Il manque les journaux." in html
    assert Decision.objects.count() == 0


def test_a_relay_whose_referent_came_back_early_gets_the_same_409(client, gate):
    julien = PersonFactory()
    away(gate, julien, -3, 4)
    client.force_login(julien)
    absence = Absence.objects.get()
    end_absence(absence=absence, by=absence.person)

    late = client.post(url(gate), typed(gate, "approved", word="Tout va bien."))

    assert (late.status_code, Decision.objects.count()) == (409, 0)
    assert "Tout va bien." in late.content.decode()
    assert client.get(url(gate)).status_code == 403
