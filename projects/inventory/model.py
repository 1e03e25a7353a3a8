"""The catalogue as an ArchiMate model (Open Exchange): applications, and the flows of projects."""

import re
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from django.conf import settings
from django.utils.translation import gettext as _

from projects.inventory.archimate import OURS, PROJECT
from projects.inventory.columns import DEPENDENCIES, SYSTEMS
from projects.inventory.written import dependency_cells, system_cells
from projects.models import Dependency

SPACE = "http://www.opengroup.org/xsd/archimate/3.0/"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
APART = {"system", "project"}  # said by the ends of the flow


def as_archimate(systems, dependencies, *, fiches: bool = True) -> bytes:
    """One model: systems and projects as applications, dependencies as flows between them.

    Without `fiches`, a system is its name alone: the rest is read between the company's people.
    """
    systems, dependencies = list(systems), list(dependencies)
    model = Element("model", {"xmlns": SPACE, "xmlns:xsi": XSI, "identifier": f"{OURS}model"})
    named(model, "name", _("Catalogue SI, %(company)s") % {"company": settings.COMPANY_NAME})
    properties = Properties()
    elements = SubElement(model, "elements")
    known = {
        system.pk: add_system(elements, system, properties if fiches else None)
        for system in systems
    }
    projects = add_projects(elements, dependencies, properties)
    if not len(elements):
        model.remove(elements)
    flows = [row for row in dependencies if row.system_id in known]
    if flows:
        relations = SubElement(model, "relationships")
        for row in flows:
            add_flow(relations, row, known[row.system_id], projects[row.project_id], properties)
    properties.declare(model)
    indent(model)
    return tostring(model, encoding="utf-8", xml_declaration=True)


class Properties:
    """The names of the properties, each declared once at the end of the model."""

    def __init__(self):
        self.names: dict[str, str] = {}

    def add(self, parent, said: dict[str, str]) -> None:
        """The properties of an element; what says nothing is left out."""
        said = {name: text for name, text in said.items() if text}
        if not said:
            return
        group = SubElement(parent, "properties")
        for name, text in said.items():
            ref = self.names.setdefault(name, f"{OURS}property-{len(self.names) + 1}")
            named(SubElement(group, "property", {"propertyDefinitionRef": ref}), "value", text)

    def declare(self, model) -> None:
        """What each property is called."""
        group = SubElement(model, "propertyDefinitions") if self.names else None
        for name, ref in self.names.items():
            row = SubElement(group, "propertyDefinition", {"identifier": ref, "type": "string"})
            SubElement(row, "name").text = name


def named(parent, tag: str, text: str) -> None:
    """A text in the language of the company."""
    SubElement(parent, tag, {LANG: "fr"}).text = UNWRITABLE.sub("", text)


def element(parent, tag: str, identifier: str, kind: str, **more):
    """An element or a relation of the model."""
    return SubElement(parent, tag, {"identifier": identifier, "xsi:type": kind, **more})


def add_system(elements, system, properties: Properties | None) -> str:
    """A system, every fact of its row as a property; how it is identified in the model."""
    identifier = f"{OURS}system-{system.pk}"
    one = element(elements, "element", identifier, "ApplicationComponent")
    named(one, "name", system.name)
    if properties is not None:
        said = zip(SYSTEMS, system_cells(system), strict=True)
        properties.add(one, {str(c.label): text for c, text in said if c.name != "name"})
    return identifier


def add_projects(elements, dependencies, properties: Properties) -> dict[int, str]:
    """The projects that lean on something, each once."""
    projects = {row.project_id: row.project for row in dependencies}
    for pk, project in projects.items():
        one = element(elements, "element", f"{OURS}project-{pk}", "ApplicationComponent")
        named(one, "name", project.title)
        properties.add(one, {PROJECT: project.key})
    return {pk: f"{OURS}project-{pk}" for pk in projects}


def add_flow(relations, row: Dependency, system: str, project: str, properties) -> None:
    """A dependency, the way its data goes; « both ways » is said by its property."""
    ends = (project, system) if row.direction == Dependency.Direction.OUT else (system, project)
    flow = element(relations, "relationship", f"{OURS}flow-{row.pk}", "Flow",
                   source=ends[0], target=ends[1])  # fmt: skip
    if row.data:
        named(flow, "name", row.data)
    said = zip(DEPENDENCIES, dependency_cells(row), strict=True)
    kept = {str(c.label): text for c, text in said if c.name not in APART}
    properties.add(flow, kept)
