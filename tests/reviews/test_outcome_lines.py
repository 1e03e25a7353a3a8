"""A line is changed or taken back in its place; its ball follows; nothing is overwritten."""

import pytest
from django.urls import reverse

from governance.models import JournalEntry
from governance.verdicts import Incomplete, WrongState
from projects.models import Move
from reviews.actions.outcomes import add_outcome, edit_outcome, finish_outcome, withdraw_outcome
from reviews.models import Outcome
from tests.factories import member
from tests.factories_reviews import AgendaItemFactory
from tests.reviews.meeting_situations import soon

pytestmark = pytest.mark.django_db


@pytest.fixture
def item():
    return AgendaItemFactory()


@pytest.fixture
def line(item):
    owner, by = member(item.project, "vendor"), member(item.project, "it")
    facts = {"kind": "action", "text": "Décrire la trace", "owner": owner, "due_on": soon()}
    return add_outcome(item=item, by=by, **facts)


def edit(line, version=1, by="bearer", **facts):
    facts = {"text": line.text, "owner": line.owner, "due_on": line.due_on, **facts}
    fresh = Outcome.objects.get(pk=line.pk)
    return edit_outcome(outcome=fresh, version=version, by=member(line.project, by), **facts)


def test_the_ball_says_what_the_line_says_now(line):
    edit(line, text="Décrire la trace et la purge", due_on=soon(20))

    ball = Move.objects.open().get()
    assert (ball.title, ball.due_on) == ("Décrire la trace et la purge", soon(20))
    assert (Outcome.objects.get().version, line.project.meetings.get().live_version) == (2, 2)
    assert JournalEntry.objects.get(verb="outcome.edited").facts["before"] == "Décrire la trace"


def test_another_owner_takes_the_ball(line):
    bearer = member(line.project, "bearer")

    edit(line, owner=bearer)

    assert Move.objects.open().get().person == bearer
    assert Move.objects.exclude(closed_at=None).get().outcome == "passed"


def test_taking_it_back_closes_the_ball(line):
    withdraw_outcome(outcome=line, version=1, by=member(line.project, "it"))

    assert not Move.objects.open().exists()
    assert not Outcome.objects.standing().exists()
    assert Outcome.objects.get().withdrawn_by == member(line.project, "it")


def test_two_people_on_one_line_are_told_and_nothing_is_overwritten(line):
    """Scenario 99."""
    edit(line, text="La version du porteur")

    with pytest.raises(WrongState, match="a changé cette ligne"):
        edit(line, text="La version de la DSI", by="it")

    assert Outcome.objects.get().text == "La version du porteur"


def test_the_same_line_sent_twice_is_one_change(line):
    edit(line, text="Une fois")
    edit(line, text="Une fois")

    assert Outcome.objects.get().version == 2


def test_a_line_taken_back_or_answered_changes_no_more(line):
    finish_outcome(outcome=line, answer="Fait.", by=line.owner)
    with pytest.raises(WrongState, match="déjà reçu sa réponse"):
        edit(line, text="Trop tard")

    other = add_outcome(item=line.item, kind="risk", text="Le délai", by=line.owner)
    withdraw_outcome(outcome=other, version=1, by=line.owner)
    with pytest.raises(WrongState, match="a retiré cette ligne"):
        edit(other, text="Trop tard")


def test_an_owed_line_keeps_an_owner_and_a_day(line):
    with pytest.raises(Incomplete) as refused:
        edit(line, owner=None, due_on=None)

    assert set(refused.value.problems) == {"owner", "due_on"}


def test_in_the_page_a_conflict_shows_both_texts_and_either_may_win(client, line):
    """Scenario 99."""
    address = reverse("reviews:outcome-line", args=[line.pk])
    edit(line, text="La version du porteur")
    client.force_login(member(line.project, "it"))
    typed = {"text": "La version de la DSI", "owner": line.owner_id, "due_on": soon().isoformat()}

    response = client.post(address, {**typed, "version": 1}, headers={"HX-Request": "true"})

    page = response.content.decode()
    assert response.status_code == 409
    assert "La version du porteur" in page
    assert 'name="version" value="2">' in page
    assert client.post(address, {**typed, "version": ["1", "2"]}).status_code == 302
    assert Outcome.objects.get().text == "La version de la DSI"


def test_without_a_script_the_line_opens_within_its_point(client, line):
    client.force_login(member(line.project, "bearer"))

    page = client.get(reverse("reviews:outcome-line", args=[line.pk])).content.decode()

    assert 'value="Décrire la trace"' in page
    assert "Ordre du jour" in page


def test_who_owes_a_line_and_by_when_is_never_optional(client, line):
    client.force_login(member(line.project, "bearer"))
    address = reverse("reviews:outcome-line", args=[line.pk])

    asked = client.get(address, headers={"HX-Request": "true"}).content.decode()
    refused = client.post(
        address, {"text": line.text, "owner": "", "due_on": "", "version": 1},
        headers={"HX-Request": "true"},
    )  # fmt: skip

    assert "facultatif" not in asked
    assert refused.status_code == 422
    told = refused.content.decode().replace("\u202f", " ")
    assert "Qui s’en charge ?" in told
    assert "Avant quand ?" in told
    assert Outcome.objects.get().owner == line.owner


@pytest.mark.parametrize(("kind", "status"), [("risk", 200), ("decision", 200), ("question", 422)])
def test_only_what_somebody_owes_asks_for_a_name_and_a_day(htmx_client, item, kind, status):
    htmx_client.force_login(member(item.project, "bearer"))
    address = reverse("reviews:item-outcome", args=[item.pk])

    response = htmx_client.post(address, {"kind": kind, "text": "Le délai est court."})

    assert response.status_code == status


def test_an_invisible_text_is_refused_beside_its_field(client, line):
    """Scenario 14."""
    client.force_login(member(line.project, "bearer"))
    typed = {"text": "\u200b", "owner": line.owner_id, "due_on": soon().isoformat(), "version": 1}

    response = client.post(
        reverse("reviews:outcome-line", args=[line.pk]), typed, headers={"HX-Request": "true"}
    )

    assert response.status_code == 422
    assert Outcome.objects.get().text == "Décrire la trace"


def test_taking_back_by_htmx_brings_the_list_without_it(htmx_client, line):
    htmx_client.force_login(member(line.project, "it"))

    html = htmx_client.post(
        reverse("reviews:outcome-withdrawal", args=[line.pk]), {"version": 1}
    ).content.decode()

    assert '<div id="d-issues">' in html
    assert f'id="issue-{line.pk}"' not in html
