"""Gates that nobody decides, and the days that pass: for the tests of silence."""

import pytest
import time_machine

from governance.models import JournalEntry
from projects.models import Project
from reviews.actions import server_clock
from reviews.actions.gate_silence import follow_gates
from reviews.actions.information import answer_information, ask_information
from reviews.models import Gate, GateSilence
from tests.factories import PersonFactory, TeamFactory
from tests.reviews.gate_situations import referent, submitted

MONDAY = "2026-11-23 09:00"  # five working days: due on Monday 30
DUE, AFTER, NEXT, LATER = (f"2026-{day} 09:00" for day in ("11-30", "12-01", "12-02", "12-03"))
SATURDAY = "2026-12-05 09:00"


@pytest.fixture(autouse=True)
def _one_clock(monkeypatch):
    """Tests travel in time; the database does not."""
    monkeypatch.setattr(server_clock, "database_now", server_clock.timezone.now)


def at(moment, call=follow_gates):
    with time_machine.travel(moment, tick=False):
        return call()


def waiting(silence="tacit", level="standard", **facts):
    """A gate submitted on Monday, that nobody decides."""
    with time_machine.travel(MONDAY, tick=False):
        PersonFactory(manager=True)
        gate = submitted(silence=silence, **facts)
        Project.objects.filter(pk=gate.project_id).update(level=level)
        return Gate.objects.select_related("project").get(pk=gate.pk)


def steps(gate):
    return list(GateSilence.objects.filter(round__gate=gate).values_list("step", flat=True))


def verbs(*wanted):
    return list(JournalEntry.objects.filter(verb__in=wanted).values_list("verb", flat=True))


def ask(gate):
    return ask_information(gate=gate, by=referent(gate), asked="vendor", question="Où ?")


def answered(request):
    return answer_information(request=request, by=request.person, answer="Ici.")


@pytest.fixture
def advised():
    TeamFactory(slug="advice", side="it").people.add(PersonFactory(it=True))
    return {"advice": ["advice"]}
