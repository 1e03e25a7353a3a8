"""The pages on which a project changes: nothing written before it is confirmed, nothing typed lost."""

import re
from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from projects.models import LevelChange, ScopeChange
from projects.scope import scope_of
from reviews.actions.levels import ask_level
from reviews.forms.changes import initial_scope
from tests.factories import ProjectFactory
from tests.projects.registering import text
from tests.reviews.change_situations import TODAY, again, change, registered, scoped, who

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "now")]


@pytest.fixture
def now():
    with time_machine.travel(TODAY, tick=False):
        yield


def scope_url(project):
    return reverse("reviews:scope-change", args=[project.key])


def level_url(project):
    return reverse("reviews:level-change", args=[project.key])


def sent(project, **changes):
    """The form as its page shows it, with some fields changed."""
    values = {name: value for name, value in initial_scope(scope_of(project)).items() if value}
    values.pop("vendor", None)
    return {**values, "cause": "need", "reason": "Le salon est avancé.", **changes}


def token_of(page):
    return re.search(r'name="token" value="([0-9a-f]+)"', page.content.decode()).group(1)


@pytest.fixture
def claire_at(client):
    """Claire opens the pages of her project."""

    def at(project):
        client.force_login(who(project, "bearer"))
        return client

    return at


def test_the_preview_shows_what_moves_and_writes_nothing(claire_at):
    project = scoped()
    client = claire_at(project)

    page = client.post(scope_url(project), sent(project, launch_on="2027-03-02", preview="1"))

    assert page.status_code == 200
    assert "Ce que cela change" in text(page)
    assert "mardi 2 mars 2027" in text(page)
    assert again(project).launch_on == project.launch_on
    assert not ScopeChange.objects.exists()


def test_the_title_of_another_project_is_kept_only_when_it_is_said(claire_at):
    project = registered()
    twin = ProjectFactory(title="Catalogue des cadeaux")
    client = claire_at(project)
    typed = sent(project, title="catalogue des CADEAUX", reason="Le nom a changé.")

    asked = client.post(scope_url(project), {**typed, "preview": "1"})
    said = {**typed, "same_title": "on"}
    shown = client.post(scope_url(project), {**said, "preview": "1"})
    confirmed = {**said, "token": token_of(shown), "confirm": "1"}
    done = client.post(scope_url(project), confirmed)

    assert asked.status_code == 422
    assert f"existe déjà : {twin.key}" in text(asked)
    assert "C’est bien un autre projet, gardez ce nom" in text(asked)
    assert "Le nom a changé." in text(asked)
    assert 'type="hidden" name="same_title" value="on"' in shown.content.decode()
    assert (done.status_code, again(project).title) == (302, "catalogue des CADEAUX")


def test_a_project_that_shares_its_title_already_is_asked_nothing(claire_at):
    project = registered()
    ProjectFactory(title=project.title)
    typed = sent(project, need="Offrir une carte, en ligne et en boutique.", preview="1")

    assert claire_at(project).post(scope_url(project), typed).status_code == 200


def test_a_title_whose_capitals_alone_change_is_asked_nothing(claire_at):
    project = registered()
    ProjectFactory(title=project.title)
    typed = sent(project, title=project.title.upper(), preview="1")

    assert claire_at(project).post(scope_url(project), typed).status_code == 200


def test_a_confirmed_launch_says_who_moved_it_and_why(claire_at):
    project = scoped()
    client = claire_at(project)
    typed = sent(project, launch_on="2027-03-02", cause="market")
    token = token_of(client.post(scope_url(project), {**typed, "preview": "1"}))

    done = client.post(scope_url(project), {**typed, "token": token, "confirm": "1"})
    page = text(client.get(scope_url(project)))

    change = ScopeChange.objects.get()
    assert done.url == project.get_absolute_url()
    assert (change.cause, change.after_signature) == ("market", True)
    assert again(project).launch_on.isoformat() == "2027-03-02"
    assert "Le salon est avancé." in page
    assert "Claire Aubry" in page


def test_a_confirmation_on_another_state_shows_the_new_preview(claire_at):
    """Scenarios 2 and 3: the project changed between the preview and the confirmation."""
    project = scoped()
    client = claire_at(project)
    typed = sent(project, need="Tout autre chose.")
    token = token_of(client.post(scope_url(project), {**typed, "preview": "1"}))
    project.milestones.filter(ref="J1").update(state="done")

    late = client.post(scope_url(project), {**typed, "token": token, "confirm": "1"})

    assert late.status_code == 409
    assert "Le projet a changé depuis l’aperçu" in text(late)
    assert "Tout autre chose." in text(late)
    assert not ScopeChange.objects.exists()


