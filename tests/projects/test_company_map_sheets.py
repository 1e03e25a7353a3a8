"""The company's map as sheets: CSV, XLSX, what a spreadsheet would run."""

import csv
import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from tests.factories import PersonFactory, ProjectFactory, SystemFactory
from tests.projects.map_situations import lean

pytestmark = pytest.mark.django_db


@pytest.fixture
def anne(client):
    person = PersonFactory(name="Anne Delmas", mandate="manager")
    client.force_login(person)
    return person


def test_csv_has_a_row_a_system_and_nothing_that_a_spreadsheet_would_run(client, anne):
    crm = SystemFactory(name="=CRM()", category="@ventes")
    shop = ProjectFactory(title="+Boutique", key="-1")
    lean(shop, crm, direction="in", state="confirmed")
    SystemFactory(name="INUTILE")

    response = client.get(reverse("projects:company-map-export", args=["csv"]))

    text = b"".join(response.streaming_content).decode("utf-8-sig")
    head, row = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert row[:2] == ["'=CRM()", "'@ventes"]
    assert head[-1] == "'-1 +Boutique"
    assert (row[6], row[7]) == ("1", "le projet lit, confirmée")
    assert "attachment" in response["Content-Disposition"]


def test_xlsx_says_the_same_as_text(client, anne):
    lean(ProjectFactory(title="\x0bSalon"), SystemFactory(name="=1+1"), state="refused")

    response = client.get(reverse("projects:company-map-export", args=["xlsx"]))

    sheet = load_workbook(io.BytesIO(response.content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[1][0] == "'=1+1"
    assert sheet["A2"].data_type == "s"
    assert rows[0][7].endswith("Salon")
    assert rows[1][7] == "le projet envoie, refusée"


def test_export_follows_the_filters_and_knows_two_formats(client, anne):
    lean(ProjectFactory(), SystemFactory(name="CRM"), state="refused")
    lean(ProjectFactory(), SystemFactory(name="ERP"))

    response = client.get(reverse("projects:company-map-export", args=["csv"]), {"etat": "refused"})

    text = b"".join(response.streaming_content).decode()
    assert "CRM" in text
    assert "ERP" not in text
    assert client.get(reverse("projects:company-map-export", args=["pdf"])).status_code == 404
