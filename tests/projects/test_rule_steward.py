"""The steward's pages of ground rules: prepared, tried on real choices, published, never undone."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from governance import reference as files
from governance.models import GroundRule, JournalEntry, Topic
from projects import assessment
from projects.actions.choices import submit_choice
from projects.actions.pathbook import Overtaken
from projects.actions.rule_book import last_change, publish_rule
from projects.models import TechnicalChoice
from tests.factories import (
    GroundRuleFactory,
    PersonFactory,
    ProjectFactory,
    ProjectTopicFactory,
    TechnicalChoiceFactory,
)
from tests.projects.rule_pages import INDEX, add, at, attempt, opened, publish
from tests.projects.stewarding import plain

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def days(count):
    return (TODAY() + timedelta(days=count)).isoformat()


def choose(facts, title="Refonte du site", topic="reversibility", **more):
    """A choice submitted on a topic by a project under way."""
    project = ProjectFactory(title=title, **more)
    subject = ProjectTopicFactory(project=project, topic=Topic.objects.get(slug=topic), version=1)
    return TechnicalChoiceFactory(subject=subject, version=1, facts=facts, submitted=True)


BACKED = {"backup_location": "other-site", "restore_test": "yes"}


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


def test_a_rule_out_of_use_says_nothing_any_more(steward, paul):
    choose({"backup_location": "same-site"})
    url = f"{at('R13')}fin/"
    page = steward.get(url)
    assert page.context["bench"].changed in (0, 1)

    sent = {"seen": page.context["seen"], "on": days(0), "note": "Remplacée par R29"}
    assert steward.post(url, sent).url == INDEX

    assert not GroundRule.objects.valid(TODAY()).filter(ref="R13").exists()
    entry = JournalEntry.objects.get(verb="rule.retired")
    assert (entry.actor, entry.facts["note"]) == (paul, "Remplacée par R29")
    assert steward.post(url, sent).status_code == 409


# What was said stays said


def test_a_submitted_version_names_the_rules_it_met_and_keeps_them(steward):
    project = ProjectFactory(staffed=True)
    subject = ProjectTopicFactory(project=project, topic=Topic.objects.get(slug="hosting"))
    vendor = project.seats.get(part="vendor").person
    data = {
        "version": 1,
        "option": None,
        "label": "Nuage",
        "facts": {"hosting_country": "FR", "backup_location": "same-site"},
        "rationale": "",
        "alternatives": "",
        "reversibility": "",
        "effects": "",
        "exit_plan": "",
        "compared": [],
    }
    choice = submit_choice(subject=subject, data=data, by=vendor)
    kept = TechnicalChoice.objects.values("findings", "verdict", "fingerprint").get(pk=choice.pk)
    assert ("R13", 1) in [(one["ref"], one["version"]) for one in kept["findings"]]

    sent = opened(steward, at("R13"), verdict="refused", change="Plus stricte")
    publish(steward, at("R13"), sent)

    after = TechnicalChoice.objects.values("findings", "verdict", "fingerprint").get(pk=choice.pk)
    assert after == kept
    said = assessment.assess(subject, choice.facts, assessment.rules_of(subject))
    assert ("R13", 2, "refused") in [(one.ref, one.version, one.verdict) for one in said]


# The bench


def test_the_bench_counts_the_verdicts_that_would_change(steward):
    choose({"backup_location": "same-site"}, "Livres blancs", "hosting")
    choose(BACKED, "Configurateur", "hosting")
    decided = choose({"backup_location": "same-site"}, "Déjà décidé", "hosting")
    decided.subject.validated_version = 1
    decided.subject.save()
    choose({"backup_location": "same-site"}, "Fini", "hosting", state="live")

    sent = opened(steward, at("R13"), verdict="refused", change="Plus stricte")
    response = attempt(steward, at("R13"), sent)

    bench = response.context["bench"]
    assert {t.project.title: t.changes for t in bench.trials} == {
        "Configurateur": False,
        "Déjà décidé": False,
        "Livres blancs": True,
    }
    html = plain(response)
    assert "Cette règle changerait 1 verdict" in html
    assert "déjà décidé" in html


@pytest.mark.parametrize("page", ["bench", "reread"])
def test_the_bench_asks_the_database_as_often_for_one_choice_and_for_three(steward, page):
    url = at("R13") if page == "bench" else f"{INDEX}relecture/?sujet=hosting"
    counts = []
    for more in (1, 2):
        for _n in range(more):
            choose({"backup_location": "same-site"}, topic="hosting")
        steward.get(url)
        with CaptureQueriesContext(connection) as seen:
            steward.get(url)
        counts.append(len(seen))

    assert counts[0] == counts[1]


def test_reading_old_versions_again_changes_nothing(steward):
    choice = choose({"backup_location": "same-site"}, "Livres blancs", "hosting")
    before = TechnicalChoice.objects.filter(pk=choice.pk).values().get()

    response = steward.get(f"{INDEX}relecture/?sujet=hosting")

    trial = next(iter(response.context["bench"].trials))
    assert (trial.before, trial.changes) == ("allowed", True)
    assert "R13 v1" in trial.rules
    assert "aurait un autre verdict" in plain(response)
    assert TechnicalChoice.objects.filter(pk=choice.pk).values().get() == before


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
