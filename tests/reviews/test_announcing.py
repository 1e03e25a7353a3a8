"""What the chat hears of: gates, minutes, escalations; from the day a channel is there on."""

import pytest

from governance import journal
from governance.models import ChatChannel, Job
from reviews.actions.announcing import announce
from tests.factories import ChatChannelFactory, PersonFactory, ProjectFactory
from tests.factories_reviews import GateFactory

pytestmark = pytest.mark.django_db


def happen(verb: str, subject, **facts):
    project = getattr(subject, "project", subject)
    return journal.record(subject, verb, by=facts.pop("by", None), thread=project.key, **facts)


def said() -> list[str]:
    return [job.payload["sentence"] for job in Job.objects.order_by("pk")]


def test_a_channel_hears_each_thing_once_with_its_page():
    ChatChannelFactory()
    gate = GateFactory()
    happen("gate.approved", gate, by=PersonFactory(name="Sophie Marchand"))

    assert [announce(), announce()] == [1, 0]
    job = Job.objects.get()
    assert job.payload["sentence"].startswith("Sophie Marchand valide : ")
    assert str(gate.project.title) in job.payload["sentence"]
    assert job.payload["url"].endswith(f"/jalons/{gate.pk}/")


def test_an_escalation_says_which_ball_is_late():
    ChatChannelFactory()
    happen("ball.escalated", ProjectFactory(title="Refonte"), title="Décider : hébergement")

    announce()

    assert said() == ["Une balle en retard est remontée : Décider : hébergement (Refonte)"]


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
