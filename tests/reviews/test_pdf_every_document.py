"""Every kind of document: sound, tagged, dated, attached, readable by eye and by ear.

PAGE_IMAGES names a folder where an image of every page is left to be looked at.
"""

import json
import os
import shutil
import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from reviews.pdf.frozen import canonical, digest
from reviews.pdf.proof import attachment_name
from tests.reviews.pdf_data import TEXTS, WORD, WORLD, frozen, hostile
from tests.reviews.pdf_reading import (
    font_names,
    missing_glyphs,
    opened,
    outside,
    overlapping,
    pdftotext,
    printed,
    structure,
)

pytestmark = [pytest.mark.slow, pytest.mark.paper]
KINDS = ("scoping", "certificate", "minutes", "gate", "committee")
LANGUAGES = ("fr", "en")
TITLES = {
    ("scoping", "fr"): "Dossier de cadrage",
    ("certificate", "fr"): "Attestation de chemin express",
    ("minutes", "fr"): "Compte rendu du cadrage",
    ("gate", "fr"): "Procès-verbal de validation",
    ("committee", "fr"): "2026 · Maison Verdier",
    ("committee", "en"): " · Maison Verdier",
}
IN_ORDER = {
    "scoping": ("Claire Aubry", "Sommaire", "8 sur 12", "Vue d’ensemble", "Code court"),
    "certificate": ("Accepté sans attendre", "Le besoin", "Ce que le socle SI", "Vérification"),
    "minutes": ("Signé par les trois voix", "Présents", "Réponses des trois voix", "Code court"),
    "gate": ("Validé avec réserves", "La décision", "Réserves et points", "Avis", "Code court"),
    "committee": (
        "À décider aujourd’hui",
        "Les trois voix",
        "Si personne ne bouge",
        "Décisions de la période",
        "Dérogations en cours",
        "Dossiers complets au premier passage",
        "Les mêmes chiffres",
        "Ce que coûte un constat tardif",
        "Code court",
    ),
}
kinds = pytest.mark.parametrize("kind", KINDS)
languages = pytest.mark.parametrize("language", LANGUAGES)


@languages
@kinds
def test_the_file_has_no_syntax_error(kind, language, tmp_path):
    if not shutil.which("qpdf"):
        pytest.skip("no qpdf on this machine")
    path = tmp_path / "document.pdf"
    path.write_bytes(printed(kind, language=language))

    done = subprocess.run(["qpdf", "--check", path], capture_output=True, text=True)

    assert done.returncode == 0, done.stdout


@kinds
def test_every_object_is_where_its_index_says(kind):
    """Readers that mend nothing find each object: a signature, for one, is laid on nothing less."""
    from pyhanko.pdf_utils.generic import Reference
    from pyhanko.pdf_utils.reader import PdfFileReader

    reader = PdfFileReader(BytesIO(printed(kind)), strict=True)
    written = reader.xrefs.explicit_refs_in_revision(0)

    assert len(written) > 50
    for reference in written:
        reader.get_object(Reference(reference.idnum, reference.generation, reader))


