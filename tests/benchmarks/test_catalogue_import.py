"""Five thousand systems and twenty thousand dependencies: rows a second, memory, against bare rows.

Every figure is a ratio to a plain bulk insert of the same rows in the same run.
"""

import resource
import sys
import tracemalloc
from time import perf_counter, process_time

import pytest
from django.db import transaction

from governance import journal
from governance.models import JournalEntry, Person, System
from projects.actions.catalogue_import import confirm_import, read_import, start_import
from projects.inventory import dependencies, systems, tables
from projects.models import CatalogueImport, Dependency, Move, Project
from projects.tasks import write_import
from tests.factories import KindFactory, PersonFactory, ProjectFactory, TeamFactory

pytestmark = [pytest.mark.benchmark, pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
SYSTEMS, PROJECTS, EACH, OWNERS = 5_000, 200, 100, 300
MOST_TIMES = 50  # a bare row has neither journal, nor ball, nor message
MOST_MEGABYTES = 120


@pytest.fixture
def company():
    """Owners and projects for what is imported."""
    team, steward = TeamFactory(it=True), PersonFactory(steward=True)
    Person.objects.bulk_create(
        Person(name=f"Karim {n}", email=f"k{n}@x.example", team=team, password="!")
        for n in range(OWNERS)
    )
    kind, by = KindFactory(), PersonFactory()
    for n in range(PROJECTS):
        ProjectFactory(key=f"P-2026-{n:04}", kind=kind, registered_by=by)
    return steward


def file_of_systems() -> bytes:
    lines = [
        f"s{n};SYSTEME-{n:04};Catégorie {n % 12};rôle {n};it-hosting;k{n % OWNERS}@x.example;"
        f"{1 + n % 4};oui;{f's{n - 1}' if n % 10 else ''}"
        for n in range(SYSTEMS)
    ]
    headings = (
        "Clé;Nom;Catégorie;Nature;Équipe;Propriétaire;Criticité;Données personnelles;Remplacé par"
    )
    return "\n".join([headings, *lines]).encode()


def file_of_dependencies() -> bytes:
    lines = [
        f"d{p}-{n};P-2026-{p:04};s{(p * 23 + n * 7) % SYSTEMS};data_flow;out;fiches {n};"
        "identité | coordonnées"
        for p in range(PROJECTS)
        for n in range(EACH)
    ]
    return "\n".join(["Clé;Projet;Système;Nature;Sens;Données;Catégories", *lines]).encode()


def bare_systems(team_id: int) -> None:
    System.objects.bulk_create(
        (
            System(
                number=50_000 + n, name=f"NU-{n:04}", category=f"Catégorie {n % 12}",
                nature=f"rôle {n}", owner_team_id=team_id, criticality=1 + n % 4,
                personal_data="yes", external_key=f"nu{n}",
            )
            for n in range(SYSTEMS)
        ),
        batch_size=500,
    )  # fmt: skip


def bare_dependencies() -> None:
    projects = list(Project.objects.order_by("key").values_list("pk", flat=True))
    found = list(System.objects.filter(name__startswith="NU-").values_list("pk", flat=True))
    Dependency.objects.bulk_create(
        (
            Dependency(
                project_id=projects[p], system_id=found[(p * 23 + n * 7) % SYSTEMS],
                nature="data_flow", direction="out", data=f"fiches {n}",
                categories=["identity", "contact"], external_key=f"nu{p}-{n}",
            )
            for p in range(PROJECTS)
            for n in range(EACH)
        ),
        batch_size=500,
    )  # fmt: skip


def timed(work) -> tuple[float, float]:
    """What the processor spent on us, and what the wall shows."""
    cpu, wall = process_time(), perf_counter()
    work()
    return process_time() - cpu, perf_counter() - wall


def undone(work):
    """The same, then as if it had never been."""

    def tried():
        with transaction.atomic():
            work()
            transaction.set_rollback(True)

    return tried


def brought(kind: str, content: bytes, steward) -> CatalogueImport:
    """Upload and have it read by the worker."""
    row = start_import(
        kind=kind, name=f"{kind}.csv", content=content, default_team=None, by=steward
    )
    read_import(import_id=row.pk)
    return CatalogueImport.objects.get(pk=row.pk)


def written(row: CatalogueImport, steward) -> None:
    """Confirm it and have it written by the worker."""
    confirm_import(row=row, digest=row.digest, without_refused=False, by=steward)
    write_import(import_id=row.pk)


def peak_of(kind: str, content: bytes) -> float:
    """The most that reading and planning hold at once, counted apart: counting makes it slow."""
    plan = {"systems": systems.plan, "dependencies": dependencies.plan}[kind]
    tracemalloc.start()
    plan(tables.read(content, kind))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1e6


def test_an_import_of_a_whole_company(company, capsys):
    team_id = TeamFactory(it=True).pk
    said = []
    for kind, content, bare, count in (
        ("systems", file_of_systems(), lambda: bare_systems(team_id), SYSTEMS),
        ("dependencies", file_of_dependencies(), None, PROJECTS * EACH),
    ):
        if bare is None:
            bare_systems(team_id)
            bare = bare_dependencies
        floor, _wall = timed(undone(bare))
        read = {}
        dry, _dry_wall = timed(
            lambda k=kind, c=content, r=read: r.update(row=brought(k, c, company))
        )
        row = read["row"]
        assert row.report["counts"] == {
            "created": count, "changed": 0, "unchanged": 0, "refused": 0,
        }  # fmt: skip
        real, wall = timed(lambda r=row: written(r, company))
        row.refresh_from_db()
        again = brought(kind, content, company)
        assert row.state == "done", row.report.get("moved")
        assert again.report["counts"]["unchanged"] == count  # the dry run and the real one agree
        peak = peak_of(kind, content)
        said.append(
            f"{count} {kind}: read and compared in {dry:.1f} s of processor ({dry / floor:.1f} "
            f"times a bare insert), written in {real:.1f} s ({real / floor:.1f} times; "
            f"{count / wall:.0f} rows/s on this machine now), {peak:.0f} MB at most"
        )
        assert dry + real <= MOST_TIMES * floor, said
        assert peak <= MOST_MEGABYTES
    resident = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    said.append(f"{resident:.0f} MB resident at most, the test itself included")
    with capsys.disabled():
        sys.stdout.write("\n" + "\n".join(said) + "\n")
    assert Move.objects.open().count() == PROJECTS * EACH
    assert JournalEntry.objects.count() >= SYSTEMS + PROJECTS * EACH
    assert next(journal.broken_links(), None) is None
