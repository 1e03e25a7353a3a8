"""One draft in two tabs: the difference is shown, nothing is overwritten."""

import re

import pytest

from projects.actions import drafts
from projects.models import Project
from tests.factories import RegistrationDraftFactory
from tests.projects.registering import NEED, PROFILE, send_url, shown_marks, step_url, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "on_thursday")]


def test_the_second_tab_sees_the_difference_and_overwrites_nothing(client, draft):
    first, second = (shown_marks(client.get(step_url("need", draft))) for _tab in range(2))
    client.post(step_url("need", draft), {**NEED, **first, "title": "Carte cadeau de Noël"})

    late = client.post(step_url("need", draft), {**NEED, **second, "title": "Bon d’achat"})

    draft.refresh_from_db()
    assert late.status_code == 409
    assert "Carte cadeau de Noël" in text(late)
    assert "Bon d’achat" in text(late)
    assert draft.data["title"] == "Carte cadeau de Noël"


def test_what_was_typed_in_the_second_tab_can_be_kept(client, draft):
    first, second = (shown_marks(client.get(step_url("need", draft))) for _tab in range(2))
    client.post(step_url("need", draft), {**NEED, **first, "title": "Carte cadeau de Noël"})
    late = client.post(step_url("need", draft), {**NEED, **second, "title": "Bon d’achat"})
    html = text(late)
    again = {
        name: value
        for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', html)
        if name != "csrfmiddlewaretoken"
    }

    kept = client.post(step_url("need", draft), again)

    draft.refresh_from_db()
    assert kept.url == step_url("profile", draft)
    assert draft.data["title"] == "Bon d’achat"


def test_99_the_page_of_differences_speaks_in_words(client, draft):
    marks = shown_marks(client.get(step_url("need", draft)))
    draft.data |= {"launch_on": "2027-03-01"}
    draft.save(update_fields=["data"])
    people = shown_marks(client.get(step_url("path", draft)))

    need = client.post(step_url("need", draft), {**NEED, **marks, "launch_on": "2027-02-31"})
    draft.data |= {"vendor_unknown": "on"}
    draft.save(update_fields=["data"])
    path = client.post(step_url("path", draft), {**people, "vendor_unknown": ""})

    assert "lundi 1er mars 2027" in text(need)
    assert "2027-02-31" in text(need)
    assert "Oui</del>" in text(path)


def test_going_back_in_the_same_tab_is_no_conflict(client, draft):
    marks = shown_marks(client.get(step_url("need", draft)))
    client.post(step_url("need", draft), {**NEED, **marks, "title": "Carte cadeau de Noël"})
    answers = shown_marks(client.get(step_url("profile", draft)))
    client.post(step_url("profile", draft), {**PROFILE, **answers})

    back = client.post(step_url("need", draft), {**NEED, **marks, "title": "Bon d’achat"})

    assert back.url == step_url("profile", draft)


def test_two_tabs_that_say_the_same_agree(client, draft):
    first, second = (shown_marks(client.get(step_url("need", draft))) for _tab in range(2))

    for marks in (first, second):
        response = client.post(step_url("need", draft), {**NEED, **marks, "title": "Bon d’achat"})

    assert response.url == step_url("profile", draft)


@pytest.mark.parametrize("step", ["need", "profile", "path"])
def test_a_late_tab_that_keeps_itself_says_so(htmx_client, client, draft, step):
    marks = shown_marks(client.get(step_url(step, draft)))
    other = {"need": {"title": "Autre"}, "profile": {"q-payment": "no"}, "path": {"systems": ["X"]}}
    draft.data |= other[step]
    draft.save(update_fields=["data"])

    sent = {**NEED, **PROFILE, **marks, "title": "Bon d’achat", "keep": "1", "preview": "1"}
    response = htmx_client.post(step_url(step, draft), sent)

    draft.refresh_from_db()
    assert "la différence vous sera montrée" in text(response)
    assert draft.data.items() >= other[step].items()


def test_sending_from_a_late_tab_sends_nothing(client, draft):
    marks = shown_marks(client.get(step_url("path", draft)))
    draft.data |= {"vendor_email": "lea@nova.example"}
    draft.save(update_fields=["data"])

    response = client.post(send_url(draft), {**marks, "vendor_email": "tom@nova.example"})

    assert response.status_code == 409
    assert f'method="post" action="{step_url("path", draft)}"' in text(response)
    assert not Project.objects.exists()


def test_a_late_print_changes_nothing(draft):
    before = dict(draft.data)

    with pytest.raises(drafts.DraftMoved):
        drafts.keep_step(draft=draft, step="need", typed={"title": "X"}, seen="old", tab="t")

    draft.refresh_from_db()
    assert draft.data == before


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_tabs_at_the_same_instant_overwrite_nothing(at_once):
    """Scenario 99: one is kept, the other meets the difference."""
    kept = RegistrationDraftFactory()
    seen = drafts.print_of(kept, ["title"])

    def save(title):
        return drafts.keep_step(
            draft=kept, step="need", typed={"title": title}, seen=seen, tab=title[:12]
        )

    results = at_once(save, ["Bon d’achat", "Chèque cadeau"])

    assert sum(isinstance(result, drafts.DraftMoved) for result in results) == 1
    assert sum(result is None for result in results) == 1
