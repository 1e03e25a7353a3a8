import pytest
from django.utils import timezone

from governance.models import JournalEntry
from governance.verdicts import Incomplete, WrongState
from projects import topics
from projects.actions import choices
from projects.models import Move, Project, ProjectTopic, TechnicalChoice
from tests.factories import (
    GroundRuleFactory,
    ProjectFactory,
    ProjectTopicFactory,
    TechnicalChoiceFactory,
    TopicFactory,
    TopicOptionFactory,
    member,
)

pytestmark = pytest.mark.django_db
IN_EUROPE = {"fact": "hosting_country", "op": "in", "value": "EEA"}


@pytest.fixture
def subject():
    subject = ProjectTopicFactory()
    GroundRuleFactory(ref="R02", version=3, requirement=IN_EUROPE, verdict="refused")
    return subject


@pytest.fixture
def vendor(subject):
    person = member(subject.project, "vendor")
    Move.open_for(
        subject, "answer_topic", project=subject.project, side="vendor", person=person,
        title="Répondre", days=10,
    )  # fmt: skip
    return person


def typed(version=1, **changes):
    return {
        "version": version,
        "option": None,
        "label": "Hexanuage, Paris",
        "facts": {"hosting_country": "FR"},
        "rationale": "",
        "alternatives": "",
        "reversibility": "",
        **changes,
    }


def submit(subject, by, **changes):
    return choices.submit_choice(subject=subject, data=typed(**changes), by=by)


def test_a_draft_is_kept_and_changed_without_a_trace(subject, vendor):
    choices.save_draft(subject=subject, data=typed(label="Hexa"), by=vendor)
    choices.save_draft(subject=subject, data=typed(), by=vendor)

    draft = subject.choices.get()
    assert (draft.version, draft.label, draft.submitted_at) == (1, "Hexanuage, Paris", None)
    assert not JournalEntry.objects.exists()
    assert subject.project.moves.open().count() == 1


def test_submitting_freezes_the_version_with_the_verdict_and_the_rules_it_used(subject, vendor):
    choice = submit(subject, vendor)

    choice.refresh_from_db()
    assert (choice.verdict, choice.submitted_by) == ("allowed", vendor)
    assert [(f["ref"], f["version"], f["verdict"]) for f in choice.findings] == [
        ("R02", 3, "allowed")
    ]
    assert choice.fingerprint == choice.computed_fingerprint()
    subject.refresh_from_db()
    assert (subject.state, subject.version, subject.headline) == ("checked", 1, "Hexanuage, Paris")
    assert not subject.project.moves.open().exists()
    entry = JournalEntry.objects.get(verb="choice.submitted")
    assert (entry.actor, entry.facts["version"], entry.facts["verdict"]) == (vendor, 1, "allowed")


@pytest.mark.parametrize(
    ("facts", "verdict", "state"),
    [
        ({"hosting_country": "FR"}, "allowed", "checked"),
        ({"hosting_country": "US"}, "refused", "blocked"),
        ({}, "unknown", "proposed"),
        ({"hosting_country": "unknown"}, "unknown", "proposed"),
    ],
)
def test_every_verdict_may_be_submitted(subject, vendor, facts, verdict, state):
    choice = submit(subject, vendor, facts=facts)

    assert choice.verdict == verdict
    subject.refresh_from_db()
    assert subject.state == state


def test_a_submitted_version_is_never_changed(subject, vendor):
    choice = submit(subject, vendor)
    choice.label = "Autre chose"

    with pytest.raises(WrongState):
        choice.save()

    choice.refresh_from_db()
    assert choice.label == "Hexanuage, Paris"


def test_the_next_edit_starts_the_next_version(subject, vendor):
    first = submit(subject, vendor)
    choices.save_draft(subject=subject, data=typed(version=2, label="Autre"), by=vendor)

    assert topics.latest_choice(subject) == first
    second = submit(subject, vendor, version=2, label="Autre")

    assert [c.version for c in subject.choices.all()] == [2, 1]
    assert topics.latest_choice(subject) == second
    first.refresh_from_db()
    assert first.label == "Hexanuage, Paris"


def test_a_new_version_takes_the_validation_away(subject, vendor):
    """Failures 4."""
    submit(subject, vendor)
    ProjectTopic.objects.filter(pk=subject.pk).update(validated_version=1)
    subject.refresh_from_db()
    topics.refresh(subject)
    assert subject.state == "validated"

    submit(subject, vendor, version=2, facts={"hosting_country": "DE"})

    subject.refresh_from_db()
    assert (subject.state, subject.validated_version) == ("checked", 1)


