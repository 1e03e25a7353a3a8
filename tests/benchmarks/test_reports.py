"""A report on paper: time and memory, beside bare WeasyPrint on the prototype of the same document.

The prototype is the page that the look was decided on: the designer's dossier, fifteen pages as
dense as ours, laid out by the library alone as PDF/A-3a, without our tags, data or fonts of every
script. Both are laid out warm, in turn, in a process of their own; only the ratio is judged. The
prototype stands beside the checkout, or where PDF_PROTOTYPE says; without it there is no ratio.
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from reviews.pdf import render_html
from reviews.pdf.assets import style_sheets
from reviews.pdf.fonts import ready_fonts
from reviews.pdf.frozen import canonical
from reviews.pdf.render import COMMAND, PdfUnavailable, render_pdf
from tests.benchmarks.serving import ROOT
from tests.reviews.pdf_data import frozen

pytestmark = pytest.mark.benchmark
MOST_OF_PROTOTYPE, MOST_MEGABYTES_PER_PAGE, FEWEST_PAGES = 1.5, 25, 12
PROTOTYPE = Path(os.environ.get("PDF_PROTOTYPE") or ROOT.parent / "shared" / "design" / "pdf")
FACES = {
    "bricolage-texte-400": "bricolage-text-400.ttf",
    "bricolage-texte-600": "bricolage-text-600.ttf",
    "bricolage-titre-640": "bricolage-title-640.ttf",
    "bricolage-serre-400": "bricolage-text-400.ttf",
    "bricolage-serre-600": "bricolage-text-600.ttf",
    "bricolage-ext-400": "bricolage-ext-400.ttf",
}
MEASURE = """
import io, json, resource, sys, time
import pikepdf
sys.path.insert(0, sys.argv[1])
import weasyprint
from layout import Assets, lay_out

asked = json.load(sys.stdin)

def report():
    return lay_out(asked["order"])["pdf/a-3a"]

def prototype():
    fetcher = Assets(asked["prototype"]["assets"], [])
    page = weasyprint.HTML(string=asked["prototype"]["html"], base_url="asset:", url_fetcher=fetcher)
    content = page.write_pdf(pdf_variant="pdf/a-3a")
    assert not fetcher.missing, fetcher.missing
    return content

times, pages = {"report": [], "prototype": []}, {}
for _round in range(4):
    for name, work in (("prototype", prototype), ("report", report)):
        started = time.process_time()
        content = work()
        times[name].append(time.process_time() - started)
        pages[name] = len(pikepdf.open(io.BytesIO(content)).pages)
try:  # what the kernel counts since this program began; getrusage keeps its parent's peak
    status = dict(line.split(":", 1) for line in open("/proc/self/status"))
    peak = int(status["VmHWM"].split()[0]) / 1024
except OSError:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
best = {name: min(values[1:]) for name, values in times.items()}
print(json.dumps({"seconds": best, "peak": peak, "pages": pages}))
"""


def prototype(folder) -> dict:
    """The page of the designer and what it reaches, its faces taken among ours."""
    if not (PROTOTYPE / "dossier.html").exists():
        pytest.skip("no prototype beside this checkout")
    html = (PROTOTYPE / "dossier.html").read_text(encoding="utf-8")
    assets = ready_fonts()
    for name in ("fonts.css", "cadrage.css"):
        sheet = (PROTOTYPE / name).read_text(encoding="utf-8")
        (folder / name).write_text(
            re.sub(r"url\(fonts/([\w-]+)\.ttf\)", face, sheet), encoding="utf-8"
        )
        assets[name] = str(folder / name)
    return {"html": re.sub(r'href="(\w+\.css)"', r'href="asset:\1"', html), "assets": assets}


def face(found: re.Match) -> str:
    """The address of our cut of a face; none for the scripts that the prototype does not write."""
    name = FACES.get(found[1])
    return f"url(asset:{name})" if name else 'local("none")'


@pytest.fixture(scope="module")
def measured(tmp_path_factory):
    data = frozen("scoping")
    html = render_html(data)
    try:
        render_pdf("<html lang='fr'><head><title>x</title></head><p>x", data={})
    except PdfUnavailable:
        pytest.skip("no Pango on this machine")
    order = {
        "html": html,
        "variants": ["pdf/a-3a"],
        "assets": style_sheets() | ready_fonts(),
        "families": [],
        "identifier": data["fingerprint"][:32],
        "created": data["frozen_at"],
        "attachment": canonical(data).decode(),
        "attachment_name": "dossier.json",
        "attachment_title": "Données",
        "link_title": "Aller à : %s",
    }
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, COMMAND[-1]],
        input=json.dumps(
            {"order": order, "prototype": prototype(tmp_path_factory.mktemp("prototype"))}
        ).encode(),
        capture_output=True,
        check=True,
    )
    return json.loads(done.stdout)


def test_a_warm_report_costs_at_most_half_as_much_again_as_the_prototype(measured):
    seconds, pages = measured["seconds"], measured["pages"]
    ratio = seconds["report"] / seconds["prototype"]
    per_page = {name: f"{1000 * seconds[name] / pages[name]:.0f} ms" for name in seconds}

    print(f"\n{pages} pages, {seconds} s of processor, {per_page} a page, ratio {ratio:.2f}")  # noqa: T201
    assert pages["report"] >= FEWEST_PAGES
    assert ratio <= MOST_OF_PROTOTYPE


def test_the_memory_of_a_page_is_bounded(measured):
    per_page = measured["peak"] / measured["pages"]["report"]

    print(f"\npeak {measured['peak']:.0f} MB, {per_page:.1f} MB per page")  # noqa: T201
    assert per_page <= MOST_MEGABYTES_PER_PAGE
