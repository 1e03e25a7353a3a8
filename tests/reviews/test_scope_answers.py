"""Answers and people that a change of scope touches: topics, path, certificate, vendor."""

import pytest
import time_machine

from projects.models import Project
from reviews.actions.scope_changes import NewVendor
from reviews.models import Report
from tests.reviews.change_situations import (
    TODAY,
    again,
    change,
    gate_states,
    registered,
    scoped,
    who,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


NORTH = NewVendor("ines@atelier-nord.example", "Atelier Nord")


@pytest.fixture(autouse=True)
def _thursday():
    with time_machine.travel(TODAY, tick=False):
        yield


def test_a_project_not_signed_yet_only_has_its_path_laid_again():
    project = registered(yes=("personal_data",))

    row = change(project, answers={"payment": "yes"})

    project = again(project)
    assert (project.state, project.level, row.after_signature) == (
        "registered",
        "reinforced",
        False,
    )
    assert project.meetings.count() == 1
    assert set(gate_states(project)) == {"J1", "J2", "J3", "J4", "J5", "J6"}


def test_minutes_waiting_for_signatures_are_reopened():
    """Scenario 95."""
    project = registered(yes=("personal_data",))
    project.meetings.update(state="closed", starts_at="2026-10-08T08:00Z")

    row = change(project, need="Offrir aussi une visite.")

    assert project.meetings.get().state == "held"
    assert any("compte rendu à signer est rouvert" in sentence for sentence in row.effects)


def test_a_project_accepted_at_once_that_still_meets_every_rule_gets_a_new_certificate():
    project = scoped(yes=())

    change(project, need="Offrir aussi une visite.")

    assert again(project).state == "scoped"
    assert Report.objects.filter(project=project, kind="certificate").count() == 2
    assert not project.meetings.exists()


def needed(project):
    return set(project.topics.exclude(needed_by=None).values_list("topic__slug", flat=True))


def test_answers_open_and_close_topics():
    project = scoped(yes=())
    before = needed(project)

    opened = change(project, answers={"company_tool": "yes"})
    asked = needed(project)
    closed = change(again(project), answers={"company_tool": "no"})

    assert {"integration", "security"} <= asked - before
    assert needed(project) == before
    assert any("Sujet ouvert" in sentence for sentence in opened.effects)
    assert any("À déclarer" in sentence for sentence in opened.effects)
    assert any("Sujet qui n’est plus demandé" in sentence for sentence in closed.effects)
    assert set(gate_states(project)) == {"J1", "J6"}


def test_answers_no_longer_asked_leave():
    project = registered(yes=("personal_data", "brand_emails"), kind="other")

    change(project, answers={"personal_data": "no"})

    assert "brand_emails" not in again(project).answers


def test_another_vendor_is_invited_and_the_former_one_leaves():
    """Scenario 38."""
    project = scoped()
    mehdi = who(project, "vendor")

    change(project, vendor=NORTH, cause="vendor")

    project = again(project)
    assert project.vendor.name == "Atelier Nord"
    assert who(project, "vendor").email == NORTH.email
    assert not Project.objects.visible_to(mehdi).filter(pk=project.pk).exists()
    assert not project.moves.open().filter(kind="fill_seat").exists()
    assert not project.moves.open().filter(person=mehdi).exists()