def test_submitting_twice_makes_one_version(subject, vendor):
    """Failures 2: a double click finds the result of the first."""
    first, second = submit(subject, vendor), submit(subject, vendor)

    assert first == second
    assert JournalEntry.objects.filter(verb="choice.submitted").count() == 1


def test_a_stale_page_is_refused_with_what_happened(subject, vendor):
    """Failures 3."""
    submit(subject, vendor)

    for verb in (choices.save_draft, choices.submit_choice):
        with pytest.raises(WrongState, match=f"{vendor.name} a soumis la version 1"):
            verb(subject=subject, data=typed(version=1, label="Autre"), by=vendor)

    assert subject.choices.count() == 1


def test_a_version_from_the_future_is_refused(subject, vendor):
    with pytest.raises(WrongState):
        submit(subject, vendor, version=7)


def test_nothing_proposed_is_incomplete(subject, vendor):
    with pytest.raises(Incomplete) as refused:
        submit(subject, vendor, label="  ")

    assert set(refused.value.problems) == {"label"}
    assert not subject.choices.exists()


def test_the_same_version_again_is_incomplete(subject, vendor):
    submit(subject, vendor)

    with pytest.raises(Incomplete, match="Rien n’a changé"):
        submit(subject, vendor, version=2)

    assert not subject.choices.filter(version=2).exists()


def test_an_admitted_solution_needs_no_words(subject, vendor):
    option = TopicOptionFactory(label="CLOUD-UE", facts={"hosting_country": "FR"})

    choice = submit(subject, vendor, option=option, label="", facts=option.facts)

    subject.refresh_from_db()
    assert subject.headline == "CLOUD-UE"
    assert choice.content()["option"] == option.slug


def test_a_stopped_project_keeps_its_choices(subject, vendor):
    Project.objects.filter(pk=subject.project_id).update(state="cancelled")
    subject = ProjectTopic.objects.get(pk=subject.pk)

    with pytest.raises(WrongState):
        submit(subject, vendor)


def test_the_profile_and_the_other_topics_are_known(subject, vendor):
    project = subject.project
    project.answers = {"personal_data": "yes"}
    project.save()
    other = ProjectTopicFactory(project=project, topic=TopicFactory(slug="security"))
    TechnicalChoiceFactory(subject=other, submitted=True, facts={"tls": "no", "old": "1"})
    TechnicalChoiceFactory(subject=other, submitted=True, version=2, facts={"tls": "yes"})
    TechnicalChoiceFactory(subject=other, version=3, facts={"tls": "no"})
    GroundRuleFactory(
        ref="R90",
        condition={"fact": "personal_data", "op": "is", "value": "yes"},
        requirement={"fact": "tls", "op": "is", "value": "yes"},
        verdict="rssi",
    )

    findings = {f["ref"]: f["verdict"] for f in submit(subject, vendor).findings}

    assert findings == {"R02": "allowed", "R90": "allowed"}


def test_a_rule_that_ended_says_nothing(subject, vendor):
    GroundRuleFactory(
        ref="R91", verdict="refused", valid_until=timezone.localdate().replace(year=2020)
    )

    assert [f["ref"] for f in submit(subject, vendor).findings] == ["R02"]


def test_half_way_nothing_is_written(subject, vendor, monkeypatch):
    def fail(_project):
        raise RuntimeError

    monkeypatch.setattr("projects.portfolio.refresh", fail)
    with pytest.raises(RuntimeError):
        submit(subject, vendor)

    assert not subject.choices.exists()
    assert subject.project.moves.open().count() == 1
    assert not JournalEntry.objects.exists()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_submissions_at_once_make_one_version(at_once):
    subject = ProjectTopicFactory(project=ProjectFactory())
    vendor = member(subject.project, "vendor")

    results = at_once(
        lambda label: submit(ProjectTopic.objects.get(pk=subject.pk), vendor, label=label),
        ["Hexanuage", "Cloudmont"],
    )

    assert sum(isinstance(result, TechnicalChoice) for result in results) == 1
    assert sum(isinstance(result, WrongState) for result in results) == 1
    assert [c.version for c in subject.choices.all()] == [1]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_drafts_at_once_make_one_draft(at_once):
    subject = ProjectTopicFactory(project=ProjectFactory())
    vendor = member(subject.project, "vendor")

    results = at_once(
        lambda label: choices.save_draft(
            subject=ProjectTopic.objects.get(pk=subject.pk), data=typed(label=label), by=vendor
        ),
        ["Hexanuage", "Cloudmont"],
    )

    assert all(isinstance(result, TechnicalChoice) for result in results)
    assert subject.choices.count() == 1
