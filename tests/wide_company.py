"""A company wide enough to try its maps on: as many systems and projects as asked, in bulk.

Nothing goes through the verbs and nothing is drawn by lot: the same numbers give the same company.
"""

from datetime import timedelta

from django.utils import timezone

from governance.models import Kind, Person, System, Team
from projects.models import Dependency, Milestone, Project, Seat

BATCH = 1_000
WHAT = "Refonte du site,Carte cadeau,Salon,Extranet,Livre blanc,Jeu-concours,Espace client,Boutique"
WHOM = "franchisés,particuliers,artisans,presse,jardin,cuisine,salle de bains,export,jeunes,B2B"
STATES = [
    "confirmed",
    "to_confirm",
    "confirmed",
    "conditional",
    "confirmed",
    "confirmed",
    "to_confirm",
    "confirmed",
    "confirmed",
    "refused",
    "confirmed",
    "to_confirm",
    "confirmed",
]
DIRECTIONS = ("in", "out", "both", "in", "out")
NATURES = ("data_flow", "authentication", "content")


def widen(systems: int, projects: int, leans: int = 9) -> None:
    """The catalogue grows to so many systems, then come the projects with what they lean on."""
    _more_systems(systems)
    known = list(System.objects.order_by("number"))[:systems]
    made = _projects(projects)
    _seats(made)
    _milestones(made)
    rows = [
        Dependency(
            project=project,
            system=known[place],
            nature=NATURES[n % 3],
            direction=DIRECTIONS[(n + place) % 5],
            state=STATES[(n * 7 + place * 3 + n * place) % 13],
            categories=["contact"] if place % 3 else ["products"],
        )
        for n, project in enumerate(made)
        for place in places(n, len(known), leans)
    ]
    Dependency.objects.bulk_create(rows, batch_size=BATCH)


def places(n: int, systems: int, leans: int) -> set[int]:
    """Which systems a project leans on: a few that everybody needs, then its own."""
    wanted = 2 + (n * 5) % (2 * leans - 3)
    common = {(k * k) // 3 % systems for k in range(n % 4, n % 4 + wanted // 2)}
    own = {(n * 13 + k * 17) % systems for k in range(wanted - wanted // 2)}
    return common | own


def _more_systems(count: int) -> None:
    """Categories repeat; one system in twenty retires soon."""
    start, team = System.objects.count(), Team.objects.order_by("pk").first()
    names = list(System.objects.order_by("category").values_list("category", flat=True).distinct())
    names = names or ["Identité", "Marketing", "Données"]
    soon = timezone.localdate() + timedelta(days=60)
    System.objects.bulk_create(
        System(
            number=2000 + n,
            name=f"SYSTEME-{n}",
            category=names[n % len(names)],
            nature="application métier",
            owner_team=team,
            criticality=1 + n % 4,
            personal_data="yes" if n % 2 else "none",
        )
        for n in range(start, count)
    )
    for place in (7, 23):
        number = System.objects.order_by("number").values_list("number", flat=True)[place]
        System.objects.filter(number=number).update(retires_on=soon)


def _projects(count: int) -> list[Project]:
    kind, today, now = Kind.objects.order_by("pk").first(), timezone.localdate(), timezone.now()
    by = Person.objects.order_by("pk").first()
    what, whom = WHAT.split(","), WHOM.split(",")
    return Project.objects.bulk_create(
        (
            Project(
                key=f"P-2027-{n + 1:04}",
                title=f"{what[n % 8]} {whom[n * 7 % 10]} {n + 1}",
                kind=kind,
                need="Vendre en ligne.",
                launch_on=today + timedelta(days=20 + n * 11 % 330),
                visibility="public",
                budget="medium",
                level="standard",
                registered_by=by,
                registered_at=now,
                updated_at=now,
            )
            for n in range(count)
        ),
        batch_size=BATCH,
    )


def _seats(projects: list[Project]) -> None:
    people, now = list(Person.objects.filter(vendor=None).order_by("pk")[:7]), timezone.now()
    Seat.objects.bulk_create(
        (
            Seat(
                project=project,
                part="bearer",
                person=people[n % len(people)],
                offered_at=now,
                taken_at=now,
            )
            for n, project in enumerate(projects)
        ),
        batch_size=BATCH,
    )


def _milestones(projects: list[Project]) -> None:
    Milestone.objects.bulk_create(
        (
            Milestone(
                project=project,
                ref=ref,
                name=name,
                genre="milestone",
                position=position,
                due_on=project.launch_on - timedelta(days=before),
            )
            for project in projects
            for position, (ref, name, before) in enumerate(
                (("acceptance", "Recette", 20), ("launch", "Mise en ligne", 0))
            )
        ),
        batch_size=BATCH,
    )
