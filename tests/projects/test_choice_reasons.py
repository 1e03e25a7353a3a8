"""What goes with a choice: effects, exit plan, solutions compared; versions that stay."""

import pytest
from django.db import transaction
from django.urls import reverse

from governance.models import JournalEntry
from governance.verdicts import WrongState
from projects.models import TechnicalChoice
from tests.factories import (
    DependencyFactory,
    ProjectTopicFactory,
    TechnicalChoiceFactory,
    member,
)

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
REASONS = {
    "version": "1",
    "option": "",
    "label": "Cloudmont",
    "rationale": "",
    "alternatives": "",
    "reversibility": "costly",
    "effects": "Un flux à ouvrir vers le CRM.",
    "exit_plan": "Export complet en dix jours.",
    "compared_1_solution": "Hexanuage",
    "compared_1_strengths": "À Paris",
    "compared_1_weaknesses": "Plus cher",
    "compared_1_cost": "400 € par mois",
    "compared_1_reversibility": "easy",
    "compared_3_solution": "Nuage <b>Verdier</b>",
}
HEXANUAGE = {
    "solution": "Hexanuage",
    "strengths": "À Paris",
    "weaknesses": "Plus cher",
    "cost": "400 € par mois",
    "reversibility": "easy",
}


@pytest.fixture
def subject():
    return ProjectTopicFactory()


@pytest.fixture
def vendor(client, subject):
    person = member(subject.project, "vendor")
    client.force_login(person)
    return person


@pytest.fixture
def url(subject):
    return reverse("projects:choice", args=[subject.pk])


def text_of(answer):
    return answer.content.decode().replace("\u202f", " ").replace("\xa0", " ")


@pytest.mark.usefixtures("vendor")
def test_the_draft_keeps_every_field_with_its_hour(client, subject, url):
    answer = client.post(url, REASONS | {"action": "autosave"}, headers=HTMX)

    draft = subject.choices.get()
    assert (draft.effects, draft.exit_plan) == (REASONS["effects"], REASONS["exit_plan"])
    assert draft.compared[0] == HEXANUAGE
    assert draft.compared[1]["solution"] == "Nuage <b>Verdier</b>"
    assert len(draft.compared) == 2
    assert "Brouillon enregistré, " in answer.content.decode()
    html = client.get(url).content.decode()
    assert 'value="400 € par mois"' in html
    assert "Nuage &lt;b&gt;Verdier" in html


@pytest.mark.usefixtures("vendor")
def test_a_version_freezes_them_under_its_fingerprint(client, subject, url):
    client.post(url, REASONS | {"action": "submit"})

    choice = subject.choices.get()
    content = choice.content()
    assert content["compared"][0] == HEXANUAGE
    assert content["exit_plan"] == REASONS["exit_plan"]
    assert choice.fingerprint == choice.computed_fingerprint()
    entry = JournalEntry.objects.get(verb="choice.submitted")
    assert entry.facts["fingerprint"] == choice.fingerprint


@pytest.mark.usefixtures("vendor")
def test_the_next_version_shows_what_changed_in_them(client, subject, url):
    client.post(url, REASONS | {"action": "submit"})
    changed = {"version": "2", "exit_plan": "Export en un mois.", "compared_3_solution": ""}
    client.post(url, REASONS | changed | {"action": "submit"})
    client.force_login(member(subject.project, "it"))

    html = text_of(client.get(url))

    assert subject.choices.count() == 2
    assert "Export en un mois." in html
    assert "Solution comparée 2" in html
    assert "400 € par mois" in html
    assert "Nuage &lt;b&gt;Verdier" in html


@pytest.mark.usefixtures("vendor")
def test_only_these_words_make_another_version(client, subject, url):
    client.post(url, REASONS | {"action": "submit"})

    same = client.post(url, REASONS | {"version": "2", "action": "submit"})
    other = client.post(url, REASONS | {"version": "2", "effects": "Aucun", "action": "submit"})

    assert (same.status_code, other.status_code) == (422, 302)


@pytest.mark.usefixtures("vendor")
def test_a_compared_solution_has_a_name(client, subject, url):
    data = REASONS | {"compared_2_cost": "10 €", "action": "submit"}

    answer = client.post(url, data)

    assert answer.status_code == 422
    assert "Nommez la solution que vous comparez." in answer.content.decode()
    assert 'value="10 €"' in answer.content.decode()
    assert not subject.choices.exclude(submitted_at=None).exists()


@pytest.mark.usefixtures("vendor")
@pytest.mark.parametrize(
    ("reversibility", "plan", "warned"),
    [
        ("costly", "", True),
        ("irreversible", " ", True),
        ("irreversible", "Un mois", False),
        ("days", "", False),
        ("", "", False),
    ],
)
def test_no_way_out_is_a_gentle_word_and_no_refusal(
    client, subject, url, reversibility, plan, warned
):
    data = REASONS | {"reversibility": reversibility, "exit_plan": plan}
    live = client.post(reverse("projects:verdicts", args=[subject.pk]), data, headers=HTMX)
    assert ("le plan de sortie est vide" in text_of(live)) == warned

    assert client.post(url, data | {"action": "submit"}).status_code == 302

    client.force_login(member(subject.project, "it"))
    assert ("aucun plan de sortie" in text_of(client.get(url))) == warned


@pytest.mark.usefixtures("vendor")
def test_the_systems_of_the_project_are_a_reading_aid(client, subject, url):
    dependency = DependencyFactory(project=subject.project)
    stranger = DependencyFactory()

    html = client.get(url).content.decode()

    assert f"{dependency.system.name} (" in html
    assert stranger.system.name not in html


def test_a_submitted_version_is_not_changed_in_bulk_either(subject):
    """Failures 4: what was decided stays readable as it was."""
    kept = TechnicalChoiceFactory(subject=subject, submitted=True)
    draft = TechnicalChoiceFactory(subject=subject)
    rows = TechnicalChoice.objects.filter(subject=subject)

    for change in (
        lambda: rows.update(label="Autre"),
        lambda: subject.choices.update(label="Autre"),
        rows.delete,
        kept.delete,
        lambda: TechnicalChoice.objects.bulk_update([kept], ["label"]),
    ):
        with pytest.raises(WrongState, match="ne change plus"), transaction.atomic():
            change()

    kept.refresh_from_db()
    assert kept.label != "Autre"
    assert rows.filter(pk=draft.pk).update(label="Autre") == 1
    assert rows.filter(pk=draft.pk).delete()[0] == 1


def test_a_project_goes_with_its_versions(subject):
    TechnicalChoiceFactory(subject=subject, submitted=True)

    subject.project.delete()

    assert not TechnicalChoice.objects.exists()
