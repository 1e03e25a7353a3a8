"""Registered projects that change on the way, reached through the verbs as people would."""

from dataclasses import replace
from datetime import date

from django.utils import timezone

from governance.roles import Voice
from projects.actions.registration import Registration, register_project
from projects.actions.seats import take_seat
from projects.models import Milestone, Project
from projects.scope import scope_of
from reviews.actions.opening import open_path
from reviews.actions.scope_changes import change_scope, preview_scope
from reviews.models import Gate
from tests.factories import PersonFactory

QUIET = dict.fromkeys(
    (
        "personal_data", "sign_in", "company_tool", "external_hosting", "payment", "brand_emails",
        "generative_ai",
    ),
    "no",
)  # fmt: skip
TODAY = "2026-10-08 09:41+02:00"
LAUNCH = date(2027, 2, 2)


def registered(yes=(), *, boarded=True, **facts):
    """A project registered by the verbs, its three voices on board."""
    fields = {
        "title": "Carte cadeau",
        "kind": "tool",
        "need": "Offrir en ligne une carte cadeau.",
        "audience": "Les clients",
        "launch_on": LAUNCH,
        "launch_reason": "Saint-Valentin",
        "visibility": "public",
        "budget": "medium",
        "answers": QUIET | dict.fromkeys(yes, "yes"),
        "referent": PersonFactory(it=True, name="Lucie Moreau"),
        "vendor_name": "Studio Lumen",
        "vendor_email": "mehdi@studio-lumen.example",
    }
    claire = PersonFactory(name="Claire Aubry")
    project, _path = register_project(registration=Registration(**(fields | facts)), by=claire)
    open_path(project=project, by=claire)
    if boarded:
        for seat in project.seats.voices().filter(taken_at=None):
            take_seat(seat=seat, by=seat.person)
    return again(project)


def scoped(yes=("personal_data",), **facts):
    """The same, once its three voices have signed."""
    project = registered(yes, **facts)
    claire = who(project, "bearer")
    if project.state == Project.State.REGISTERED:
        meeting = project.meetings.get()
        now = timezone.now()
        type(meeting).objects.filter(pk=meeting.pk).update(state="signed", starts_at=now)
        project.moves.open().filter(kind="plan_meeting").update(closed_at=now)
        project.sign_scoping(by=claire, number=1)
        for step in project.milestones.filter(ref="scoping"):
            step.mark(Milestone.State.DONE, on=timezone.localdate())
    return again(project)


def decided(project, *refs):
    """These validations are decided, their topics validated."""
    for ref in refs:
        gate = project.gates.get(ref=ref)
        Gate.objects.filter(pk=gate.pk).update(state="approved")
        gate.milestone.mark(Milestone.State.DONE, on=timezone.localdate())
    return again(project)


def again(project) -> Project:
    return Project.objects.select_related("kind", "vendor").get(pk=project.pk)


def who(project, part):
    return project.seats.current().get(part=Voice(part)).person


def wanted(project, *, answers=None, **fields):
    """The scope of a project with some fields changed."""
    scope = scope_of(project)
    return replace(scope, answers=scope.answers | (answers or {}), **fields)


def preview(project, vendor=None, by=None, **changes):
    person = by or who(project, "bearer")
    return preview_scope(
        project=project, wanted=wanted(project, **changes), vendor=vendor, by=person
    )


def change(project, vendor=None, by=None, cause="need", reason="Le besoin a grandi.", **changes):
    """A change shown, then confirmed as it was shown."""
    person = by or who(project, "bearer")
    return change_scope(
        project=project,
        wanted=wanted(project, **changes),
        cause=cause,
        reason=reason,
        token=preview(project, vendor, by=person, **changes).token,
        by=person,
        vendor=vendor,
    )


def steps(project):
    rows = project.milestones.order_by("position")
    return {row.ref: (row.state, row.due_on) for row in rows}


def gate_states(project):
    return dict(project.gates.order_by("ref").values_list("ref", "state"))
