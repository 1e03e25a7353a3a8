"""Files of other inventories: encodings, separators, tools; and those that mean harm."""

import io
import json
import tracemalloc
import zipfile
from contextlib import suppress

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from governance.models import System
from governance.verdicts import Incomplete
from projects.inventory import rows as rows_of
from projects.inventory import tables
from projects.inventory.cells import asleep, awake, woken, would_run
from projects.inventory.columns import SYSTEMS
from projects.inventory.facts import choice_of
from tests.projects.importing import table, workbook

MEGABYTE = 1024 * 1024
TEXTS = st.text(
    st.characters(codec="cp1252", exclude_categories=("C", "Z"), exclude_characters="'"),
    min_size=1,
    max_size=20,
)
ENTITY = '<?xml version="1.0"?><!DOCTYPE model [<!ENTITY a "{a}">{more}]><model>{body}</model>'


def names(content: bytes, kind="systems"):
    return [row.cells.get("name") for row in tables.read(content, kind).rows]


def refusal(content: bytes, kind="systems") -> str:
    with pytest.raises(Incomplete) as refused:
        tables.read(content, kind)
    return str(refused.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_way_of_writing_a_table_is_understood(encoding, separator, end):
    """Scenario 88."""
    lines = [["CATÉGORIE", "nom", "équipe"], ["Données clés", "Café d’été", "DSI"]]
    text = end.join(separator.join(line) for line in lines)

    assert names(text.encode(encoding)) == ["Café d’été"]


@settings(max_examples=150, deadline=None)
@given(
    rows=st.lists(st.tuples(TEXTS, TEXTS, TEXTS), min_size=1, max_size=5),
    separator=st.sampled_from(",;\t"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16"]),
    end=st.sampled_from(["\n", "\r\n"]),
)
def test_whatever_the_words_the_cells_come_back(rows, separator, encoding, end):
    heading = separator.join(["Nom", "Catégorie", "Nature"])
    quoted = [separator.join('"' + c.replace('"', '""') + '"' for c in row) for row in rows]
    content = end.join([heading, *quoted]).encode(encoding)

    read = tables.read(content, "systems")

    wanted = [[woken(cell) for cell in row] for row in rows]
    found = [[r.cells[n] for n in ("name", "category", "nature")] for r in read.rows]
    assert found == wanted


@settings(max_examples=400, deadline=None)
@given(st.text(st.sampled_from("=+-@\t\r\n '’a＝＋é;,"), max_size=8))
def test_a_cell_asleep_never_runs_and_wakes_as_it_was(text):
    """Scenario 87."""
    written = asleep(text)

    assert not written.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋"))
    assert awake(written) == text
    assert would_run(text) == (written != text)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_never_worse(content):
    for kind in ("systems", "dependencies"):
        with suppress(Incomplete):
            assert tables.read(content, kind).rows


def test_line_numbers_are_those_of_the_file():
    content = b'sep=;\n\nNom;Nature\nA;"deux\nlignes"\n\nB;une\n'

    assert [row.line for row in tables.read(content, "systems").rows] == [5, 7]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "vide"),
        (b"\n\n", "vide"),
        (b"\x00\x01\x02 nom", "encodage"),
        ("Nom;Équipe\x81\n".encode("latin-1"), "encodage"),
        (b"Nom;Nature\n", "aucune ligne"),
        (b'Nom;Nature\nA;"jamais ferm\xc3\xa9\nB;x\n', "guillemet"),
        (b"\xd0\xcf\x11\xe0 old", "Ancien format .xls"),
        (b"PK\x03\x04 not a zip", "ne se lit pas"),
        (b"{", "JSON ne se lit pas"),
        (b"[1, 2]", "liste d"),
        (b"[]", "aucune ligne"),
        (b"abc" * 10, "Aucune colonne connue"),
        (b"[" * 100_000, "JSON ne se lit pas"),
        (b"<html><body>bonjour</body></html>", "ArchiMate"),
        (b"<model", "XML ne se lit pas"),
    ],
)
def test_what_cannot_be_read_says_why(content, reason):
    assert reason in refusal(content)


def test_too_many_rows_are_refused(monkeypatch):
    monkeypatch.setattr(rows_of, "MOST_ROWS", 3)

    assert "plus de 50 000 lignes" in refusal(table(*("k;X;;" for _ in range(4))))


def test_too_heavy_a_file_is_refused(monkeypatch):
    monkeypatch.setattr(tables, "HEAVIEST", 10)

    assert "20 Mo" in refusal(table("k;X;;"))


def test_a_workbook_gives_its_values_and_no_formula():
    content = workbook([["Nom", "Criticité", "Nature"], ["A", 2.0, "=1+1"], ["B", None, "'=x"]])

    read = tables.read(content, "systems").rows

    assert [row.cells["criticality"] for row in read] == ["2", ""]
    assert read[0].cells["nature"] == ""  # never computed: nothing to read
    assert read[1].cells["nature"] == "=x"  # asleep in our own exports


