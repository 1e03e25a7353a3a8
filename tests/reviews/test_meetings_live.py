import pytest
from django.urls import reverse

from projects.models import Move
from reviews.actions.minutes import close_meeting
from reviews.forms.meetings import merged
from reviews.models import AgendaItem, Outcome
from tests.factories import PersonFactory, SeatFactory, member
from tests.reviews.meeting_situations import held, soon, voice

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    return held()


@pytest.fixture
def item(meeting):
    return meeting.items.first()


def url(item, name="item"):
    return reverse(f"reviews:{name}", args=[item.pk])


def notes(item, text, **facts):
    return {"notes": text, "version": item.notes_version, "page": "here", **facts}


def test_a_voice_reads_the_point_and_writes(client, meeting, item):
    client.force_login(voice(meeting, "vendor"))
    page = client.get(url(item)).content.decode()
    assert "Point 1 sur 3" in page
    following = meeting.items.all()[1]

    response = client.post(url(item), notes(item, "À Paris.", following=following.pk))

    assert response.url == url(following)
    item.refresh_from_db()
    assert item.notes == "À Paris."


def test_notes_saved_by_htmx_bring_back_their_state_alone(htmx_client, meeting, item):
    htmx_client.force_login(voice(meeting, "it"))

    html = htmx_client.post(url(item), notes(item, "À Paris.")).content.decode().strip()

    assert html.startswith('<div class="small text-secondary" id="notes-etat">')
    assert 'form="notes-form" value="1" data-kept' in html
    assert "visible par les trois voix" in html


def test_two_people_on_one_point_get_both_texts_and_choose(client, meeting, item):  # failures.md 99
    item.write("Texte de l’autre", version=0, by=voice(meeting, "vendor"), page="there")
    client.force_login(voice(meeting, "it"))

    response = client.post(url(item), {"notes": "Mon texte", "version": 0, "page": "here"})

    page = response.content.decode()
    assert response.status_code == 409
    assert "Texte de l’autre" in page
    assert "Mon texte" in page
    keep = {"notes": "Mon texte", "version": 0, "page": "here", "keep": "both-1"}
    client.post(url(item), keep)
    item.refresh_from_db()
    assert item.notes == "Texte de l’autre\nMon texte"
    assert client.post(url(item), keep).status_code == 302
    item.refresh_from_db()
    assert (item.notes, item.notes_version) == ("Texte de l’autre\nMon texte", 2)


@pytest.mark.parametrize(
    ("stored", "typed", "kept"),
    [
        ("A\nB", "A\nC", "A\nB\nC"),
        ("", "C", "\nC"),
        ("A", "A", "A"),
        ("A\n", "B\nA", "A\nB"),
    ],
)
def test_merging_keeps_every_line_of_both(stored, typed, kept):
    assert merged(stored, typed) == kept


def test_keeping_only_mine_is_a_choice(client, meeting, item):
    item.write("Texte de l’autre", version=0, by=voice(meeting, "vendor"), page="there")
    client.force_login(voice(meeting, "it"))

    client.post(url(item), notes(item, "Mon texte", keep="mine-1"))

    item.refresh_from_db()
    assert item.notes == "Mon texte"


def test_what_is_typed_after_the_closing_stays_on_the_page(client, meeting, item):
    client.force_login(voice(meeting, "vendor"))
    close_meeting(meeting=meeting, by=voice(meeting, "bearer"))

    response = client.post(url(item), notes(item, "Encore un mot"))

    assert response.status_code == 409
    assert "Encore un mot" in response.content.decode()
    assert "les notes ne changent plus" in response.content.decode()


@pytest.mark.parametrize("data", [{}, {"notes": "x" * 20_001, "version": 0}, {"version": "un"}])
def test_notes_badly_filled_are_a_422(client, meeting, item, data):
    client.force_login(voice(meeting, "it"))

    assert client.post(url(item), data).status_code == 422


def test_a_point_of_a_closed_meeting_leads_to_the_meeting(client, meeting, item):
    client.force_login(voice(meeting, "it"))
    close_meeting(meeting=meeting, by=voice(meeting, "bearer"))

    assert client.get(url(item)).url == reverse("reviews:meeting", args=[meeting.pk])


def outcome(meeting, **facts):
    owner = voice(meeting, "vendor").pk
    return {"kind": "action", "text": "Décrire la trace", "owner": owner,
            "due_on": soon().isoformat(), **facts}  # fmt: skip


def test_adding_an_action_gives_the_ball(client, meeting, item):
    client.force_login(voice(meeting, "bearer"))

    response = client.post(url(item, "item-outcome"), outcome(meeting), follow=True)

    page = response.content.decode()
    assert "Décrire la trace" in page
    assert "ajoutée pour" in page
    assert Move.objects.open().filter(kind="act").count() == 1


def test_adding_by_htmx_brings_back_the_list_and_an_empty_form(htmx_client, meeting, item):
    htmx_client.force_login(voice(meeting, "it"))

    html = htmx_client.post(url(item, "item-outcome"), outcome(meeting)).content.decode().strip()

    assert html.startswith('<div id="sortie">')
    assert '<div id="d-issues" hx-swap-oob="outerMorph">' in html
    assert "Décrire la trace" in html
    assert 'value="Décrire la trace"' not in html
    assert 'hx-swap-oob="beforeend:#toasts"' in html


@pytest.mark.parametrize(
    "fault",
    [{"text": ""}, {"owner": ""}, {"due_on": "2020-01-02"}, {"kind": "ordre"}, {"due_on": "x"}],
)
def test_an_outcome_badly_filled_is_a_422_and_keeps_the_rest(client, meeting, item, fault):
    client.force_login(voice(meeting, "it"))

    response = client.post(url(item, "item-outcome"), outcome(meeting, **fault))

    assert response.status_code == 422
    assert "resume-erreurs" in response.content.decode()
    assert not Outcome.objects.exists()


def test_somebody_of_another_project_cannot_be_the_owner(client, meeting, item):
    client.force_login(voice(meeting, "it"))

    stranger = PersonFactory().pk
    response = client.post(url(item, "item-outcome"), outcome(meeting, owner=stranger))

    assert response.status_code == 422


def test_an_outcome_after_the_closing_is_a_409_that_keeps_the_text(client, meeting, item):
    client.force_login(voice(meeting, "it"))
    close_meeting(meeting=meeting, by=voice(meeting, "bearer"))

    response = client.post(url(item, "item-outcome"), outcome(meeting))

    assert response.status_code == 409
    assert "Décrire la trace" in response.content.decode()


@pytest.mark.parametrize("role", ["contributor", "observer", "manager", "employee", "owner"])
def test_the_others_read_and_do_not_write(client, meeting, item, role):
    client.force_login(member(meeting.project, role))

    page = client.get(url(item)).content.decode()

    assert "<textarea" not in page
    assert client.post(url(item), notes(item, "Non")).status_code == 403
    assert client.post(url(item, "item-outcome"), outcome(meeting)).status_code == 403
    assert AgendaItem.objects.get(pk=item.pk).notes == ""


def test_a_guest_of_another_project_gets_a_404(client, meeting, item):
    client.force_login(SeatFactory(vendor=True).person)

    assert client.get(url(item)).status_code == 404
    assert client.post(url(item), notes(item, "Non")).status_code == 404
    assert client.post(url(item, "item-outcome"), outcome(meeting)).status_code == 404
