"""A gate, the people around it and the days that pass, as a machine of rules and invariants."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import time_machine
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from governance.journal import broken_links
from governance.models import Closure, JournalEntry
from governance.models.journal import fingerprint
from governance.verdicts import Incomplete, WrongState
from projects.actions.choices import submit_choice
from projects.actions.dependencies import answer_dependency, ask_again, declare_dependency
from projects.models import Move, MovePause
from reviews.actions.deciding import decide_gate
from reviews.actions.gate_silence import follow_gates
from reviews.actions.gate_waivers import renew_waiver, waive_gate
from reviews.actions.gates import open_gate_moves, submit_gate
from reviews.actions.information import (
    answer_information,
    ask_information,
    open_question,
    withdraw_information,
)
from reviews.actions.opinions import give_opinion
from reviews.actions.queues import hand_over_move, release_move, take_move
from reviews.actions.rounds import reopen_gate, withdraw_round
from reviews.clock import Clock
from reviews.models import Decision, Gate, Renewal, Round
from tests.factories import AbsenceFactory, PersonFactory, SystemFactory
from tests.reviews.gate_situations import bearer, condition, gate_to_submit, referent, vendor

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Europe/Paris"))
CHANGES_OF_MIND = 5  # a round replaced at every step would never be decided
REFUSALS = (WrongState, Incomplete, PermissionDenied)
WHY = "Le périmètre a bougé depuis."
Kind, State = Move.Kind, Gate.State
steps: list[str] = []
done: set[str] = set()

DECIDERS = st.sampled_from(["on duty", "on duty", "referent", "colleague", "relay", "vendor"])
OUTCOMES = st.sampled_from([*Decision.Outcome.values])


def when(*states):
    """A rule that makes sense in some states; the wrong moments have a rule of their own."""
    return precondition(lambda machine: machine.state in states)


class GateMachine(RuleBasedStateMachine):
    """One gate, the people around it, and days that pass."""

    def __init__(self):
        super().__init__()
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.now, self.state, self.proposed = MONDAY, State.PREPARING, 0
        self.pk = None

    def teardown(self):
        try:
            assert list(broken_links()) == []
            for row in Round.objects.filter(gate=self.pk):
                assert row.snapshot
                assert fingerprint(row.snapshot) == row.sha256
        finally:
            transaction.set_rollback(True)
            self.outer.__exit__(None, None, None)

    @initialize(
        silence=st.sampled_from(["tacit", "escalate", "never"]),
        domain=st.sampled_from(["infrastructure", "security"]),
        seated=st.booleans(),
        early=st.sampled_from([False, False, False, True]),
    )
    def start(self, silence, domain, seated, early):
        with time_machine.travel(self.now, tick=False):
            gate = gate_to_submit(silence=silence, domain=domain, ref="J4")
            self.pk = gate.pk
            self.people = {
                "vendor": vendor(gate),
                "bearer": bearer(gate),
                "referent": referent(gate),
                "colleague": PersonFactory(team=gate.team),
                "relay": PersonFactory(),
                "adviser": PersonFactory(rssi=True),
                "manager": PersonFactory(manager=True),
                "owner": PersonFactory(),
            }
            declare_dependency(
                project=gate.project,
                system=SystemFactory(owner=self.people["owner"]),
                nature="data_flow",
                direction="in",
                by=self.people["bearer"],
            )
            if not seated:
                gate.project.seats.filter(part="it").update(taken_at=None, left_at=timezone.now())
            open_gate_moves(project=gate.project, by=self.people["bearer"])
        if not early:
            self.submit("vendor")

    # what people do

    @when(State.PREPARING, State.CHANGES, State.REFUSED, State.TO_CONFIRM)
    @rule(who=st.sampled_from(["vendor", "bearer", "adviser"]))
    def submit(self, who):
        self.play("submit", submit_gate, gate=self.gate(), by=self.people[who], reason="On avance")

    @when(State.SUBMITTED)
    @rule(who=st.sampled_from(["referent", "adviser", "vendor"]), value=st.booleans())
    def advise(self, who, value):
        said = {"value": "favourable" if value else "reserved", "text": "À suivre"}
        self.play("advise", give_opinion, gate=self.gate(), by=self.people[who], **said)

    @when(State.SUBMITTED)
    @rule(who=DECIDERS, outcome=OUTCOMES, behind=st.sampled_from([0, 0, 0, 1]))
    def decide(self, who, outcome, behind):
        gate = self.gate()
        told = {"word": "Voici pourquoi", "alternative": "Un hébergeur d’ici"}
        lines = [condition(gate)] if outcome == "reserved" else []
        self.play(
            f"decide {outcome}",
            decide_gate,
            gate=gate,
            by=self.person(who),
            outcome=outcome,
            round_number=gate.rounds.count() - behind,
            reservations=lines,
            **told,
        )

    @rule(outcome=OUTCOMES, who=st.sampled_from(["vendor", "referent"]))
    def come_at_the_wrong_moment(self, outcome, who):
        """A page opened long ago: submitted twice, decided when nothing waits, taken back late."""
        gate, by = self.gate(), self.people[who]
        if self.state == State.SUBMITTED:
            self.play("submit", submit_gate, gate=gate, by=by, reason="Encore")
        else:
            number = gate.rounds.count()
            facts = {"gate": gate, "by": by, "outcome": outcome, "round_number": number}
            self.play("too late", decide_gate, word="Trop tard", **facts)

    @when(State.SUBMITTED)
    @rule(who=DECIDERS, asked=st.sampled_from(["vendor", "bearer"]))
    def ask(self, who, asked):
        person = self.person(who)
        self.play("ask", ask_information, gate=self.gate(), by=person, asked=asked, question="Où ?")

    @when(State.SUBMITTED)
    @rule(who=st.sampled_from(["vendor", "bearer"]))
    def answer(self, who):
        question = open_question(self.gate())
        if question:
            person = self.people[who]
            self.play("answer", answer_information, request=question, by=person, answer="Ici")

    @when(State.SUBMITTED)
    @rule(who=DECIDERS)
    def take_question_back(self, who):
        question = open_question(self.gate())
        if question:
            self.play("unask", withdraw_information, request=question, by=self.person(who))

    @rule(who=st.sampled_from(["manager", "referent"]))
    def waive(self, who):
        self.play(
            "waive",
            waive_gate,
            gate=self.gate(),
            by=self.people[who],
            risk_owner=self.people["manager"],
            reason="Le salon ouvre lundi.",
            expires_on=self.now.date() + timedelta(days=30),
            measure="Une astreinte.",
        )

    @when(State.WAIVED, State.TO_CONFIRM)
    @rule(who=st.sampled_from(["manager", "referent"]))
    def confirm_waiver(self, who):
        """What it covers changed, or its end is near: management signs it again."""
        renewal = Renewal.objects.filter(genre="waiver", done_at=None).first()
        if renewal:
            said = {"reason": "Le salon ouvre lundi.", "measure": "Une astreinte."}
            last, by = self.now.date() + timedelta(days=30), self.people[who]
            facts = {"renewal": renewal, "by": by, "expires_on": last}
            self.play("confirm waiver", renew_waiver, **facts, **said)

    @rule(who=st.sampled_from(["referent", "colleague"]), days=st.integers(0, 4))
    def go_away(self, who, days):
        person, first = self.people[who], self.now.date()
        if not person.absences.filter(ends_on__gte=first).exists():
            last, relay = first + timedelta(days=days), self.people["relay"]
            AbsenceFactory(person=person, delegate=relay, starts_on=first, ends_on=last)
            done.add("go away")

    # the queue of the team

    @when(State.SUBMITTED)
    @rule(who=st.sampled_from(["referent", "colleague", "relay"]))
    def take(self, who):
        self.with_ball("take", take_move, who)

    @when(State.SUBMITTED)
    @rule(who=st.sampled_from(["referent", "colleague"]))
    def release(self, who):
        self.with_ball("release", release_move, who)

    @when(State.SUBMITTED)
    @rule(who=st.sampled_from(["referent", "colleague"]))
    def hand_over(self, who):
        other = "colleague" if who == "referent" else "referent"
        self.with_ball("hand over", hand_over_move, who, colleague=self.people[other])

    # what changes, and time

    @precondition(lambda machine: machine.proposed < CHANGES_OF_MIND)
    @rule()
    def propose_again(self):
        self.proposed += 1
        subject = self.gate().project.topics.get()
        data = dict.fromkeys(("rationale", "alternatives", "reversibility"), "")
        data |= {
            "version": subject.version + 1,
            "label": f"Nuage {self.proposed}",
            "facts": {},
            "option": None,
        }
        person = self.people["vendor"]
        self.play("propose", submit_choice, subject=subject, data=data, by=person)

    @rule(state=st.sampled_from(["conditional", "refused", "again"]))
    def depend(self, state):
        """What the project leans on is answered otherwise, or asked again."""
        row, word = self.gate().project.dependencies.get(), "Hors clôture"
        if state == "again":
            self.play("depend", ask_again, dependency=row, by=self.people["bearer"], word=word)
        else:
            owner = self.people["owner"]
            self.play("depend", answer_dependency, dependency=row, state=state, by=owner, word=word)

    @when(State.SUBMITTED, State.APPROVED)
    @rule(who=st.sampled_from(["vendor", "referent"]))
    def take_round_back(self, who):
        person = self.people[who]
        self.play("take back", withdraw_round, gate=self.gate(), by=person, reason=WHY)

    @when(State.APPROVED, State.RESERVED, State.WAIVED, State.SUBMITTED)
    @rule(who=DECIDERS)
    def reopen(self, who):
        self.play("reopen", reopen_gate, gate=self.gate(), by=self.person(who), reason=WHY)

    @rule(days=st.integers(1, 4))
    def let_days_pass(self, days):
        self.now += timedelta(days=days)

    @rule()
    def sweep(self):
        self.play("sweep", follow_gates)

    @when(State.SUBMITTED)
    @rule(days=st.integers(3, 8))
    def say_nothing(self, days):
        """Nobody does anything for days, and the sweep passes every morning."""
        for _day in range(days):
            self.now += timedelta(days=1)
            self.play("sweep", follow_gates)

    # what must hold

    @invariant()
    def a_step_was_made(self):
        steps.append(str(self.now))

    @invariant()
    def one_decision_per_round_on_a_frozen_file(self):
        rounds = Round.objects.filter(gate=self.pk).select_related("decision").defer("snapshot")
        decided = [row for row in rounds if row.verdict]
        verbs = [f"gate.{outcome}" for outcome in Decision.Outcome.values]
        written = JournalEntry.objects.filter(verb__in=[*verbs, "gate.tacit"]).count()
        assert len(decided) == Decision.objects.count() == written
        assert all(row.sha256 for row in rounds)

    @invariant()
    def the_gate_has_exactly_one_running_ball_until_it_is_decided(self):
        gate, kinds = self.gate(), (Kind.SUBMIT_GATE, Kind.DECIDE_GATE, Kind.ANSWER_INFO)
        running = list(Move.objects.running().filter(kind__in=kinds))
        assert len(running) == (0 if gate.is_decided else 1), (gate.state, running)

    @invariant()
    def what_is_paused_has_one_open_pause_and_says_for_what(self):
        paused = Move.objects.open().exclude(paused_at=None).values_list("pk", flat=True)
        stopped = MovePause.objects.filter(ended_at=None, move__closed_at=None)
        assert sorted(paused) == sorted(stopped.values_list("move", flat=True))
        assert len(paused) <= int(open_question(self.gate()) is not None)

    @invariant()
    def the_clock_counts_working_days_that_are_not_paused(self):
        for move in Move.objects.running().filter(kind=Kind.DECIDE_GATE):
            assert Clock.of(move, Closure.calendar()).due() == move.due_on

    # how

    def gate(self) -> Gate:
        return Gate.objects.select_related("project", "milestone", "team", "lead").get(pk=self.pk)

    def person(self, who):
        """Somebody by their part; « on duty » is the referent, or their relay while away."""
        referent, today = self.people["referent"], self.now.date()
        if who != "on duty":
            return self.people[who]
        away = referent.absences.filter(starts_on__lte=today, ends_on__gte=today)
        return self.people["relay"] if away.exists() else referent

    def with_ball(self, name, verb, who, **facts):
        """Somebody does something with the decision, while it belongs to the team."""
        rows = Move.objects.open().filter(kind=Kind.DECIDE_GATE, team__isnull=False)
        move = rows.select_related("project", "person", "team").first()
        if move:
            self.play(name, verb, move=move, by=self.people[who], **facts)

    def play(self, name, verb, **facts):
        """A verb at this minute; what is refused writes nothing."""
        self.now += timedelta(minutes=1)
        before, paused = JournalEntry.objects.count(), self.is_paused()
        with time_machine.travel(self.now, tick=False):
            try:
                verb(**facts)
            except REFUSALS:
                assert JournalEntry.objects.count() == before
            else:
                self.tell(name, before, paused)
        self.state = self.gate().state

    def tell(self, name, before, paused):
        """What a verb that was not refused did, for the count at the end."""
        written = JournalEntry.objects.order_by("pk")[before:]
        done.update([name, *(entry.verb for entry in written)])
        done.update("on behalf" for entry in written if "on_behalf_of" in entry.facts)
        now = self.is_paused()
        done.update(["pause"] * (now and not paused) + ["resume"] * (paused and not now))

    def is_paused(self) -> bool:
        return Move.objects.open().filter(kind=Kind.DECIDE_GATE).exclude(paused_at=None).exists()
