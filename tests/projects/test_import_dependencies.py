"""What a file of dependencies would do, and what writing it asks of the owners of systems."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from governance import journal
from governance.models import JournalEntry, Notice
from projects.actions import dependencies_import
from projects.actions.dependencies_import import write_dependencies
from projects.models import Dependency, Move
from tests.factories import (
    DependencyFactory,
    MilestoneFactory,
    PersonFactory,
    ProjectFactory,
    SystemFactory,
    SystemInterfaceFactory,
)
from tests.projects.importing import outcomes, planned, reasons, table

pytestmark = pytest.mark.django_db
HEADINGS = "Clé;Projet;Système;Nature;Sens;Données;Catégories;Interface;Volume;Avant le jalon"
SHORT = "Clé;Projet;Système;Nature;Sens"


@pytest.fixture
def project():
    return ProjectFactory(key="P-2026-0042", staffed=True)


@pytest.fixture
def system():
    return SystemFactory(name="CRM-VENTES", external_key="crm", owned=True)


@pytest.fixture
def steward():
    return PersonFactory(steward=True)


def read(*lines, headings=SHORT):
    return planned(table(*lines, headings=headings), "dependencies")


def taken(*lines, steward, headings=SHORT):
    plan = read(*lines, headings=headings)
    write_dependencies(plan=plan, by=steward, source="essai.csv")
    return plan


def test_a_dependency_is_declared_with_every_fact(project, system, steward):
    step = MilestoneFactory(project=project, name="Choix techniques")
    interface = SystemInterfaceFactory(system=system, name="API clients")
    line = (
        "d1;p-2026-0042;crm;Flux de données;out;fiches;identité | coordonnées;API clients;"
        "100 par jour;choix techniques"
    )

    plan = taken(line, steward=steward, headings=HEADINGS)

    row = Dependency.objects.get()
    assert outcomes(plan) == [(2, "created")]
    assert (row.project, row.system, row.nature, row.direction) == (
        project, system, "data_flow", "out",
    )  # fmt: skip
    assert (row.categories, row.interface, row.needed_by) == (
        ["identity", "contact"], interface, step,
    )  # fmt: skip
    move = Move.objects.about(row).get()
    assert (move.person, move.kind) == (system.owner, "confirm_dependency")


def test_the_same_file_twice_declares_nothing_more(project, system, steward):
    """Scenario 89."""
    line = "d1;P-2026-0042;CRM-VENTES;data_flow;in"
    taken(line, steward=steward)

    assert outcomes(read(line)) == [(2, "unchanged")]
    assert outcomes(read("P-2026-0042;crm;data_flow;in", headings=SHORT[4:])) == [(2, "unchanged")]


def test_many_at_once_are_written_as_one_by_one(project, steward, monkeypatch):
    systems = [SystemFactory(external_key=f"s{n}", owned=n % 2 == 0) for n in range(4)]
    lines = [f"d{n};P-2026-0042;s{n};data_flow;in" for n in range(4)]
    monkeypatch.setattr(dependencies_import, "FEW", 0)

    taken(*lines, steward=steward)

    rows = list(Dependency.objects.order_by("external_key"))
    moves = [Move.objects.about(row).get() for row in rows]
    assert [(m.person, m.team) for m in moves] == [
        (s.owner, None if s.owner else s.owner_team) for s in systems
    ]
    assert JournalEntry.objects.filter(verb="dependency.declared", thread=project.key).count() == 4
    assert list(journal.broken_links()) == []
    recipients = set(Notice.objects.values_list("recipient", flat=True))
    assert recipients >= {s.owner_id for s in systems if s.owner_id}
    project.refresh_from_db()
    assert len(project.summary["balls"]) >= 4


def test_each_owner_gets_one_message_however_many_are_asked(project, steward, monkeypatch):
    owner = PersonFactory(it=True)
    for n in range(5):
        SystemFactory(external_key=f"s{n}", owner=owner)
    monkeypatch.setattr(dependencies_import, "FEW", 0)

    taken(*(f"d{n};P-2026-0042;s{n};data_flow;in" for n in range(5)), steward=steward)

    notice = Notice.objects.get(recipient=owner)
    assert "5 dépendances sont à confirmer" in notice.body


def test_a_change_asks_the_owner_again_when_it_weighs(project, system, steward):
    row = DependencyFactory(
        project=project, system=system, nature="data_flow", direction="in", state="confirmed",
        answered_by=system.owner, answered_at=timezone.now(),
    )  # fmt: skip

    plan = taken("d1;P-2026-0042;crm;data_flow;both", steward=steward)

    row.refresh_from_db()
    assert [line.changes for line in plan.lines] == [
        [("Clé", "", "d1"), ("Sens", "du système vers le projet", "dans les deux sens")]
    ]
    assert (row.state, row.direction, row.external_key) == ("to_confirm", "both", "d1")
    assert Move.objects.open().about(row).get().person == system.owner


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (";P-2026-9999;crm;data_flow;in", "Projet inconnu"),
        (";P-2026-0042;ailleurs;data_flow;in", "Système inconnu"),
        (";P-2026-0042;crm;magie;in", "n’est pas dans la liste"),
        (";P-2026-0042;crm;data_flow;", "Cette cellule est vide"),
        (";;crm;data_flow;in", "Cette cellule est vide"),
        (f"{'k' * 81};P-2026-0042;crm;data_flow;in", "trop long"),
    ],
)
def test_a_row_that_cannot_be_taken_says_why(project, system, line, reason):
    """Scenario 91."""
    plan = read(line)

    assert outcomes(plan) == [(2, "refused")]
    assert reason in reasons(plan)


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ("magie;;;", "n’est pas dans la liste"),
        (";API inconnue;;", "n’a pas d’interface"),
        (";API fermée;;", "est fermée"),
        (";;;Jalon d’ailleurs", "n’a pas de jalon"),
    ],
)
def test_facts_of_another_system_or_project_are_refused(project, system, cells, reason):
    SystemInterfaceFactory(name="API inconnue")
    SystemInterfaceFactory(system=system, name="API fermée", ended_on="2020-01-01")
    MilestoneFactory(name="Jalon d’ailleurs")

    plan = read(f";P-2026-0042;crm;data_flow;in;;{cells}", headings=HEADINGS)

    assert reason in reasons(plan)


def test_what_is_over_does_not_change(system, steward):
    stopped = ProjectFactory(key="P-2026-0001", state="cancelled")
    kept = DependencyFactory(project=stopped, system=system, nature="data_flow", direction="in")
    project = ProjectFactory(key="P-2026-0002")
    DependencyFactory(
        project=project, system=system, nature="data_flow", state="replaced",
        answered_by=steward, answered_at=timezone.now(),
    )  # fmt: skip
    SystemFactory(name="VIEUX", archived_at=timezone.now(), archived_by=steward)

    plan = read(
        ";P-2026-0001;crm;data_flow;in",
        ";P-2026-0001;crm;security;in",
        ";P-2026-0002;crm;data_flow;in",
        ";P-2026-0002;VIEUX;data_flow;in",
    )

    assert outcomes(plan) == [(2, "unchanged"), (3, "refused"), (4, "refused"), (5, "refused")]
    said = reasons(plan)
    assert "Ce projet est arrêté" in said
    assert "Le projet a retiré cette dépendance" in said
    assert "est archivé" in said
    assert plan.lines[0].pk == kept.pk


def test_a_key_never_moves_from_one_dependency_to_another(project, system):
    other = SystemFactory(external_key="pim")
    DependencyFactory(project=project, system=other, nature="data_flow", external_key="d1")
    DependencyFactory(project=project, system=system, nature="data_flow", external_key="d2")

    plan = read("d1;P-2026-0042;crm;data_flow;in", "d9;P-2026-0042;crm;data_flow;in")

    assert "Cette clé est celle d’une autre dépendance" in reasons(plan)
    assert "Déjà déclarée sous la clé « d2 »" in reasons(plan)


def test_two_rows_about_one_dependency_are_both_refused(project, system):
    """Scenario 89."""
    plan = read("d1;P-2026-0042;crm;data_flow;in", "d2;P-2026-0042;CRM-VENTES;Flux de données;out")

    assert outcomes(plan) == [(2, "refused"), (3, "refused")]


def test_reading_costs_the_same_number_of_questions_whatever_the_rows(project):
    for n in range(30):
        SystemFactory(external_key=f"s{n}")
    with CaptureQueriesContext(connection) as one:
        read("d0;P-2026-0042;s0;data_flow;in")
    with CaptureQueriesContext(connection) as thirty:
        read(*(f"d{n};P-2026-0042;s{n};data_flow;in" for n in range(30)))

    assert len(one) == len(thirty)
