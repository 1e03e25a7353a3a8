"""Two people, two browsers, the same instant: one effect, and the other keeps every word."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from governance.actions.absences import end_absence
from governance.journal import broken_links
from governance.models import Absence
from projects.actions.choices import submit_choice
from projects.actions.dependencies import answer_dependency, declare_dependency
from projects.models import Move
from reviews.actions.gates import submit_gate
from reviews.actions.rounds import withdraw_round
from reviews.models import Decision, Gate
from tests.factories import AbsenceFactory, PersonFactory, SystemFactory
from tests.reviews.gate_situations import bearer, gate_to_submit, referent, submitted, typed, vendor
from tests.reviews.test_gates_postgres import at_once, fresh

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
MINE = "Mon mot, écrit pendant une heure"


def posting(gate, person, outcome="changes", word=MINE, **fields):
    """A browser that is signed in and sends the form of the decision."""
    browser = Client()
    browser.force_login(person)
    where = reverse("reviews:decision", args=[gate.pk])
    data = typed(gate, outcome, word=word, **fields)

    return lambda: browser.post(where, data)


def pages(results):
    """The answers of the browsers, apart from what the other calls gave back."""
    assert not [result for result in results if isinstance(result, Exception)], results
    return [result for result in results if hasattr(result, "status_code")]


def one_won(answers):
    assert sorted(answer.status_code for answer in answers) == [302, 409]
    return next(answer.content.decode() for answer in answers if answer.status_code == 409)


def test_two_referents_decide_and_the_second_reads_who_did():
    """Scenario 1."""
    gate = submitted()
    people = [referent(gate), PersonFactory(team=gate.team)]

    late = one_won(pages(at_once(*[posting(gate, person) for person in people])))

    decision = Decision.objects.get()
    assert MINE in late
    assert decision.decided_by.name in late


def test_the_absent_referent_and_the_relay_decide_and_the_second_reads_who_did():
    """Scenario 21."""
    gate = submitted()
    sophie = referent(gate)
    relay = AbsenceFactory(person=sophie, delegate=PersonFactory()).delegate

    late = one_won(pages(at_once(posting(gate, sophie), posting(gate, relay))))

    decision = Decision.objects.get()
    assert MINE in late
    assert decision.decided_by.name in late
    assert decision.on_behalf_of in (None, sophie)


def test_a_file_taken_back_while_the_referent_decides():
    """Scenario 5: when the file left first, the words stay and the reason is read."""
    gate = submitted()
    author = vendor(gate)

    def take_back():
        try:
            return withdraw_round(gate=fresh(gate), by=author, reason="Je reprends le dossier.")
        except Exception as late:  # noqa: BLE001 -- the decision came first
            return str(late)

    (answer,) = pages(at_once(take_back, posting(gate, referent(gate))))

    taken = gate.rounds.get().withdrawn_at is not None
    assert (answer.status_code, Decision.objects.count()) == ((409, 0) if taken else (302, 1))
    assert not taken or (MINE in (html := answer.content.decode()) and "Je reprends" in html)


def test_the_vendor_proposes_again_while_the_referent_decides():
    """Scenario 3: nothing is decided on a file that was not read, or it is to be confirmed."""
    gate = submitted()
    subject, author = gate.project.topics.get(), vendor(gate)
    data = dict.fromkeys(("rationale", "alternatives", "reversibility"), "")
    data |= {"version": 2, "label": "Cloudmont", "facts": {}, "option": None}
    decide = posting(gate, referent(gate), "approved")

    (answer,) = pages(at_once(lambda: submit_choice(subject=subject, data=data, by=author), decide))

    last = gate.rounds.order_by("-number").first()
    assert (last.number, last.verdict, fresh(gate).state) == (2, None, "submitted")
    assert answer.status_code == (302 if Decision.objects.exists() else 409)
    assert Decision.objects.exists() or MINE in answer.content.decode()
    assert Move.objects.open().about(gate, "decide_gate").count() == 1


def test_the_vendor_submits_while_the_referent_sends_an_older_page():
    """Scenario 3."""
    gate = submitted()
    answer = posting(gate, referent(gate))()
    assert answer.status_code == 302

    def submit():
        return submit_gate(gate=fresh(gate), by=vendor(gate))

    (late,) = pages(at_once(submit, posting(gate, referent(gate), word="Encore un mot")))

    assert late.status_code in (302, 409)
    assert late.status_code == 302 or "Encore un mot" in late.content.decode()
    assert (Decision.objects.count(), gate.rounds.count()) == (1, 2)


def test_the_referent_comes_back_while_the_relay_decides():
    """Scenario 23: the relay's decision came first, or their words are kept for the referent."""
    gate = submitted()
    today = timezone.localdate()
    absence = AbsenceFactory(
        person=referent(gate),
        delegate=PersonFactory(),
        starts_on=today - timedelta(days=2),
        ends_on=today + timedelta(days=2),
    )
    relay = absence.delegate

    def come_back():
        return end_absence(absence=Absence.objects.get(pk=absence.pk), by=absence.person)

    (answer,) = pages(at_once(come_back, posting(gate, relay)))

    decided = Decision.objects.first()
    assert answer.status_code == (302 if decided else 409)
    assert decided is None or decided.on_behalf_of == absence.person
    assert decided or MINE in answer.content.decode()


def test_an_owner_refuses_while_the_referent_decides():
    """The refusal is judged, or the decision is to be confirmed: never approved unread."""
    gate = gate_to_submit(ref="J4")
    karim = PersonFactory()
    dependency = declare_dependency(
        project=gate.project,
        system=SystemFactory(owner=karim),
        nature="data_flow",
        direction="in",
        by=bearer(gate),
    )
    submit_gate(gate=gate, by=vendor(gate), reason="Le reste suit.")

    (answer,) = pages(
        at_once(
            lambda: answer_dependency(dependency=dependency, state="refused", by=karim, word="Non"),
            posting(gate, referent(gate), "approved"),
        )
    )

    last = gate.rounds.order_by("-number").first()
    assert (last.number, last.verdict) == (2, None)
    assert last.snapshot["dependencies"][0]["state"] == "refused"
    assert answer.status_code == (302 if Decision.objects.exists() else 409)


def test_sixteen_answers_and_decisions_in_every_order_never_wait_for_each_other_for_ever():
    """Each verb takes its turn before its rows: no deadlock, and the chain holds."""
    gates = []
    for _number in range(4):
        gate = gate_to_submit(ref="J4")
        karim = PersonFactory()
        dependency = declare_dependency(
            project=gate.project,
            system=SystemFactory(owner=karim),
            nature="data_flow",
            direction="in",
            by=bearer(gate),
        )
        submit_gate(gate=gate, by=vendor(gate), reason="Le reste suit.")
        gates.append((gate, dependency, karim))
    calls = []
    for gate, dependency, karim in gates:
        calls += [
            lambda row=dependency, by=karim: answer_dependency(
                dependency=row, state="refused", by=by, word="Non"
            ),
            posting(gate, referent(gate), "approved"),
            posting(gate, referent(gate), "refused", alternative="Autre chose"),
            lambda gate=gate: withdraw_round(gate=fresh(gate), by=vendor(gate), reason="Reprise"),
        ]

    results = at_once(*calls)

    assert not [row for row in results if "deadlock" in str(row).lower()]
    assert list(broken_links()) == []
    assert Gate.objects.filter(pk__in=[gate.pk for gate, *_rest in gates]).count() == 4
