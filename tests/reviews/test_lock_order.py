"""Every verb around a gate takes its turn before its first row: two of them never deadlock."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from governance import journal
from governance.roles import Role
from projects.actions.choices import submit_choice
from projects.actions.dependencies import answer_dependency, ask_again, declare_dependency
from projects.actions.launch import put_live
from projects.actions.seats import take_seat
from projects.models import Dependency, Move, Project
from reviews.actions.arbitration import request_arbitration
from reviews.actions.findings import prove_finding, raise_finding
from reviews.actions.gate_waivers import end_waiver, renew_waiver, waive_gate
from reviews.actions.gates import submit_gate
from reviews.actions.information import answer_information, ask_information, open_question
from reviews.actions.opinions import give_opinion
from reviews.actions.queues import release_move, take_move
from reviews.actions.renewals import add_renewal
from reviews.actions.rounds import reopen_gate, withdraw_round
from reviews.models import Finding, Renewal, Waiver
from tests.factories import PersonFactory, SeatFactory, SystemFactory, member
from tests.reviews.arbitration_situations import arbiters, say, ways_out
from tests.reviews.gate_situations import (
    bearer,
    decide,
    gate_to_submit,
    referent,
    submitted,
    vendor,
)

pytestmark = pytest.mark.django_db
WHY = "Le périmètre a bougé depuis."
WRITES = ("INSERT", "UPDATE", "DELETE")


@pytest.fixture
def order(monkeypatch):
    """What comes in which order: « turn » when the turn is taken, « row » when a row is written."""
    seen, take = [], journal.lock_chain

    def turn():
        seen.append("turn")
        take()

    def written(execute, sql, params, many, context):
        if sql.startswith(WRITES) or "FOR UPDATE" in sql:
            seen.append("row")
        return execute(sql, params, many, context)

    monkeypatch.setattr(journal, "lock_chain", turn)
    with connection.execute_wrapper(written):
        yield seen


def in_days(count):
    return timezone.localdate() + timedelta(days=count)


def waiving(gate):
    anne = member(gate.project, Role.MANAGER)
    said = {"risk_owner": anne, "reason": WHY, "measure": WHY, "expires_on": in_days(30)}
    return lambda: waive_gate(gate=gate, by=anne, **said)


def leaning(gate):
    system = SystemFactory(owner=PersonFactory())
    said = {"system": system, "nature": "data_flow", "direction": "in"}
    return lambda: declare_dependency(project=gate.project, by=bearer(gate), **said)


def found(gate):
    said = {"text": WHY, "weight": "reservation", "consequence": "rework", "owner": vendor(gate)}
    return raise_finding(gate=gate, by=referent(gate), due_on=in_days(9), **said)


def proposed(gate):
    data = dict.fromkeys(("rationale", "alternatives", "reversibility"), "")
    data |= {"version": 2, "label": "Cloudmont", "facts": {}, "option": None}
    submit_choice(subject=gate.project.topics.get(), data=data, by=vendor(gate))


def lived(gate):
    Project.objects.filter(pk=gate.project_id).update(state="scoped")
    gate.project.refresh_from_db()
    return lambda: put_live(project=gate.project, by=bearer(gate))


def question(gate):
    return ask_information(gate=gate, by=referent(gate), asked="vendor", question="Où ?")


def answered(gate):
    question(gate)
    row = open_question(gate)
    return lambda: answer_information(request=row, by=row.person, answer="Ici")


def renewed(gate):
    waiver, renewal = waiving(gate)(), Renewal.objects.get()
    said = {"reason": WHY, "measure": WHY, "expires_on": in_days(60)}
    return lambda: renew_waiver(renewal=renewal, by=waiver.signed_by, **said)


def ended(gate):
    waiving(gate)()
    Waiver.objects.update(expires_on=in_days(-1))
    return lambda: end_waiver(waiver_id=Waiver.objects.get().pk)


def proven(gate):
    found(gate)
    finding = Finding.objects.select_related("gate__project").get()
    return lambda: prove_finding(finding=finding, proof="Fait", by=finding.owner)


def replied(gate, state="refused"):
    row = leaning(gate)()
    return lambda: answer_dependency(dependency=row, state=state, by=row.system.owner, word=WHY)


def asked_again(gate):
    replied(gate)()
    row = Dependency.objects.get()
    return lambda: ask_again(dependency=row, by=bearer(gate), word=WHY)


def team_ball(gate):
    gate.project.seats.filter(part="it").update(left_at=timezone.now())
    move = Move.objects.open().get(kind="decide_gate")
    move.team, move.person = gate.team, None
    move.save()
    return move


def taken(gate):
    person, move = referent(gate), team_ball(gate)
    person.team = gate.team
    person.save()
    return lambda: take_move(move=move, by=person)


def released(gate):
    taken(gate)()
    move = Move.objects.select_related("project", "person", "team").get(kind="decide_gate")
    return lambda: release_move(move=move, by=move.person)


def refused_and_asked(gate):
    decide(gate, "refused", word="Non", alternative="Autre chose")
    said = {"question": "Où héberger ?", "sides": ("vendor", "it"), "options": ways_out()}
    said |= arbiters() | {"by": bearer(gate)}
    return lambda: request_arbitration(subject=gate, **said)


def argued(gate):
    arbitration = refused_and_asked(gate)()
    return lambda: say(arbitration, "vendor")


def seated(gate):
    gate.project.seats.filter(part="vendor").update(left_at=timezone.now())
    seat = SeatFactory(project=gate.project, part="vendor", offered=True)
    return lambda: take_seat(seat=seat, by=seat.person)


def reopened(gate):
    decide(gate)
    return lambda: reopen_gate(gate=gate, by=referent(gate), reason=WHY)


DOING = {
    "decide": lambda gate: lambda: decide(gate),
    "withdraw": lambda gate: lambda: withdraw_round(gate=gate, by=vendor(gate), reason=WHY),
    "reopen": reopened,
    "propose": lambda gate: lambda: proposed(gate),
    "advise": lambda gate: lambda: give_opinion(gate=gate, value="favourable", by=referent(gate)),
    "ask": lambda gate: lambda: question(gate),
    "answer": answered,
    "waive": waiving,
    "renew the waiver": renewed,
    "end the waiver": ended,
    "add a renewal": lambda gate: (
        lambda: add_renewal(
            gate=gate, genre="pentest", owner=vendor(gate), due_on=in_days(90), by=referent(gate)
        )
    ),
    "find": lambda gate: lambda: found(gate),
    "prove": proven,
    "lean": leaning,
    "the owner answers": replied,
    "ask the owner again": asked_again,
    "take": taken,
    "release": released,
    "ask for an arbitration": refused_and_asked,
    "write a position": argued,
    "go live": lived,
    "take a seat": seated,
}


@pytest.mark.parametrize("name", DOING)
def test_the_turn_comes_before_the_first_row(order, name):
    act = DOING[name](submitted())
    order.clear()

    act()

    assert order[0] == "turn"
    assert "row" in order


def test_submitting_takes_its_turn_first(order):
    gate = gate_to_submit()
    author = vendor(gate)
    order.clear()

    submit_gate(gate=gate, by=author)

    assert order[0] == "turn"
