"""The applications of Mercator, as its interface gives them (GET /api/applications). Pure."""

import html
import re

from django.utils.translation import gettext as _

from projects.inventory.cells import text_of
from projects.inventory.rows import MOST_ROWS, Row, Rows, refuse, too_many

SIGNATURE = {"security_need_c", "application_block_id", "entity_resp_id", "functional_referent"}
NEEDS = ("security_need_c", "security_need_i", "security_need_a", "security_need_t")
CRITICALITY = {4: "1", 3: "2", 2: "3", 1: "4"}
TAGS = re.compile(r"<[^<>]{0,500}>")
LONGEST = {"name": 60, "category": 40, "nature": 200}
LENIENT = frozenset({"owner", "category", "nature"})


def wrote(records: list[dict]) -> bool:
    """Whether these objects are Mercator's applications."""
    return bool(SIGNATURE & set(records[0])) and "name" in records[0]


def read(records: list[dict], kind: str) -> Rows:
    """Its applications as rows of systems, keyed by their number there."""
    if kind != "systems":
        text = _("Mercator décrit des applications : importez ce fichier comme des systèmes.")
        raise refuse(text)
    if len(records) > MOST_ROWS:
        raise too_many()
    rows = [Row(at, cells_of(one), lenient=LENIENT) for at, one in enumerate(records, start=1)]
    remark = _(
        "De Mercator sont repris le nom, le type, la description, le besoin de sécurité le plus "
        "fort et le responsable quand c’est une adresse connue."
    )
    return Rows(rows, remarks=[remark])


def cells_of(one: dict) -> dict[str, str]:
    """One application under our names; what Mercator leaves empty is left alone."""
    cells = {
        "external_key": f"mercator:{one['id']}" if one.get("id") is not None else "",
        "name": text_of(one.get("name")),
        "category": first_line(one.get("type") or one.get("technology"), "category"),
        "nature": first_line(one.get("description"), "nature"),
        "owner": owner_of(one.get("responsible")),
        "criticality": criticality_of(one),
    }
    return {name: value for name, value in cells.items() if value}


def first_line(value, name: str) -> str:
    """Words without their markup, cut to what our fact holds."""
    words = text_of(html.unescape(TAGS.sub(" ", str(value or "")[:5000])))
    longest = LONGEST[name]
    return words if len(words) <= longest else words[: longest - 1].rstrip() + "…"


def owner_of(value) -> str:
    """The first address among the people named responsible."""
    people = (text_of(part) for part in str(value or "").split(","))
    return next((one for one in people if "@" in one), "")


def criticality_of(one: dict) -> str:
    """The strongest security need, as our four levels."""
    needs = [one.get(name) for name in NEEDS]
    strongest = max((need for need in needs if isinstance(need, int)), default=0)
    return CRITICALITY.get(strongest, "")
