"""The people of Maison Verdier, their vendors, their absences and their closed days."""

from datetime import timedelta
from functools import cache

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from governance.models import Absence, Closure, FreezePeriod, Person, System, Team, Vendor
from governance.pages import DEMO_PASSWORD

HOUSE, LUMEN, TRAME, KAOLAB = "verdier", "studio-lumen", "agence-trame", "kaolab"
EMPLOYEES = {
    "claire": ("Claire Aubry", "Directrice marketing", "marketing", "none"),
    "bruno": ("Bruno Sicard", "Directeur du réseau", "marketing", "none"),
    "helene": ("Hélène Castel", "Responsable événements", "digital", "none"),
    "remi": ("Rémi Vidal", "Chef de projet contenus", "digital", "none"),
    "sophie": ("Sophie Marchand", "Référente sécurité", "rssi", "none"),
    "julien": ("Julien Faure", "Référent hébergement", "it-hosting", "none"),
    "nadia": ("Nadia Belkacem", "Référente intégration", "it-integration", "none"),
    "karim": ("Karim Haddad", "Responsable CRM", "it-data", "none"),
    "lucie": ("Lucie Moreau", "Déléguée à la protection des données", "dpo", "none"),
    "olivier": ("Olivier Renard", "Architecte", "it-architecture", "none"),
    "marc": ("Marc Ollier", "Responsable ERP", "it-business-apps", "none"),
    "ines": ("Inès Lambert", "Identités et accès", "it-iam", "none"),
    "anne": ("Anne Delmas", "Directrice générale adjointe", None, "manager"),
    "paul": ("Paul Vasseur", "Responsable gouvernance SI", None, "steward"),
}
GUESTS = {
    "mehdi": ("Mehdi Benali", "Chef de projet", "Studio Lumen", LUMEN),
    "diane": ("Diane Perrin", "Directrice technique", "Agence Trame", TRAME),
    "yann": ("Yann Leroy", "Chef de projet", "Kaolab", KAOLAB),
}
OWNERS = {
    "karim": ("CRM-VENTES", "CDP-SEGMENTS", "REFERENTIEL-TIERS", "ENTREPOT-DONNEES", "BI-TABLEAUX"),
    "marc": (
        *("ERP-GESTION", "PAIEMENT", "PIM-PRODUITS", "CRM-SERVICE"),
        *("BOUTIQUE-B2C", "DEVIS-EN-LIGNE"),
    ),
    "ines": ("SSO-PORTAIL", "COMPTE-CLIENT", "ANNUAIRE-GROUPE"),
    "nadia": ("API-GW", "BUS-ECHANGES", "SFTP-PARTENAIRES"),
    "sophie": ("PARE-FEU-WEB", "COFFRE-ADMIN", "SUPERVISION-JOURNAUX"),
    "julien": ("CLOUD-UE", "CERTIFICATS", "HEBERG-INTERNE", "SAUVEGARDE"),
    "remi": ("CMS-GROUPE", "DAM-MEDIAS", "BIBLIO-COMPOSANTS", "TRADUCTION", "AUTOMATION"),
    "helene": ("EVENEMENTS", "ENQUETES", "VEILLE-SOCIALE"),
    "lucie": ("CONSENTEMENTS",),
    "olivier": ("MOTEUR-RECHERCHE", "USINE-LOGICIELLE"),
}
LONG_AGO = ("CONSENTEMENTS",)  # the fiche that nobody read again for more than a year


def address(slug: str) -> str:
    """The e-mail address of a person of the cast."""
    name = (EMPLOYEES.get(slug) or GUESTS[slug])[0]
    company = HOUSE if slug in EMPLOYEES else GUESTS[slug][3]
    plain = name.lower().translate(str.maketrans("éèêëïôçî", "eeeeioci"))
    return f"{plain.replace(' ', '.')}@{company}.example"


def gather() -> dict[str, Person]:
    """Bring everyone in; people already there stay as they are."""
    people = {slug: _employee(slug) for slug in EMPLOYEES} | {slug: _guest(slug) for slug in GUESTS}
    for slug, systems in OWNERS.items():
        System.objects.filter(name__in=systems, owner=None).update(owner=people[slug])
    _confirmations(people["paul"])
    _calendar(people)
    return people


def _confirmations(steward: Person) -> None:
    """Every fiche was said to be right on some day of the year: by its owner, else the steward."""
    now = timezone.now()
    for system in System.objects.filter(confirmed_at=None).order_by("number"):
        days = 410 if system.name in LONG_AGO else 15 + system.number * 7 % 300
        system.confirmed_by_id = system.owner_id or steward.pk
        system.confirmed_at = now - timedelta(days=days)
        system.save(update_fields=["confirmed_by", "confirmed_at"])


def _employee(slug: str) -> Person:
    name, title, team, mandate = EMPLOYEES[slug]
    fields = {"name": name, "job_title": title, "mandate": mandate}
    fields["team"] = Team.objects.get(slug=team) if team else None
    return _person(slug, fields)


def _guest(slug: str) -> Person:
    name, title, company, _domain = GUESTS[slug]
    vendor, _created = Vendor.objects.get_or_create(name=company)
    return _person(slug, {"name": name, "job_title": title, "vendor": vendor})


def _person(slug: str, fields: dict) -> Person:
    person, _created = Person.objects.get_or_create(
        email=address(slug), defaults={**fields, "password": password_hash()}
    )
    return person


@cache
def password_hash() -> str:
    """One hash for the whole cast: hashing is slow on purpose, and everyone knows the word."""
    return make_password(DEMO_PASSWORD)


def _calendar(people: dict[str, Person]) -> None:
    """The house closes between Christmas and New Year; one referent is away next week."""
    today = timezone.localdate()
    year = today.year
    Closure.objects.get_or_create(
        label="Fermeture de fin d’année",
        starts_on=today.replace(month=12, day=24),
        ends_on=today.replace(month=12, day=31),
    )
    FreezePeriod.objects.get_or_create(
        label="Gel des fêtes",
        starts_on=today.replace(month=12, day=10),
        ends_on=today.replace(year=year + 1, month=1, day=4),
    )
    start = today + timedelta(days=7)
    Absence.objects.get_or_create(
        person=people["sophie"],
        delegate=people["julien"],
        starts_on=start,
        ends_on=start + timedelta(days=4),
    )
