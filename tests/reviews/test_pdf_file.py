"""The file itself: tagged, dated, attached, reproducible, and shut to the world."""

import io
import json
import shutil
import socket
import subprocess
import threading
from collections import Counter

import pikepdf
import pytest

from reviews.pdf import PdfFailed, PdfUnavailable, render, render_html, render_pdf
from reviews.pdf.assets import CSS
from reviews.pdf.figures.svg import INK
from reviews.pdf.frozen import canonical, digest
from tests.reviews.pdf_data import frozen, hostile

pytestmark = pytest.mark.slow
_printed = {}


def printed(name, data=None, variant="pdf/a-3a"):
    """A rendered document, made once per run; skipped where the machine has no Pango."""
    if (name, variant) not in _printed:
        data = data or frozen(name)
        try:
            _printed[name, variant] = render_pdf(render_html(data), data=data, variant=variant)
        except PdfUnavailable:
            pytest.skip("no Pango on this machine")
    return _printed[name, variant]


def opened(content):
    return pikepdf.open(io.BytesIO(content))


def structure(pdf):
    """Every element of the tag tree."""
    waiting, found = [pdf.Root.StructTreeRoot.K[0]], []
    while waiting:
        node = waiting.pop()
        if isinstance(node, pikepdf.Dictionary) and "/S" in node:
            found.append(node)
            kids = node.get("/K", [])
            waiting.extend(kids if isinstance(kids, pikepdf.Array) else [kids])
    return found


def pdftotext(content, *options):
    if not shutil.which("pdftotext"):
        pytest.skip("no poppler on this machine")
    done = subprocess.run(
        ["pdftotext", *options, "-", "-"], input=content, capture_output=True, check=True
    )
    return done.stdout.decode()


def test_report_is_a_tagged_titled_file():
    pdf = opened(printed("scoping"))

    assert 12 <= len(pdf.pages) <= 18
    assert str(pdf.Root.Lang) == "fr"
    assert pdf.Root.MarkInfo.Marked
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    with pdf.open_metadata() as metadata:
        assert metadata["dc:title"] == "Refonte du site e-commerce · Dossier de cadrage"
        assert metadata["{http://www.aiim.org/pdfa/ns/id/}part"] == "3"
        assert metadata["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
    with pdf.open_outline() as outline:
        assert [item.title for item in outline.root][:4] == [
            "Sommaire",
            "Synthèse",
            "1. Le besoin",
            "2. Le chemin",
        ]


def test_tags_serve_a_screen_reader():
    pdf = opened(printed("scoping"))

    nodes = structure(pdf)
    roles = Counter(str(node.S) for node in nodes)
    assert roles["/TOC"] == 1
    assert roles["/TOCI"] == 11
    assert roles["/H2"] == 12
    assert all("/Scope" in node.A for node in nodes if node.S == "/TH")
    assert all(str(node.get("/Alt", "")).strip() for node in nodes if node.S == "/Figure")


def test_attached_data_is_the_frozen_data():
    """Scenario 86: the printed fingerprint is that of the attached bytes."""
    data = frozen("scoping")

    pdf = opened(printed("scoping"))

    attached = pdf.attachments["dossier.json"].get_file().read_bytes()
    assert attached == canonical(data)
    assert digest(json.loads(attached)) == data["fingerprint"]
    assert [str(spec.AFRelationship) for spec in pdf.Root.AF] == ["/Data"]


def test_accessible_variant_from_the_same_pages():
    pdf = opened(printed("certificate", variant="pdf/ua-1"))

    assert len(pdf.pages) == 1
    with pdf.open_metadata() as metadata:
        assert metadata["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
        assert "{http://www.aiim.org/pdfa/ns/id/}part" not in metadata


def test_same_data_same_bytes():
    data = frozen("certificate")

    assert printed("certificate") == render_pdf(render_html(data), data=data)


def test_file_has_no_syntax_error(tmp_path):
    if not shutil.which("qpdf"):
        pytest.skip("no qpdf on this machine")
    path = tmp_path / "report.pdf"
    path.write_bytes(printed("scoping"))

    done = subprocess.run(["qpdf", "--check", path], capture_output=True, text=True)

    assert done.returncode == 0, done.stdout


def test_text_comes_out_in_reading_order():
    text = " ".join(pdftotext(printed("scoping"), "-raw").split())

    places = [
        text.index(word)
        for word in ("Claire Aubry", "Sommaire", "8 sur 12", "Vue d’ensemble", "Code court")
    ]
    assert places == sorted(places)
    assert "\ufffd" not in text


def test_hostile_content_reaches_nothing_and_is_printed():
    """Scenarios 82 and 84: no request leaves, nothing is attached, every script comes out."""
    calls = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        port = server.getsockname()[1]
        data = hostile()
        data["project"]["need"] = f'<img src="http://127.0.0.1:{port}/x">' + data["project"]["need"]
        listener = threading.Thread(target=_accept, args=(server, calls))
        listener.start()
        content = printed("hostile", data)
        listener.join()

    text = pdftotext(content)
    assert calls == []
    assert list(opened(content).attachments) == ["dossier.json"]
    assert "<img" in text
    assert "root:x:0" not in text
    assert "Łukaszewicz" in text


def _accept(server, calls):
    try:
        calls.append(server.accept())
    except TimeoutError:
        return


def test_hostile_certificate_stays_on_one_page():
    data = frozen("certificate")
    data["project"] |= {
        "title": "Mot " * 80,
        "need": "Besoin très long. " * 90,
        "level_reasons": ["raison très longue"] * 40,
    }
    data["voices"] = [
        voice | {"name": "Jean-Christophe de La Roche-Saint-André du Plessis"}
        for voice in data["voices"]
    ]

    assert len(opened(printed("long certificate", data)).pages) == 1


def test_an_address_outside_the_list_stops_the_press():
    with pytest.raises(PdfFailed) as failure:
        render_pdf(
            '<html lang="fr"><title>x</title><img src="file:///etc/hostname" alt=""></html>',
            data={},
        )

    assert "refused" in failure.value.detail


def test_the_child_is_handed_no_secret(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "hush")

    assert "SECRET_KEY" not in render._environment()


def test_figures_use_the_tokens_of_the_page():
    assert INK["ball"] == "#eaf14c"
    assert "--ball: #eaf14c" in (CSS / "page.css").read_text()
