"""Dependencies through the API: declared for a project, answered by the owner alone."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from governance.models import JournalEntry
from projects.api.shapes import DependencyOut, DependencyPage
from projects.models import Dependency, Move
from tests.factories import DependencyFactory, PersonFactory, ProjectFactory, SystemFactory
from tests.projects.knocking import Inventory

pytestmark = pytest.mark.django_db
BODY = {
    "project": "P-2026-0042", "system": "crm", "nature": "data_flow", "direction": "out",
    "categories": ["identity", "contact"],
}  # fmt: skip


@pytest.fixture
def inventory(client):
    return Inventory(client)


@pytest.fixture
def system():
    return SystemFactory(name="CRM-VENTES", external_key="crm", owned=True)


@pytest.fixture
def project():
    return ProjectFactory(key="P-2026-0042", staffed=True)


def test_a_put_declares_once_and_asks_the_owner(inventory, project, system):
    created = inventory.put("dependencies/d1", BODY)
    same = inventory.put("dependencies/d1", BODY)

    row = Dependency.objects.get()
    assert [created.status_code, same.status_code] == [201, 200]
    assert created["ETag"] == same["ETag"]
    assert DependencyOut.model_validate(created.json()).state == "to_confirm"
    assert Move.objects.open().about(row).get().person == system.owner
    entry = JournalEntry.objects.get(verb="dependency.declared")
    assert entry.actor_name == "Paul Girard, par l’inventaire Mercator"
    assert entry.thread == project.key


def test_a_change_that_weighs_asks_the_owner_again(inventory, project, system):
    inventory.put("dependencies/d1", BODY)
    row = Dependency.objects.get()
    row.answer("confirmed", by=system.owner)
    Move.close_for(row, Move.Kind.CONFIRM_DEPENDENCY, outcome="confirmed")

    response = inventory.put("dependencies/d1", {"direction": "both"})

    assert response.status_code == 200
    assert response.json()["state"] == "to_confirm"
    assert JournalEntry.objects.filter(verb="dependency.changed").count() == 1
    assert Move.objects.open().about(row).get().person == system.owner


def test_an_inventory_does_not_answer_in_place_of_the_owner(inventory, project, system):
    """Scenario 110."""
    response = inventory.put("dependencies/d1", {**BODY, "state": "confirmed"})

    assert response.status_code == 422
    assert response.json()["errors"] == [{"field": "state", "reason": "Ce champ n’existe pas."}]


def test_null_erases_what_may_be_nothing(inventory, project, system):
    inventory.put("dependencies/d1", {**BODY, "volume": "100 par jour"})

    response = inventory.put("dependencies/d1", {"volume": None, "categories": []})

    assert (response.json()["volume"], response.json()["categories"]) == ("", [])


def test_refusals_are_those_of_an_import(inventory, project, system):
    wrong = inventory.put("dependencies/d1", {**BODY, "project": "P-2026-9999"})
    short = inventory.put("dependencies/d1", {"project": "P-2026-0042"})
    many = inventory.put("dependencies/d1", {**BODY, "categories": ["identity"] * 51})

    assert [r.status_code for r in (wrong, short, many)] == [422, 422, 422]
    assert "Projet inconnu" in wrong.json()["errors"][0]["reason"]
    assert {one["field"] for one in short.json()["errors"]} == {"Système", "Nature", "Sens"}
    assert "trop longue" in many.json()["errors"][0]["reason"]


@pytest.mark.parametrize(
    ("situation", "words"),
    [("withdrawn", "a retiré cette dépendance"), ("stopped", "est arrêté")],
)
def test_what_is_over_is_a_conflict(inventory, project, system, situation, words):
    row = DependencyFactory(project=project, system=system, external_key="d1")
    if situation == "withdrawn":
        by = PersonFactory()
        Dependency.objects.update(state="replaced", answered_by=by, answered_at=timezone.now())
    else:
        type(project).objects.update(state="cancelled")

    response = inventory.put("dependencies/d1", {"direction": "both"})

    row.refresh_from_db()
    assert response.status_code == 409
    assert words in response.json()["detail"]
    assert row.direction == "out"


def test_writing_over_another_version_is_refused(inventory, project, system):
    """Scenario 18."""
    read = inventory.put("dependencies/d1", BODY)["ETag"]
    inventory.put("dependencies/d1", {"volume": "10"}, If_Match=read)

    late = inventory.put("dependencies/d1", {"volume": "20"}, If_Match=read)

    assert late.status_code == 412
    assert Dependency.objects.get().volume == "10"


def test_lists_are_filtered_and_paged(inventory, project, system):
    for n in range(3):
        DependencyFactory(project=project, external_key=f"d{n}")
    DependencyFactory(system=system, external_key="d3", nature="security")
    DependencyFactory(
        external_key="gone", state="replaced", answered_by=PersonFactory(),
        answered_at=timezone.now(),
    )  # fmt: skip

    def keys(**filters):
        return [one["key"] for one in inventory.get("dependencies", filters).json()["items"]]

    page = inventory.get("dependencies", {"limit": 2}).json()
    assert keys() == ["d0", "d1", "d2", "d3"]
    assert keys(project="p-2026-0042") == ["d0", "d1", "d2"]
    assert keys(system="crm") == keys(system="crm-ventes") == keys(nature="security") == ["d3"]
    assert keys(state="replaced") == ["gone"]
    assert keys(after=page["next"]) == ["d2", "d3"]
    assert len(DependencyPage.model_validate(page).items) == 2


def test_a_list_costs_the_same_with_one_and_three_rows(inventory):
    inventory.get("dependencies")
    DependencyFactory()
    with CaptureQueriesContext(connection) as one:
        inventory.get("dependencies")
    DependencyFactory()
    DependencyFactory()
    with CaptureQueriesContext(connection) as three:
        inventory.get("dependencies")

    assert len(one) == len(three) <= 3


def test_a_dependency_is_read_once_then_only_when_it_changed(inventory, project, system):
    DependencyFactory(project=project, system=system, external_key="flux/1")

    first = inventory.get("dependencies/flux/1")
    same = inventory.get("dependencies/flux/1", If_None_Match=first["ETag"])

    assert (first.status_code, same.status_code) == (200, 304)
    assert inventory.get("dependencies/autre").status_code == 404
