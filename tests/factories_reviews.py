"""The factories of the upper floor: meetings, gates, findings, documents."""

from datetime import timedelta

import factory
from factory.django import DjangoModelFactory

from governance.models.journal import fingerprint
from reviews import models as table
from reviews.actions.reports import ALPHABET
from reviews.minutes import minutes_content
from tests.factories import (
    GateTemplateFactory,
    MilestoneFactory,
    MoveFactory,
    PersonFactory,
    ProjectFactory,
    TeamFactory,
    in_days,
    now,
)


class GateFactory(DjangoModelFactory):
    project = factory.SubFactory(ProjectFactory, staffed=True)
    milestone = factory.SubFactory(
        MilestoneFactory, gate=True, project=factory.SelfAttribute("..project")
    )
    template = factory.SubFactory(GateTemplateFactory)
    ref = factory.SelfAttribute("milestone.ref")
    name = factory.SelfAttribute("milestone.name")
    domain = "infrastructure"
    team = factory.SubFactory(TeamFactory, it=True)
    lead = factory.SubFactory(PersonFactory, it=True)
    criteria = factory.LazyFunction(
        lambda: [{"text": "Le lieu des données est connu", "proof": "declared"}]
    )
    answer_days = 5
    silence = "escalate"

    class Meta:
        model = table.Gate
        skip_postgeneration_save = True

    class Params:
        submitted = factory.Trait(
            state="submitted",
            round=factory.RelatedFactory("tests.factories_reviews.RoundFactory", "gate"),
        )
        approved = factory.Trait(state="approved")
        refused = factory.Trait(state="refused")


class RoundFactory(DjangoModelFactory):
    gate = factory.SubFactory(GateFactory, state="submitted")
    number = factory.LazyAttribute(lambda passage: passage.gate.rounds.count() + 1)
    snapshot = factory.LazyFunction(lambda: {"schema": 1, "topics": []})
    sha256 = factory.LazyAttribute(lambda passage: fingerprint(passage.snapshot))
    submitted_by = factory.SubFactory(PersonFactory, guest=True)
    submitted_at = factory.LazyFunction(now)

    class Meta:
        model = table.Round


class OpinionFactory(DjangoModelFactory):
    round = factory.SubFactory(RoundFactory)
    team = factory.SubFactory(TeamFactory, rssi=True)
    value = "favourable"
    given_by = factory.SubFactory(PersonFactory, rssi=True)
    given_at = factory.LazyFunction(now)

    class Meta:
        model = table.Opinion


class DecisionFactory(DjangoModelFactory):
    round = factory.SubFactory(RoundFactory)
    outcome = "approved"
    decided_by = factory.SubFactory(PersonFactory, it=True)
    decided_at = factory.LazyFunction(now)

    class Meta:
        model = table.Decision

    class Params:
        reserved = factory.Trait(outcome="reserved", word="Une sauvegarde hors site manque.")


class FindingFactory(DjangoModelFactory):
    gate = factory.SelfAttribute("decision.round.gate")
    decision = factory.SubFactory(DecisionFactory, reserved=True)
    text = "Ajouter une sauvegarde hors site"
    consequence = "security"
    owner = factory.SubFactory(PersonFactory, guest=True)
    due_on = in_days(15)

    class Meta:
        model = table.Finding

    class Params:
        proven = factory.Trait(proof="C’est fait.", proven_at=factory.LazyFunction(now))
        lifted = factory.Trait(
            proven=True,
            lifted_at=factory.LazyFunction(now),
            lifted_by=factory.SubFactory(PersonFactory, it=True),
        )


class WaiverFactory(DjangoModelFactory):
    gate = factory.SubFactory(GateFactory, state="waived")
    risk_owner = factory.SubFactory(PersonFactory, manager=True)
    reason = "Le salon ouvre lundi."
    expires_on = in_days(30)
    signed_by = factory.SelfAttribute("risk_owner")
    signed_at = factory.LazyFunction(now)

    class Meta:
        model = table.Waiver


class ScopingMeetingFactory(DjangoModelFactory):
    project = factory.SubFactory(ProjectFactory, staffed=True)
    created_at = factory.LazyFunction(now)

    class Meta:
        model = table.ScopingMeeting
        skip_postgeneration_save = True

    class Params:
        planned = factory.Trait(
            state="planned", starts_at=factory.LazyFunction(lambda: now() + timedelta(days=3))
        )
        held = factory.Trait(state="held", starts_at=factory.LazyFunction(now))
        closed = factory.Trait(state="closed", starts_at=factory.LazyFunction(now))
        signed = factory.Trait(state="signed", starts_at=factory.LazyFunction(now))


