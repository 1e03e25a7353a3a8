"""A report on paper: time and memory per page, beside bare WeasyPrint in the same process.

The yardstick is what the library does by itself, without our tags, data or fonts of every script:
twelve pages or so of prose, fixed tables and figures, tagged as PDF/A-3a. Both are laid out warm, in
turn, in a process of their own; only the ratio is judged.
"""

import json
import subprocess
import sys

import pytest

from reviews.pdf import render_html
from reviews.pdf.assets import style_sheets
from reviews.pdf.fonts import ready_fonts
from reviews.pdf.frozen import canonical
from reviews.pdf.render import COMMAND, PdfUnavailable, render_pdf
from tests.reviews.pdf_data import frozen

pytestmark = pytest.mark.benchmark
MOST_OF_YARDSTICK, MOST_MEGABYTES_PER_PAGE = 1.5, 25
CHAPTERS = 15
PROSE = "Le site actuel ne tient plus la charge ni le téléphone, et son éditeur ne le maintient plus depuis juin. "
FIGURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="480" height="80" viewBox="0 0 480 80">'
    + "".join(
        f'<circle cx="{40 + 60 * n}" cy="40" r="9" fill="#492962"/><text x="{20 + 60 * n}" y="70" font-size="9">Jalon {n}</text>'
        for n in range(7)
    )
    + "</svg>"
)
MEASURE = """
import io, json, resource, sys, time
import pikepdf
sys.path.insert(0, sys.argv[1])
import weasyprint
from layout import Assets, lay_out

asked = json.load(sys.stdin)

def report():
    return lay_out(asked["order"])

def yardstick():
    fetcher = Assets(asked["order"]["assets"], [])
    page = weasyprint.HTML(string=asked["yardstick"], base_url="asset:", url_fetcher=fetcher)
    return page.write_pdf(pdf_variant="pdf/a-3a")

times, pages = {"report": [], "yardstick": []}, {}
for _round in range(4):
    for name, work in (("yardstick", yardstick), ("report", report)):
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


def yardstick():
    """Pages as dense as those of a report, on the same grid, in plain HTML."""
    row = '<tr><th scope=row>Sujet</th><td>Hébergement en France, deux centres distants</td><td class="s v-allowed">Conforme</td></tr>'
    table = f"<table><caption>Vue d’ensemble</caption><thead><tr><th>Sujet</th><th>Choix</th><th>Verdict</th></tr></thead>{row * 18}</table>"
    chapter = f"<section class=next><h2>Chapitre</h2><p class=lead>{PROSE}</p>{FIGURE}<h3>Détail</h3><p>{PROSE * 6}</p>{table}<p>{PROSE * 4}</p></section>"
    sheets = "".join(
        f'<link rel=stylesheet href="asset:{name}.css">' for name in ("fonts", "page", "signs")
    )
    return f'<!DOCTYPE html><html lang="fr"><head><title>Étalon</title>{sheets}</head><body>{chapter * CHAPTERS}</body></html>'


@pytest.fixture(scope="module")
def measured():
    data = frozen("scoping")
    html = render_html(data)
    try:
        render_pdf("<html lang='fr'><head><title>x</title></head><p>x", data={})
    except PdfUnavailable:
        pytest.skip("no Pango on this machine")
    order = {
        "html": html,
        "variant": "pdf/a-3a",
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
        input=json.dumps({"order": order, "yardstick": yardstick()}).encode(),
        capture_output=True,
        check=True,
    )
    return json.loads(done.stdout)


def test_a_warm_report_costs_at_most_half_as_much_again_as_the_library_alone(measured):
    seconds, pages = measured["seconds"], measured["pages"]
    per_page = {name: seconds[name] / pages[name] for name in seconds}
    ratio = per_page["report"] / per_page["yardstick"]

    print(f"\n{pages} pages, {per_page} s of processor per page, ratio {ratio:.2f}")  # noqa: T201
    assert 10 <= pages["yardstick"] <= 30
    assert ratio <= MOST_OF_YARDSTICK


def test_the_memory_of_a_page_is_bounded(measured):
    per_page = measured["peak"] / measured["pages"]["report"]

    print(f"\npeak {measured['peak']:.0f} MB, {per_page:.1f} MB per page")  # noqa: T201
    assert per_page <= MOST_MEGABYTES_PER_PAGE
