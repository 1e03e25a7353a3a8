"""What a ground rule would change, counted on real choices before it is published."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from governance.models import GroundRule, JournalEntry, Topic
from projects import assessment
from projects.actions.choices import submit_choice
from projects.models import TechnicalChoice
from tests.factories import ProjectFactory, ProjectTopicFactory, TechnicalChoiceFactory
from tests.projects.rule_pages import INDEX, TODAY, at, attempt, days, opened, publish
from tests.projects.stewarding import plain

pytestmark = pytest.mark.django_db


def choose(facts, title="Refonte du site", topic="reversibility", **more):
    """A choice submitted on a topic by a project under way."""
    project = ProjectFactory(title=title, **more)
    subject = ProjectTopicFactory(project=project, topic=Topic.objects.get(slug=topic), version=1)
    return TechnicalChoiceFactory(subject=subject, version=1, facts=facts, submitted=True)


BACKED = {"backup_location": "other-site", "restore_test": "yes"}


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
