"""The catalogue of the demo company: fiches kept, a system that stops, freezes, an agreement."""

from datetime import timedelta

from django.utils import timezone

from governance.models import System, Team
from governance.roles import Voice
from projects import impact
from projects.actions import announcements, catalogue, collisions, owners
from projects.models import Project
from reviews.demo.deep import CAREER_SITE, ENERGY_SIMULATOR
from reviews.demo.meeting_stories import GIFT_CARD

INTERFACES = {
    "CRM-VENTES": (("API clients, version 2", "api", "Cent appels par minute et par projet."),
                   ("Fichier de nuit", "file", "Déposé à 2 h sur SFTP-PARTENAIRES.")),
    "ERP-GESTION": (("API commandes", "api", "Clé demandée à l’équipe, cinq jours."),
                    ("Messages de stock", "events", "")),
    "SSO-PORTAIL": (("Connexion OIDC", "sign_in", "Prête en trois jours."),),
    "COMPTE-CLIENT": (("Connexion OIDC des clients", "sign_in", ""),),
    "API-GW": (("Passerelle d’API", "api", "Quotas et clés par projet."),),
    "CONSENTEMENTS": (("API des preuves de consentement", "api", ""),),
    "AUTOMATION": (("API campagnes", "api", ""), ("Envois transactionnels", "api", "")),
    "CMS-GROUPE": (("Contenus en lecture", "api", "GraphQL, sans données personnelles."),),
    "DAM-MEDIAS": (("Galerie à intégrer", "embed", "Fermée avec le système."),),
    "PAIEMENT": (("Page de paiement", "embed", "Jetons seuls, aucune carte chez nous."),),
    "ENTREPOT-DONNEES": (("Dépôt quotidien", "file", ""),),
    "GESTION-TAGS": (("Balise commune", "embed", ""),),
}  # fmt: skip
NEW_LIBRARY = {
    "name": "MEDIATHEQUE-PARTAGEE",
    "category": "Contenus",
    "nature": "médiathèque des trois marques, droits d’image compris",
    "criticality": System.Criticality.MEDIUM,
    "personal_data": System.PersonalData.LOW,
    "retires_on": None,
    "replaced_by": None,
}
WHITE_PAPERS = "Livres blancs et prospects"
OLD_LIBRARY, MERGED, HEIR = "DAM-MEDIAS", "CRM-SERVICE", "CRM-VENTES"
STOPS = (
    "La médiathèque actuelle s’arrête. Les photos encore utilisées passent seules dans la "
    "nouvelle ; les adresses des images changent, et les droits échus ne suivent pas."
)
SALES = (
    "Soldes et reprise des règlements : aucune mise en ligne qui touche au paiement ces jours-là."
)
FOLLOWS = "Le site a quitté l’ancienne galerie au printemps : rien à changer."
AGREED = (
    "Les flux vers le CRM passent en recette une semaine chacun : nous d’abord, vous ensuite. "
    "Karim prévient si une semaine déborde."
)


def keep_all(stage, people, told) -> None:
    """Everything that happens to systems, at its hour."""
    stories = {story.title: story for story in told}
    stage.at(6, 9.5, lambda: offer(people))
    stage.at(5, 10, lambda: merge(people["marc"]))
    stage.at(4, 11, lambda: stop_library(people))
    stage.at(3, 9, lambda: answer_for(stories[CAREER_SITE["title"]], people))
    stage.at(3, 14, lambda: freeze_payment(stories[GIFT_CARD], people["marc"]))
    stage.at(2, 11, lambda: agree(people))
    stage.at(1, 8.5, owners.follow_systems)


def offer(people) -> None:
    """Each owner says through what their system is reached; the accounts close for a week."""
    for name, rows in INTERFACES.items():
        system = System.objects.select_related("owner").get(name=name)
        by = system.owner or people["paul"]
        for label, protocol, note in rows:
            catalogue.add_interface(system=system, name=label, protocol=protocol, note=note, by=by)
    january = timezone.localdate().replace(month=1, day=4)
    first = january.replace(year=january.year + 1)
    catalogue.add_freeze(
        system=System.objects.get(name="ERP-GESTION"),
        label="Clôture annuelle",
        starts_on=first,
        ends_on=first + timedelta(days=11),
        by=people["marc"],
    )


def merge(owner) -> None:
    """One system is being replaced by another, without a date yet."""
    system = System.objects.get(name=MERGED)
    facts = {name: getattr(system, name) for name in catalogue.FACTS}
    facts["replaced_by"] = System.objects.get(name=HEIR)
    catalogue.edit_system(system=system, seen=system.version, by=owner, **facts)


def stop_library(people) -> None:
    """The library stops in eight months; a new one takes over, and the projects are told."""
    team = Team.objects.get(slug="digital")
    heir = catalogue.add_system(
        by=people["paul"], owner=people["remi"], owner_team=team, **NEW_LIBRARY
    )
    old = System.objects.get(name=OLD_LIBRARY)
    day = timezone.localdate() + timedelta(days=240)
    announce(old, "retirement", day, None, STOPS, by=people["remi"], replaced_by=heir)


def announce(system, kind, starts_on, ends_on, text, *, by, replaced_by=None):
    """Announced to the projects that the page would show."""
    stamp = impact.stamp_of(impact.hit_by(system, kind, starts_on, ends_on))
    return announcements.announce(
        system=system,
        stamp=stamp,
        by=by,
        kind=kind,
        starts_on=starts_on,
        ends_on=ends_on,
        text=text,
        replaced_by=replaced_by,
    )


def answer_for(story, people) -> None:
    """The bearer of a site already in service answers at once."""
    bearer = story.project.seats.current().get(part=Voice.BEARER).person
    reach = story.project.announcement_reaches.filter(answered_at=None).first()
    if reach:
        announcements.answer_announcement(reach=reach, word=FOLLOWS, by=bearer)


def freeze_payment(story, owner) -> None:
    """No release on the payment around a launch that leans on it."""
    launch = story.project.launch_on
    first = max(launch - timedelta(days=6), timezone.localdate())
    payment = System.objects.get(name="PAIEMENT")
    announce(payment, "freeze", first, launch + timedelta(days=8), SALES, by=owner)


def agree(people) -> None:
    """Two projects that work on the CRM in the same weeks say who goes first."""
    one = Project.objects.get(title=ENERGY_SIMULATOR["title"])
    other = Project.objects.get(title=WHITE_PAPERS)
    row = collisions.meeting_of(people["claire"], one, other)
    if row:
        stamp = collisions.stamp_of(row)
        collisions.agree_on_collision(
            project=one, other=other, note=AGREED, stamp=stamp, by=people["claire"]
        )
