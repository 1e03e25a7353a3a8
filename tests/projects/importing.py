"""Files of other inventories, as tests bring them in."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from openpyxl import Workbook

from projects.inventory import dependencies, systems, tables
from projects.inventory.plan import Plan
from projects.models import CatalogueImport

HEADINGS = "Clé;Nom;Catégorie;Nature;Équipe propriétaire;Propriétaire;Criticité;" \
    "Données personnelles;Remplacé par;S’arrête le"  # fmt: skip
PLANS = {"systems": systems.plan, "dependencies": dependencies.plan}


def table(*lines: str, headings: str = "Clé;Nom;Catégorie;Équipe") -> bytes:
    """A CSV file in UTF-8."""
    return "\n".join([headings, *lines]).encode()


def planned(content: bytes, kind: str = "systems", **more) -> Plan:
    """What a file would do."""
    return PLANS[kind](tables.read(content, kind), **more)


def outcomes(plan: Plan) -> list[tuple[int, str]]:
    return [(line.number, line.outcome) for line in plan.lines]


def reasons(plan: Plan) -> str:
    """Every reason of a refusal, with its column."""
    return "\n".join(f"{label}: {text}" for line in plan.lines for label, text in line.problems)


def workbook(rows) -> bytes:
    """An XLSX file."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def bring(client, content: bytes, name="catalogue.csv", kind="systems", **more):
    """Upload a file on the page."""
    file = SimpleUploadedFile(name, content)
    data = {"kind": kind, "file": file, **more}
    return client.post(reverse("projects:catalogue-imports"), data)


def confirm(client, row, **more):
    """Confirm what was shown."""
    row.refresh_from_db()
    url = reverse("projects:catalogue-import", args=[row.pk])
    return client.post(url, {"digest": row.digest, **more})


def run(path, *options) -> str:
    """What the command says of a file."""
    out = io.StringIO()
    call_command("import_systems", str(path), *options, stdout=out)
    return out.getvalue()


def the_import():
    return CatalogueImport.objects.latest("pk")
