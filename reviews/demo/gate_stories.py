"""Gates along their way in the demo: somebody away, a question, advice, what is found on the way."""

from governance.actions.absences import note_absence
from governance.models import ChatChannel, Team
from governance.roles import Voice
from projects.models import Move
from reviews.actions.findings import lift_finding, prove_finding, raise_finding
from reviews.actions.information import ask_information
from reviews.actions.opinions import ask_more_opinions
from reviews.actions.queues import take_move
from reviews.demo.deep import DISTRIBUTORS, ENERGY_SIMULATOR
from reviews.models import Finding

QUESTION = (
    "Le flux de nuit vers l’ERP dépasse-t-il 50 000 lignes ? Au-delà, il passe par le bus "
    "d’échanges, et l’avis de Marc est à demander."
)
AROUND = "La mesure exemptée suffit-elle, ou faut-il prévoir l’identité client dès maintenant ?"
NIGHTLY = "Le flux de nuit double le volume des journaux."
RESTORE = "La restauration des commandes n’a jamais été essayée avec l’ERP."
CHANNEL = "https://chat.exemple.fr/hooks/projets-marketing"
AWAY = (("julien", "olivier", 9, 8, 6), ("remi", "helene", 4, 3, 3), ("karim", "", 1, -5, -9))


def wait_all(stage, people, told) -> None:
    """Every absence and every question, at its hour."""
    stories = {story.title: story for story in told}
    for who, relay, ago, first, last in AWAY:
        stage.at(ago, 17.5, lambda who=who, relay=relay, days=(first, last): leave(
            stage, people[who], people.get(relay), days
        ))  # fmt: skip
    distributors, energy = stories[DISTRIBUTORS["title"]], stories[ENERGY_SIMULATOR["title"]]
    stage.at(1, 10, lambda: ask(distributors, people))
    stage.at(5, 9.5, lambda: ask_around(stage, energy, people))
    stage.at(4, 9.5, lambda: take(energy, people["olivier"]))
    stage.at(6, 11, lambda: find(stage, distributors, people))
    stage.at(2, 14, lambda: settle(distributors, people))
    stage.at(8, 9, open_channel)


def leave(stage, person, relay, days) -> None:
    """Somebody notes that they will be away, and who plays meanwhile."""
    first, last = (stage.day(ago) for ago in days)
    note_absence(person=person, starts_on=first, ends_on=last, delegate=relay, by=person)


def ask(story, people) -> None:
    """The referent cannot decide yet: the clock stops until the vendor has answered."""
    referent = people[story.referent]
    ask_information(gate=story.gate("J4"), asked=Voice.VENDOR, question=QUESTION, by=referent)


def ask_around(stage, story, people) -> None:
    """Two domains at once, until when and about what."""
    teams = Team.objects.filter(slug__in=("it-architecture", "it-iam")).order_by("pk")
    ask_more_opinions(
        gate=story.gate("J3"),
        by=people[story.referent],
        teams=list(teams),
        due_on=stage.day(-4),
        question=AROUND,
    )


def take(story, person) -> None:
    """One of the two teams takes the ball; the other one still waits in its queue."""
    moves = Move.objects.open().about(story.gate("J3"), Move.Kind.GIVE_OPINION)
    take_move(move=moves.select_related("project", "team").get(team=person.team), by=person)


def find(stage, story, people) -> None:
    """Found outside any decision: by the vendor, then by IT, with what each would cost."""
    gate, vendor = story.gate("J4"), people[story.vendor]
    raise_finding(
        gate=gate,
        text=NIGHTLY,
        by=vendor,
        owner=vendor,
        due_on=stage.day(-6),
        weight="reservation",
        consequence="data_flow",
        estimated_days=4,
        estimated_cost_eur=3200,
    )
    raise_finding(
        gate=gate,
        text=RESTORE,
        by=people[story.referent],
        owner=vendor,
        due_on=stage.day(-9),
        weight="blocker",
        consequence="rework",
        estimated_days=6,
        estimated_cost_eur=5400,
    )


def settle(story, people) -> None:
    """The first one is done: what it really took is known."""
    finding = Finding.objects.get(gate=story.gate("J4"), text=NIGHTLY)
    prove_finding(
        finding=finding, proof="Le flux est compressé, mesuré trois nuits.", by=finding.owner
    )
    finding.refresh_from_db()
    lift_finding(finding=finding, by=people[story.referent], real_days=3, real_cost_eur=2600)


def open_channel() -> None:
    """A channel of the chat, ready and not in use: nothing leaves a demo."""
    ChatChannel.objects.get_or_create(
        label="Projets marketing",
        defaults={"flavour": "teams", "url": CHANNEL, "in_use": False},
    )