def test_a_zip_that_unfolds_is_refused_before_it_is_read():
    """Scenario 70."""
    bomb = io.BytesIO(workbook([["Nom"], ["A"]]))
    with zipfile.ZipFile(bomb, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/zeros.xml", b"0" * (130 * MEGABYTE))
    content = bomb.getvalue()
    assert len(content) < MEGABYTE

    tracemalloc.start()
    reason = refusal(content)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert "volume anormal" in reason
    assert peak < 20 * MEGABYTE


def test_a_workbook_whose_parts_declare_entities_is_refused():
    """Scenario 71."""
    source = zipfile.ZipFile(io.BytesIO(workbook([["Nom"], ["A"]])))
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in source.namelist():
            part = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                part = b'<!DOCTYPE x [<!ENTITY a "b">]>' + part
            archive.writestr(name, part)

    assert "ne se lit pas" in refusal(made.getvalue())


LAUGHS = ENTITY.format(
    a="ha",
    more="".join(
        f'<!ENTITY {n} "{p * 10}">' for n, p in (("b", "&a;"), ("c", "&b;"), ("d", "&c;"))
    ),
    body="&d;" * 1000,
)
QUADRATIC = ENTITY.format(a="x" * 100_000, more="", body="&a;" * 10_000)
EXTERNAL = ENTITY.format(a="", more='<!ENTITY e SYSTEM "file:///etc/passwd">', body="&e;")
NETWORK = '<!DOCTYPE model SYSTEM "http://127.0.0.1:9/x.dtd"><model/>'


@pytest.mark.parametrize("bomb", [LAUGHS, QUADRATIC, EXTERNAL, NETWORK])
def test_xml_that_declares_anything_is_refused_at_once(bomb):
    """Scenario 71."""
    tracemalloc.start()
    reason = refusal(bomb.encode())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert "déclare des entités" in reason
    assert peak < 10 * MEGABYTE


def test_xml_bombs_in_another_encoding_are_refused_too():
    assert refusal(QUADRATIC.replace('"1.0"', '"1.0" encoding="utf-16"').encode("utf-16"))


def test_the_applications_of_mercator_are_read():
    records = [
        {
            "id": 7, "name": "Paie", "description": "<p>Bulletins &amp; virements</p>",
            "type": "progiciel", "responsible": "Jean, karim@verdier.example",
            "security_need_c": 2, "security_need_i": 4, "security_need_a": None,
            "application_block_id": 3, "entity_resp_id": 12,
        },
        {"id": 8, "name": "Vide", "description": None, "security_need_c": 0,
         "application_block_id": None},
    ]  # fmt: skip

    read = tables.read(json.dumps({"data": records}).encode(), "systems")

    assert read.rows[0].cells == {
        "external_key": "mercator:7", "name": "Paie", "category": "progiciel",
        "nature": "Bulletins & virements", "owner": "karim@verdier.example", "criticality": "1",
    }  # fmt: skip
    assert read.rows[1].cells == {"external_key": "mercator:8", "name": "Vide"}
    assert "Mercator" in read.remarks[0]
    assert "des applications" in refusal(json.dumps(records).encode(), "dependencies")


MODEL = """<?xml version="1.0" encoding="UTF-8"?>
<model xmlns="http://www.opengroup.org/xsd/archimate/3.0/"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" identifier="id-m">
  <name xml:lang="fr">Modèle</name>
  <elements>
    <element identifier="id-1" xsi:type="ApplicationComponent"><name xml:lang="fr">Paie</name>
      <documentation xml:lang="fr">Bulletins</documentation>
      <properties><property propertyDefinitionRef="p1"><value xml:lang="fr">Gestion</value>
      </property></properties></element>
    <element identifier="id-2" xsi:type="BusinessActor"><name xml:lang="fr">RH</name></element>
    <element identifier="id-3" xsi:type="ApplicationComponent"><name xml:lang="fr">Site</name>
      <properties><property propertyDefinitionRef="p2"><value xml:lang="fr">P-2026-0042</value>
      </property></properties></element>
  </elements>
  <relationships>
    <relationship identifier="f-1" source="id-1" target="id-3" xsi:type="Flow">
      <name xml:lang="fr">salaires</name></relationship>
    <relationship identifier="f-2" source="id-1" target="id-2" xsi:type="Flow"/>
    <relationship identifier="f-3" source="id-3" target="id-1" xsi:type="Composition"/>
  </relationships>
  <propertyDefinitions>
    <propertyDefinition identifier="p1" type="string"><name>Catégorie</name></propertyDefinition>
    <propertyDefinition identifier="p2" type="string"><name>Projet Cadrage</name>
    </propertyDefinition>
  </propertyDefinitions>
</model>"""


def test_the_applications_and_flows_of_archimate_are_read():
    systems = tables.read(MODEL.encode(), "systems")
    flows = tables.read(MODEL.encode(), "dependencies")

    assert [row.cells for row in systems.rows] == [
        {"external_key": "id-1", "name": "Paie", "nature": "Bulletins", "category": "Gestion"}
    ]
    assert [row.cells for row in flows.rows] == [
        {
            "external_key": "f-1", "project": "P-2026-0042", "system": "Paie",
            "nature": "data_flow", "direction": "in", "data": "salaires",
        }
    ]  # fmt: skip
    assert "Un flux ne relie pas un projet à un système" in flows.remarks[0]


def test_a_model_without_application_is_refused():
    empty = MODEL[: MODEL.index("<elements>")] + "</model>"

    assert "aucune application" in refusal(empty.encode())


def test_our_headings_are_known_with_or_without_accents():
    for column in SYSTEMS:
        content = f"{str(column.label).upper()};Nom x\nA;B\n".encode()
        assert column.name in tables.read(content, "systems").rows[0].cells


def test_a_sheet_written_in_english_is_read_in_french():
    with translation.override("en"):
        headings = [str(column.label) for column in SYSTEMS]
        values = [str(label) for _value, label in System.Criticality.choices]

    with translation.override("fr"):
        content = ";".join(headings) + "\n" + ";".join("A" for _column in headings)
        cells = tables.read(content.encode(), "systems").rows[0].cells
        assert set(cells) == {column.name for column in SYSTEMS}
        assert [choice_of(one, System.Criticality.choices) for one in values] == [1, 2, 3, 4]
