"""Two at once: an import and an edit, two confirmations, two inventories."""

from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test import Client

from governance import journal
from governance.models import JournalEntry, System
from projects.models import CatalogueImport
from tests.factories import PersonFactory, SystemFactory, TeamFactory
from tests.projects.importing import bring, confirm, planned, run, table
from tests.projects.knocking import Inventory

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def together(*works):
    """Run each in its own connection, started at the same instant; what each returned."""
    barrier, found = Barrier(len(works)), [None] * len(works)

    def play(place, work):
        try:
            barrier.wait(10)
            found[place] = work()
        finally:
            connection.close()

    threads = [Thread(target=play, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return found


@pytest.fixture
def steward():
    TeamFactory(it=True)
    return PersonFactory(steward=True)


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def test_two_confirmations_at_once_import_once(steward):
    bring(signed_in(steward), table("k1;UN;;it-hosting", "k2;DEUX;;it-hosting"))
    row = CatalogueImport.objects.get()
    clients = [signed_in(steward), signed_in(steward)]

    answers = together(*(lambda c=c: confirm(c, row).status_code for c in clients))

    assert sorted(answers) == [302, 409]
    assert System.objects.count() == 2
    assert JournalEntry.objects.filter(verb="catalogue.imported").count() == 1
    assert next(journal.broken_links(), None) is None


def test_two_files_with_the_same_new_system_create_it_once(steward):
    first, second = signed_in(steward), signed_in(steward)
    bring(first, table("k1;UN;;it-hosting"))
    bring(second, table("k1;UN;;it-hosting"), name="autre.csv")
    rows = list(CatalogueImport.objects.order_by("pk"))
    pairs = zip((first, second), rows, strict=True)

    answers = together(*(lambda c=c, r=r: confirm(c, r).status_code for c, r in pairs))

    assert sorted(answers) == [302, 409]
    assert System.objects.count() == 1


def test_two_inventories_that_read_the_same_version_do_not_overwrite_each_other(steward):
    """Scenario 18."""
    SystemFactory(external_key="k1", name="PAIE")
    inventories = [Inventory(Client(), name=name, created_by=steward) for name in ("A", "B")]
    version = inventories[0].get("systems/k1")["ETag"]

    answers = together(
        *(
            lambda i=i, n=n: i.put("systems/k1", {"nature": f"par {n}"}, If_Match=version)
            for n, i in enumerate(inventories)
        )
    )

    assert sorted(one.status_code for one in answers) == [200, 412]
    assert System.objects.get().version == 2


def test_the_same_creation_twice_at_once_creates_once(steward):
    inventory = Inventory(Client(), created_by=steward)
    body = {"name": "NEUF", "owner_team": "it-hosting"}

    answers = together(*(lambda: inventory.put("systems/k1", body),) * 2)

    assert sorted(one.status_code for one in answers) == [200, 201]
    assert System.objects.count() == 1


def test_what_is_imported_keeps_its_order_and_its_chain(steward, tmp_path):
    path = tmp_path / "catalogue.csv"
    path.write_bytes(table(*(f"k{n};S{n:04};;it-hosting" for n in range(1500))))

    run(path, "--apply", "--by", steward.email)

    numbers = System.objects.order_by("number").values_list("external_key", flat=True)
    assert list(numbers) == [f"k{n}" for n in range(1500)]
    assert JournalEntry.objects.count() == 1500
    assert next(journal.broken_links(), None) is None
    assert planned(path.read_bytes()).counts()["unchanged"] == 1500
