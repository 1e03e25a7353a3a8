"""The steward's facts of a topic: asked, renamed, retired, never pulled from under a rule or a choice."""

import pytest

from governance.models import Fact, ProfileQuestion, Topic
from projects.actions.topic_book import fact_slug
from projects.views.choice_pages import form_of
from tests.factories import FactFactory, ProjectTopicFactory, TechnicalChoiceFactory
from tests.projects.stewarding import plain
from tests.projects.topic_pages import add, at, opened

pytestmark = pytest.mark.django_db


FACT = {"label": "Fournisseur de nom", "kind": "text", "position": 30}


@pytest.fixture
def hosting(reference):
    return Topic.objects.get(slug="hosting")


@pytest.mark.parametrize(
    ("kind", "more", "kept"),
    [
        ("text", {}, ([], "")),
        ("yes_no", {}, ([], "")),
        ("country", {}, ([], "")),
        ("number", {"unit": "mois"}, ([], "mois")),
        ("date", {}, ([], "")),
        ("list", {}, ([], "")),
        (
            "choice",
            {"answer_1": "Chez nous", "answer_3": "Ailleurs"},
            ([["chez-nous", "Chez nous"], ["ailleurs", "Ailleurs"]], ""),
        ),
    ],
)
def test_a_fact_of_each_form_is_asked_of_the_next_choice(steward, hosting, kind, more, kept):
    url = add(hosting, "faits")
    steward.post(url, opened(steward, url, **FACT | {"kind": kind, "of_vendor": "on"} | more))

    fact = Fact.objects.get(label="Fournisseur de nom")
    assert (fact.choices, fact.unit) == kept
    assert (fact.slug, fact.of_vendor, fact.by_hand) == ("fournisseur_de_nom", True, True)
    subject = ProjectTopicFactory(topic=hosting)
    assert "fact_fournisseur_de_nom" in form_of(subject).fields


def test_a_fact_is_never_named_as_a_question_of_the_profile(reference):
    question = ProfileQuestion.objects.get(slug="payment")

    assert fact_slug("Payment") != question.slug
    assert fact_slug("kind") not in ("kind", "level")
    assert fact_slug("level") not in ("kind", "level")
    assert fact_slug("Hosting country") not in Fact.objects.values_list("slug", flat=True)


def test_renaming_a_fact_keeps_its_identifier(steward, hosting):
    fact = hosting.facts.get(slug="hosting_country")

    steward.post(at(fact), opened(steward, at(fact), label="Pays des serveurs"))

    fact.refresh_from_db()
    assert (fact.slug, fact.label) == ("hosting_country", "Pays des serveurs")


def test_the_form_of_a_fact_does_not_change(steward, hosting):
    fact = hosting.facts.get(slug="hosting_country")

    steward.post(at(fact), opened(steward, at(fact), kind="text"))

    fact.refresh_from_db()
    assert fact.kind == "country"


def test_an_answer_that_a_rule_compares_is_not_removed(steward, hosting):
    fact = hosting.facts.get(slug="encryption_keys")
    place = [value for value, _words in fact.choices].index("company") + 1

    response = steward.post(at(fact), opened(steward, at(fact), **{f"answer_{place}": None}))

    assert response.status_code == 422
    assert "R02" in plain(response)


def test_an_answer_that_a_submitted_choice_holds_is_not_removed(steward, hosting):
    fact = FactFactory(
        topic=hosting, label="Teinte", kind="choice", choices=[["a", "A"], ["b", "B"], ["c", "C"]]
    )
    subject = ProjectTopicFactory(topic=hosting)
    TechnicalChoiceFactory(subject=subject, submitted=True, facts={fact.slug: "c"})

    refused = steward.post(at(fact), opened(steward, at(fact), answer_3=None))
    accepted = steward.post(at(fact), opened(steward, at(fact), answer_2=None, answer_4="D"))

    assert (refused.status_code, accepted.status_code) == (422, 302)
    fact.refresh_from_db()
    assert fact.choices == [["a", "A"], ["c", "C"], ["d", "D"]]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"kind": "choice", "answer_1": "Une"}, "au moins deux"),
        ({"kind": "choice", "answer_1": "Une", "answer_2": "une"}, "même nom"),
        ({"kind": "autre"}, "choix valide"),
        ({"label": "Pays d’hébergement"}, "déjà pris"),
        ({"label": ""}, "obligatoire"),
    ],
)
def test_a_fact_badly_filled_is_said_and_kept_on_the_page(steward, hosting, more, words):
    url = add(hosting, "faits")

    response = steward.post(url, opened(steward, url, **FACT | more))

    assert response.status_code == 422
    assert words in plain(response)
    assert not Fact.objects.filter(label="Fournisseur de nom").exists()


def test_a_fact_that_a_rule_reads_is_not_retired(steward, hosting):
    fact = hosting.facts.get(slug="hosting_country")

    response = steward.post(at(fact), opened(steward, at(fact), in_use=None))

    assert response.status_code == 422
    assert "R01" in plain(response)


def test_a_retired_fact_is_asked_no_more_and_old_versions_keep_it(steward, client, hosting):
    fact = FactFactory(topic=hosting, label="Teinte du mur", position=50)
    subject = ProjectTopicFactory(topic=hosting, version=1)
    TechnicalChoiceFactory(subject=subject, submitted=True, version=1, facts={fact.slug: "Ocre"})

    steward.post(at(fact), opened(steward, at(fact), in_use=None))

    assert f"fact_{fact.slug}" not in form_of(subject).fields
    html = plain(client.get(subject.get_absolute_url()))
    assert "Teinte du mur" in html
    assert "Ocre" in html
