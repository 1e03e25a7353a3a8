import pytest
from django.test import Client
from django.urls import reverse

from reviews.actions.meetings import reopen_meeting
from reviews.actions.minutes import close_meeting
from reviews.models import Minutes, ScopingMeeting, Signature
from tests.factories import PersonFactory, SeatFactory, member
from tests.factories_reviews import OutcomeFactory
from tests.reviews.meeting_situations import closed, contested, sign, signed, voice

pytestmark = pytest.mark.django_db


def url(subject, name="minutes"):
    return reverse(f"reviews:{name}", args=[subject.pk])


@pytest.mark.parametrize("situation", [closed, contested, signed])
@pytest.mark.parametrize("role", ["bearer", "vendor", "it", "observer", "manager"])
def test_the_minutes_at_each_step(client, situation, role):
    minutes = situation(present=("bearer", "vendor"))
    client.force_login(member(minutes.project, role))

    page = client.get(url(minutes)).content.decode()

    answered = situation is signed
    assert ("Une voix manquait" if answered else "Il manque une voix") in page
    assert minutes.sha256[:4].upper() in page


def test_a_voice_signs_after_the_facts(client):
    minutes = closed()
    client.force_login(voice(minutes.meeting, "it"))

    page = client.get(url(minutes, "signature")).content.decode()
    response = client.post(url(minutes, "signature"), {"answer": "agreed"}, follow=True)

    assert page.index("Ce qui est convenu") < page.index("Votre signature")
    assert "À vous de signer" in page
    assert "Il reste à entendre les autres voix" in response.content.decode()
    assert Signature.objects.get().voice == "it"


def test_the_third_agreement_says_that_the_scoping_is_signed(client):
    minutes = closed()
    sign(minutes, "bearer")
    sign(minutes, "vendor", "remark", "Avec accès aux journaux.")
    client.force_login(voice(minutes.meeting, "it"))

    page = client.post(
        url(minutes, "signature"), {"answer": "agreed"}, follow=True
    ).content.decode()

    assert "le cadrage est signé" in page
    assert "Avec accès aux journaux." in page
    assert "Cadrage signé" in page


def test_a_disagreement_gives_the_ball_to_the_bearer(client):
    minutes = closed()
    client.force_login(voice(minutes.meeting, "vendor"))
    data = {"answer": "disagreed", "remark": "Le support manque."}

    page = client.post(url(minutes, "signature"), data, follow=True).content.decode()

    assert "La balle est au porteur du besoin" in page
    client.force_login(voice(minutes.meeting, "bearer"))
    page = client.get(url(minutes)).content.decode()
    assert "Votre signature" in page
    sign(minutes, "bearer")
    assert "Un désaccord à lever" in client.get(url(minutes)).content.decode()


@pytest.mark.parametrize("data", [{}, {"answer": "remark"}, {"answer": "disagreed", "remark": " "},
                                  {"answer": "peut-être"}])  # fmt: skip
def test_a_signature_badly_filled_is_a_422(client, data):
    minutes = closed()
    client.force_login(voice(minutes.meeting, "it"))

    response = client.post(url(minutes, "signature"), data)

    assert response.status_code == 422
    assert "resume-erreurs" in response.content.decode()
    assert not Signature.objects.exists()


def test_htmx_gets_the_signature_alone(htmx_client):
    minutes = closed()
    htmx_client.force_login(voice(minutes.meeting, "it"))

    html = htmx_client.get(url(minutes)).content.decode().strip()

    assert html.startswith('<div class="stack gap-4" id="signature-et-suite">')


@pytest.mark.parametrize("role", ["contributor", "observer", "manager", "employee", "steward"])
def test_nobody_signs_for_another(client, role):  # failures.md 96
    minutes = closed()
    client.force_login(member(minutes.project, role))

    assert client.get(url(minutes)).status_code == 200
    assert client.get(url(minutes, "signature")).status_code == 403
    assert client.post(url(minutes, "signature"), {"answer": "agreed"}).status_code == 403


def test_a_guest_of_another_project_gets_a_404(client):
    minutes = closed()
    client.force_login(SeatFactory(vendor=True).person)

    assert client.get(url(minutes)).status_code == 404
    assert client.post(url(minutes, "signature"), {"answer": "agreed"}).status_code == 404


def test_a_signature_that_comes_too_late_keeps_its_remark(client):
    first = contested()
    meeting = ScopingMeeting.objects.get(pk=first.meeting_id)
    reopen_meeting(meeting=meeting, by=voice(meeting, "bearer"))
    second = close_meeting(meeting=meeting, by=voice(meeting, "bearer"))
    client.force_login(voice(meeting, "it"))

    response = client.post(url(first, "signature"), {"answer": "remark", "remark": "Une remarque"})

    assert response.status_code == 409
    page = client.get(url(first)).content.decode()
    assert "Une version plus récente remplace" in page
    assert url(second) in page
    assert "version 2" in client.get(url(second)).content.decode()


def test_prefetched_replayed_or_cross_site_makes_no_signature():  # failures.md 100
    minutes = closed()
    client = Client(enforce_csrf_checks=True)
    client.force_login(voice(minutes.meeting, "it"))

    client.get(url(minutes, "signature"))
    client.head(url(minutes, "signature"))
    refused = client.post(url(minutes, "signature"), {"answer": "agreed"})

    assert refused.status_code == 403
    assert not Signature.objects.exists()


def test_a_replayed_signature_is_a_409(client):
    minutes = closed()
    client.force_login(voice(minutes.meeting, "it"))

    answers = [client.post(url(minutes, "signature"), {"answer": "agreed"}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 409]
    assert Minutes.objects.get(pk=minutes.pk).signatures.count() == 1


@pytest.mark.parametrize("kind", ["action", "question", "decision", "risk"])
def test_the_page_of_an_outcome(client, kind):
    situation = {kind: True} if kind in ("action", "question") else {"kind": kind}
    outcome = OutcomeFactory(**situation)
    client.force_login(PersonFactory())

    assert client.get(url(outcome, "outcome")).status_code == 200
    assert client.post(url(outcome, "outcome"), {"answer": "Fait"}).status_code == 403


def test_the_owner_answers_once(client):
    outcome = OutcomeFactory(question=True)
    client.force_login(outcome.owner)
    assert "À vous," in client.get(url(outcome, "outcome")).content.decode()

    assert client.post(url(outcome, "outcome"), {"answer": "  "}).status_code == 422
    page = client.post(url(outcome, "outcome"), {"answer": "Trois ans."}, follow=True)

    assert "Trois ans." in page.content.decode()
    assert client.post(url(outcome, "outcome"), {"answer": "Encore"}).status_code == 409


def test_an_outcome_of_another_project_is_a_404(client):
    outcome = OutcomeFactory(action=True)
    client.force_login(SeatFactory(vendor=True).person)

    assert client.get(url(outcome, "outcome")).status_code == 404
