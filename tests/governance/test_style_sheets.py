import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CSS = ROOT / "static" / "css"
KIT = ROOT / "node_modules" / "@tabler" / "core" / "dist" / "css" / "tabler.css"
DRESSED_ON_PURPOSE = {
    "active",
    "avatar",
    "avatar-list",
    "avatar-xs",
    "btn",
    "card-body",
    "input-group-text",
    "container-xl",
    "form-select",
    "icon",
    "invalid-feedback",
    "list-group-item",
    "nav-link",
    "nav-pills",
    "page-title",
    "page-wrapper",
    "scroll-x",
    "table",
}


def classes(path):
    source = re.sub(r"/\*.*?\*/|\"[^\"]*\"", "", path.read_text(), flags=re.DOTALL)
    selectors = re.findall(r"([^{};]+)\{", source)
    return {name for selector in selectors for name in re.findall(r"\.([a-zA-Z][\w-]*)", selector)}


@pytest.mark.parametrize("path", sorted(CSS.rglob("*.css")), ids=lambda path: path.name)
def test_style_sheets_stay_short(path):
    assert len(path.read_text().splitlines()) <= 250


def test_our_names_are_not_the_kit_s():
    ours = set().union(*(classes(path) for path in (CSS / "parts").glob("*.css")))
    assert ours & classes(KIT) - DRESSED_ON_PURPOSE == set()


def test_every_part_is_imported_once():
    imported = re.findall(r'"\./parts/([\w-]+)\.css"', (CSS / "app.css").read_text())
    assert sorted(imported) == sorted(path.stem for path in (CSS / "parts").glob("*.css"))
