"""Nobody settles their own cause, not even for somebody else; one disagreement more changes nothing."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from governance.models import Notice
from governance.verdicts import Incomplete
from projects.models import Move
from reviews.actions.arbitration import withdraw_arbitration
from reviews.actions.signing import sign_minutes
from reviews.models import ScopingMeeting
from reviews.permissions import can_arbitrate, can_sign_minutes
from tests.factories import AbsenceFactory, PersonFactory, member
from tests.reviews.arbitration_situations import answer, argued, asked, minutes_of
from tests.reviews.meeting_situations import contested, sign, voice

pytestmark = pytest.mark.django_db


def away(person, delegate):
    today = timezone.localdate()
    return AbsenceFactory(
        person=person, delegate=delegate, starts_on=today, ends_on=today + timedelta(days=5)
    )


def settling(minutes):
    return Move.objects.open().about(minutes, Move.Kind.SETTLE)


@pytest.mark.parametrize("name", ["sponsor", "cio"])
def test_the_relay_of_an_absent_voice_is_not_named_arbiter(name):
    """Scenarios 10 and 24."""
    minutes, anne = contested(), PersonFactory(manager=True, name="Anne Delmas")
    sophie = voice(minutes.meeting, "it")
    away(sophie, anne)

    with pytest.raises(Incomplete) as refused:
        asked(minutes, **{name: anne})

    assert list(refused.value.problems) == [name]
    assert f"Anne Delmas agit en ce moment pour {sophie.name}" in refused.value.problems[name]


def test_the_relay_of_a_relay_is_not_named_either():
    """Scenarios 22 and 24."""
    minutes, anne = contested(), PersonFactory(manager=True)
    julien = PersonFactory(it=True)
    away(voice(minutes.meeting, "it"), julien)
    away(julien, anne)

    with pytest.raises(Incomplete, match="agit en ce moment"):
        asked(minutes, cio=anne)


def test_the_page_does_not_offer_a_relay(client):
    minutes, anne = contested(), PersonFactory(manager=True, name="Anne Delmas")
    client.force_login(voice(minutes.meeting, "bearer"))
    page = reverse("reviews:arbitration-request", args=[minutes.pk])
    assert "Anne Delmas" in client.get(page).content.decode()

    away(voice(minutes.meeting, "it"), anne)

    assert f'<option value="{anne.pk}"' not in client.get(page).content.decode()


def test_an_arbiter_who_becomes_a_relay_neither_answers_nor_signs():
    """Scenarios 10 and 24."""
    arbitration = argued()
    minutes, anne = minutes_of(arbitration), arbitration.sponsor
    away(voice(minutes.meeting, "it"), anne)

    assert "vous n’arbitrez pas" in can_arbitrate(anne, arbitration).reason
    with pytest.raises(PermissionDenied):
        answer(arbitration, anne)
    assert not can_sign_minutes(anne, minutes)
    with pytest.raises(PermissionDenied):
        sign_minutes(minutes=minutes, answer="agreed", by=anne)
    assert not minutes.signatures.filter(signed_by=anne).exists()


def test_an_absence_that_is_over_frees_the_relay():
    """Scenario 23."""
    minutes, anne = contested(), PersonFactory(manager=True)
    absence = away(voice(minutes.meeting, "it"), anne)
    absence.starts_on = absence.ends_on = timezone.localdate() - timedelta(days=1)
    absence.save()

    assert asked(minutes, sponsor=anne).sponsor == anne


def test_another_disagreement_gives_no_ball_while_two_arbiters_read():
    """Scenario 97."""
    arbitration = asked()
    minutes = minutes_of(arbitration)
    assert not settling(minutes).exists()

    sign(minutes, "it", "disagreed", "La sécurité manque.")

    assert not settling(minutes).exists()
    assert ScopingMeeting.objects.get(pk=minutes.meeting_id).state == "contested"
    told = Notice.objects.filter(key__startswith=f"minutes:{minutes.pk}:it:no")
    assert {row.recipient for row in told} >= {arbitration.sponsor, arbitration.cio}
    assert all("La sécurité manque." in row.body for row in told)
    assert not any("cinq jours ouvrés" in row.body for row in told)


def test_two_disagreements_make_one_ball():
    """Scenario 97."""
    minutes = contested()
    sign(minutes, "it", "disagreed", "La sécurité manque.")

    move = settling(minutes).get()
    assert (move.person, move.detail) == (
        voice(minutes.meeting, "bearer"),
        "Le support n’a pas été dit.",
    )


def test_an_arbitration_taken_back_gives_the_ball_once():
    arbitration = asked()
    minutes = minutes_of(arbitration)
    sign(minutes, "it", "disagreed", "La sécurité manque.")

    withdraw_arbitration(
        arbitration=arbitration, reason="Accord trouvé.", by=member(minutes.project, "bearer")
    )

    assert settling(minutes).count() == 1


def test_whoever_disagrees_after_the_request_reads_that_it_goes_on(client):
    minutes = minutes_of(asked())
    client.force_login(voice(minutes.meeting, "it"))
    typed = {"answer": "disagreed", "remark": "La sécurité manque."}

    page = client.post(reverse("reviews:signature", args=[minutes.pk]), typed, follow=True)

    assert "L’arbitrage déjà demandé continue." in page.content.decode()
