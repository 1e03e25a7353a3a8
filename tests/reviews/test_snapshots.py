"""What is frozen stays frozen, and two rounds are compared in words."""

import json
from datetime import date

import pytest
from django.utils import timezone

from governance.models.journal import fingerprint
from governance.verdicts import WrongState
from projects.models import TechnicalChoice
from reviews.models import Round
from reviews.pages.gates import snapshot_topics
from reviews.snapshots import gate_differences, gate_snapshot, local_iso, settled_facts
from tests.factories import DependencyFactory, DocumentFactory, FactFactory, RuleWaiverFactory
from tests.reviews.gate_situations import gate_to_submit, submitted, vendor

READS = {"R01": {"country"}, "R13": {"days", "place"}}


def choice(solution="Hexanuage", findings=(), **said):
    return {
        "solution": solution,
        "said": {slug: [slug.capitalize(), value] for slug, value in said.items()},
        "findings": [{"ref": ref, "verdict": v, "title": f"Règle {ref}"} for ref, v in findings],
    }


def file(choice):
    return {"topics": [{"slug": "hosting", "name": "Hébergement", "choice": choice}]}


def compared(before, after):
    rows = gate_differences(file(before), file(after), READS)
    return [(row["fact"], row["before"], row["after"], row["effect"]) for row in rows]


def test_nothing_changed_is_no_row():
    assert compared(choice(country="France"), choice(country="France")) == []


def test_a_fact_that_settles_a_rule_is_corrected():
    before = choice(findings=[("R01", "refused")], country="États-Unis")
    after = choice(findings=[("R01", "allowed")], country="France")

    assert compared(before, after) == [("Country", "États-Unis", "France", "fixed")]


def test_a_fact_that_settles_nothing_is_only_changed():
    before = choice(findings=[("R01", "allowed")], country="France")
    after = choice(findings=[("R01", "refused")], country="États-Unis")

    assert compared(before, after) == [("Country", "France", "États-Unis", "changed")]


def test_a_rule_that_no_longer_speaks_is_settled():
    was = choice(findings=[("R01", "refused")])
    now = choice()

    assert settled_facts(was, now, READS) == {"country"}


def test_new_and_withdrawn_facts_say_so():
    assert compared(choice(days="7 jours"), choice(place="Ailleurs")) == [
        ("Days", "7 jours", "", "removed"),
        ("Place", "", "Ailleurs", "added"),
    ]


def test_what_was_refused_twice_comes_last_and_unchanged():
    before = choice(findings=[("R13", "refused")], country="France")
    after = choice("Cloudmont", findings=[("R13", "refused")], country="France")

    assert [row[3] for row in compared(before, after)] == ["changed", "unchanged"]


def test_a_topic_answered_since_is_all_new():
    effects = {row[3] for row in compared(None, choice(country="France"))}

    assert effects == {"added"}


@pytest.mark.django_db
def test_the_frozen_file_says_facts_in_words():
    gate = gate_to_submit()
    FactFactory(
        topic=gate.project.topics.get().topic, slug="hosting_country", label="Pays", kind="country"
    )

    topic = gate_snapshot(gate)["topics"][0]

    assert topic["choice"]["said"] == {"hosting_country": ["Pays", "France"]}
    assert topic["choice"]["submitted_by"] == str(vendor(gate))


@pytest.mark.django_db
def test_the_frozen_file_holds_dependencies_documents_and_criteria():
    gate = gate_to_submit()
    DependencyFactory(project=gate.project, system__name="CRM-VENTES")
    DocumentFactory(project=gate.project, name="plan.pdf")

    frozen = gate_snapshot(gate)

    assert [line["system"] for line in frozen["dependencies"]] == ["CRM-VENTES"]
    assert [line["name"] for line in frozen["documents"]] == ["plan.pdf"]
    assert [line["text"] for line in frozen["criteria"]] == [row["text"] for row in gate.criteria]


@pytest.mark.django_db
def test_a_draft_is_not_in_the_frozen_file():
    gate = gate_to_submit()
    TechnicalChoice._base_manager.update(submitted_at=None, submitted_by=None)

    assert gate_snapshot(gate)["topics"][0]["choice"] is None


@pytest.mark.django_db
def test_the_fingerprint_survives_the_database():
    opened = submitted().rounds.get()

    assert fingerprint(opened.snapshot) == opened.sha256
    assert fingerprint(json.loads(json.dumps(opened.snapshot))) == opened.sha256


@pytest.mark.django_db
def test_a_touched_file_breaks_its_seal():
    opened = submitted().rounds.get()
    opened.check_seal()
    opened.snapshot["gate"]["name"] = "Autre"

    with pytest.raises(WrongState):
        opened.check_seal()


@pytest.mark.django_db
@pytest.mark.parametrize("topics_count", [1, 3])
def test_three_topics_freeze_in_as_many_statements_as_one(topics_count, django_assert_num_queries):
    gate = gate_to_submit(topics_count)

    with django_assert_num_queries(9):
        gate_snapshot(gate)


def test_an_instant_is_written_in_the_company_s_zone():
    winter = timezone.datetime(2026, 12, 1, 11, 0, tzinfo=timezone.get_fixed_timezone(0))

    assert local_iso(winter) == "2026-12-01T12:00:00+01:00"
    assert local_iso(None) == ""


@pytest.mark.django_db
def test_rounds_of_a_gate_are_numbered_once():
    opened = submitted().rounds.get()

    assert (opened.number, Round.objects.count()) == (1, 1)


@pytest.mark.django_db
def test_a_file_names_the_waivers_that_run_on_its_topics():
    gate = gate_to_submit()
    subject = gate.project.topics.get(topic__in=gate.topics.all())
    assert "rule_waivers" not in gate_snapshot(gate)
    RuleWaiverFactory(subject=subject, rule_ref="R07", state="granted")
    for facts in ({"state": "declined"}, {"state": "granted", "expires_on": date(2020, 1, 1)}):
        RuleWaiverFactory(subject=subject, rule_ref="R08", **facts)

    snapshot = gate_snapshot(gate)

    lines = snapshot["rule_waivers"]
    assert [(line["rule_ref"], line["subject_id"]) for line in lines] == [("R07", subject.pk)]
    shown = next(line for line in snapshot_topics(snapshot) if line["waivers"])
    assert shown["waivers"][0]["measure"] == "Une copie chaque nuit chez nous."


def test_another_way_out_is_a_difference():
    before, after = choice(), choice() | {"exit_plan": "Export en dix jours"}

    assert compared(before, after) == [("Plan de sortie", "", "Export en dix jours", "added")]
