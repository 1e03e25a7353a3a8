"""All the versions of a project's minutes, what changed between two, and their text to take away."""

import pytest
from django.urls import reverse

from governance.models import Notice
from reviews.actions.meetings import reopen_meeting
from reviews.actions.minutes import close_meeting
from reviews.models import Minutes, ScopingMeeting
from tests.factories import PersonFactory, SeatFactory
from tests.factories_reviews import MinutesFactory, SignatureFactory, SilentVoiceFactory
from tests.reviews.meeting_situations import closed, sign, voice

pytestmark = pytest.mark.django_db


def history(project):
    return reverse("reviews:minutes-history", args=[project.key])


def comparison(one, other):
    return reverse("reviews:minutes-comparison", args=[one.pk, other.pk])


def second_round(first, notes="Nantes est retenu."):
    """The same meeting reopened, written again and closed."""
    meeting = ScopingMeeting.objects.get(pk=first.meeting_id)
    by = voice(meeting, "bearer")
    reopen_meeting(meeting=meeting, by=by)
    item = meeting.items.first()
    item.write(notes, version=item.notes_version, by=by)
    return close_meeting(meeting=meeting, by=by)


@pytest.fixture
def first():
    return closed()


@pytest.fixture
def reader(client):
    client.force_login(PersonFactory())
    return client


def test_the_history_says_who_answered_what_to_each_version(first, reader):
    """Scenario 95."""
    sign(first, "vendor", "disagreed", "Le support manque.")
    second_round(first)

    page = reader.get(history(first.project)).content.decode()

    assert "Remplacée par une version plus récente" in page
    assert "Pas d’accord" in page
    assert "Le support manque." in page
    assert page.index("Version 2") < page.index("Version 1")
    assert "Comparer avec la version précédente" in page


def test_the_history_of_a_project_without_minutes_says_so(reader, first):
    first.delete()

    assert "Aucun compte rendu" in reader.get(history(first.meeting.project)).content.decode()


def test_a_silence_and_the_answer_after_it_are_both_shown(first, reader):
    silence = SilentVoiceFactory(minutes=first, voice="it")
    silence.told.add(PersonFactory(name="Anne Delmas"))
    sign(first, "it")

    for url in (history(first.project), reverse("reviews:minutes", args=[first.pk])):
        page = reader.get(url).content.decode()
        assert "Silence de la DSI depuis le" in page
        assert "remonté à Anne Delmas" in page
        assert "Réponse donnée ensuite" in page


@pytest.mark.parametrize("meetings", [1, 3])
def test_the_history_costs_the_same_for_one_meeting_or_three(
    reader, django_assert_max_num_queries, meetings
):
    minutes = MinutesFactory()
    for _ in range(meetings - 1):
        MinutesFactory(meeting__project=minutes.project)
    for row in Minutes.objects.all():
        SignatureFactory(minutes=row, on_behalf_of=PersonFactory())
        SilentVoiceFactory(minutes=row, voice="it").told.add(PersonFactory())
    reader.get(history(minutes.project))

    with django_assert_max_num_queries(13):
        reader.get(history(minutes.project))


def test_htmx_brings_back_the_history_and_the_comparison_alone(first, htmx_client):
    htmx_client.force_login(PersonFactory())
    other = second_round(first)

    page = htmx_client.get(history(first.project)).content.decode().strip()
    changes = htmx_client.get(comparison(first, other)).content.decode().strip()

    assert page.startswith('<div class="stack gap-4" id="historique">')
    assert changes.startswith('<section class="card" id="comparaison"')


def test_a_comparison_marks_words_without_colour(first, reader):
    second = second_round(first)

    page = reader.get(comparison(first, second)).content.decode()

    assert "Ajouté\u00a0:" in page or "Ajouté :" in page
    assert "Nantes est retenu." in page
    assert "<ins>" in page
    assert "Points sans changement" in page


def test_minutes_that_say_the_same_say_so(first, reader):
    page = reader.get(comparison(first, first)).content.decode()

    assert "disent la même chose" in page


