"""Who is asked for an opinion, who may give it, and in whose place."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from governance.models import JournalEntry, Notice
from governance.roles import Role
from governance.verdicts import Incomplete, WrongState
from projects.models import Move
from reviews.actions.opinions import ask_more_opinions, give_opinion
from reviews.actions.queues import take_move
from reviews.models import Opinion
from tests.factories import (
    AbsenceFactory,
    DependencyFactory,
    PersonFactory,
    SystemFactory,
    TeamFactory,
    member,
)
from tests.reviews.gate_situations import (
    decide,
    gate_to_submit,
    referent,
    submit_gate,
    submitted,
    vendor,
)

pytestmark = pytest.mark.django_db


def opinion_moves():
    return Move.objects.open().filter(kind="give_opinion").order_by("pk")


def asked_of(*slugs):
    """A submitted gate whose advice these teams give, each with one person."""
    teams = [TeamFactory(slug=slug, name=slug) for slug in slugs]
    people = [PersonFactory(team=team) for team in teams]
    return submitted(advice=list(slugs)), *people


def in_days(count):
    return timezone.localdate() + timedelta(days=count)


def test_the_teams_that_the_reference_names_are_asked_in_it_or_not():
    _gate, _lawyer, _brand = asked_of("legal", "marketing")

    moves = opinion_moves()

    assert {move.team.slug for move in moves} == {"legal", "marketing"}
    assert {move.person for move in moves} == {None}
    assert {move.side for move in moves} == {"bearer"}


def test_a_team_takes_the_ball_and_its_opinion_closes_it_alone():
    gate, lawyer, _brand = asked_of("legal", "marketing")
    take_move(move=opinion_moves().get(team=lawyer.team), by=lawyer)

    give_opinion(gate=gate, value="favourable", by=lawyer)

    assert Opinion.objects.get().team == lawyer.team
    assert [move.team.slug for move in opinion_moves()] == ["marketing"]


def test_the_owners_of_the_systems_are_asked_the_person_else_the_team():
    gate = gate_to_submit(advice=["owners"])
    owned = DependencyFactory(
        project=gate.project, system=SystemFactory(owner_team=TeamFactory(), owner=PersonFactory())
    ).system
    shared = DependencyFactory(
        project=gate.project, system=SystemFactory(owner_team=TeamFactory(), owner=None)
    ).system
    DependencyFactory(
        project=gate.project, system=SystemFactory(owner_team=shared.owner_team, owner=None)
    )
    submit_gate(gate=gate, by=vendor(gate))

    asked = [(move.person, move.team, move.side) for move in opinion_moves()]

    assert asked == [
        (owned.owner, owned.owner_team, "owner"),
        (None, shared.owner_team, "owner"),
    ]
    give_opinion(gate=gate, value="favourable", by=owned.owner)
    assert opinion_moves().count() == 1


def test_whoever_was_not_asked_gives_no_opinion():
    """Scenario 9."""
    gate, _lawyer = asked_of("legal")

    with pytest.raises(PermissionDenied):
        give_opinion(gate=gate, value="favourable", by=PersonFactory())
    with pytest.raises(PermissionDenied):
        give_opinion(gate=gate, value="favourable", by=member(gate.project, Role.GUEST))


def test_the_author_of_the_file_gives_none_even_when_their_team_is_asked():
    """Scenario 10."""
    gate = gate_to_submit(advice=["marketing"])
    author = member(gate.project, Role.BEARER)
    submit_gate(gate=gate, by=author)

    with pytest.raises(PermissionDenied, match="soi-même"):
        give_opinion(gate=gate, value="favourable", by=author)


def test_the_relay_of_whoever_took_the_ball_says_for_whom(client):
    gate, lawyer = asked_of("legal")
    take_move(move=opinion_moves().get(), by=lawyer)
    relay = AbsenceFactory(person=lawyer).delegate
    client.force_login(relay)

    page = client.get(reverse("reviews:opinion", args=[gate.pk])).content.decode()
    client.post(reverse("reviews:opinion", args=[gate.pk]), {"value": "favourable"})

    opinion = Opinion.objects.get()
    assert f"Vous répondez pour {lawyer.name}" in page
    assert (opinion.given_by, opinion.on_behalf_of, opinion.team) == (relay, lawyer, lawyer.team)
    assert not opinion_moves().exists()
    gate_page = client.get(reverse("reviews:gate", args=[gate.pk])).content.decode()
    assert f"{relay.name} pour {lawyer.name}" in gate_page
    facts = JournalEntry.objects.get(verb="opinion.favourable").facts
    assert facts["on_behalf_of"] == lawyer.name


def test_a_relay_whose_absence_is_over_says_nothing():
    gate, lawyer = asked_of("legal")
    take_move(move=opinion_moves().get(), by=lawyer)
    relay = AbsenceFactory(person=lawyer, starts_on=in_days(-9), ends_on=in_days(-1)).delegate

    with pytest.raises(PermissionDenied):
        give_opinion(gate=gate, value="favourable", by=relay)


# asked in bulk


def test_several_teams_are_asked_at_once_with_their_own_date():
    gate, legal, dpo = submitted(), TeamFactory(slug="legal"), TeamFactory(dpo=True)
    lawyer, brand = PersonFactory(team=legal), PersonFactory(team=legal)
    legal.lead = lawyer
    legal.save()

    ask_more_opinions(
        gate=gate, by=referent(gate), teams=[legal, dpo], due_on=in_days(2), question="Clauses ?"
    )

    asked = {(move.team.slug, move.due_on, move.detail) for move in opinion_moves()}
    assert asked == {(slug, in_days(2), "Clauses ?") for slug in ("legal", "dpo")}
    told = Notice.objects.filter(key__startswith="opinion:")
    assert {notice.recipient for notice in told} == {lawyer}
    assert brand not in {notice.recipient for notice in told}
    assert JournalEntry.objects.filter(verb="opinion.asked").count() == 1


def test_the_same_team_is_asked_once_a_round():
    gate, legal = submitted(), TeamFactory(slug="legal")
    ask_more_opinions(gate=gate, by=referent(gate), teams=[legal], due_on=in_days(2))

    with pytest.raises(Incomplete, match="Déjà demandé"):
        ask_more_opinions(gate=gate, by=referent(gate), teams=[legal], due_on=in_days(3))
    decide(gate, "changes", word="À revoir")
    submit_gate(gate=gate, by=vendor(gate))
    ask_more_opinions(gate=gate, by=referent(gate), teams=[legal], due_on=in_days(3))

    assert opinion_moves().count() == 1


def test_nobody_asks_before_the_submission_or_after_the_decision():
    gate = gate_to_submit()
    asked = {"teams": [TeamFactory()], "due_on": in_days(2)}
    with pytest.raises(WrongState):
        ask_more_opinions(gate=gate, by=referent(gate), **asked)
    submit_gate(gate=gate, by=vendor(gate))
    decide(gate)

    with pytest.raises(WrongState):
        ask_more_opinions(gate=gate, by=referent(gate), **asked)


def test_only_whoever_decides_asks():
    gate, legal = submitted(), TeamFactory()

    with pytest.raises(PermissionDenied):
        ask_more_opinions(gate=gate, by=vendor(gate), teams=[legal], due_on=in_days(2))


def test_the_page_asks_and_keeps_what_was_typed(client):
    gate, legal = submitted(), TeamFactory(slug="legal", name="Achats et juridique")
    client.force_login(referent(gate))
    url = reverse("reviews:opinion-request", args=[gate.pk])

    first = client.get(url).content.decode()
    past = client.post(
        url, {"teams": [legal.pk], "question": "Les clauses ?", "due_on": in_days(-1).isoformat()}
    )
    none = client.post(url, {"due_on": in_days(2).isoformat()})
    done = client.post(url, {"teams": [legal.pk], "due_on": in_days(2).isoformat()})
    again = client.post(url, {"teams": [legal.pk], "due_on": in_days(2).isoformat()})

    assert "Achats et juridique" in first
    assert (past.status_code, none.status_code, again.status_code) == (422, 422, 422)
    assert "Les clauses ?" in past.content.decode()
    assert done.url == reverse("reviews:decision", args=[gate.pk])
    assert "Achats et juridique" in client.get(done.url).content.decode()


def test_too_late_to_ask_keeps_what_was_typed(client):
    gate, legal = submitted(), TeamFactory()
    url = reverse("reviews:opinion-request", args=[gate.pk])
    decide(gate)
    client.force_login(referent(gate))

    data = {"teams": [legal.pk], "question": "Clauses ?", "due_on": in_days(2).isoformat()}
    response = client.post(url, data)

    assert (response.status_code, "Clauses ?" in response.content.decode()) == (409, True)
    assert client.get(url).status_code == 302


def test_the_decision_page_says_whose_opinion_is_the_decision_and_leads_to_more(client):
    gate, _lawyer = asked_of("legal")
    client.force_login(referent(gate))

    page = client.get(reverse("reviews:decision", args=[gate.pk])).content.decode()

    assert "Votre avis est votre décision" in page
    assert reverse("reviews:opinion-request", args=[gate.pk]) in page