@languages
@kinds
def test_language_title_and_bookmarks(kind, language):
    pdf = opened(printed(kind, language=language))

    assert str(pdf.Root.Lang) == language
    assert pdf.Root.MarkInfo.Marked
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    with pdf.open_metadata() as metadata:
        title = metadata["dc:title"]
        assert metadata["{http://www.aiim.org/pdfa/ns/id/}part"] == "3"
        assert metadata["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
    about = frozen(kind).get("project", {"title": ""})
    assert title.startswith(about["title"].replace("'", "’"))
    assert title.endswith(TITLES.get((kind, language), ""))
    with pdf.open_outline() as outline:
        assert len(outline.root) >= 2
        assert all(item.title.strip() for item in outline.root)


@kinds
def test_tags_serve_a_screen_reader(kind):
    pdf = opened(printed(kind))
    nodes = structure(pdf)

    roles = {str(node.S) for node in nodes}
    assert {"/H1", "/H2", "/P", "/Table", "/TR", "/TH", "/TD"} <= roles
    assert all("/Scope" in node.A for node in nodes if node.S == "/TH")
    assert all(str(node.get("/Alt", "")).strip() for node in nodes if node.S == "/Figure")


@languages
@kinds
def test_attached_data_is_the_frozen_data(kind, language):
    """Scenario 86: the fingerprint is that of the data, whatever the language of the pages."""
    data = frozen(kind)

    pdf = opened(printed(kind, language=language))

    attached = pdf.attachments[attachment_name(kind)].get_file().read_bytes()
    assert attached == canonical(data)
    assert digest(json.loads(attached)) == data["fingerprint"]


@kinds
def test_the_last_page_says_how_to_check(kind):
    data = frozen(kind)

    pages = pdftotext(printed(kind)).rstrip("\f").split("\f")

    assert data["code"] in pages[-1]
    assert data["fingerprint"][:8].upper() in pages[-1]
    assert "Code QR" in pages[-1] or kind == "certificate"


@kinds
def test_text_comes_out_in_reading_order(kind):
    text = " ".join(pdftotext(printed(kind), "-raw").split())

    places = [text.index(words) for words in IN_ORDER[kind]]
    assert places == sorted(places)
    assert "\ufffd" not in text


@languages
@kinds
def test_no_word_leaves_the_sheet_nor_covers_another(kind, language):
    content = printed(kind, language=language)

    assert outside(content) == []
    assert overlapping(content) == []
    assert missing_glyphs(content) == 0


def long_minutes():
    """200,000 characters of notes, a table of sixty rows, endless words, every script."""
    data = frozen("minutes")
    items = data["content"]["items"]
    sentence = "Le stock par magasin est confirmé avant la saison des mariages. "
    items[0] |= {"title": WORLD, "notes": (sentence * 4000)[:199_990] + "Fin du mot."}
    row = {"kind": "action", "text": WORLD, "owner": WORD, "due_on": "2026-10-30"}
    items[1]["outcomes"] = [row | {"text": f"{number}. {WORLD}"} for number in range(60)]
    return data


def hostile_document(kind):
    return long_minutes() if kind == "long minutes" else hostile(kind)


@pytest.mark.parametrize("kind", [*KINDS, "long minutes"])
def test_hostile_content_is_whole_and_in_its_place(kind):
    """Scenarios 82, 83 and 84."""
    content = printed(f"hostile {kind}", data=hostile_document(kind))

    assert outside(content) == []
    assert overlapping(content) == []
    assert missing_glyphs(content) == 0


def test_two_hundred_thousand_characters_of_minutes_are_all_there():
    """Scenario 83."""
    content = printed("hostile long minutes", data=long_minutes())

    text = " ".join(pdftotext(content, "-raw").split())
    assert "Fin du mot." in text
    assert text.count("la saison des mariages") >= 3_000
    assert "Texte coupé ici" not in text
    assert "60. " not in text
    assert "59. " in text


def test_every_script_is_drawn_with_a_packaged_font():
    """Scenario 84."""
    fonts = font_names(printed("hostile scoping", data=hostile("scoping")))

    assert WORLD in TEXTS
    for name in ("hebrew", "arabic", "cyrillic", "noto-sans-sc", "noto-emoji"):
        assert any(name in font for font in fonts), (name, fonts)


@languages
@kinds
def test_every_page_is_drawn(kind, language, tmp_path):
    if not shutil.which("pdftoppm"):
        pytest.skip("no poppler on this machine")
    folder = Path(os.environ.get("PAGE_IMAGES") or tmp_path)
    folder.mkdir(parents=True, exist_ok=True)
    content = printed(kind, language=language)

    command = ["pdftoppm", "-r", "60", "-png", "-", str(folder / f"{kind}-{language}")]
    subprocess.run(command, input=content, check=True)

    images = sorted(folder.glob(f"{kind}-{language}-*.png"))
    assert len(images) == len(opened(content).pages)
    for path in images:
        with Image.open(path) as image:
            assert len(image.convert("L").getcolors()) > 2, f"{path.name} is blank"
