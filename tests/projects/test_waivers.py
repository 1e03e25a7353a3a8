"""Waivers of a ground rule: asked by the project, answered by management, never by the asker."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from governance.models import JournalEntry, Notice
from governance.verdicts import Incomplete, WrongState
from projects.actions import waivers
from projects.models import Move, Project, ProjectTopic, RuleWaiver
from tests.factories import (
    FactFactory,
    GroundRuleFactory,
    PersonFactory,
    ProjectTopicFactory,
    RuleWaiverFactory,
    TechnicalChoiceFactory,
    member,
)

pytestmark = pytest.mark.django_db
IN_EUROPE = {"fact": "hosting_country", "op": "in", "value": "EEA"}


@pytest.fixture
def subject():
    return ProjectTopicFactory()


@pytest.fixture
def rule():
    FactFactory(slug="hosting_country", label="Pays d’hébergement", kind="country")
    return GroundRuleFactory(
        ref="R02", version=3, title="Lieu des données", requirement=IN_EUROPE, verdict="refused"
    )


@pytest.fixture
def vendor(subject):
    return member(subject.project, "vendor")


@pytest.fixture
def anne():
    return PersonFactory(name="Anne Delmas", mandate="manager")


def in_days(days):
    return timezone.localdate() + timedelta(days=days)


def ask(subject, rule, by, **changes):
    said = {
        "reason": "Pas avant mars.",
        "measure": "Une copie chez nous.",
        "expires_on": in_days(90),
    }
    return waivers.ask_waiver(subject=subject, rule=rule, by=by, **(said | changes))


def answer(waiver, by, state="granted", word="Jusqu’en mars, pas plus."):
    waivers.answer_waiver(waiver=waiver, state=state, word=word, by=by)


def text_of(page):
    return page.content.decode().replace("\u202f", " ").replace("\xa0", " ")


def test_asking_gives_management_the_ball_for_five_days(subject, rule, vendor, anne):
    waiver = ask(subject, rule, vendor)

    assert (waiver.state, waiver.rule_ref, waiver.rule_version) == ("asked", "R02", 3)
    move = Move.objects.open().about(waiver).get()
    assert (move.person, move.side, move.days) == (anne, "management", 5)
    assert move.get_absolute_url() == waiver.get_absolute_url()
    entry = JournalEntry.objects.get(verb="waiver.asked")
    assert (entry.actor, entry.facts["rule"], entry.facts["version"]) == (vendor, "R02", 3)
    assert Notice.objects.filter(recipient=anne).count() == 1


@pytest.mark.usefixtures("anne")
def test_a_request_says_why_what_instead_and_until_when(subject, rule, vendor):
    for changes, field in (
        ({"reason": " \u200b"}, "reason"),
        ({"measure": ""}, "measure"),
        ({"expires_on": timezone.localdate()}, "expires_on"),
        ({"expires_on": in_days(367)}, "expires_on"),
    ):
        with pytest.raises(Incomplete) as missing:
            ask(subject, rule, vendor, **changes)
        assert set(missing.value.problems) == {field}

    assert ask(subject, rule, vendor, expires_on=in_days(366)).pk
    assert RuleWaiver.objects.count() == 1


@pytest.mark.usefixtures("anne")
def test_one_request_at_a_time_on_a_rule(subject, rule, vendor):
    """Failures 2: a double click leaves one request."""
    ask(subject, rule, vendor)

    with pytest.raises(WrongState, match="déjà demandée"):
        ask(subject, rule, vendor)


def test_a_waiver_that_runs_is_not_asked_again_before_its_last_month(subject, rule, vendor, anne):
    answer(ask(subject, rule, vendor), anne)
    with pytest.raises(WrongState, match="court déjà"):
        ask(subject, rule, vendor)

    with time_machine.travel(timezone.now() + timedelta(days=65)):
        assert ask(subject, rule, vendor).state == "asked"


def test_without_management_nobody_is_left_waiting(subject, rule, vendor):
    with pytest.raises(WrongState, match="Gouvernance"):
        ask(subject, rule, vendor)

    assert not RuleWaiver.objects.exists()
    assert not JournalEntry.objects.exists()


@pytest.mark.parametrize("state", ["granted", "declined"])
def test_the_answer_is_written_once_and_the_voices_read_it(subject, rule, vendor, anne, state):
    bearer = member(subject.project, "bearer")
    other = PersonFactory(mandate="manager")
    waiver = ask(subject, rule, vendor)

    answer(waiver, anne, state)

    waiver.refresh_from_db()
    assert (waiver.state, waiver.answered_by, waiver.word) == (
        state,
        anne,
        "Jusqu’en mars, pas plus.",
    )
    assert not Move.objects.open().about(waiver).exists()
    assert JournalEntry.objects.filter(verb=f"waiver.{state}").count() == 1
    told = Notice.objects.filter(key__startswith="waiver-answered")
    assert {notice.recipient for notice in told} == {vendor, bearer}
    with pytest.raises(WrongState, match="n’attend plus"):
        answer(waiver, other)


def test_an_answer_has_a_word(subject, rule, vendor, anne):
    waiver = ask(subject, rule, vendor)

    with pytest.raises(Incomplete) as missing:
        answer(waiver, anne, word=" ")
    assert set(missing.value.problems) == {"word"}

    with pytest.raises(Incomplete):
        answer(waiver, anne, state="withdrawn")


def test_a_last_day_that_passed_is_not_granted(subject, rule, vendor, anne):
    waiver = ask(subject, rule, vendor, expires_on=in_days(2))

    with time_machine.travel(timezone.now() + timedelta(days=3)):
        with pytest.raises(Incomplete):
            answer(waiver, anne)
        answer(waiver, anne, "declined")


def test_a_request_taken_back_leaves_nobody_waiting(subject, rule, vendor, anne):
    waiver = ask(subject, rule, vendor)

    waivers.withdraw_waiver(waiver=waiver, by=vendor)

    assert not Move.objects.open().about(waiver).exists()
    assert JournalEntry.objects.filter(verb="waiver.withdrawn").exists()
    with pytest.raises(WrongState):
        answer(waiver, anne)
    assert ask(subject, rule, vendor).state == "asked"


def test_a_stopped_project_asks_and_answers_nothing_more(subject, rule, vendor, anne):
    waiver = ask(subject, rule, vendor)
    Project.objects.filter(pk=subject.project_id).update(state="cancelled")

    for verb in (lambda: ask(subject, rule, vendor), lambda: answer(waiver, anne)):
        with pytest.raises(WrongState, match="arrêté"):
            verb()


# the pages


def posted(**changes):
    day = in_days(60).isoformat()
    return {"reason": "Pas avant mars.", "measure": "Une copie.", "expires_on": day} | changes


@pytest.fixture
def ask_url(subject, rule):
    return reverse("projects:rule-waiver-request", args=[subject.pk, rule.ref])


@pytest.mark.usefixtures("anne")
def test_the_button_beside_a_finding_keeps_the_draft_first(client, subject, rule, vendor, ask_url):
    client.force_login(vendor)
    page = reverse("projects:choice", args=[subject.pk])
    typed = {"version": "1", "label": "Cloudmont", "option": "", "rationale": "À ne pas perdre"}

    answer = client.post(page, typed | {"waiver": rule.ref})

    assert answer.url == ask_url
    assert subject.choices.get().rationale == "À ne pas perdre"
    assert client.post(page, typed | {"waiver": "R99/../x"}).url == page


@pytest.mark.usefixtures("anne")
def test_asking_by_the_page(client, subject, vendor, ask_url):
    client.force_login(vendor)
    assert "Lieu des données" in client.get(ask_url).content.decode()

    done = client.post(ask_url, posted())

    waiver = RuleWaiver.objects.get()
    assert done.url == waiver.get_absolute_url()
    page = text_of(client.get(done.url))
    assert "Dérogation demandée jusqu’au" in page
    assert "Retirer la demande" in page
    assert "Votre réponse" not in page
    assert client.get(ask_url).status_code == 409


@pytest.mark.usefixtures("anne")
@pytest.mark.parametrize(
    "changes",
    [{"reason": ""}, {"measure": ""}, {"expires_on": ""}, {"expires_on": "2999-01-01"}],
)
def test_a_badly_filled_request_keeps_what_was_typed(client, vendor, ask_url, changes):
    client.force_login(vendor)

    answer = client.post(ask_url, posted(**changes))

    assert answer.status_code == 422
    assert ("Une copie." in answer.content.decode()) == ("measure" not in changes)
    assert not RuleWaiver.objects.exists()


def test_a_rule_of_another_topic_is_not_found(client, subject, vendor):
    client.force_login(vendor)

    url = reverse("projects:rule-waiver-request", args=[subject.pk, "R77"])

    assert client.get(url).status_code == 404


def test_management_answers_by_the_page(client, subject, rule, vendor, anne):
    waiver = ask(subject, rule, vendor)
    client.force_login(anne)
    url = waiver.get_absolute_url()
    assert "Votre réponse" in client.get(url).content.decode()

    assert client.post(url, {"state": "granted", "word": ""}).status_code == 422
    assert client.post(url, {"word": "Oui"}).status_code == 422
    assert client.post(url, {"state": "granted", "word": "Oui"}).status_code == 302
    assert client.post(url, {"state": "declined", "word": "Non"}).status_code == 409

    waiver.refresh_from_db()
    assert waiver.state == "granted"
    assert "Dérogation accordée jusqu’au" in text_of(client.get(url))


def test_the_asker_never_answers_even_from_management(client, subject, rule, anne):
    waiver = RuleWaiverFactory(subject=subject, asked_by=anne)
    client.force_login(anne)

    answer = client.post(waiver.get_absolute_url(), {"state": "granted", "word": "Oui"})

    assert answer.status_code == 403
    assert "sa propre demande" in text_of(answer)


def test_only_the_asker_takes_it_back(client, subject, rule, vendor, anne):
    waiver = ask(subject, rule, vendor)
    url = reverse("projects:rule-waiver-withdrawal", args=[waiver.pk])
    client.force_login(anne)
    assert client.post(url).status_code == 403

    client.force_login(vendor)
    assert client.post(url).url == subject.get_absolute_url()
    assert client.post(url).status_code == 409


def test_a_vendor_of_another_project_finds_nothing(client, subject, rule, vendor, anne, ask_url):
    """Failures 35."""
    waiver = ask(subject, rule, vendor)
    client.force_login(member(subject.project, "guest"))

    back = reverse("projects:rule-waiver-withdrawal", args=[waiver.pk])
    answers = [client.get(waiver.get_absolute_url()), client.get(ask_url), client.post(back)]

    assert [answer.status_code for answer in answers] == [404] * 3


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"state": "asked"}, "Dérogation demandée jusqu’au"),
        ({"state": "granted"}, "Dérogation accordée jusqu’au"),
        ({"state": "granted", "expires_on": in_days(-1)}, "Dérogation expirée depuis le"),
        ({"state": "declined"}, "Dérogation refusée"),
    ],
)
def test_a_waiver_stands_beside_the_finding_whose_verdict_stays(
    client, subject, rule, facts, words
):
    finding = {"ref": "R02", "version": 3, "title": "Lieu des données", "verdict": "refused"}
    TechnicalChoiceFactory(
        subject=subject, submitted=True, findings=[finding], facts={"hosting_country": "US"}
    )
    RuleWaiverFactory(subject=subject, rule_ref="R02", **facts)
    page = reverse("projects:choice", args=[subject.pk])
    for role in ("it", "vendor"):
        client.force_login(member(subject.project, role))
        html = text_of(client.get(page))
        assert words in html
        assert "Non conforme au socle" in html


@pytest.mark.parametrize(("country", "may"), [("US", True), ("FR", False), ("", False)])
def test_one_may_ask_where_a_rule_objects_and_not_where_it_agrees(
    client, subject, rule, vendor, country, may
):
    client.force_login(vendor)
    url = reverse("projects:verdicts", args=[subject.pk])
    typed = {"version": "1", "label": "x", "fact_hosting_country": country, "heard": "Autre"}

    html = client.post(url, typed, headers={"HX-Request": "true"}).content.decode()

    assert ('name="waiver" value="R02"' in html) == may


@pytest.mark.parametrize(("role", "may"), [("bearer", True), ("it", False), ("manager", False)])
def test_the_bearer_asks_from_what_was_submitted(client, subject, rule, vendor, role, may, ask_url):
    finding = {"ref": "R02", "version": 3, "title": "Lieu des données", "verdict": "refused"}
    TechnicalChoiceFactory(subject=subject, submitted=True, findings=[finding])
    client.force_login(member(subject.project, role))

    html = client.get(reverse("projects:choice", args=[subject.pk])).content.decode()

    assert (f'href="{ask_url}"' in html) == may


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_answers_at_once_keep_one(at_once):
    managers = [PersonFactory(mandate="manager") for _ in range(2)]
    waiver = RuleWaiverFactory()

    results = at_once(
        lambda by: answer(RuleWaiver.objects.get(pk=waiver.pk), by, "granted"), managers
    )

    assert sum(isinstance(result, WrongState) for result in results) == 1
    waiver.refresh_from_db()
    assert waiver.answered_by in managers
    assert JournalEntry.objects.filter(verb="waiver.granted").count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_requests_at_once_leave_one(at_once):
    PersonFactory(mandate="manager")
    subject = ProjectTopicFactory()
    rule = GroundRuleFactory(ref="R02")
    vendor = member(subject.project, "vendor")

    results = at_once(
        lambda reason: ask(ProjectTopic.objects.get(pk=subject.pk), rule, vendor, reason=reason),
        ["Pas avant mars.", "Pas avant avril."],
    )

    assert sum(isinstance(result, WrongState) for result in results) == 1
    assert subject.waivers.count() == 1