def test_the_same_confirmation_twice_changes_once(claire_at):
    project = scoped()
    client = claire_at(project)
    typed = sent(project, title="Carte cadeau de Noël")
    token = token_of(client.post(scope_url(project), {**typed, "preview": "1"}))

    for _click in range(2):
        client.post(scope_url(project), {**typed, "token": token, "confirm": "1"})

    assert ScopeChange.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": "\u200b"}, "Nom du projet"),
        ({"reason": "\u200b"}, "Dites pourquoi"),
        ({"cause": ""}, "Choisissez ce qui a causé"),
        ({"launch_on": "2026-01-02"}, "est passé"),
        ({"launch_on": "2040-01-02"}, "plus de cinq ans"),
        ({"launch_on": "demain"}, "Écrivez la date ainsi"),
        ({"q-payment": "peut-être", "title": "X"}, "peut-être"),
        ({"vendor_email": "contact@nova.example"}, "Un siège revient à une personne"),
        ({"vendor_email": "lea@nova.example"}, "De quelle société"),
        ({}, "Rien n’a changé."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(claire_at, changes, sentence):
    project = scoped()

    page = claire_at(project).post(scope_url(project), sent(project, preview="1", **changes))

    assert page.status_code == 422
    assert sentence in text(page)
    assert not ScopeChange.objects.exists()


def test_the_page_of_a_project_leads_there(claire_at):
    project = registered()

    page = text(claire_at(project).get(project.get_absolute_url()))

    assert scope_url(project) in page
    assert level_url(project) in page


@pytest.mark.parametrize("name", ["reviews:scope-change", "reviews:level-change"])
def test_the_vendor_reads_why_it_is_not_theirs(client, name):
    project = registered()
    client.force_login(who(project, "vendor"))

    assert client.get(reverse(name, args=[project.key])).status_code == 403


# The level --------------------------------------------------------------------------------------


def test_a_heavier_level_is_shown_then_applied(claire_at):
    project = registered(("personal_data",))
    client = claire_at(project)
    typed = {"wanted": "reinforced", "reason": "Beaucoup de clients."}

    shown = client.post(level_url(project), {**typed, "preview": "1"})
    assert again(project).level == "standard"
    client.post(level_url(project), {**typed, "confirm": "1"})

    assert "Le chemin passe de standard à renforcé" in text(shown)
    assert again(project).level == "reinforced"


def test_a_lighter_level_waits_for_the_other_side(claire_at, client):
    project = registered(("personal_data",))
    typed = {"wanted": "express", "reason": "Une page sans formulaire.", "confirm": "1"}
    claire_at(project).post(level_url(project), typed)
    change = LevelChange.objects.get()
    client.force_login(who(project, "it"))
    answer = reverse("reviews:level-answer", args=[change.pk])

    page = client.get(answer)
    client.post(answer, {"agree": "yes", "word": ""})

    assert "Une page sans formulaire." in text(page)
    assert again(project).level == "express"


def test_a_refusal_says_why(claire_at, client):
    project = registered(("personal_data",))
    typed = {"wanted": "express", "reason": "Une page sans formulaire.", "confirm": "1"}
    claire_at(project).post(level_url(project), typed)
    change = LevelChange.objects.get()
    client.force_login(who(project, "it"))
    answer = reverse("reviews:level-answer", args=[change.pk])

    silent = client.post(answer, {"agree": "no", "word": ""})
    said = client.post(answer, {"agree": "no", "word": "Il y a un formulaire."})

    assert silent.status_code == 422
    assert said.status_code == 302
    assert again(project).level == "standard"


def test_a_request_is_taken_back_by_whoever_made_it(claire_at):
    project = registered(("personal_data",))
    client = claire_at(project)
    typed = {"wanted": "express", "reason": "Une page sans formulaire.", "confirm": "1"}
    client.post(level_url(project), typed)
    change = LevelChange.objects.get()

    page = client.get(reverse("reviews:level-answer", args=[change.pk]))
    client.post(reverse("reviews:level-answer", args=[change.pk]), {"withdraw": "1"})

    change.refresh_from_db()
    assert "Retirer ma demande" in text(page)
    assert change.state == "withdrawn"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"wanted": "", "reason": "X"}, "Choisissez un chemin."),
        ({"wanted": "standard", "reason": "X"}, "standard"),
        ({"wanted": "express", "reason": " \u200b"}, "Dites pourquoi"),
    ],
)
def test_a_level_badly_asked_is_a_422(claire_at, typed, sentence):
    project = registered(("personal_data",))

    page = claire_at(project).post(level_url(project), {**typed, "preview": "1"})

    assert page.status_code == 422
    assert sentence in text(page)


def test_the_journal_tells_everybody_what_changed_and_why(client):
    project = scoped()
    change(project, launch_on=date(2027, 2, 16), cause="market", reason="Le salon est reporté.")
    ask_level(
        project=again(project), wanted="reinforced", reason="Un fichier.", by=who(project, "it")
    )
    client.force_login(who(project, "vendor"))

    page = text(client.get(reverse("projects:journal", args=[project.key])))

    assert "mar. 2 févr. 2027 → mar. 16 févr. 2027" in page
    assert "Une date ou une contrainte extérieure" in page
    assert "Le salon est reporté." in page
    assert "Chemin : standard → renforcé" in page
    assert "après la signature du cadrage" in page


def test_the_history_takes_as_many_statements_for_one_change_as_for_three(client):
    project = scoped()
    counts = []
    client.force_login(who(project, "bearer"))
    url = reverse("projects:journal", args=[project.key])
    for number in (1, 2, 3):
        change(again(project), title=f"Un nom {number}")
        client.get(url)
        with CaptureQueriesContext(connection) as found:
            assert client.get(url).status_code == 200
        counts.append(len(found))

    assert counts[0] == counts[2]
