"""Every document keeps the clauses of PDF/UA-1 and PDF/A-3a that a machine can check; a spoilt file is told which it breaks."""

import pytest
from pikepdf import Array, Dictionary, Name, String

from reviews.pdf.render import VARIANTS
from tests.reviews import pdf_damage as damage
from tests.reviews.pdf_clauses import broken
from tests.reviews.pdf_data import empty, hostile
from tests.reviews.pdf_reading import printed
from tests.reviews.test_pdf_every_document import long_minutes

pytestmark = [pytest.mark.slow, pytest.mark.paper]
KINDS = ("scoping", "certificate", "minutes", "gate", "committee")

DAMAGES = {
    "5-1": damage.metadata(rb"pdfuaid:part>1<", b"pdfuaid:part>2<"),
    "6.1.2-1": "no binary line",
    "6.1.3-2": "encrypted",
    "6.1.3-3": "text after the end",
    "6.1.7-3": damage.packed_with_lzw,
    "6.1.13-3": damage.changed(damage.root, "/Long", String("a" * 40_000)),
    "6.2.2-1": damage.content(damage.added(([], "EMC"))),
    "6.2.3-1": damage.without(damage.root, "/OutputIntents"),
    "6.2.4.3-3": damage.content(damage.added(([0, 0, 0, 1], "k"))),
    "6.2.8-1": damage.changed(damage.form, "/Ref", Dictionary()),
    "6.2.10-1": damage.changed(damage.root, "/G", Dictionary({"/BM": Name("/Odd")})),
    "6.2.10-2": damage.group_without_colours,
    "6.2.11.7-3": damage.unicode(rb"<([0-9a-f]{4})> <0065>", rb"<\1> <e001>"),
    "6.3.1-1": damage.changed(damage.link, "/Subtype", Name.Stamp),
    "6.3.2-2": damage.changed(damage.link, "/F", 2),
    "6.4.2-1": damage.changed(damage.root, "/AcroForm", Dictionary()),
    "6.5.1-1": damage.changed(
        damage.link, "/A", Dictionary({"/Type": Name.Action, "/S": Name.Launch})
    ),
    "6.5.2-1": damage.changed(damage.root, "/OpenAction", Dictionary({"/S": Name.JavaScript})),
    "6.6.2.3-3": damage.metadata(rb"pdfaProperty:category>internal<", b"pdfaProperty:category><"),
    "6.6.3": damage.metadata(rb"(?s)CreateDate>20\d\d", b"CreateDate>1999"),
    "6.6.4-1": damage.metadata(rb"pdfaid:part>3<", b"pdfaid:part>2<"),
    "6.7.2-1": damage.without(damage.root, "/MarkInfo"),
    "6.7.3-1": damage.wrong_parent,
    "6.8-1": lambda pdf: damage.without(lambda _: damage.file(pdf).EF.F, "/Subtype")(pdf),
    "6.8-3": damage.without(damage.file, "/AFRelationship"),
    "6.8-4": damage.changed(damage.root, "/AF", Array()),
    "7.1-1": damage.content(damage.inside("tagged", "artefact")),
    "7.1-2": damage.content(damage.inside("artefact", "tagged")),
    "7.1-3": damage.content(damage.unmarked),
    "7.1-4": lambda pdf: damage.changed(lambda _: pdf.Root.MarkInfo, "/Suspects", True)(pdf),
    "7.1-5": damage.role("/H2", "/Chapter"),
    "7.1-8": damage.without(damage.root, "/Metadata"),
    "7.1-9": damage.metadata(rb"(?s)<dc:title>.*?</dc:title>", b""),
    "7.1-10": damage.without(damage.root, "/ViewerPreferences"),
    "7.2-4": damage.role("/TBody", "/Div"),
    "7.2-9": damage.role("/TR", "/Div"),
    "7.2-10": damage.role("/TD", "/P"),
    "7.2-17": damage.role("/P", "/LI"),
    "7.2-19": damage.role("/Div", "/L"),
    "7.2-29": damage.changed(damage.root, "/Lang", String("français")),
    "7.2-34": damage.without(damage.root, "/Lang"),
    "7.2-3": damage.role("/TBody", "/Sect"),
    "7.2-14": lambda pdf: damage.role("/TBody", "/TFoot")(pdf),
    "7.2-41": damage.changed(damage.head_cell, "/RowSpan", 40),
    "7.2-43": damage.cell_lost,
    "7.3-1": damage.without(lambda pdf: damage.one(pdf, "/Figure"), "/Alt"),
    "7.4.2-1": damage.role("/H2", "/H4"),
    "7.5-1": damage.without(damage.head_cell, "/Scope"),
    "7.5-2": damage.header_unknown,
    "7.11-1": damage.without(damage.file, "/UF"),
    "7.17": damage.bookmark_invented,
    "7.18.3-1": damage.without(damage.page, "/Tabs"),
    "7.18.5-1": damage.role("/Link", "/Span"),
    "7.18.5-2": damage.without(damage.link, "/Contents"),
    "7.20-2": damage.mark_in_form,
    "7.21.3.2-1": damage.without(damage.inner_font, "/CIDToGIDMap"),
    "7.21.4.1-1": lambda pdf: damage.without(
        lambda _: damage.inner_font(pdf).FontDescriptor, "/FontFile2"
    )(pdf),
    "7.21.5-1": damage.changed(damage.inner_font, "/W", Array([0, 900, 7])),
    "7.21.7-1": damage.without(damage.font, "/ToUnicode"),
    "7.21.8-1": damage.content(damage.notdef),
}


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_document_keeps_every_clause(kind, language, variant):
    assert broken(printed(kind, language=language, variant=variant), variant) == []


@pytest.mark.parametrize("kind", [*KINDS, "long minutes", "empty"])
def test_hostile_and_empty_documents_too(kind):
    """Scenarios 82, 83 and 84."""
    made = {"long minutes": long_minutes, "empty": empty}.get(kind, lambda: hostile(kind))

    assert broken(printed(f"hostile {kind}", data=made()), "pdf/a-3a") == []


@pytest.mark.parametrize("clause", DAMAGES)
def test_a_spoilt_file_is_told_which_clause_it_breaks(clause):
    spoilt = damage.damaged(printed("certificate"), DAMAGES[clause])

    told = {said.split(":")[0] for said in broken(spoilt, "pdf/a-3a")}

    assert clause in told


def test_a_file_only_written_again_breaks_nothing():
    again = damage.damaged(printed("certificate"), lambda pdf: None)

    assert broken(again, "pdf/a-3a") == []
