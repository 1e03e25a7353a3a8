"""The steward's pages of ground rules: prepared, tried on real choices, published, never undone."""

from datetime import timedelta

import pytest
from django.urls import reverse

from governance import reference as files
from governance.models import GroundRule, JournalEntry
from projects.actions.pathbook import Overtaken
from projects.actions.rule_book import last_change, publish_rule
from tests.factories import GroundRuleFactory, PersonFactory
from tests.projects.rule_pages import INDEX, TODAY, add, at, attempt, days, opened, publish
from tests.projects.stewarding import plain

pytestmark = pytest.mark.django_db


# Who, and what is on the pages


def test_the_index_says_every_condition_in_words(steward):
    html = plain(steward.get(INDEX))

    assert "R01" in html
    assert "est dans UE/EEE" in html
    assert "{" not in html.split("<main")[1]


@pytest.mark.parametrize("mandate", ["none", "manager"])
def test_only_a_steward_opens_the_rules(client, reference, mandate):
    client.force_login(PersonFactory(mandate=mandate))

    for url in (INDEX, at("R03"), add("hosting"), f"{at('R03')}fin/", f"{INDEX}relecture/"):
        assert client.get(url).status_code == 403
    assert client.post(at("R03"), {}).status_code == 403


def test_an_unknown_rule_is_not_there(steward):
    assert steward.get(at("R99")).status_code == 404


def test_every_rule_opens_and_its_lines_give_back_the_same_condition(steward):
    for rule in GroundRule.objects.all():
        response = steward.get(at(rule.ref))
        assert response.status_code == 200
        sent = opened(steward, at(rule.ref), valid_from=days(1), change="Relue")
        tried = attempt(steward, at(rule.ref), sent)
        assert tried.status_code == 200, (rule.ref, [p.errors for p in tried.context["form"].parts])
        candidate = tried.context["form"].instance
        assert candidate.condition == rule.condition
        assert candidate.requirement == rule.requirement


def test_a_condition_too_rich_for_lines_is_said_and_kept(steward):
    html = plain(steward.get(at("R22")))

    assert "trop riche" in html
    assert "Nature de la prospection" in html or "prospect" in html


# Publishing


def test_a_rule_is_never_published_before_its_effect_is_on_the_page(steward):
    sent = opened(steward, at("R03"), change="Plus stricte", verdict="refused")

    response = steward.post(at("R03"), sent | {"action": "publish"})

    assert response.status_code == 200
    assert "rien n’est publié" in plain(response)
    assert GroundRule.objects.filter(ref="R03").count() == 1


def test_publishing_makes_the_next_version_and_ends_the_one_before(steward, paul):
    sent = opened(steward, at("R03"), verdict="refused", change="Plus stricte", valid_from=days(5))

    response = publish(steward, at("R03"), sent)

    assert response.url == INDEX
    first, second = GroundRule.objects.filter(ref="R03").order_by("version")
    assert (second.version, second.verdict, second.by_hand) == (2, "refused", True)
    assert (second.published_by, second.change) == (paul, "Plus stricte")
    assert second.valid_from.isoformat() == days(5)
    assert (first.valid_until.isoformat(), first.verdict) == (days(4), "conditional")
    entry = JournalEntry.objects.get(verb="rule.published")
    assert (entry.actor, entry.facts["ref"], entry.facts["version"]) == (paul, "R03", 2)


def test_only_one_version_counts_on_any_day(steward):
    for day in (20, 10, 15):
        sent = opened(steward, at("R03"), change=f"Jour {day}", valid_from=days(day))
        publish(steward, at("R03"), sent)

    counted = {
        day: list(
            GroundRule.objects.valid(TODAY() + timedelta(days=day))
            .filter(ref="R03")
            .values_list("version", flat=True)
        )
        for day in (0, 9, 10, 14, 15, 30)
    }
    assert counted == {0: [1], 9: [1], 10: [3], 14: [3], 15: [4], 30: [4]}


def test_a_rule_does_not_start_in_the_past(steward):
    sent = opened(steward, at("R03"), change="Hier", valid_from=days(-1))

    response = attempt(steward, at("R03"), sent)

    assert response.status_code == 422
    assert "aujourd’hui ou un jour à venir" in plain(response)


