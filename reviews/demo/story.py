"""One project of the demo: each method is an act of its life, played through the verbs."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import timezone

from governance.models import Topic
from governance.roles import Voice
from projects import assessment
from projects.actions import waivers
from projects.actions.choices import submit_choice
from projects.actions.dependencies import answer_dependency
from projects.actions.launch import put_live
from projects.actions.registration import Registration, register_project
from projects.actions.seats import take_seat
from projects.actions.topics import clear_topic
from projects.models import Project
from reviews.actions import (
    deciding,
    findings,
    gate_waivers,
    gates,
    meetings,
    minutes,
    opening,
    opinions,
    outcomes,
    signing,
    slots,
)
from reviews.demo.criteria_stories import answer_file
from reviews.demo.leaning_facts import answer_of
from reviews.demo.stage import Stage
from reviews.models import Finding, Outcome

QUESTIONS = (
    "personal_data",
    "sign_in",
    "company_tool",
    "content_module",
    "external_hosting",
    "payment",
    "brand_emails",
    "large_audience",
)
DONE = "C’est fait, le détail est dans les pièces du projet."
ROOM = "Salle Lin et visioconférence"


@dataclass
class Story:
    """A project and the three people who carry it."""

    stage: Stage
    people: dict
    bearer: str
    referent: str
    vendor: str = ""
    title: str = ""
    registered: int = 0
    project: Project | None = None

    def register(self, ago, *, title, kind, launch_in, yes=(), unknown=(), drawn=False, **words):
        """The need is written down; the path follows. `drawn`: an express project to read later."""
        self.title, self.registered = title, ago

        def act():
            answers = dict.fromkeys(QUESTIONS, "no")
            answers |= dict.fromkeys(yes, "yes") | dict.fromkeys(unknown, "unknown")
            guest = self.people.get(self.vendor)
            registration = Registration(
                title=title,
                kind=kind,
                launch_on=self.stage.day(-launch_in),
                answers=answers,
                referent=self.people[self.referent],
                vendor_name=guest.vendor.name if guest else "",
                vendor_email=guest.email if guest else "",
                **words,
            )
            by = self.people[self.bearer]
            self.project, _path = register_project(registration=registration, by=by)
            opening.open_path(project=self.project, by=by, lot=lambda: 0 if drawn else 99)

        self.stage.at(ago, 9.5, act)
        return self

    def clear(self, ago, slug, text):
        """Somebody knows now what nobody knew at registration."""

        def act():
            subject = self.project.topics.get(topic__slug=slug)
            clear_topic(subject=subject, text=text, by=self.people[self.bearer])

        self.stage.at(ago, 10.5, act)
        return self

    def board(self, ago, *voices):
        """The invited people take their seats."""

        def act():
            for seat in self.project.seats.voices().filter(part__in=voices, taken_at=None):
                take_seat(seat=seat, by=seat.person)

        self.stage.at(ago, 11, act)
        return self

    def plan(self, ago, *, held):
        """The meeting gets its date: proposed, then answered by the voices that are there."""

        def act():
            start = datetime.combine(self.stage.day(held), time(10, 0))
            meeting, bearer = self.meeting, self.people[self.bearer]
            offered = [timezone.make_aware(start)]
            (slot,) = slots.propose_slots(meeting=meeting, starts=offered, place=ROOM, by=bearer)
            voices = [seat.person for seat in self.project.seats.voices()]
            for person in (person for person in voices if person != bearer):
                slots.answer_slots(meeting=meeting, answers={slot.pk: "yes"}, by=person)
            if len(voices) < len(Voice):
                slots.fix_slot(slot=slot, reason="Le prestataire n’est pas choisi.", by=bearer)

        self.stage.at(ago, 14, act)
        return self

    def offer(self, ago, *ahead, said):
        """Dates are on offer; each voice of `said` has answered them."""

        def act():
            days = [datetime.combine(self.stage.day(-day), time(10, 0)) for day in ahead]
            starts, bearer = [timezone.make_aware(day) for day in days], self.people[self.bearer]
            rows = slots.propose_slots(meeting=self.meeting, starts=starts, place=ROOM, by=bearer)
            for voice, values in said.items():
                answers = {row.pk: value for row, value in zip(rows, values, strict=True)}
                person = self.project.seats.voices().get(part=voice).person
                slots.answer_slots(meeting=self.meeting, answers=answers, by=person)

        self.stage.at(ago, 15, act)
        return self

    def meet(self, ago, *lines):
        """The three voices meet; each line is (kind, text, owner, due in working days)."""

        def act():
            bearer = self.people[self.bearer]
            meeting = meetings.hold_meeting(meeting=self.meeting, present=Voice.values, by=bearer)
            items = list(meeting.items.all())
            for index, (kind, text, owner, due) in enumerate(lines):
                outcomes.add_outcome(
                    item=items[index % len(items)],
                    kind=kind,
                    text=text,
                    by=bearer,
                    owner=self.people[owner] if owner else None,
                    due_on=self.stage.day(ago - due) if due else None,
                )
            minutes.close_meeting(meeting=meeting, by=bearer)

        self.stage.at(ago, 10, act)
        return self

    def finish(self, ago, *, but=()):
        """What the meeting left to do is done, `but` what these people owe."""

        def act():
            rows = Outcome.objects.filter(item__meeting__project=self.project, done_at=None)
            for outcome in rows.exclude(owner=None).select_related("owner"):
                if outcome.owner not in [self.people[slug] for slug in but]:
                    outcomes.finish_outcome(outcome=outcome, answer=DONE, by=outcome.owner)

        self.stage.at(ago, 14.5, act)
        return self

    def sign(self, ago, voice, answer="agreed", remark="", by=""):
        """A voice answers the minutes, or whoever stands in for it."""

        def act():
            last = self.meeting.minutes.order_by("-number").first()
            seat = self.project.seats.current().get(part=voice)
            person = self.people.get(by, seat.person)
            signing.sign_minutes(minutes=last, answer=answer, remark=remark, by=person)

        self.stage.at(ago, 15, act)
        return self

    def sign_all(self, ago):
        """The three voices agree the same day."""
        for voice in (Voice.BEARER, Voice.VENDOR, Voice.IT):
            self.sign(ago, voice)
        return self

    def answer(self, ago, *topics, why="", **own):
        """The vendor answers topics with the first admitted solution, or with their own facts."""

        def act():
            for slug in topics:
                self._submit(slug, why=why, **own)

        self.stage.at(ago, 11.5, act)
        return self

    def _submit(self, slug, *, why, label="", facts=None, reversibility="days", **more):
        subject = self.project.topics.get(topic__slug=slug)
        option = None if label else Topic.objects.get(slug=slug).options.first()
        submit_choice(
            subject=subject,
            data={
                "version": subject.version + 1,
                "option": option,
                "label": label,
                "facts": self._company(slug) | (option.facts if option else {}) | (facts or {}),
                "rationale": why or "C’est la solution que la DSI connaît déjà.",
                "alternatives": "",
                "reversibility": reversibility,
                **more,
            },
            by=self.people[self.vendor],
        )

    def _company(self, slug) -> dict:
        """What the vendor says of itself on a topic: kept in its file for the next project."""
        if slug != "security":
            return {}
        domain = self.people[self.vendor].email.split("@")[1]
        return {
            "security_contact": f"securite@{domain}",
            "vulnerability_policy": "yes",
            "incident_notice_hours": 48,
            "security_training": "no",
        }

    def confirm(self, ago, *, but=(), state="confirmed", only=(), word=""):
        """The owners answer for their systems: all of them, or `only` some, or all `but` some."""

        def act():
            rows = self.project.dependencies.filter(state="to_confirm").exclude(
                system__name__in=but
            )
            if only:
                rows = rows.filter(system__name__in=only)
            for row in rows.select_related(
                "system__owner", "system__owner_team", "project", "needed_by"
            ):
                by = row.system.owner or self.people["julien"]
                answer_dependency(dependency=row, state=state, by=by, **answer_of(row, word))

        self.stage.at(ago, 16, act)
        return self

    def submit(self, ago, ref, reason="Le reste arrive avec la recette."):
        """The criteria are answered, then the gate is submitted on a frozen file."""

        def answer():
            answer_file(self.gate(ref), by=self.people[self.vendor])

        def act():
            gates.submit_gate(gate=self.gate(ref), by=self.people[self.vendor], reason=reason)

        self.stage.at(ago, 16.75, answer)
        self.stage.at(ago, 17, act)
        return self

    def advise(self, ago, ref, who, value="favourable", text=""):
        """A referent gives an opinion."""

        def act():
            opinions.give_opinion(gate=self.gate(ref), value=value, text=text, by=self.people[who])

        self.stage.at(ago, 16.5, act)
        return self

    def decide(self, ago, ref, outcome="approved", word="", *reservations, by="", alternative=""):
        """The referent or their relay decides; each reservation is (text, owner, due in working days, nature)."""

        def act():
            gate = self.gate(ref)
            deciding.decide_gate(
                gate=gate,
                outcome=outcome,
                round_number=gate.rounds.count(),
                word=word,
                alternative=alternative,
                by=self.people[by or self.referent],
                reservations=[self._condition(ago, *line) for line in reservations],
            )

        self.stage.at(ago, 15.5, act)
        return self

    def _condition(self, ago, text, owner, due, nature) -> dict:
        return {
            "text": text,
            "owner": self.people[owner],
            "due_on": self.stage.day(ago - due),
            "consequence": nature,
            "weight": "reservation",
            "proof_asked": "",
        }

    def lift(self, ago, proof):
        """Every open reservation is proven, then lifted the next morning."""

        def prove():
            for finding in self.open_findings():
                findings.prove_finding(finding=finding, proof=proof, by=finding.owner)

        def lift():
            for finding in self.open_findings():
                findings.lift_finding(finding=finding, by=self.people[self.referent])

        self.stage.at(ago + 1, 11, prove)
        self.stage.at(ago, 10.5, lift)
        return self

    def waive(self, ago, ref, who, reason, measure, days):
        """Management lets the project go on without a validation."""

        def act():
            gate_waivers.waive_gate(
                gate=self.gate(ref),
                by=self.people[who],
                risk_owner=self.people[who],
                reason=reason,
                measure=measure,
                expires_on=self.stage.today + timedelta(days=days),
            )

        self.stage.at(ago, 18, act)
        return self

    def except_rule(self, ago, slug, ref, reason, measure, days, *answer):
        """The vendor asks to go past a ground rule; management answers two days later, or not yet."""
        asked = []

        def ask():
            subject = self.project.topics.select_related("project", "topic").get(topic__slug=slug)
            rule = next(rule for rule in assessment.rules_of(subject) if rule.ref == ref)
            until = self.stage.today + timedelta(days=days)
            said = {"reason": reason, "measure": measure, "expires_on": until}
            by = self.people[self.vendor]
            asked.append(waivers.ask_waiver(subject=subject, rule=rule, by=by, **said))

        def reply():
            state, word = answer
            facts = {"waiver": asked[0], "state": state, "word": word}
            waivers.answer_waiver(by=self.people["anne"], **facts)

        self.stage.at(ago, 14, ask)
        if answer:
            self.stage.at(ago - 2, 10, reply)
        return self

    def launch(self, ago):
        """The project is in service."""

        def act():
            put_live(project=self.project, by=self.people[self.bearer])

        self.stage.at(ago, 12, act)
        return self

    @property
    def meeting(self):
        return self.project.meetings.latest("pk")

    def gate(self, ref):
        self.project.refresh_from_db()
        return self.project.gates.select_related("project", "milestone", "template").get(ref=ref)

    def open_findings(self):
        rows = Finding.objects.filter(gate__project=self.project, lifted_at=None)
        return rows.select_related("gate__project", "owner", "decision__decided_by")
