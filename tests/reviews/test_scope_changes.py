"""A project changes on the way: what it reopens is read, then written as it was read."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from governance.models import JournalEntry, Notice
from governance.verdicts import Incomplete, WrongState
from projects.models import Project, ScopeChange
from reviews.actions.scope_changes import NewVendor, Outdated, change_scope
from reviews.models import Gate
from tests.factories import PersonFactory
from tests.reviews.change_situations import (
    LAUNCH,
    TODAY,
    again,
    change,
    decided,
    gate_states,
    preview,
    scoped,
    steps,
    wanted,
    who,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
LATER = date(2027, 3, 2)
NORTH = NewVendor("ines@atelier-nord.example", "Atelier Nord")


@pytest.fixture(autouse=True)
def _thursday():
    with time_machine.travel(TODAY, tick=False):
        yield


def verbs(project):
    rows = JournalEntry.objects.filter(thread=project.key).order_by("pk")
    return list(rows.values_list("verb", flat=True))


def everything(project):
    """All that a preview must leave as it was."""
    return (
        Project.objects.filter(pk=project.pk).values().get(),
        steps(project),
        gate_states(project),
        list(project.topics.values_list("pk", "state", "needed_by_id")),
        list(project.moves.order_by("pk").values_list("pk", "closed_at", "due_on")),
        JournalEntry.objects.count(),
        Notice.objects.count(),
        ScopeChange.objects.count(),
    )


REOPENS = {  # field: (what changes, signed again, decisions to confirm)
    "title": ({"title": "Carte cadeau en ligne"}, False, set()),
    "audience": ({"audience": "Les clients fidèles"}, False, set()),
    "reason of the date": ({"launch_reason": "Fête des mères"}, False, set()),
    "launch": ({"launch_on": LATER}, False, {"J6"}),
    "need": ({"need": "Offrir aussi une visite."}, True, {"J1"}),
    "answer": ({"answers": {"company_tool": "yes"}}, True, {"J4"}),
    "data": ({"answers": {"personal_data": "unknown"}}, True, {"J3"}),
    "vendor": ({"vendor": NORTH}, True, {"J1", "J3", "J6"}),
}


@pytest.mark.parametrize(("fields", "again_signed", "doubted"), REOPENS.values(), ids=REOPENS)
def test_each_field_reopens_what_it_touches_and_no_more(fields, again_signed, doubted):
    """Scenario 4."""
    project = decided(scoped(), "J1", "J3", "J4", "J6")

    row = change(project, **fields)

    states = gate_states(project)
    assert {ref for ref, state in states.items() if state == "to_confirm"} == doubted
    assert {ref for ref, state in states.items() if state == "approved"} >= (
        {"J1", "J3", "J4", "J6"} - doubted
    )
    assert (again(project).state == Project.State.REGISTERED) is again_signed
    assert project.meetings.filter(state="to_plan").exists() is again_signed
    assert ("project.reopened" in verbs(project)) is again_signed
    assert row.after_signature
    told = sum("à confirmer" in sentence for sentence in row.effects)
    assert told == len(doubted)


@pytest.mark.parametrize(("fields", "again_signed", "doubted"), REOPENS.values(), ids=REOPENS)
def test_a_preview_writes_nothing_and_says_what_the_change_then_keeps(
    fields, again_signed, doubted
):
    project = decided(scoped(), "J1", "J3")
    before = everything(project)

    shown = preview(project, **fields).effects()

    assert everything(project) == before
    assert change(project, **fields).effects == shown


def test_a_change_counts_in_the_history_with_its_cause():
    project = scoped()

    first = change(project, title="Carte cadeau en ligne", cause="mistake", reason="Le bon nom.")
    second = change(again(project), audience="Tous", by=who(project, "it"), cause="it")

    assert [(row.number, row.cause) for row in (first, second)] == [(1, "mistake"), (2, "it")]
    assert first.before == {"title": "Carte cadeau"}
    assert first.after == {"title": "Carte cadeau en ligne"}
    assert second.changed_by == who(project, "it")
    assert "scope.changed" in verbs(project)
    told = Notice.objects.filter(key__startswith=f"scope:{first.pk}:")
    assert {notice.recipient for notice in told} == {who(project, "vendor"), who(project, "it")}
    assert "Le bon nom." in told[0].body


def test_a_launch_that_moves_says_who_and_why():
    project = scoped()

    row = change(project, launch_on=LATER, cause="market", reason="Le salon est reporté.")

    project = again(project)
    entry = JournalEntry.objects.get(thread=project.key, verb="launch.moved")
    assert (project.launch_on, steps(project)["launch"][1]) == (LATER, LATER)
    assert entry.actor == who(project, "bearer")
    assert entry.facts == {
        "was": "2027-02-02",
        "now": "2027-03-02",
        "cause": "market",
        "reason": "Le salon est reporté.",
    }
    assert "scope.changed" not in verbs(project)
    assert (row.before["launch_on"], row.after["launch_on"]) == ("2027-02-02", "2027-03-02") or (
        row.before["launch_on"],
        row.after["launch_on"],
    ) == (LAUNCH, LATER)


def test_a_later_launch_asks_nothing_earlier_and_leaves_what_is_behind():
    project = decided(scoped(), "J1")
    before = steps(project)

    change(project, launch_on=LATER)

    after = steps(project)
    assert after["J1"] == before["J1"]
    left = [ref for ref, (state, _day) in after.items() if state in ("todo", "now")]
    days = [after[ref][1] for ref in left]
    assert days == sorted(days)
    assert all(after[ref][1] >= before[ref][1] for ref in left)


def test_the_balls_follow_the_new_days():
    project = scoped()
    change(project, title="Un nom")  # gives the ball of the first validation
    move = project.moves.open().get(kind="submit_gate")

    change(again(project), launch_on=date(2026, 12, 1))

    was, now = move.due_on, project.moves.open().get(kind="submit_gate").due_on
    assert now < was


def test_a_launch_too_near_is_said_never_forbidden():
    project = scoped()

    reading = preview(project, launch_on=date(2026, 10, 20))
    row = change(project, launch_on=date(2026, 10, 20))

    assert reading.relay.missing_days > 0
    assert reading.relay.honest_date > date(2026, 10, 20)
    assert any("La date est proche" in sentence for sentence in row.effects)


def test_a_change_that_moves_no_date_says_nothing_of_dates():
    project = scoped(launch_on=date(2026, 10, 20))

    row = change(project, title="Un nom")

    assert not any("La date est proche" in sentence for sentence in row.effects)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({}, "scope"),
        ({"title": "Carte\u200b cadeau"}, "scope"),
        ({"title": " \u200b "}, "title"),
        ({"need": ""}, "need"),
        ({"launch_on": date(2026, 10, 8)}, "launch_on"),
        ({"launch_on": date(2026, 2, 2)}, "launch_on"),
        ({"launch_on": date(2036, 2, 2)}, "launch_on"),
        ({"vendor": NewVendor("contact@atelier.example", "Atelier")}, "vendor_email"),
        ({"vendor": NewVendor("ines", "Atelier")}, "vendor_email"),
        ({"vendor": NewVendor("ines@atelier-nord.example")}, "vendor_name"),
        ({"vendor": NewVendor("lea@studio-lumen.example", "studio lumen")}, "vendor_email"),
    ],
)
def test_a_change_that_cannot_be_says_why_beside_its_field(fields, field):
    """Scenarios 14 and 49."""
    project = scoped()

    with pytest.raises(Incomplete) as missed:
        preview(project, **fields)

    assert set(missed.value.problems) == {field}


def test_a_colleague_is_not_a_vendor():
    project = scoped()
    colleague = PersonFactory()

    with pytest.raises(Incomplete) as missed:
        preview(project, vendor=NewVendor(colleague.email, "Atelier"))

    assert set(missed.value.problems) == {"vendor_email"}


@pytest.mark.parametrize(
    ("cause", "reason", "field"),
    [("", "Oui", "cause"), ("fate", "Oui", "cause"), ("need", " \u200b\u2060", "reason")],
)
def test_a_change_without_cause_or_words_is_refused(cause, reason, field):
    """Scenario 14."""
    project = scoped()

    with pytest.raises(Incomplete) as missed:
        change(project, title="Un nom", cause=cause, reason=reason)

    assert set(missed.value.problems) == {field}
    assert again(project).title == "Carte cadeau"


@pytest.mark.parametrize("part", ["vendor", None])
def test_the_vendor_and_strangers_do_not_change_the_scope(part):
    project = scoped()
    person = who(project, part) if part else PersonFactory()

    with pytest.raises(PermissionDenied):
        change(project, title="Un nom", by=person)


@pytest.mark.parametrize("state", ["live", "cancelled"])
def test_a_project_that_is_over_no_longer_changes(state):
    """Scenario 8."""
    project = scoped()
    token = preview(project, title="Un nom").token
    Project.objects.filter(pk=project.pk).update(state=state)

    with pytest.raises(WrongState):
        preview(project, title="Un nom")
    with pytest.raises(WrongState):
        confirm(project, token)


def confirm(project, token, **fields):
    return change_scope(
        project=project,
        wanted=wanted(project, **(fields or {"title": "Un nom"})),
        cause="need",
        reason="Oui.",
        token=token,
        by=who(project, "bearer"),
    )


def test_a_stale_preview_is_shown_again_and_nothing_is_written():
    """Scenarios 2 and 5."""
    project = decided(scoped(), "J1")
    token = preview(project, title="Un nom").token
    Gate.objects.filter(project=project, ref="J3").update(state="submitted")

    with pytest.raises(Outdated) as stale:
        confirm(project, token)

    assert again(project).title == "Carte cadeau"
    assert confirm(project, stale.value.reading.token).number == 1


def test_what_is_confirmed_is_what_was_shown():
    project = scoped()
    token = preview(project, title="Un nom").token

    with pytest.raises(Outdated):
        confirm(project, token, title="Un autre nom")


def test_the_same_confirmation_twice_is_one_change():
    """Scenario 20."""
    project = scoped()
    token = preview(project, title="Un nom").token
    confirm(project, token)

    with pytest.raises(Incomplete):
        confirm(again(project), token, title="Un nom")

    assert ScopeChange.objects.count() == 1
