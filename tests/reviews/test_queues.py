"""Balls of a team: taken, given back, passed on, and read by whoever may."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from governance.journal import broken_links
from governance.models import JournalEntry
from governance.verdicts import Incomplete, WrongState
from projects.models import Move
from reviews.actions.queues import hand_over_move, name_lead, release_move, take_move
from reviews.models import Gate
from tests.factories import MoveFactory, PersonFactory, ProjectFactory, TeamFactory, member
from tests.reviews.gate_situations import gate_to_submit, referent, submit_gate, vendor

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return TeamFactory(it=True)


def waiting(team, **facts):
    """A ball of the team that nobody took."""
    return MoveFactory(team=team, person=None, side="it", **facts)


def taken(team, person, **facts):
    return take_move(move=waiting(team, **facts), by=person)


def unseated():
    """A gate submitted while nobody of IT sits: the decision is in the queue of its team."""
    gate = gate_to_submit()
    gate.project.seats.filter(part="it").update(taken_at=None)
    submit_gate(gate=gate, by=vendor(gate))
    return gate, Move.objects.get(kind="decide_gate")


def queue(team):
    return reverse("reviews:queue", args=[team.slug])


def test_a_ball_is_taken_and_the_portfolio_says_by_whom(team):
    julien, move = PersonFactory(team=team), waiting(team)

    take_move(move=move, by=julien)

    move.refresh_from_db()
    move.project.refresh_from_db()
    assert (move.person, move.taken_at is not None) == (julien, True)
    assert move.project.summary["balls"][0]["holder"] == julien.name
    assert JournalEntry.objects.filter(verb="queue.taken", actor=julien).count() == 1


def test_whoever_comes_second_reads_who_took_it(team):
    julien, nadia, move = PersonFactory(team=team), PersonFactory(team=team), waiting(team)
    stale = Move.objects.get(pk=move.pk)
    take_move(move=move, by=julien)

    with pytest.raises(WrongState, match=julien.name):
        take_move(move=stale, by=nadia)

    assert Move.objects.get().person == julien


def test_a_ball_of_another_team_is_not_taken(team):
    with pytest.raises(PermissionDenied, match="autre équipe"):
        take_move(move=waiting(team), by=PersonFactory())


def test_a_ball_goes_back_to_the_queue_with_nobody(team):
    julien = PersonFactory(team=team)
    move = taken(team, julien)

    release_move(move=move, by=julien)

    move.refresh_from_db()
    assert (move.person, move.taken_at, move.holder) == (None, None, str(team))
    assert list(broken_links()) == []


def test_a_colleague_receives_the_ball_with_a_word(team):
    julien, nadia = PersonFactory(team=team), PersonFactory(team=team)
    move = taken(team, julien)

    hand_over_move(move=move, by=julien, colleague=nadia, reason="Je pars demain")

    entry = JournalEntry.objects.get(verb="queue.handed_over")
    assert Move.objects.get().person == nadia
    assert (entry.facts["to"], entry.facts["reason"]) == (nadia.name, "Je pars demain")


def test_the_lead_of_the_team_passes_a_ball_that_somebody_else_holds(team):
    lead, julien, nadia = (PersonFactory(team=team) for _ in range(3))
    name_lead(team=team, by=PersonFactory(steward=True), lead=lead)
    move = taken(team, julien)

    with pytest.raises(PermissionDenied):
        hand_over_move(move=move, by=nadia, colleague=nadia)
    hand_over_move(move=move, by=lead, colleague=nadia)

    assert Move.objects.get().person == nadia


def test_somebody_of_another_team_does_not_receive_it(team):
    julien = PersonFactory(team=team)
    move = taken(team, julien)

    with pytest.raises(Incomplete):
        hand_over_move(move=move, by=julien, colleague=PersonFactory())


def test_a_ball_that_was_played_is_not_passed_on(team):
    julien = PersonFactory(team=team)
    move = taken(team, julien)
    Move.close_for(move.project, outcome="done")

    with pytest.raises(WrongState, match="jouée"):
        release_move(move=move, by=julien)


def test_taking_the_decision_makes_one_the_lead_of_the_gate():
    gate, move = unseated()
    julien = PersonFactory(team=gate.team)

    take_move(move=move, by=julien)
    assert Gate.objects.get().lead == julien
    release_move(move=move, by=julien)

    assert Gate.objects.get().lead is None


def test_nobody_takes_the_decision_on_their_own_project():
    gate, move = unseated()
    gate.project.registered_by = PersonFactory(team=gate.team)
    gate.project.save()

    with pytest.raises(PermissionDenied):
        take_move(move=move, by=gate.project.registered_by)


def test_the_queue_lists_by_deadline_who_took_what(client, team, django_assert_max_num_queries):
    julien, nadia = PersonFactory(team=team), PersonFactory(team=team)
    for number in range(3):
        waiting(team, title=f"Libre {number}", project=ProjectFactory())
    taken(team, nadia, title="Prise")
    client.force_login(julien)

    with django_assert_max_num_queries(12):
        page = client.get(queue(team)).content.decode()

    assert page.index("Libre 0") < page.index("Libre 2") < page.index("Prise")
    assert f"Prise par {nadia.name}" in page
    assert page.count("Je prends") == 3


def test_one_and_three_balls_cost_the_same(client, team, django_assert_num_queries):
    client.force_login(PersonFactory(team=team))
    waiting(team)
    client.get(queue(team))
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as one:
        client.get(queue(team))
    waiting(team)
    waiting(team)

    with django_assert_num_queries(len(one)):
        client.get(queue(team))


def test_the_buttons_take_pass_and_give_back(client, team):
    julien, nadia, move = PersonFactory(team=team), PersonFactory(team=team), waiting(team)
    client.force_login(julien)

    client.post(reverse("reviews:ball-taking", args=[move.pk]))
    empty = client.post(reverse("reviews:ball-handover", args=[move.pk]), {"colleague": ""})
    client.post(reverse("reviews:ball-handover", args=[move.pk]), {"colleague": nadia.pk})
    client.force_login(nadia)
    client.post(reverse("reviews:ball-release", args=[move.pk]))

    assert empty.status_code == 422
    assert Move.objects.get().person is None
    assert JournalEntry.objects.filter(verb__startswith="queue.").count() == 3


def test_too_late_is_a_page_that_says_who(client, team):
    julien, nadia, move = PersonFactory(team=team), PersonFactory(team=team), waiting(team)
    take_move(move=move, by=julien)
    client.force_login(nadia)

    response = client.post(reverse("reviews:ball-taking", args=[move.pk]))

    assert response.status_code == 409
    assert f"{julien.name} a déjà pris" in response.content.decode()


def test_a_steward_names_the_lead_and_the_team_reads_it(client, team):
    julien, steward = PersonFactory(team=team), PersonFactory(steward=True)
    client.force_login(steward)

    wrong = client.post(reverse("reviews:queue-lead", args=[team.slug]), {"lead": steward.pk})
    client.post(reverse("reviews:queue-lead", args=[team.slug]), {"lead": julien.pk})

    assert wrong.status_code == 422
    client.force_login(julien)
    assert f"Responsable : {julien.name}" in client.get(queue(team)).content.decode()


def test_the_lead_of_a_team_reads_its_queue_from_another_one(client, team):
    lead = PersonFactory()
    team.lead = lead
    team.save()
    client.force_login(lead)

    assert client.get(queue(team)).status_code == 200


def test_one_s_own_queue_and_all_of_them(client, team):
    julien = PersonFactory(team=team)
    client.force_login(julien)
    assert client.get(reverse("reviews:queues")).url == queue(team)

    client.force_login(PersonFactory(steward=True))
    assert queue(team) in client.get(reverse("reviews:queues")).content.decode()


def test_whoever_reads_all_queues_sees_what_waits_in_each(client, team, django_assert_num_queries):
    julien = PersonFactory(team=team)
    taken(team, julien)
    waiting(team, due_on=date(2020, 1, 7))
    client.force_login(PersonFactory(steward=True))

    page = client.get(reverse("reviews:queues"))

    assert [line["team"] for line in page.context["lines"] if line["late"]] == [team]
    words = " ".join(page.content.decode().replace("\xa0", " ").split())
    assert "<b>1 à prendre</b>, 2 en tout" in words
    assert "1 en retard" in words
    with CaptureQueriesContext(connection) as once:
        client.get(reverse("reviews:queues"))
    for other in TeamFactory.create_batch(2, it=True):
        waiting(other)
    with django_assert_num_queries(len(once)):
        client.get(reverse("reviews:queues"))


def test_home_leads_to_the_queue_of_a_team_that_has_one(client, team):
    marketing = PersonFactory()
    client.force_login(PersonFactory(team=team))
    assert reverse("reviews:queues") in client.get("/").content.decode()

    client.force_login(marketing)
    assert reverse("reviews:queues") not in client.get("/").content.decode()
    waiting(marketing.team)
    assert reverse("reviews:queues") in client.get("/").content.decode()


def test_the_seated_referent_keeps_the_decision_out_of_the_queue():
    gate = gate_to_submit()
    submit_gate(gate=gate, by=vendor(gate))

    move = Move.objects.get(kind="decide_gate")
    assert (move.person, move.team) == (referent(gate), None)


def test_a_guest_has_no_queue(client, team):
    client.force_login(member(ProjectFactory(staffed=True), "vendor"))

    assert client.get(reverse("reviews:queues")).status_code == 403
    assert client.get(queue(team)).status_code == 403
