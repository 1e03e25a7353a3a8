"""The pages of an import: a file, what it would do, one confirmation; exports that come back."""

import pytest
from django.core.management.base import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from governance.models import JournalEntry, System
from projects import tasks  # noqa: F401 -- where the works of the worker are registered
from projects.actions import systems_import
from projects.inventory.columns import SYSTEMS
from projects.models import CatalogueImport, Dependency
from tests.factories import (
    CatalogueImportFactory,
    DependencyFactory,
    PersonFactory,
    ProjectFactory,
    SystemFactory,
    TeamFactory,
    member,
)
from tests.projects.importing import bring, confirm, planned, run, table, the_import
from tests.projects.known_situations import html_of

pytestmark = pytest.mark.django_db
NASTY = ("=1+1", "+33 1", "-2", "@nom", "'=x", "''-y", "＝z", "simple")


@pytest.fixture
def team():
    return TeamFactory(it=True)


@pytest.fixture
def steward(client, team):
    person = PersonFactory(steward=True, name="Paul Girard")
    client.force_login(person)
    return person


def test_a_file_is_shown_before_anything_is_written(client, steward):
    SystemFactory(name="PAIE", category="Gestion")
    content = table(
        "k1;PAIE;Salaires;",
        "k2;NEUF;;it-hosting",
        "k3;;;",
        headings="Clé;Nom;Catégorie;Équipe;X"[:-2],
    )

    response = bring(client, content)
    page = client.get(response.url)
    html = html_of(page)

    assert response.status_code == 302
    assert "Salaires" in html
    assert "NEUF" in html
    assert "Il manque le nom." in html
    assert "un import ne supprime rien" in html
    assert list(System.objects.values_list("category", flat=True)) == ["Gestion"]


def test_what_was_shown_is_written_in_one_go(client, steward):
    bring(client, table("k1;NEUF;;it-hosting"))

    response = confirm(client, the_import())

    row = the_import()
    assert response.status_code == 302
    assert System.objects.get().name == "NEUF"
    assert (row.state, row.content, row.confirmed_by) == ("done", None, steward)
    entry = JournalEntry.objects.get(verb="catalogue.imported")
    assert entry.facts["counts"] == {"created": 1, "changed": 0, "unchanged": 0, "refused": 0}
    assert "Importé" in html_of(client.get(reverse("projects:catalogue-import", args=[row.pk])))


def test_refused_rows_are_left_out_only_when_it_is_said(client, steward):
    """Scenario 90."""
    bring(client, table("k1;NEUF;;it-hosting", "k2;;;it-hosting"))
    row = the_import()

    silent = confirm(client, row)
    assert silent.status_code == 422
    assert "Des lignes sont refusées" in silent.content.decode()
    assert not System.objects.exists()

    assert confirm(client, row, without_refused="on").status_code == 302
    assert System.objects.get().name == "NEUF"


def test_a_catalogue_that_moved_is_shown_again_and_nothing_is_written(client, steward):
    SystemFactory(name="PAIE", category="Gestion")
    bring(client, table("k1;PAIE;Salaires;", "k2;NEUF;;it-hosting"))
    System.objects.update(category="Autre")

    response = confirm(client, the_import())

    html = html_of(response)
    assert response.status_code == 409
    assert "Le catalogue a changé entre-temps" in html
    assert "Ligne 2, PAIE" in html
    assert "Autre" in html
    assert System.objects.count() == 1
    assert confirm(client, the_import()).status_code == 302
    assert System.objects.get(name="PAIE").category == "Salaires"


def test_a_change_elsewhere_does_not_stop_an_import(client, steward):
    other = SystemFactory(name="AUTRE")
    bring(client, table("k2;NEUF;;it-hosting"))
    System.objects.filter(pk=other.pk).update(nature="autre chose")

    assert confirm(client, the_import()).status_code == 302


def test_a_page_left_open_on_another_reading_is_refused(client, steward):
    bring(client, table("k2;NEUF;;it-hosting"))
    url = reverse("projects:catalogue-import", args=[the_import().pk])

    response = client.post(url, {"digest": "0" * 64})

    assert response.status_code == 409
    assert not System.objects.exists()


def test_twice_the_same_confirmation_imports_once(client, steward):
    bring(client, table("k2;NEUF;;it-hosting"))
    row = the_import()
    confirm(client, row)

    again = confirm(client, row)

    assert again.status_code == 409
    assert System.objects.count() == 1


def test_what_breaks_while_writing_leaves_nothing(client, steward, monkeypatch):
    def burn(*args, **kwargs):
        raise ZeroDivisionError

    bring(client, table("k1;UN;;it-hosting", "k2;DEUX;;it-hosting"))
    monkeypatch.setattr(systems_import, "_give_heirs", burn)

    with pytest.raises(ZeroDivisionError):
        confirm(client, the_import())

    assert not System.objects.exists()
    assert not JournalEntry.objects.exists()
    assert the_import().state == "ready"


