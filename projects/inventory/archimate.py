"""ArchiMate's exchange format: its applications are systems, its flows dependencies. Pure."""

from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects.inventory.cells import fold, text_of
from projects.inventory.columns import OF_KIND, known
from projects.inventory.rows import MOST_ROWS, Row, Rows, refuse, too_many

SPACE = "http://www.opengroup.org/xsd/archimate/"
TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
APPLICATIONS = frozenset({"ApplicationComponent", "ApplicationService"})
FLOWS = frozenset({"Flow", "Serving", "Access", "Association"})
OURS = "cadrage-"  # what we named ourselves is no key of somebody else's inventory
PROJECT = "Projet Cadrage"


def read(content: bytes, kind: str) -> Rows:
    """The rows of a model, once it is known to hold neither entity nor reference outside."""
    try:
        model = fromstring(content, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    except DefusedXmlException:
        text = _("Ce fichier XML déclare des entités : il est refusé. Exportez le modèle sans DTD.")
        raise refuse(text) from None
    except (ParseError, ValueError, LookupError):
        raise refuse(_("Ce fichier XML ne se lit pas. Exportez le modèle de nouveau.")) from None
    if not model.tag.startswith(f"{{{SPACE}") or bare(model.tag) != "model":
        raise refuse(_("Ce XML n’est pas un modèle ArchiMate (Open Exchange)."))
    rows = systems_of(model) if kind == "systems" else flows_of(model)
    if len(rows.rows) > MOST_ROWS:
        raise too_many()
    if not rows.rows:
        missing = _("aucune application") if kind == "systems" else _("aucun flux d’un projet")
        raise refuse(_("Ce modèle ne contient %(missing)s.") % {"missing": missing})
    return rows


def bare(tag) -> str:
    """A name without its space."""
    return str(tag).rpartition("}")[2].rpartition(":")[2]


def parts(parent, *path):
    """The children at the end of a path of bare names."""
    found = [parent]
    for name in path:
        found = [child for one in found for child in one if bare(child.tag) == name]
    return found


def words(parent, name: str) -> str:
    """The text of the first child of a name."""
    child = next(iter(parts(parent, name)), None)
    return text_of("".join(child.itertext())) if child is not None else ""


def definitions(model) -> dict[str, str]:
    """The name of each property, by its identifier."""
    rows = parts(model, "propertyDefinitions", "propertyDefinition")
    return {row.get("identifier", ""): words(row, "name") for row in rows}


def properties(one, names: dict[str, str]) -> dict[str, str]:
    """What an element says of itself beyond its name."""
    rows = parts(one, "properties", "property")
    return {names.get(row.get("propertyDefinitionRef"), ""): words(row, "value") for row in rows}


def cells_from(said: dict[str, str], kind: str) -> dict[str, str]:
    """The properties that are columns of ours."""
    columns = known(OF_KIND[kind])
    found = ((columns.get(fold(name)), value) for name, value in said.items() if value)
    return {column.name: value for column, value in found if column and column.read}


def key_of(one) -> str:
    identifier = text_of(one.get("identifier"))
    return "" if identifier.startswith(OURS) else identifier


def systems_of(model) -> Rows:
    """One row per application; a project drawn as one is none of our systems."""
    names, found = definitions(model), Rows()
    for at, one in enumerate(parts(model, "elements", "element"), start=1):
        said = properties(one, names)
        if bare(one.get(TYPE, "")) not in APPLICATIONS or PROJECT in said:
            continue
        cells = {"external_key": key_of(one), "name": words(one, "name")}
        nature = words(one, "documentation")
        cells |= {"nature": nature[:200]} if nature else {}
        cells |= cells_from(said, "systems")
        found.rows.append(Row(at, {name: text for name, text in cells.items() if text}))
    return found


def flows_of(model) -> Rows:
    """One row per flow between a project and an application; the others are counted."""
    names, found, others = definitions(model), Rows(), 0
    elements = {one.get("identifier"): one for one in parts(model, "elements", "element")}
    projects = {
        pk: said for pk, one in elements.items() if (said := properties(one, names).get(PROJECT))
    }
    for at, flow in enumerate(parts(model, "relationships", "relationship"), start=1):
        if bare(flow.get(TYPE, "")) not in FLOWS:
            continue
        ends = (flow.get("source"), flow.get("target"))
        if sum(end in projects for end in ends) != 1 or not all(end in elements for end in ends):
            others += 1
            continue
        found.rows.append(Row(at, flow_cells(flow, ends, projects, elements, names)))
    if others:
        text = ngettext(
            "Un flux ne relie pas un projet à un système : il est laissé de côté.",
            "%(count)s flux ne relient pas un projet à un système : ils sont laissés de côté.",
            others,
        )
        found.remarks.append(text % {"count": others})
    return found


def flow_cells(flow, ends, projects, elements, names) -> dict[str, str]:
    """A flow as a dependency: which way it goes tells its direction."""
    leaves = ends[0] in projects
    project, system = ends if leaves else reversed(ends)
    cells = {
        "external_key": key_of(flow),
        "project": projects[project],
        "system": words(elements[system], "name"),
        "nature": "data_flow",
        "direction": "out" if leaves else "in",
        "data": words(flow, "name"),
    }
    cells |= cells_from(properties(flow, names), "dependencies")
    return {name: text for name, text in cells.items() if text}
