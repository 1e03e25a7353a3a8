"""What goes in and out of the API, as openapi.json describes it."""

from datetime import date
from typing import Annotated

from ninja import Schema
from pydantic import ConfigDict, Field

Text = Annotated[str, Field(max_length=2000)]
Label = Annotated[str, Field(max_length=200)]
Place = Annotated[int, Field(ge=0, le=2**62)]


class SystemIn(Schema):
    """Une fiche de système. Un champ absent reste comme il est ; `null` l’efface s’il peut l’être."""

    model_config = ConfigDict(extra="forbid")

    name: Label | None = None
    category: Label | None = None
    nature: Text | None = None
    owner_team: Label | None = Field(None, description="Nom ou identifiant de l’équipe.")
    owner: Label | None = Field(None, description="Adresse e-mail.")
    criticality: int | Label | None = Field(None, description="1 vitale à 4 faible.")
    personal_data: Label | None = Field(None, description="none, low, indirect… ou yes.")
    replaced_by: Label | None = Field(None, description="Clé ou nom d’un autre système.")
    retires_on: date | None = None


class SystemOut(Schema):
    """Une fiche, telle que le catalogue la tient."""

    key: str | None
    number: int
    name: str
    category: str
    nature: str
    owner_team: str
    owner: str | None
    criticality: int
    personal_data: str
    replaced_by: str | None
    retires_on: date | None
    archived: bool
    confirmed_on: date | None
    version: int


class SystemPage(Schema):
    """Une page de la liste ; `next` est la valeur de `after` pour la suivante."""

    items: list[SystemOut]
    next: int | None


class DependencyIn(Schema):
    """Ce dont un projet a besoin d’un système. L’accord appartient au propriétaire du système."""

    model_config = ConfigDict(extra="forbid")

    project: Label | None = Field(None, description="Référence du projet, P-2026-0042.")
    system: Label | None = Field(None, description="Clé ou nom du système.")
    nature: Label | None = None
    direction: Label | None = Field(None, description="in, out ou both, vu du projet.")
    data: Text | None = None
    categories: Annotated[list[Label], Field(max_length=50)] | None = None
    interface: Label | None = None
    protocol: Label | None = None
    volume: Label | None = None
    environment: Label | None = None
    needed_by: Label | None = Field(None, description="Nom d’un jalon du projet.")


class DependencyOut(Schema):
    """Une dépendance et la réponse de son propriétaire."""

    id: int
    key: str | None
    project: str
    system: str
    system_key: str | None
    nature: str
    direction: str
    data: str
    categories: list[str]
    interface: str | None
    protocol: str
    volume: str
    environment: str
    needed_by: str | None
    state: str
    word: str
    answered_on: date | None
    open_until: date | None
    version: int


class DependencyPage(Schema):
    """Une page de la liste ; `next` est la valeur de `after` pour la suivante."""

    items: list[DependencyOut]
    next: int | None


class FieldProblem(Schema):
    field: str
    reason: str


class Problem(Schema):
    """Un refus, en clair (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str = ""
    errors: list[FieldProblem] = []