def test_a_new_rule_takes_the_next_reference(steward):
    sent = opened(
        steward,
        add("hosting"),
        title="Les serveurs restent en France",
        why="Le juge est ici.",
        allows="Vous pouvez héberger en France.",
        trigger="Quand le service est hébergé",
        source="Direction juridique",
        alternative="La plate-forme interne",
        owner=GroundRule.objects.get(ref="R01").owner_id,
        verdict="refused",
    )
    rows = sent | {"action": "rows", "si-fact_1": "hosting_country"}
    more = steward.post(add("hosting"), rows)
    assert more.status_code == 200
    assert "UE/EEE" in plain(more)
    assert "errs" not in plain(more)

    sent |= {"si-fact_1": "hosting_country", "si-op_1": "is_not", "si-value_1": "EEA"}
    publish(steward, add("hosting"), sent)

    rule = GroundRule.objects.get(ref="R29")
    assert rule.condition == {"fact": "hosting_country", "op": "not_in", "value": "EEA"}
    assert (rule.version, rule.requirement) == (1, {})
    assert "pays d’hébergement n’est pas dans UE/EEE" in plain(
        steward.get(reverse("governance:rule", args=["R29"]))
    )


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ({"si-op_1": "at_least", "si-value_1": "yes"}, "Sélectionnez un choix valide"),
        ({"si-op_1": "is"}, "Dites avec quoi comparer"),
        ({"si-op_1": "is", "si-value_1": "unknown"}, "a pour réponse"),
    ],
)
def test_a_line_that_means_nothing_is_pointed_at(steward, line, words):
    sent = opened(steward, at("R27"), change="Autre", **{"si-op_1": None, "si-value_1": None})

    response = attempt(steward, at("R27"), sent | line)

    assert response.status_code == 422
    assert words in plain(response)


def test_reloading_the_reference_leaves_published_rules_alone(steward):
    sent = opened(steward, at("R03"), verdict="refused", change="Plus stricte")
    publish(steward, at("R03"), sent)
    before = list(GroundRule.objects.filter(ref="R03").values())

    files.load()

    assert list(GroundRule.objects.filter(ref="R03").values()) == before


def test_the_history_shows_what_each_version_changed(steward):
    sent = opened(steward, at("R03"), verdict="refused", change="Plus stricte")
    publish(steward, at("R03"), sent)

    html = plain(steward.get(reverse("governance:rule", args=["R03"])))

    assert "Plus stricte" in html
    assert "<del>Autorisé sous conditions</del> <ins>Non conforme au socle</ins>" in html


# What was said stays said


# The bench


# Two stewards at once


def test_another_version_meanwhile_is_a_conflict_that_keeps_what_was_typed(steward):
    """Scenarios 15 and 16."""
    mine = opened(steward, at("R03"), title="Mes mots", change="Moi")
    stamp = attempt(steward, at("R03"), mine).context["stamp"]
    theirs = opened(steward, at("R03"), verdict="refused", change="Plus stricte")
    assert publish(steward, at("R03"), theirs).status_code == 302

    response = steward.post(at("R03"), mine | {"action": "publish", "previewed": stamp})

    assert response.status_code == 409
    html = plain(response)
    assert "Paul Vasseur" in html
    assert "Mes mots" in html
    assert GroundRule.objects.filter(ref="R03").count() == 2
    again = mine | {"seen": response.context["seen"]}
    assert publish(steward, at("R03"), again).status_code == 302
    assert GroundRule.objects.filter(ref="R03").count() == 3


def test_publishing_twice_the_same_page_writes_once(steward):
    """Scenario 2."""
    sent = opened(steward, at("R03"), verdict="refused", change="Plus stricte")
    stamp = attempt(steward, at("R03"), sent).context["stamp"]
    sent |= {"action": "publish", "previewed": stamp}

    answers = [steward.post(at("R03"), sent).status_code for _click in (1, 2)]

    assert answers == [302, 409]
    assert GroundRule.objects.filter(ref="R03").count() == 2


def test_an_overtaken_publication_writes_nothing(paul):
    rule = GroundRule.objects.get(ref="R03")
    rule.valid_from = TODAY()

    with pytest.raises(Overtaken):
        publish_rule(candidate=rule, seen=last_change("R03") + 1, by=paul)
    assert GroundRule.objects.filter(ref="R03").count() == 1


@pytest.mark.parametrize("seen", ["", "abc", "-3", "9" * 40])
def test_a_tampered_number_is_a_conflict(steward, seen):
    sent = opened(steward, at("R03"), change="x") | {"seen": seen}

    assert attempt(steward, at("R03"), sent).status_code == 409


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_stewards_at_the_same_instant_publish_one_version(at_once):
    """Scenario 16."""
    GroundRuleFactory(ref="R50")
    stewards = [PersonFactory(mandate="steward"), PersonFactory(mandate="steward")]

    def change(by):
        rule = GroundRule.objects.get(ref="R50")
        rule.valid_from = TODAY()
        return publish_rule(candidate=rule, seen=0, by=by)

    results = at_once(change, stewards)

    assert sorted(type(result).__name__ for result in results) == ["GroundRule", "Overtaken"]
    assert GroundRule.objects.filter(ref="R50").count() == 2
