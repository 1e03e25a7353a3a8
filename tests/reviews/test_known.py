"""Making an accepted choice known: who, when, and what never goes with it."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.models import JournalEntry
from governance.verdicts import Incomplete, WrongState
from projects import topics
from projects.models import KnownChoice
from reviews.actions.gates import submit_gate
from reviews.actions.known import make_known
from reviews.known import accepted_choices, last_day
from tests.factories import (
    FactFactory,
    KindFactory,
    PersonFactory,
    TechnicalChoiceFactory,
    member,
)
from tests.reviews.gate_situations import decide, gate_to_submit, referent, submitted, vendor

pytestmark = pytest.mark.django_db
RESERVE = {"text": "Garder les journaux", "consequence": "security", "weight": "reservation"}


def in_days(count):
    return timezone.localdate() + timedelta(days=count)


@pytest.fixture
def gate():
    """A gate that accepted one choice on hosting."""
    gate = submitted()
    FactFactory(slug="hosting_country", label="Pays d’hébergement", kind="country")
    decide(gate)
    return gate


@pytest.fixture
def choice(gate):
    return accepted_choices(gate)[0]


def accepted_with(guest_says=None, **facts):
    """A gate that accepted a choice with these facts beside its country."""
    gate = gate_to_submit()
    subject = gate.project.topics.get()
    said = {"hosting_country": "FR", **facts}
    if guest_says:
        said[guest_says] = f"Chez {vendor(gate).vendor}"
    TechnicalChoiceFactory(subject=subject, submitted=True, facts=said, label="Hexanuage, Paris")
    topics.refresh(subject)
    FactFactory(slug="hosting_country", kind="country", topic=subject.topic)
    FactFactory(slug="provider", label="Fournisseur", kind="text", topic=subject.topic)
    FactFactory(slug="security_contact", kind="text", of_vendor=True, topic=subject.topic)
    submit_gate(gate=gate, by=vendor(gate))
    decide(gate)
    return gate, accepted_choices(gate)[0]


def url_of(gate, choice):
    return reverse("reviews:known-choice", args=[gate.pk, choice.pk])


def posted(**changes):
    return {
        "label": "Hexanuage, Paris",
        "facts": ["hosting_country"],
        "conditions": "Avec deux salles.",
        "valid_until": in_days(300).isoformat(),
        **changes,
    }


def made(gate, choice, **changes):
    said = {"label": "Hexanuage, Paris", "valid_until": in_days(300), "by": referent(gate)}
    return make_known(gate=gate, choice=choice, **said | changes)


def test_the_referent_makes_an_accepted_choice_known_from_the_gate(client, gate, choice):
    client.force_login(referent(gate))
    page = client.get(reverse("reviews:gate", args=[gate.pk])).content.decode()
    assert url_of(gate, choice) in page
    assert "Hexanuage, Paris" in client.get(url_of(gate, choice)).content.decode()

    answer = client.post(url_of(gate, choice), posted(kinds=[gate.project.kind_id]))

    known = KnownChoice.objects.get()
    assert answer.status_code == 302
    assert (known.topic, known.source, known.made_by) == (
        choice.subject.topic,
        choice,
        referent(gate),
    )
    assert (known.label, known.conditions) == ("Hexanuage, Paris", "Avec deux salles.")
    assert known.facts == {"hosting_country": "FR"}
    assert list(known.kinds.all()) == [gate.project.kind]
    assert JournalEntry.objects.filter(verb="known.made").count() == 1
    page = client.get(reverse("reviews:gate", args=[gate.pk])).content.decode()
    assert known.get_absolute_url() in page
    assert client.get(url_of(gate, choice)).url == known.get_absolute_url()


def test_so_does_somebody_of_the_team_that_decides(gate, choice):
    known = made(gate, choice, by=PersonFactory(team=gate.team))

    assert known.source == choice


@pytest.mark.parametrize(
    ("role", "status"),
    [("vendor", 403), ("bearer", 403), ("manager", 403), ("steward", 403), ("guest", 404)],
)
def test_others_do_not(client, gate, choice, role, status):
    client.force_login(member(gate.project, role))

    assert client.post(url_of(gate, choice), posted()).status_code == status
    assert client.get(url_of(gate, choice)).status_code == status
    if status == 403:
        page = client.get(reverse("reviews:gate", args=[gate.pk])).content.decode()
        assert url_of(gate, choice) not in page
    assert not KnownChoice.objects.exists()


def test_reserved_is_accepted_too():
    gate = submitted()
    line = RESERVE | {"owner": vendor(gate), "due_on": in_days(20), "proof_asked": ""}
    decide(gate, "reserved", word="Un point à finir.", reservations=[line])

    assert len(accepted_choices(gate)) == 1


@pytest.mark.parametrize("outcome", ["changes", "refused"])
def test_what_was_not_accepted_is_not_made_known(client, outcome):
    gate = submitted()
    decide(gate, outcome, word="Non.", alternative="Une offre hébergée ici.")
    choice = gate.project.topics.get().choices.get()
    client.force_login(referent(gate))

    assert accepted_choices(gate) == []
    assert client.get(url_of(gate, choice)).status_code == 302
    assert client.post(url_of(gate, choice), posted()).status_code == 409
    with pytest.raises(WrongState):
        made(gate, choice)


def test_nor_what_must_be_confirmed_again(gate, choice):
    gate.unsettle(by=referent(gate), reason="Le lieu a changé.")

    with pytest.raises(WrongState):
        made(gate, choice)


def test_nor_a_version_that_the_gate_did_not_read(gate, choice):
    later = TechnicalChoiceFactory(subject=choice.subject, submitted=True, label="Cloudmont")

    with pytest.raises(WrongState):
        made(gate, later)


def test_nor_before_any_decision():
    gate = gate_to_submit()
    submit_gate(gate=gate, by=vendor(gate))

    assert accepted_choices(gate) == []


def test_two_clicks_make_one_and_a_colleague_comes_too_late(gate, choice):
    """Scenario 2."""
    first = made(gate, choice)

    assert made(gate, choice) == first
    with pytest.raises(WrongState, match=referent(gate).name):
        made(gate, choice, by=PersonFactory(team=gate.team))
    assert JournalEntry.objects.filter(verb="known.made").count() == 1


@pytest.mark.parametrize("day", [in_days(0), in_days(-1), last_day() + timedelta(days=1)])
def test_its_end_is_within_two_years(client, gate, choice, day):
    client.force_login(referent(gate))

    answer = client.post(url_of(gate, choice), posted(valid_until=day.isoformat()))

    assert answer.status_code == 422
    assert "Avec deux salles." in answer.content.decode()
    with pytest.raises(Incomplete):
        made(gate, choice, valid_until=day)


def test_last_day_is_two_years_later_even_from_a_leap_day():
    assert last_day(date(2026, 11, 22)) == date(2028, 11, 22)
    assert last_day(date(2028, 2, 29)) == date(2030, 2, 28)


@pytest.mark.parametrize("field", ["label", "conditions"])
@pytest.mark.parametrize("named", ["title", "vendor", "person"])
def test_neither_the_project_nor_its_vendor_is_named(client, gate, choice, field, named):
    """What a guest of another project may read never says where it comes from."""
    guest = vendor(gate)
    names = {"title": gate.project.title, "vendor": str(guest.vendor), "person": guest.name}
    client.force_login(referent(gate))

    answer = client.post(
        url_of(gate, choice), posted(**{field: f"Comme pour {names[named].upper()}."})
    )

    assert answer.status_code == 422
    assert not KnownChoice.objects.exists()


def test_nor_in_a_fact_that_is_taken_along():
    gate, choice = accepted_with(guest_says="provider")

    with pytest.raises(Incomplete):
        made(gate, choice, facts=["provider"])
    assert made(gate, choice, facts=["hosting_country"]).facts == {"hosting_country": "FR"}


def test_what_a_company_says_of_itself_is_never_offered(client):
    gate, choice = accepted_with(security_contact="m.benali@lumen.example")
    client.force_login(referent(gate))

    html = client.get(url_of(gate, choice)).content.decode()

    assert "m.benali@lumen.example" not in html
    answer = client.post(url_of(gate, choice), posted(facts=["security_contact"]))
    assert answer.status_code == 422
    assert made(gate, choice, facts=["security_contact"]).facts == {}


def test_free_words_are_offered_unticked(client):
    gate, choice = accepted_with(provider="Hexa")
    client.force_login(referent(gate))

    html = client.get(url_of(gate, choice)).content.decode()

    assert re.search(r'value="hosting_country"[^>]* checked', html)
    assert 'value="provider"' in html
    assert not re.search(r'value="provider"[^>]* checked', html)


def test_a_kind_put_aside_or_a_fact_made_up_is_refused(client, gate, choice):
    client.force_login(referent(gate))
    kind = KindFactory(slug="old", in_use=False)

    assert client.post(url_of(gate, choice), posted(kinds=[kind.pk])).status_code == 422
    assert client.post(url_of(gate, choice), posted(facts=["nothing"])).status_code == 422
    assert client.post(url_of(gate, choice), posted(label=" \u200b")).status_code == 422


def test_once_ended_it_can_be_made_known_again(gate, choice):
    made(gate, choice).end("Contrat fini.", by=referent(gate))

    assert made(gate, choice).ended_at is None
