"""What the chat hears of: gates, minutes, escalations; from the day a channel is there on."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from governance import journal
from governance.models import ChatChannel, Job, JournalEntry
from projects.models import Move
from reviews.actions.announcing import announce
from reviews.actions.findings import raise_finding
from reviews.actions.gates import submit_gate
from reviews.actions.information import ask_information
from reviews.actions.reminders import plan_reminders
from tests.factories import (
    ChatChannelFactory,
    MoveFactory,
    PersonFactory,
    ProjectFactory,
    ReminderRungFactory,
)
from tests.factories_reviews import GateFactory
from tests.reviews.gate_situations import decide, gate_to_submit, referent, vendor
from tests.reviews.test_rounds import new_version

pytestmark = pytest.mark.django_db


def happen(verb: str, subject, **facts):
    project = getattr(subject, "project", subject)
    return journal.record(subject, verb, by=facts.pop("by", None), thread=project.key, **facts)


def said() -> list[str]:
    return [
        job.payload["sentence"] for job in Job.objects.filter(kind="post_to_chat").order_by("pk")
    ]


def test_a_channel_hears_each_thing_once_with_its_page():
    ChatChannelFactory()
    gate = GateFactory()
    happen("gate.approved", gate, by=PersonFactory(name="Sophie Marchand"))

    assert [announce(), announce()] == [1, 0]
    job = Job.objects.get()
    assert job.payload["sentence"].startswith("Sophie Marchand valide : ")
    assert str(gate.project.title) in job.payload["sentence"]
    assert job.payload["url"].endswith(f"/jalons/{gate.pk}/")


def test_an_escalation_says_what_kind_of_ball_is_late_and_who_holds_it():
    ChatChannelFactory()
    facts = {"kind": "decide_gate", "holder": "Sophie Marchand", "title": "Décider : hébergement"}
    happen("ball.escalated", ProjectFactory(title="Refonte"), **facts)

    announce()

    assert said() == ["Une balle en retard est remontée : Décider, chez Sophie Marchand (Refonte)"]


def test_an_escalation_written_before_kinds_were_kept_names_the_project_alone():
    ChatChannelFactory()
    happen("ball.escalated", ProjectFactory(title="Refonte"), title="Mot de passe en clair")

    announce()

    assert said() == ["Une balle en retard est remontée (Refonte)"]


SECRETS = ("Mot de passe en clair", "Nuage Verdier", "12 000 €", "Base exposée")


def test_nothing_that_a_vendor_or_a_referent_wrote_reaches_the_chat():
    """A chat is read by people who stand on no project: kinds, names, titles, nothing typed."""
    ChatChannelFactory()
    gate = gate_to_submit()
    new_version(gate, label="Nuage Verdier", rationale="12 000 €")
    submit_gate(gate=gate, by=vendor(gate), reason="Base exposée")
    raise_finding(
        gate=gate,
        by=referent(gate),
        text="Mot de passe en clair",
        weight="blocker",
        consequence="security",
        owner=vendor(gate),
        due_on=timezone.localdate() + timedelta(days=3),
    )
    ask_information(gate=gate, by=referent(gate), asked="vendor", question="Base exposée ?")
    decide(gate, "refused", word="Mot de passe en clair", alternative="Nuage Verdier")
    for move in Move.objects.filter(project=gate.project):
        facts = {"title": move.title, "kind": move.kind, "holder": move.holder}
        happen("ball.escalated", gate.project, **facts)

    announce()

    assert len(said()) >= 4
    assert not [line for line in said() if any(secret in line for secret in SECRETS)]


@pytest.mark.parametrize("times", [1, 3])
def test_one_post_per_ball_and_rung_however_often_the_sweep_passes(times):
    ChatChannelFactory()
    PersonFactory(manager=True)
    ReminderRungFactory(days=1)
    ReminderRungFactory(days=5, audience="management", urgent=True)
    MoveFactory(due_on=date(2026, 3, 18), project=ProjectFactory(staffed=True))

    with time_machine.travel("2026-03-25 09:00+01:00", tick=False):
        plan_reminders()
    for _time in range(times):
        with time_machine.travel("2026-03-26 09:00+01:00", tick=False):
            plan_reminders()
            announce()

    assert JournalEntry.objects.filter(verb="ball.escalated").count() == 1
    assert len(said()) == 1


def test_what_is_not_for_everybody_is_not_told():
    ChatChannelFactory()
    happen("note.written", ProjectFactory())

    assert announce() == 0


def test_each_channel_reads_on_from_where_it_stopped_and_one_put_aside_reads_nothing():
    ChatChannelFactory()
    ChatChannelFactory(in_use=False)
    happen("gate.submitted", GateFactory())
    announce()
    ChatChannelFactory(label="Nouveau", heard_up_to=journal.head()[0])
    happen("gate.refused", GateFactory())

    assert announce() == 2
    assert Job.objects.count() == 3


def test_nothing_is_lost_when_much_has_happened(monkeypatch):
    monkeypatch.setattr("reviews.actions.announcing.BATCH", 2)
    ChatChannelFactory()
    gate = GateFactory()
    for _number in range(5):
        happen("gate.submitted", gate)

    assert [announce(), announce(), announce(), announce()] == [2, 2, 1, 0]
    assert ChatChannel.objects.get().heard_up_to == journal.head()[0]
