"""The steward's pages of topics: facts and admitted solutions, kept without breaking what exists."""

import pytest
from django.urls import reverse

from governance import reference as files
from governance.models import Fact, JournalEntry, Topic, TopicOption
from projects.actions.pathbook import Overtaken
from projects.actions.topic_book import change_topics, last_change
from projects.forms.choices import ChoiceForm
from projects.reference import load_reference_data
from projects.views.choice_pages import form_of
from tests.factories import PersonFactory, ProjectTopicFactory, TopicFactory, TopicOptionFactory
from tests.projects.stewarding import plain
from tests.projects.topic_pages import add, at, opened

pytestmark = pytest.mark.django_db
INDEX = reverse("projects:kept-topics")
ADD = reverse("projects:kept-topic-add")


def page(topic):
    return reverse("projects:kept-topic", args=[topic.pk])


@pytest.fixture
def hosting(reference):
    return Topic.objects.get(slug="hosting")


# Who, and every page


@pytest.mark.parametrize("mandate", ["none", "manager"])
def test_only_a_steward_opens_the_topics(client, hosting, mandate):
    client.force_login(PersonFactory(mandate=mandate))

    for url in (INDEX, ADD, page(hosting), add(hosting, "faits"), at(hosting.facts.first())):
        assert client.get(url).status_code == 403
        assert client.post(url, {}).status_code in (403, 405)


def test_every_row_opens_and_saves_as_it_is(steward):
    before = {model: list(model.objects.values()) for model in (Topic, Fact, TopicOption)}
    urls = [page(row) for row in Topic.objects.all()]
    urls += [at(row) for row in Fact.objects.all()] + [at(row) for row in TopicOption.objects.all()]

    for url in urls:
        assert steward.post(url, opened(steward, url)).status_code == 302, url

    for model, rows in before.items():
        assert list(model.objects.values()) == [row | {"by_hand": True} for row in rows]
    assert load_reference_data().topics


@pytest.mark.parametrize("sort", ["autres", "regles"])
def test_what_is_no_part_of_a_topic_is_not_there(steward, hosting, sort):
    assert steward.get(add(hosting, sort)).status_code == 404


def test_a_row_of_another_topic_is_not_there(steward, hosting):
    other = Fact.objects.exclude(topic=hosting).first()

    url = reverse("projects:kept-topic-row", args=[hosting.pk, "faits", other.pk])
    assert steward.get(url).status_code == 404


# Topics


def test_a_new_topic_has_its_page_and_its_trail(steward, paul):
    sent = opened(
        steward, ADD, name="Nom de domaine", question="Quel nom ?", icon="cloud", help="Le nom."
    )

    response = steward.post(ADD, sent)
    assert response.status_code == 302, response.context["form"].errors

    topic = Topic.objects.get(name="Nom de domaine")
    assert response.url == page(topic)
    assert (topic.slug, topic.by_hand, topic.position) == ("nom-de-domaine", True, 11)
    entry = JournalEntry.objects.get(verb="topics.changed")
    assert (entry.actor, entry.thread) == (paul, "topics")


def test_a_topic_that_rules_name_is_not_retired(steward, hosting):
    response = steward.post(page(hosting), opened(steward, page(hosting), in_use=None))

    assert response.status_code == 422
    assert "À changer d’abord" in plain(response)


def test_a_retired_topic_is_opened_by_no_new_path(steward):
    topic = TopicFactory(slug="seul", name="Seul", position=40)
    steward.post(page(topic), opened(steward, page(topic), in_use=None))

    assert "seul" not in [row.slug for row in load_reference_data().topics]


# Facts


# Solutions


def test_a_solution_brings_its_answers_and_comes_in_its_place(steward, hosting):
    url = add(hosting, "solutions")
    sent = opened(
        steward,
        url,
        label="Nuage de l’Est",
        summary="Deux sites.",
        position=1,
        fact_hosting_country="FR",
        fact_backup_location="other-site",
    )

    steward.post(url, sent)

    option = TopicOption.objects.get(label="Nuage de l’Est")
    assert option.facts == {"hosting_country": "FR", "backup_location": "other-site"}
    shown = form_of(ProjectTopicFactory(topic=hosting))
    assert option.slug in shown.options


def test_a_solution_that_a_rule_proposes_is_not_retired(steward):
    option = TopicOption.objects.filter(
        pk__in=files.GroundRule.objects.values("alternative_option")
    ).first()

    response = steward.post(at(option), opened(steward, at(option), in_use=None))

    assert response.status_code == 422


def test_a_retired_solution_is_offered_no_more(steward, hosting):
    option = TopicOptionFactory(topic=hosting, label="Vieille baie")
    steward.post(at(option), opened(steward, at(option), in_use=None))

    form = form_of(ProjectTopicFactory(topic=hosting))
    assert isinstance(form, ChoiceForm)
    assert option.slug not in form.options


def test_reloading_the_reference_keeps_what_a_steward_wrote(steward, hosting):
    fact, option = hosting.facts.first(), hosting.options.first()
    steward.post(at(fact), opened(steward, at(fact), help="Mon aide"))
    steward.post(at(option), opened(steward, at(option), summary="Mon résumé"))

    files.load()

    fact.refresh_from_db()
    option.refresh_from_db()
    assert (fact.help, option.summary) == ("Mon aide", "Mon résumé")


# Two stewards at once


def test_another_save_meanwhile_is_a_conflict_that_keeps_what_was_typed(steward, hosting):
    """Scenarios 15 and 16."""
    fact = hosting.facts.get(slug="hosting_country")
    mine = opened(steward, at(fact), help="Mes mots")
    theirs = opened(steward, at(fact), help="Leurs mots")
    assert steward.post(at(fact), theirs).status_code == 302

    response = steward.post(at(fact), mine)

    assert response.status_code == 409
    html = plain(response)
    assert "Mes mots" in html
    assert "Leurs mots" in html
    assert "Paul Vasseur" in html
    fact.refresh_from_db()
    assert fact.help == "Leurs mots"
    again = mine | {"seen": response.context["seen"]}
    assert steward.post(at(fact), again).status_code == 302


def test_a_change_that_another_overtook_writes_nothing(paul, hosting):
    """Scenario 16."""
    change_topics(write=lambda: hosting, seen=last_change(), what="Hébergement", by=paul)

    with pytest.raises(Overtaken):
        change_topics(write=lambda: pytest.fail("written"), seen=0, what="Hébergement", by=paul)


def test_the_index_asks_the_database_as_often_for_one_topic_and_for_three(
    steward, django_assert_max_num_queries
):
    with django_assert_max_num_queries(8):
        assert steward.get(INDEX).status_code == 200
