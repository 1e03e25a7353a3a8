"""Photographs of the demo company: those of the documentation, and every view in a folder if asked."""

import sys
import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.journeys.conftest import CHROMIUM, FLAGS
from tests.journeys.house import ROOT, House
from tests.journeys.post import Sink
from tests.journeys.test_pages_axe import NOBODY, PAGES, PHONE
from tests.journeys.visitors import Visitor

README = {
    "accueil": "home-bearer",
    "projet": "project",
    "portefeuille": "portfolio",
    "decision": "decision",
    "ordre-du-jour": "agenda",
    "reunion": "meeting",
    "compte-rendu": "minutes",
    "files": "queues",
    "enregistrement": "registration-path",
    "chemins": "paths",
}
WINDOW = {"width": 1440, "height": 1000}
MOST_BYTES = 200_000


def main(everything: Path | None) -> None:
    """Open a house, look at it from each person's browser, close it."""
    post = Sink()
    post.controller.start()
    with (
        tempfile.TemporaryDirectory() as folder,
        House(Path(folder), post, redis_number=1) as house,
        sync_playwright() as player,
    ):
        house.run("tests.journeys.backstage", "prepare", demo=True)
        house.landmarks = house.run("tests.journeys.backstage", "landmarks")
        house.start_web()
        chromium = player.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        tour(chromium, house, everything)
        chromium.close()
    post.controller.stop()


def tour(chromium, house, everything: Path | None) -> None:
    """Each page once per person who looks at it."""
    wanted = {page: name for name, page in README.items()}
    visitors = {}
    for page, (who, address) in PAGES.items():
        name = who.format(**house.landmarks)
        if page not in wanted and not everything:
            continue
        if name not in visitors:
            visitors[name] = visitor_of(chromium, house, name)
        view = visitors[name].page
        view.set_viewport_size(WINDOW)
        view.goto(address.format(**house.landmarks))
        view.wait_for_load_state("networkidle")
        if page in wanted:
            keep(view.screenshot(), ROOT / "docs" / "img" / f"{wanted[page]}.png")
        if everything:
            all_views(view, everything, page)


def visitor_of(chromium, house, name: str) -> Visitor:
    context = chromium.new_context(
        base_url=house.url,
        locale="fr-FR",
        timezone_id="Europe/Paris",
        viewport=WINDOW,
        color_scheme="light",
        reduced_motion="reduce",
    )
    email = house.landmarks["people"].get(name, "")
    visitor = Visitor(context, name or "Personne", email)
    return visitor if name == NOBODY else visitor.sign_in()


def all_views(view, folder: Path, page: str) -> None:
    """Light, dark and phone, whole pages."""
    folder.mkdir(parents=True, exist_ok=True)
    view.screenshot(path=folder / f"{page}.png", full_page=True)
    view.emulate_media(color_scheme="dark")
    view.screenshot(path=folder / f"{page}-dark.png", full_page=True)
    view.emulate_media(color_scheme="light")
    view.set_viewport_size(PHONE)
    view.screenshot(path=folder / f"{page}-390.png", full_page=True)


def keep(png: bytes, path: Path) -> None:
    """A palette makes it small enough for a README; every hue of the page stays its own."""
    path.parent.mkdir(parents=True, exist_ok=True)
    picture = Image.open(BytesIO(png)).convert("RGB")
    every_hue = Image.Quantize.MAXCOVERAGE
    picture.quantize(256, every_hue, kmeans=1, dither=Image.Dither.NONE).save(path, optimize=True)
    assert path.stat().st_size <= MOST_BYTES, path


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
