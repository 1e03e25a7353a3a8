"""Known choices in other projects: offered and taken over, never with where they come from."""

import pytest
from django.urls import reverse

from governance.models import JournalEntry
from projects import inheritance, similar, topics
from projects.actions import choices
from projects.actions import known as known_actions
from projects.models import KnownChoice
from tests.factories import (
    KindFactory,
    KnownChoiceFactory,
    PersonFactory,
    TopicOptionFactory,
    member,
)
from tests.projects.known_situations import (
    ELSEWHERE,
    adoption,
    asked_topic,
    data,
    html_of,
    in_days,
    known_for,
    submitted_with,
    typed,
)

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script> {{ 7|add:7 }}"


@pytest.fixture
def subject():
    return asked_topic()


@pytest.fixture
def known(subject):
    return known_for(subject)


@pytest.fixture
def vendor(client, subject):
    person = member(subject.project, "vendor")
    client.force_login(person)
    return person


def test_the_vendor_meets_it_on_the_topic_without_where_it_comes_from(
    client, subject, known, vendor
):
    """Scenario 35: another project's title, vendor and words stay there."""
    html = html_of(client.get(subject.get_absolute_url()))

    assert "Hexanuage, région Paris" in html
    assert "Avec deux salles." in html
    assert adoption(subject, known) in html
    source = known.source
    for secret in (
        ELSEWHERE,
        source.subject.project.key,
        str(source.submitted_by),
        str(source.submitted_by.vendor),
        "Dupont",
        known.get_absolute_url(),
    ):
        assert secret not in html


@pytest.mark.parametrize("role", ["bearer", "it", "manager"])
def test_others_read_it_without_the_button(client, subject, known, role):
    client.force_login(member(subject.project, role))

    html = html_of(client.get(subject.get_absolute_url()))

    assert "Hexanuage, région Paris" in html
    assert adoption(subject, known) not in html


def test_taking_it_over_fills_the_draft_and_keeps_what_was_typed(client, subject, known, vendor):
    answer = client.post(adoption(subject, known), typed())

    assert answer.status_code == 302
    draft = subject.choices.get()
    assert (draft.label, draft.rationale, draft.known) == (
        "Hexanuage, région Paris",
        "Déjà tapé.",
        known,
    )
    assert draft.facts == {"hosting_country": "FR", "encrypted": "yes"}
    assert draft.inherited == ["encrypted", "hosting_country"]
    html = html_of(client.get(subject.get_absolute_url()))
    assert html.count(" repris</small>") == 2
    assert "2 faits repris de « Hexanuage, région Paris »" in html
    assert "Avec deux salles." in html
    client.force_login(PersonFactory())
    assert "0 projet" in html_of(client.get(reverse("projects:known-choices")))  # still a draft
    assert JournalEntry.objects.filter(verb="known.adopted").count() == 1


def test_an_option_of_the_topic_comes_as_an_option(subject, known):
    option = TopicOptionFactory(slug="hexanuage", label="Hexanuage", topic=subject.topic)
    KnownChoice.objects.filter(pk=known.pk).update(option=option)

    draft = known_actions.adopt_known(
        subject=subject, known=known, data=data(), by=member(subject.project, "vendor")
    )

    assert (draft.option, draft.label) == (option, "")
    assert draft.inherited == ["encrypted", "hosting_country"]


def test_a_fact_that_changes_is_no_longer_taken_over(client, subject, known, vendor):
    client.post(adoption(subject, known), typed())
    kept = {"label": known.label, "fact_hosting_country": "FR", "fact_encrypted": "no"}

    client.post(subject.get_absolute_url(), typed(**kept))

    draft = subject.choices.get()
    assert (draft.known, draft.inherited) == (known, ["hosting_country"])
    live = client.post(
        reverse("projects:verdicts", args=[subject.pk]), typed(**kept, heard="x"),
        headers={"HX-Request": "true"},
    )  # fmt: skip
    assert html_of(live).count(" repris</small>") == 1


def test_another_solution_owes_nothing(client, subject, known, vendor):
    client.post(adoption(subject, known), typed())

    client.post(subject.get_absolute_url(), typed(label="Cloudmont", fact_hosting_country="FR"))

    draft = subject.choices.get()
    assert (draft.known, draft.inherited) == (None, [])


def test_what_was_taken_over_is_frozen_with_the_version(subject, known):
    choice = submitted_with(subject, known, member(subject.project, "vendor"))

    assert choice.content()["known"] == known.pk
    assert choice.inherited == ["encrypted", "hosting_country"]
    assert choice.fingerprint == choice.computed_fingerprint()


def test_the_next_version_still_owes_it(subject, known):
    vendor = member(subject.project, "vendor")
    first = submitted_with(subject, known, vendor)

    draft = choices.save_draft(
        subject=subject,
        data=data(version=2, label=first.label, facts=first.facts, rationale="Mieux dit."),
        by=vendor,
    )

    assert (draft.known, draft.inherited) == (known, ["encrypted", "hosting_country"])