def test_minutes_of_two_projects_are_not_compared(first, reader):
    assert reader.get(comparison(first, MinutesFactory())).status_code == 404


def test_a_guest_of_another_project_finds_nothing(first, client):
    client.force_login(SeatFactory(vendor=True).person)

    for url in (
        history(first.project),
        comparison(first, first),
        reverse("reviews:minutes-text", args=[first.pk]),
    ):
        assert client.get(url).status_code == 404


def test_the_text_is_a_file_that_says_everything(first, reader):
    sign(first, "vendor", "remark", "Avec accès aux journaux.")

    answer = reader.get(reverse("reviews:minutes-text", args=[first.pk]))

    text = answer.content.decode("utf-8")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer["Content-Disposition"].startswith("attachment")
    for words in ("COMPTE RENDU DU CADRAGE, VERSION 1", "Avec accès aux journaux.",
                  "réponse attendue", first.sha256, "À signer au plus tard"):  # fmt: skip
        assert words in text


def test_hostile_text_is_inert_on_every_page(first, reader):
    """Scenario 82."""
    content = Minutes.objects.get(pk=first.pk).content
    content["items"][0]["notes"] = '<img src="file:///etc/passwd"><script>alert(1)</script>'
    bad = MinutesFactory(meeting=first.meeting, number=2, content=content)

    for url in (comparison(first, bad), reverse("reviews:minutes", args=[bad.pk])):
        page = reader.get(url).content.decode()
        assert "<script>alert" not in page
        assert "&lt;img src" in page


def test_a_version_that_changed_a_second_ago_is_refused_with_what_changed(first, client):
    it = voice(first.meeting, "it")
    client.force_login(it)
    second = second_round(first)
    data = {"answer": "remark", "remark": "Prévoir l’accès aux journaux."}

    answer = client.post(reverse("reviews:signature", args=[first.pk]), data)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Le compte rendu a changé" in page
    assert "Nantes est retenu." in page
    assert "Prévoir l’accès aux journaux." in page
    assert "Signer la version 2" in page
    assert first.signatures.count() == 0

    client.post(reverse("reviews:signature", args=[second.pk]), data)
    assert second.signatures.get().remark == data["remark"]


def test_a_reopened_meeting_keeps_what_was_typed(first, client):
    client.force_login(voice(first.meeting, "it"))
    meeting = ScopingMeeting.objects.get(pk=first.meeting_id)
    reopen_meeting(meeting=meeting, by=voice(meeting, "bearer"))

    answer = client.post(
        reverse("reviews:signature", args=[first.pk]), {"answer": "remark", "remark": "Gardé."}
    )

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Votre réponse n’est pas partie" in page
    assert "Gardé." in page


def test_a_stopped_project_takes_no_signature_and_keeps_the_remark(first, client):
    first.project.__class__.objects.filter(pk=first.project.pk).update(state="cancelled")
    client.force_login(voice(first.meeting, "it"))

    answer = client.post(
        reverse("reviews:signature", args=[first.pk]), {"answer": "remark", "remark": "Gardé."}
    )

    assert answer.status_code == 409
    assert "Ce projet est arrêté" in answer.content.decode()
    assert "Gardé." in answer.content.decode()


def test_the_page_offers_the_print_the_copy_and_the_history(first, client):
    client.force_login(voice(first.meeting, "bearer"))

    page = client.get(reverse("reviews:minutes", args=[first.pk])).content.decode()

    assert "Version PDF" in page
    assert 'data-copy="COMPTE RENDU' in page
    assert history(first.project) in page
    assert "À signer au plus tard" in page


def test_a_remark_of_invisible_signs_is_no_reason(first, client):
    """Scenario 14."""
    client.force_login(voice(first.meeting, "it"))

    answer = client.post(
        reverse("reviews:signature", args=[first.pk]),
        {"answer": "disagreed", "remark": "\u200b \u2060"},
    )

    assert answer.status_code == 422
    assert not Notice.objects.filter(subject__contains="pas d’accord").exists()
    assert first.signatures.count() == 0