class PresenceFactory(DjangoModelFactory):
    meeting = factory.SubFactory(ScopingMeetingFactory, held=True)
    voice = "bearer"
    noted_at = factory.LazyFunction(now)

    class Meta:
        model = table.Presence


class AgendaItemFactory(DjangoModelFactory):
    meeting = factory.SubFactory(ScopingMeetingFactory, held=True)
    title = "Hébergement"
    minutes_planned = 10
    position = factory.Sequence(lambda n: n)

    class Meta:
        model = table.AgendaItem


class OutcomeFactory(DjangoModelFactory):
    item = factory.SubFactory(AgendaItemFactory)
    kind = "decision"
    text = "On garde l’hébergement en Union européenne."

    class Meta:
        model = table.Outcome

    class Params:
        action = factory.Trait(
            kind="action", owner=factory.SubFactory(PersonFactory), due_on=in_days(10)
        )
        question = factory.Trait(
            kind="question", owner=factory.SubFactory(PersonFactory), due_on=in_days(10)
        )


class MinutesFactory(DjangoModelFactory):
    meeting = factory.SubFactory(ScopingMeetingFactory, closed=True)
    number = factory.LazyAttribute(lambda minutes: minutes.meeting.minutes.count() + 1)
    content = factory.LazyAttribute(
        lambda minutes: minutes_content(
            minutes.meeting,
            list(minutes.meeting.project.seats.voices()),
            minutes.meeting.items.all(),
            number=minutes.number,
            closed_at=now(),
        )
    )
    sha256 = factory.LazyAttribute(lambda minutes: fingerprint(minutes.content))
    closed_by = factory.SubFactory(PersonFactory)
    closed_at = factory.LazyFunction(now)

    class Meta:
        model = table.Minutes


class SignatureFactory(DjangoModelFactory):
    minutes = factory.SubFactory(MinutesFactory)
    voice = "bearer"
    answer = "agreed"
    signed_by = factory.SubFactory(PersonFactory)
    signed_at = factory.LazyFunction(now)

    class Meta:
        model = table.Signature


def code_sign(number: int, rank: int) -> str:
    """The sign of this rank in a number written with the signs of the codes."""
    return ALPHABET[number // len(ALPHABET) ** rank % len(ALPHABET)]


class ReportFactory(DjangoModelFactory):
    project = factory.SubFactory(ProjectFactory)
    kind = "scoping"
    number = factory.LazyAttribute(lambda report: report.project.reports.count() + 1)
    code = factory.Sequence(
        lambda n: f"TEST-{code_sign(n, 3)}{code_sign(n, 2)}{code_sign(n, 1)}{code_sign(n, 0)}"
    )
    content = factory.LazyFunction(lambda: {"schema": 1})
    sha256 = factory.LazyAttribute(lambda report: fingerprint(report.content))
    asked_by = factory.SubFactory(PersonFactory)
    asked_at = factory.LazyFunction(now)

    class Meta:
        model = table.Report


class PrintedFileFactory(DjangoModelFactory):
    report = factory.SubFactory(ReportFactory)
    language = "fr"
    variant = "accessible"
    file = factory.LazyAttribute(lambda printed: f"reports/{printed.sha256[:24]}.pdf")
    sha256 = factory.LazyAttribute(lambda printed: fingerprint(printed.report.code))

    class Meta:
        model = table.PrintedFile


class CommitteeReportFactory(ReportFactory):
    project = None
    kind = "committee"
    number = factory.Sequence(lambda n: n + 1)
    content = factory.LazyFunction(lambda: {"schema": 1, "projects": []})


class CommitteeBundleFactory(DjangoModelFactory):
    committee = factory.SubFactory(CommitteeReportFactory)
    contents = factory.LazyFunction(lambda: {"files": [], "without": []})
    total = 1
    asked_by = factory.SelfAttribute("committee.asked_by")
    asked_at = factory.LazyFunction(now)

    class Meta:
        model = table.CommitteeBundle


class ReminderFactory(DjangoModelFactory):
    move = factory.SubFactory(MoveFactory, late=True)
    rung = "late"
    recipient = factory.SelfAttribute("move.person")
    planned_at = factory.LazyFunction(now)

    class Meta:
        model = table.Reminder


class SilentVoiceFactory(DjangoModelFactory):
    minutes = factory.SubFactory(MinutesFactory)
    voice = "bearer"
    person = factory.SubFactory(PersonFactory)
    noted_at = factory.LazyFunction(now)

    class Meta:
        model = table.SilentVoice
