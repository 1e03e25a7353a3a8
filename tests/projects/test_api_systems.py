"""Systems through the API: listed, read, written once whatever the number of requests."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from governance.models import JournalEntry, System
from projects.api.shapes import SystemOut, SystemPage
from tests.factories import PersonFactory, SystemFactory, TeamFactory
from tests.projects.knocking import Inventory

pytestmark = pytest.mark.django_db


@pytest.fixture
def inventory(client):
    return Inventory(client)


@pytest.fixture
def team():
    return TeamFactory(it=True)


def test_a_list_is_read_page_by_page(inventory):
    for n in range(5):
        SystemFactory(number=2000 + n, external_key=f"k{n}")

    first = inventory.get("systems", {"limit": 2}).json()
    second = inventory.get("systems", {"limit": 2, "after": first["next"]}).json()
    last = inventory.get("systems", {"limit": 2, "after": second["next"]}).json()

    read = [item["key"] for page in (first, second, last) for item in page["items"]]
    assert read == ["k0", "k1", "k2", "k3", "k4"]
    assert last["next"] is None
    assert SystemPage.model_validate(first).items[0].key == "k0"


def test_a_list_costs_the_same_with_one_and_three_rows(inventory):
    inventory.get("systems")
    SystemFactory(owned=True)
    with CaptureQueriesContext(connection) as one:
        inventory.get("systems")
    SystemFactory(owned=True)
    SystemFactory(owned=True)
    with CaptureQueriesContext(connection) as three:
        inventory.get("systems")

    assert len(one) == len(three) <= 3


def test_a_list_is_filtered(inventory, team):
    SystemFactory(external_key="k1", category="Vente", owner_team=team)
    SystemFactory(external_key="k2", category="Gestion", name="PAIE")
    SystemFactory(
        external_key="k3", archived_at=timezone.now(), archived_by=PersonFactory(steward=True)
    )

    def keys(**filters):
        return [one["key"] for one in inventory.get("systems", filters).json()["items"]]

    assert keys(category="Vente") == ["k1"]
    assert keys(name="paie") == ["k2"]
    assert keys(archived="true") == ["k3"]
    assert keys(team="it-hosting") == ["k1", "k2"]
    assert len(keys(limit=100_000)) == 2
    assert inventory.get("systems", {"after": "x"}).status_code == 422


def test_a_system_is_read_once_then_only_when_it_changed(inventory):
    SystemFactory(external_key="crm/1", name="CRM", owned=True)

    first = inventory.get("systems/crm/1")
    same = inventory.get("systems/crm/1", If_None_Match=first["ETag"])
    System.objects.update(nature="autre chose")
    other = inventory.get("systems/crm/1", If_None_Match=first["ETag"])

    assert SystemOut.model_validate(first.json()).name == "CRM"
    assert (same.status_code, same.content) == (304, b"")
    assert other.status_code == 200
    assert other["ETag"] != first["ETag"]


def test_an_unknown_key_is_a_404_in_plain_french(inventory):
    response = inventory.get("systems/nulle-part")

    assert response.status_code == 404
    assert response.json()["title"] == "Rien sous cette clé."


def test_a_put_creates_then_changes_then_does_nothing(inventory, team):
    body = {"name": "FACTURES", "owner_team": "it-hosting", "criticality": 1}

    created = inventory.put("systems/k1", body)
    same = inventory.put("systems/k1", body)
    changed = inventory.put("systems/k1", {**body, "nature": "comptes"})

    assert [r.status_code for r in (created, same, changed)] == [201, 200, 200]
    assert created["ETag"] == same["ETag"] != changed["ETag"]
    assert System.objects.get().nature == "comptes"
    verbs = JournalEntry.objects.order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["system.added", "system.edited"]


def test_what_an_inventory_writes_is_told_with_its_name(inventory, team):
    inventory.put("systems/k1", {"name": "FACTURES", "owner_team": "it-hosting"})

    entry = JournalEntry.objects.get()
    assert entry.actor_name == "Paul Girard, par l’inventaire Mercator"
    assert entry.actor == inventory.token.created_by
    inventory.token.created_by.refresh_from_db()
    assert inventory.token.created_by.name == "Paul Girard"


def test_an_existing_system_takes_the_key_of_the_inventory(inventory):
    system = SystemFactory(name="PAIE")

    response = inventory.put("systems/k9", {"name": "paie"})

    system.refresh_from_db()
    assert response.status_code == 200
    assert (system.external_key, system.name) == ("k9", "PAIE")


def test_null_erases_what_may_be_nothing_and_absent_leaves_it(inventory):
    system = SystemFactory(external_key="k1", owned=True, nature="bulletins")

    inventory.put("systems/k1", {"category": "Gestion"})
    system.refresh_from_db()
    kept = system.owner
    inventory.put("systems/k1", {"owner": None})
    refused = inventory.put("systems/k1", {"name": None})

    system.refresh_from_db()
    assert kept is not None
    assert (system.owner, system.nature) == (None, "bulletins")
    assert refused.status_code == 422
    assert refused.json()["errors"] == [
        {"field": "name", "reason": "Ce champ ne peut pas être vide."}
    ]


def test_writing_over_another_version_is_refused(inventory):
    """Scenario 18."""
    system = SystemFactory(external_key="k1", category="Vente")
    read = inventory.get("systems/k1")["ETag"]
    inventory.put("systems/k1", {"category": "Gestion"}, If_Match=read)

    late = inventory.put("systems/k1", {"category": "Marketing"}, If_Match=read)

    system.refresh_from_db()
    assert late.status_code == 412
    assert "a changé depuis que vous l’avez lue" in late.json()["title"]
    assert system.category == "Gestion"


def test_conditions_on_what_is_not_there(inventory, team):
    body = {"name": "X", "owner_team": "it-hosting"}

    absent = inventory.put("systems/k1", body, If_Match="*")
    first = inventory.put("systems/k1", body, If_None_Match="*")
    second = inventory.put("systems/k1", body, If_None_Match="*")

    assert [r.status_code for r in (absent, first, second)] == [412, 201, 412]


def test_refusals_name_the_field_and_the_reason(inventory, team):
    """Scenario 110."""
    unknown = inventory.put("systems/k1", {"name": "X", "version": 9, "owner_team": "it-hosting"})
    wrong = inventory.put("systems/k1", {"name": "X", "owner_team": "nulle part"})
    broken = inventory.put("systems/k1", b"{")
    shape = inventory.put("systems/k1", {"name": ["X"]})

    assert unknown.status_code == 422
    assert unknown.json()["errors"] == [{"field": "version", "reason": "Ce champ n’existe pas."}]
    assert "Équipe inconnue" in wrong.json()["errors"][0]["reason"]
    assert (broken.status_code, shape.status_code) == (400, 422)
    assert "JSON lisible" in broken.json()["title"]
    assert not System.objects.exists()


def test_an_archived_system_is_a_conflict(inventory):
    steward = PersonFactory(steward=True)
    SystemFactory(external_key="k1", archived_at=timezone.now(), archived_by=steward)

    response = inventory.put("systems/k1", {"category": "Vente"})

    assert response.status_code == 409
    assert "archivé" in response.json()["detail"]


@pytest.mark.parametrize("path", ["systems", "dependencies"])
def test_what_no_key_and_no_list_can_be_is_refused_and_breaks_nothing(inventory, team, path):
    body = {"name": "X", "owner_team": "it-hosting"}
    asked = [
        inventory.get(path, {"after": 10**30}),
        inventory.get(path, {"after": -1}),
        inventory.get(path, {"limit": 10**30}),
        inventory.get(path, {"name": "a\0b", "nature": "a\0b", "limit": -5}),
        inventory.get(f"{path}/%00"),
        inventory.put(f"{path}/%00", {}),
        inventory.put(f"{path}/{'k' * 81}", body),
    ]

    assert [one.status_code for one in asked] == [422, 422, 200, 200, 404, 404, 422]
