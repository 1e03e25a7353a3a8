"""A project registered after it started: without blame, the hardest to undo first."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from governance.roles import Role
from projects.actions.registration import Registration, register_project
from projects.models import Move
from reviews.actions.opening import open_path
from tests.factories import PersonFactory, TeamFactory, member

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _thursday():
    with time_machine.travel("2026-10-08T07:00:00Z", tick=False):
        yield


def registered(reference, answers=None, **changes):
    """An express project, or what these answers make of it, registered by Claire."""
    facts = {
        "title": "Outil de sondage",
        "kind": "content",
        "need": "Mesurer la satisfaction.",
        "audience": "Clients",
        "launch_on": date(2027, 2, 2),
        "launch_reason": "La saison.",
        "visibility": "customers",
        "budget": "small",
        "answers": answers or {"payment": "no"},
        "referent": PersonFactory(team=TeamFactory(slug="it-security")),
    } | changes
    claire = PersonFactory(name="Claire Aubry")
    project, _path = register_project(registration=Registration(**facts), by=claire)
    open_path(project=project, by=claire)
    project.refresh_from_db()
    return project


def test_purchase_without_it_opens_a_month_without_blame(client, reference):
    project = registered(reference, started=("saas",))

    assert project.regularise_until == date(2026, 11, 7)
    assert project.summary["catch_up"]
    client.force_login(member(project, Role.BEARER))
    page = client.get(project.get_absolute_url()).content.decode().replace("\u00a0", " ")
    assert "Régularisation ouverte jusqu’au sam. 7 nov. : rien n’est reproché." in page
    assert "Un logiciel en ligne a été acheté en direct" in page


def test_month_that_has_passed_says_so(client, reference):
    project = registered(reference, started=("saas",))
    client.force_login(member(project, Role.BEARER))

    with time_machine.travel("2026-12-08T07:00:00Z", tick=False):
        client.force_login(member(project, Role.BEARER))
        page = client.get(project.get_absolute_url()).content.decode()

    assert "La régularisation était ouverte" in page


def test_started_express_project_meets_and_opens_its_early_gate(reference):
    project = registered(reference, started=("hosting",))

    assert project.level == "express"
    assert project.state == "registered"
    assert project.meetings.count() == 1
    steps = list(project.milestones.values_list("ref", flat=True))
    assert steps[:4] == ["registered", "scoping", "J2", "J1"]
    assert project.gates.filter(ref="J2").exists()
    assert project.milestones.get(ref="J2").reason.startswith("L’hébergement est choisi")
    topic = project.topics.get(topic__slug="hosting")
    assert (topic.needed_by.ref, topic.unclear) == ("J2", False)


def test_open_service_keeps_its_date_and_walks_forward(reference):
    project = registered(reference, started=("live",), launch_on=date(2026, 10, 9))

    days = list(project.milestones.values_list("due_on", flat=True))
    assert days == sorted(days)
    assert days[-1] > project.launch_on
    assert project.milestones.get(ref="launch").note == "service déjà ouvert"


def test_unknown_gives_the_topic_to_its_voice_the_same_day(reference):
    project = registered(
        reference, {"large_audience": "unknown", "sign_in": "unknown", "brand_emails": "unknown"}
    )

    moves = Move.objects.open().filter(kind="answer_topic").order_by("side")
    assert [(move.side, move.person) for move in moves] == [
        ("bearer", member(project, Role.BEARER)),
        ("it", member(project, Role.IT)),
    ]
    assert all(move.due_on >= timezone.localdate() + timedelta(days=1) for move in moves)


def test_nothing_started_leaves_nothing_to_regularise(reference):
    project = registered(reference)

    assert (project.regularise_until, project.summary["catch_up"]) == (None, False)
