"""Gates along their way in the demo: somebody away, a question, a silence that was announced."""

from governance.actions.absences import note_absence
from governance.roles import Voice
from reviews.actions.information import ask_information
from reviews.demo.deep import DISTRIBUTORS

QUESTION = (
    "Le flux de nuit vers l’ERP dépasse-t-il 50 000 lignes ? Au-delà, il passe par le bus "
    "d’échanges, et l’avis de Marc est à demander."
)
AWAY = (("julien", "olivier", 9, 8, 6), ("remi", "helene", 4, 3, 3), ("karim", "", 1, -5, -9))


def wait_all(stage, people, told) -> None:
    """Every absence and every question, at its hour."""
    stories = {story.title: story for story in told}
    for who, relay, ago, first, last in AWAY:
        stage.at(ago, 17.5, lambda who=who, relay=relay, days=(first, last): leave(
            stage, people[who], people.get(relay), days
        ))  # fmt: skip
    stage.at(1, 10, lambda: ask(stories[DISTRIBUTORS["title"]], people))


def leave(stage, person, relay, days) -> None:
    """Somebody notes that they will be away, and who plays meanwhile."""
    first, last = (stage.day(ago) for ago in days)
    note_absence(person=person, starts_on=first, ends_on=last, delegate=relay, by=person)


def ask(story, people) -> None:
    """The referent cannot decide yet: the clock stops until the vendor has answered."""
    referent = people[story.referent]
    ask_information(gate=story.gate("J4"), asked=Voice.VENDOR, question=QUESTION, by=referent)
