"""The vendor's file: kept at submission, offered to the next project, read by its own people."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from governance.models import JournalEntry, Topic, VendorAnswer
from governance.reference import read_topics
from governance.verdicts import Incomplete, WrongState
from projects.actions import choices, vendor_file
from projects.vendor_file import is_old
from tests.factories import (
    FactFactory,
    PersonFactory,
    ProjectFactory,
    ProjectTopicFactory,
    TechnicalChoiceFactory,
    TopicOptionFactory,
    VendorAnswerFactory,
    member,
)
from tests.projects.known_situations import data, html_of

pytestmark = pytest.mark.django_db


def ago(days):
    return timezone.localdate() - timedelta(days=days)


@pytest.fixture
def subject():
    subject = ProjectTopicFactory(project=ProjectFactory(staffed=True))
    topic = subject.topic
    FactFactory(topic=topic, slug="provider", label="Hébergeur", kind="text", of_vendor=True)
    FactFactory(topic=topic, slug="named", label="Prévient-il ?", kind="yes_no", of_vendor=True)
    FactFactory(topic=topic, slug="country", label="Pays", kind="country")
    return subject


@pytest.fixture
def vendor(client, subject):
    person = member(subject.project, "vendor")
    client.force_login(person)
    return person


def submit(subject, by, **changes):
    typed = data(label="Hexanuage", **changes)
    return choices.submit_choice(subject=subject, data=typed, by=by)


def answered():
    return JournalEntry.objects.filter(verb="vendor.answered")


def kept_for(vendor, slug="provider", **changes):
    fact = FactFactory._meta.model.objects.get(slug=slug)
    return VendorAnswerFactory(vendor=vendor.vendor, fact=fact, answered_by=vendor, **changes)


def test_submitting_keeps_what_the_company_says_of_itself(subject, vendor):
    submit(subject, vendor, facts={"provider": "Hexa", "named": "unknown", "country": "FR"})

    answer = VendorAnswer.objects.get()
    assert (answer.vendor, answer.fact.slug, answer.value) == (vendor.vendor, "provider", "Hexa")
    assert (answer.answered_by, answer.confirmed_on) == (vendor, ago(0))
    assert answered().get().facts == {"answers": ["provider"]}


def test_the_same_answer_again_is_confirmed_without_a_line_in_the_journal(subject, vendor):
    before = kept_for(vendor, value="Hexa", confirmed_on=ago(500))

    submit(subject, vendor, facts={"provider": "Hexa"})

    answer = VendorAnswer.objects.get()
    assert (answer.confirmed_on, answer.answered_at) == (ago(0), before.answered_at)
    assert not answered().exists()


def test_another_answer_replaces_the_old_one(subject, vendor):
    kept_for(vendor, value="Hexa", confirmed_on=ago(500))

    submit(subject, vendor, facts={"provider": "Nuage-Sud"})

    answer = VendorAnswer.objects.get()
    assert (answer.value, answer.confirmed_on) == ("Nuage-Sud", ago(0))
    assert answered().count() == 1


def test_an_answer_left_out_stays_in_the_file(subject, vendor):
    kept_for(vendor, value="Hexa")

    submit(subject, vendor, facts={"provider": "unknown", "country": "FR"})

    assert VendorAnswer.objects.get().value == "Hexa"


def test_the_facts_of_a_solution_of_the_company_are_not_the_vendor_s(subject, vendor):
    option = TopicOptionFactory(topic=subject.topic, facts={"provider": "CLOUD-UE"})

    submit(subject, vendor, option=option, facts={"provider": "CLOUD-UE", "named": "yes"})

    assert list(VendorAnswer.objects.values_list("fact__slug", flat=True)) == ["named"]


def test_the_bearer_writing_for_an_empty_seat_keeps_nothing(subject):
    bearer = member(subject.project, "bearer")

    submit(subject, bearer, facts={"provider": "Hexa"})

    assert not VendorAnswer.objects.exists()


def test_a_refused_submission_keeps_nothing(subject, vendor):
    with pytest.raises(Incomplete):
        choices.submit_choice(subject=subject, data=data(facts={"provider": "Hexa"}), by=vendor)

    assert not VendorAnswer.objects.exists()


def test_confirming_dates_an_answer_of_today(subject, vendor):
    answer = kept_for(vendor, confirmed_on=ago(500))

    vendor_file.confirm_answer(answer=answer, seen=answer.answered_at, by=vendor)

    assert answer.confirmed_on == ago(0)
    assert JournalEntry.objects.filter(verb="vendor.confirmed").count() == 1


def test_confirming_what_a_colleague_has_just_changed_is_refused(subject, vendor):
    answer = kept_for(vendor, confirmed_on=ago(500))

    with pytest.raises(WrongState, match="Relisez-la"):
        vendor_file.confirm_answer(answer=answer, seen=timezone.now(), by=vendor)

    answer.refresh_from_db()
    assert answer.confirmed_on == ago(500)


def test_the_reference_marks_facts_and_leaves_the_others(reference):
    marked = {
        fact["slug"]
        for content in read_topics()
        for fact in content["facts"]
        if fact.get("of_vendor")
    }

    loaded = {f.slug for topic in Topic.objects.all() for f in topic.facts.filter(of_vendor=True)}
    assert loaded == marked
    assert {"hosting_provider", "subprocessors_names", "support_hours"} <= marked
    assert "sensitive_data" not in marked


def taking(subject):
    return reverse("projects:vendor-file-taking", args=[subject.pk])


def typed(**changes):
    """What a vendor sends with the form of a choice."""
    return {"version": "1", "option": "", "label": "Déjà tapé", "rationale": "", **changes}


def test_the_topic_offers_what_the_file_knows_and_the_draft_does_not(client, subject, vendor):
    kept_for(vendor, value="Hexa", confirmed_on=ago(30))
    kept_for(vendor, "named", value="yes", confirmed_on=ago(800))
    TechnicalChoiceFactory(subject=subject, facts={"provider": "Autre"})

    html = html_of(client.get(subject.get_absolute_url()))

    card = html.split('id="fiche"')[1].split("</section>")[0]
    assert "Prévient-il" in card
    assert "À confirmer" in card
    assert "Hexa" not in card


def test_taking_over_fills_what_is_missing_and_keeps_what_was_typed(client, subject, vendor):
    kept_for(vendor, value="Hexa")
    kept_for(vendor, "named", value="yes")
    sent = typed(fact_provider="Autre", fact_named="unknown")

    answer = client.post(taking(subject), sent)

    assert answer.status_code == 302
    draft = subject.choices.get()
    assert draft.label == "Déjà tapé"
    assert draft.facts == {"provider": "Autre", "named": "yes"}
    assert 'id="fiche"' not in html_of(client.get(subject.get_absolute_url()))


def test_an_answer_that_no_longer_fits_is_not_offered(client, subject, vendor):
    kept_for(vendor, "named", value="peut-être")

    assert 'id="fiche"' not in html_of(client.get(subject.get_absolute_url()))


def test_taking_over_too_late_loses_nothing(client, subject, vendor):
    kept_for(vendor, value="Hexa")
    TechnicalChoiceFactory(subject=subject, submitted=True, submitted_by=vendor)
    subject.version = 1
    subject.save(update_fields=["version"])

    answer = client.post(taking(subject), typed(rationale="Mes raisons"))

    assert answer.status_code == 409
    assert "Mes raisons" in html_of(answer)


def test_the_file_of_another_vendor_is_never_offered(client, subject, vendor):
    """Scenario 35: not in the page, not in the draft."""
    kept_for(PersonFactory(guest=True), value="Secret du rival")

    page = html_of(client.get(subject.get_absolute_url()))
    client.post(taking(subject), typed())

    assert "Secret du rival" not in page
    assert subject.choices.get().facts == {}


@pytest.mark.parametrize("role", ["vendor", "bearer", "it", "manager"])
def test_the_page_reads_topic_by_topic_with_its_dates(client, subject, vendor, role):
    kept_for(vendor, value="<b>Hexa</b>", confirmed_on=ago(800))
    client.force_login(member(subject.project, role))

    html = html_of(client.get(vendor.vendor.get_absolute_url()))

    assert "&lt;b&gt;Hexa&lt;/b&gt;" in html
    assert "À confirmer" in html
    assert subject.topic.name in html
    assert ("Toujours vrai" in html) == (role == "vendor")


def test_another_vendor_meets_nothing(client, vendor):
    client.force_login(PersonFactory(guest=True))

    assert client.get(vendor.vendor.get_absolute_url()).status_code == 404


def test_an_empty_file_says_how_it_fills(client, vendor):
    assert "se remplit toute seule" in html_of(client.get(vendor.vendor.get_absolute_url()))


def confirmation(answer):
    return reverse("projects:vendor-answer-confirmation", args=[answer.vendor_id, answer.pk])


def test_still_true_from_the_page(client, subject, vendor):
    answer = kept_for(vendor, confirmed_on=ago(800))
    html = html_of(client.get(vendor.vendor.get_absolute_url()))
    assert f'value="{answer.answered_at.isoformat()}"' in html

    done = client.post(confirmation(answer), {"seen": answer.answered_at.isoformat()}, follow=True)

    assert "À confirmer" not in html_of(done)


@pytest.mark.parametrize("seen", ["", "hier", "2026-13-45T00:00:00+00:00", "2026-01-01T00:00:00"])
def test_still_true_of_something_unread_is_refused(client, subject, vendor, seen):
    answer = kept_for(vendor, confirmed_on=ago(800))

    assert client.post(confirmation(answer), {"seen": seen}).status_code == 409


def test_the_page_costs_the_same_with_many_answers(
    client, subject, vendor, django_assert_num_queries
):
    kept_for(vendor)
    client.get(vendor.vendor.get_absolute_url())
    with CaptureQueriesContext(connection) as one:
        client.get(vendor.vendor.get_absolute_url())
    kept_for(vendor, "named", value="yes")
    kept_for(vendor, "country", value="FR")

    with django_assert_num_queries(len(one)):
        client.get(vendor.vendor.get_absolute_url())


@pytest.mark.parametrize(("days", "old"), [(364, False), (365, False), (367, True), (800, True)])
def test_an_answer_is_old_after_twelve_months(subject, vendor, days, old):
    assert is_old(kept_for(vendor, confirmed_on=ago(days))) == old