def test_a_file_that_cannot_be_read_is_said_on_the_form(client, steward):
    response = bring(client, b"")

    assert response.status_code == 422
    assert "Ce fichier est vide." in response.content.decode()
    assert not CatalogueImport.objects.exists()


def test_a_file_that_changes_nothing_has_no_button(client, steward):
    SystemFactory(name="PAIE", external_key="k1")
    bring(client, table("k1;PAIE;;"))

    page = html_of(client.get(reverse("projects:catalogue-import", args=[the_import().pk])))

    assert "il n’y a rien à importer" in page
    assert confirm(client, the_import()).status_code == 409


def test_the_list_of_files_costs_the_same_with_one_and_three(client, steward):
    url = reverse("projects:catalogue-imports")
    CatalogueImportFactory()
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    CatalogueImportFactory()
    CatalogueImportFactory()
    with CaptureQueriesContext(connection) as three:
        client.get(url)

    assert len(one) == len(three)


def fill(nasty=NASTY):
    """Systems and dependencies whose words would run in a spreadsheet."""
    heir = SystemFactory(name="HÉRITIER", retires_on="2027-12-31")
    project = ProjectFactory(key="P-2026-0042", staffed=True)
    for n, text in enumerate(nasty):
        system = SystemFactory(
            name=f"{text}{n}", nature=text, category=f"C{text}"[:40], owned=n % 2 == 0,
            replaced_by=heir if n % 3 == 0 else None, external_key=f"k{n}" if n % 2 else None,
            criticality=1 + n % 4,
        )  # fmt: skip
        DependencyFactory(
            project=project, system=system, data=text, volume=text,
            categories=["identity", "payment"] if n % 2 else [],
        )  # fmt: skip


@pytest.mark.parametrize("form", ["csv", "xlsx", "json", "xml"])
def test_what_is_exported_comes_back_unchanged(client, steward, form):
    """Scenario 87."""
    fill()

    systems = client.get(reverse("projects:systems-export", args=[form]))
    dependencies = client.get(reverse("projects:dependencies-export", args=[form]))

    plans = planned(systems.content), planned(dependencies.content, "dependencies")
    assert "attachment" in systems["Content-Disposition"]
    wanted = (System.objects.count(), Dependency.objects.count())
    for plan, count in zip(plans, wanted, strict=True):
        assert plan.counts() == {"created": 0, "changed": 0, "unchanged": count, "refused": 0}


def test_no_exported_cell_runs(client, steward):
    """Scenario 87."""
    fill()

    text = client.get(reverse("projects:systems-export", args=["csv"])).content.decode("utf-8-sig")

    cells = [cell.strip('"') for line in text.splitlines()[1:] for cell in line.split(";")]
    assert len(cells) == System.objects.count() * len(SYSTEMS)
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "＝"))]


def test_a_guest_exports_the_dependencies_of_their_projects_alone(client):
    project = ProjectFactory(staffed=True)
    mine = DependencyFactory(project=project)
    other = DependencyFactory()
    client.force_login(member(project, "vendor"))

    text = client.get(reverse("projects:dependencies-export", args=["csv"])).content.decode()
    model = client.get(reverse("projects:dependencies-export", args=["xml"])).content.decode()

    assert mine.system.name in text
    assert mine.system.name in model
    assert other.system.name not in text + model
    assert mine.system.owner.email not in text + model
    assert mine.system.owner_team.name not in text + model
    assert client.get(reverse("projects:systems-export", args=["csv"])).status_code == 403


def test_an_unknown_format_is_not_there(client, steward):
    assert client.get(reverse("projects:systems-export", args=["pdf"])).status_code == 404


def test_the_command_says_then_writes(tmp_path, team):
    steward = PersonFactory(steward=True)
    path = tmp_path / "catalogue.csv"
    path.write_bytes(table("k1;UN;;", "k2;;;"))

    dry = run(path, "--default-team", "it-hosting")
    assert "1 créées, 0 changées, 0 inchangées, 1 refusées" in dry
    assert "Il manque le nom." in dry
    assert not System.objects.exists()
    apply = ("--apply", "--by", steward.email, "--default-team", "it-hosting")
    with pytest.raises(CommandError, match="--without-refused"):
        run(path, *apply)
    run(path, *apply, "--without-refused")

    assert System.objects.get().name == "UN"
    assert JournalEntry.objects.get(verb="system.added").actor == steward


def test_the_command_wants_a_steward_a_team_and_a_file(tmp_path):
    path = tmp_path / "catalogue.csv"
    path.write_bytes(b"")
    person = PersonFactory()

    for options in (["--apply"], ["--apply", "--by", person.email], ["--default-team", "x"], []):
        with pytest.raises(CommandError):
            run(path, *options)
    with pytest.raises(CommandError):
        run(tmp_path / "absent.csv")
