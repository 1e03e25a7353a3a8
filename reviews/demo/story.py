"""One project of the demo: each method is an act of its life, played through the verbs."""

from dataclasses import dataclass
from datetime import timedelta

from governance.models import Topic
from projects import assessment
from projects.actions import waivers
from projects.actions.choices import submit_choice
from projects.actions.dependencies import answer_dependency
from projects.actions.launch import put_live
from projects.actions.registration import Registration, register_project
from projects.actions.seats import take_seat
from projects.actions.topics import clear_topic
from projects.models import Project
from reviews.actions import opening
from reviews.demo.gate_acts import GateActs
from reviews.demo.leaning_facts import answer_of
from reviews.demo.meeting_acts import MeetingActs
from reviews.demo.stage import Stage

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


@dataclass
class Story(MeetingActs, GateActs):
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
