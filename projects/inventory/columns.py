"""The columns of the two sheets: their names here, and those that other inventories give them."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from projects.inventory.cells import fold, in_each_language


@dataclass(frozen=True)
class Column:
    """One fact of a row, and the headings under which it is known."""

    name: str
    label: str
    aliases: tuple[str, ...] = ()
    read: bool = True


SYSTEMS = (
    Column("external_key", _("Clé"), (
        "cle", "key", "external key", "cle externe", "id", "identifiant", "reference",
        "cle dans votre inventaire",
    )),
    Column("name", _("Nom"), (
        "nom", "name", "systeme", "system", "application", "libelle", "nom du systeme",
        "nom de l application",
    )),
    Column("category", _("Catégorie"), ("categorie", "category", "domaine", "famille", "type")),
    Column("nature", _("Nature"), ("nature", "description", "objet", "fonction")),
    Column("owner_team", _("Équipe propriétaire"), (
        "equipe proprietaire", "equipe", "owner team", "team", "entite", "entite responsable",
    )),
    Column("owner", _("Propriétaire"), (
        "proprietaire", "owner", "responsable", "e mail du proprietaire", "contact",
    )),
    Column("criticality", _("Criticité"), ("criticite", "criticality", "importance")),
    Column("personal_data", _("Données personnelles"), (
        "donnees personnelles", "personal data", "rgpd", "gdpr", "dcp",
    )),
    Column("replaced_by", _("Remplacé par"), ("remplace par", "replaced by", "successeur")),
    Column("retires_on", _("S’arrête le"), (
        "s arrete le", "retires on", "date d arret", "arret", "date de fin", "fin de vie",
    )),
)  # fmt: skip
DEPENDENCIES = (
    Column("external_key", _("Clé"), (
        "cle", "key", "external key", "cle externe", "id", "identifiant",
        "cle dans votre inventaire",
    )),
    Column("project", _("Projet"), ("projet", "project", "reference du projet")),
    Column("system", _("Système"), ("systeme", "system", "application")),
    Column("nature", _("Nature"), ("nature", "type")),
    Column("direction", _("Sens"), ("sens", "direction")),
    Column("data", _("Données échangées"), ("donnees echangees", "donnees", "data")),
    Column("categories", _("Catégories de données"), ("categories de donnees", "categories")),
    Column("interface", _("Interface"), ("interface",)),
    Column("protocol", _("Protocole"), ("protocole", "protocol")),
    Column("volume", _("Volume"), ("volume",)),
    Column("environment", _("Environnement"), ("environnement", "environment")),
    Column("needed_by", _("Avant le jalon"), ("avant le jalon", "jalon", "needed by")),
    Column("state", _("État"), ("etat", "state", "statut"), read=False),
)  # fmt: skip
OF_KIND = {"systems": SYSTEMS, "dependencies": DEPENDENCIES}


def headings(columns) -> list[str]:
    """The names of the columns, as we write them."""
    return [str(column.label) for column in columns]


def labels(columns) -> dict[str, str]:
    """The heading of each fact."""
    return {column.name: str(column.label) for column in columns}


def known(columns) -> dict[str, Column]:
    """The column behind each way of writing its heading."""
    found = {}
    for column in columns:
        for words in (column.name, *in_each_language(column.label), *column.aliases):
            found.setdefault(fold(words), column)
    return found