@pytest.mark.parametrize("role", ["bearer", "it", "contributor", "manager"])
def test_only_who_proposes_takes_it_over(client, subject, known, role):
    client.force_login(member(subject.project, role))

    assert client.post(adoption(subject, known), typed()).status_code == 403
    assert not subject.choices.exists()


def test_of_another_topic_or_unknown_it_is_not_found(client, subject, vendor):
    elsewhere = KnownChoiceFactory(source__subject__topic__slug="security", source__submitted=True)

    assert client.post(adoption(subject, elsewhere), typed()).status_code == 404


@pytest.mark.parametrize(
    "late",
    [{"valid_until": in_days(-1)}, {"ended_at": True}, {"kinds": True}],
    ids=["expired", "ended", "for another kind"],
)
def test_one_that_no_longer_holds_is_neither_offered_nor_taken(
    client, subject, known, vendor, late
):
    if "valid_until" in late:
        KnownChoice.objects.filter(pk=known.pk).update(valid_until=in_days(-1))
    elif "ended_at" in late:
        known.end("Le contrat est fini.", by=PersonFactory(it=True))
    else:
        known.kinds.add(KindFactory(slug="another"))

    assert adoption(subject, known) not in html_of(client.get(subject.get_absolute_url()))
    answer = client.post(adoption(subject, known), typed())
    assert answer.status_code == 409
    assert "Déjà tapé." in answer.content.decode()
    assert not subject.choices.exists()


def test_on_a_stale_page_nothing_typed_is_lost(client, subject, known, vendor):
    choices.submit_choice(subject=subject, data=data(label="Cloudmont"), by=vendor)

    answer = client.post(adoption(subject, known), typed())

    assert answer.status_code == 409
    assert "Déjà tapé." in answer.content.decode()


def test_the_company_reads_the_list_and_guests_do_not(client, subject, known, vendor):
    url = reverse("projects:known-choices")
    for address in (url, known.get_absolute_url()):
        refusal = client.get(address)
        assert refusal.status_code == 403
        assert ELSEWHERE not in refusal.content.decode()
        assert "Hexanuage" not in refusal.content.decode()
    client.force_login(PersonFactory())

    html = html_of(client.get(url))

    assert "Hexanuage, région Paris" in html
    assert ELSEWHERE in html
    assert "France" in html_of(client.get(known.get_absolute_url()))


def test_the_list_says_what_no_longer_holds_and_an_empty_one_says_how(client, known):
    client.force_login(PersonFactory())
    KnownChoice.objects.update(valid_until=in_days(-1))
    assert "Plus admis" in html_of(client.get(reverse("projects:known-choices")))
    KnownChoice.objects.all().delete()

    html = html_of(client.get(reverse("projects:known-choices")))

    assert "Aucun choix connu pour l’instant" in html


def test_hostile_words_stay_words(client, subject, known, vendor):
    """Scenario 102."""
    KnownChoice.objects.update(label=HOSTILE, conditions=HOSTILE)
    pages = [html_of(client.get(subject.get_absolute_url()))]
    client.post(adoption(subject, known), typed())
    pages.append(html_of(client.get(subject.get_absolute_url())))
    client.force_login(PersonFactory())
    pages.append(html_of(client.get(reverse("projects:known-choices"))))
    pages.append(html_of(client.get(known.get_absolute_url())))

    for html in pages:
        assert "&lt;script&gt;" in html
        assert "<script>alert" not in html


@pytest.mark.parametrize("place", ["list", "topic"])
def test_as_many_queries_for_three_as_for_one(
    client, subject, known, vendor, django_assert_max_num_queries, place
):
    client.force_login(vendor if place == "topic" else PersonFactory())
    url = subject.get_absolute_url() if place == "topic" else reverse("projects:known-choices")
    client.get(url)
    with django_assert_max_num_queries(60) as one:
        client.get(url)
    for _n in range(2):
        KnownChoiceFactory(source__subject__topic=subject.topic, source__submitted=True)
    with django_assert_max_num_queries(60) as three:
        client.get(url)

    assert len(three) == len(one)


def test_registration_offers_the_known_choices_of_the_kind(subject, known):
    kind = subject.project.kind
    other = KnownChoiceFactory(
        source__subject__topic__slug="security", source__submitted=True, label="Ailleurs"
    )
    other.kinds.add(KindFactory(slug="another"))

    assert similar.admitted(kind.slug) == [known]
    assert similar.admitted("another") == [known, other]
    known.end("Fini.", by=PersonFactory(it=True))
    assert similar.admitted(kind.slug) == []


def test_nothing_is_owed_to_no_source():
    assert inheritance.heritage(None, data()) == {"known": None, "inherited": []}
    assert not inheritance.is_lost(None)


def test_latest_choice_comes_with_what_it_rests_on(subject, known, django_assert_num_queries):
    submitted_with(subject, known, member(subject.project, "vendor"))

    with django_assert_num_queries(1):
        assert topics.latest_choice(subject).known == known
