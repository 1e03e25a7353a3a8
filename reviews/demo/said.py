"""What is said on topics in the demo: a discussion, a note, quick opinions, a known choice."""

from datetime import timedelta

from projects.actions.known import adopt_known
from projects.actions.opinions import answer_opinion, ask_opinion
from projects.actions.talk import write_message, write_note
from projects.models import KnownChoice, QuickOpinion
from reviews.actions.known import make_known
from reviews.demo.deep import CORPORATE_SITE, DISTRIBUTORS
from reviews.known import accepted_choices, copied_facts

WHITE_PAPERS = "Livres blancs et prospects"
CONFIGURATOR = "Configurateur de cuisines"
QUESTION = "Un formulaire hébergé par l’outil d’envoi vous conviendrait-il pour les inscriptions ?"
ANSWER = "Plutôt non : passez par le centre de préférences, il garde déjà le consentement."
OPEN_QUESTION = "Faut-il une seconde région de secours dès l’ouverture, ou peut-elle attendre ?"


def say_all(stage, people, told) -> None:
    """Everything that is said, at its hour, on the projects of these stories."""
    stories = {story.title: story for story in told}
    corporate = stories[CORPORATE_SITE["title"]]
    stage.at(24, 16, lambda: make_hosting_known(stories[DISTRIBUTORS["title"]], stage))
    stage.at(6, 10, lambda: ask(stories[WHITE_PAPERS], people, "personal-data", QUESTION))
    stage.at(6, 15, lambda: reply(stories[WHITE_PAPERS], people))
    stage.at(4, 14, lambda: discuss(corporate, people))
    stage.at(2, 9.5, lambda: take_over(stories[CONFIGURATOR], people))
    stage.at(1, 16.5, lambda: ask(corporate, people, "hosting", OPEN_QUESTION))


def topic(story, slug):
    """A topic of a story's project."""
    return story.project.topics.select_related("topic", "project").get(topic__slug=slug)


def make_hosting_known(story, stage) -> None:
    """The referent makes the accepted hosting known to the next projects."""
    gate = story.gate("J2")
    choice = next(c for c in accepted_choices(gate) if c.subject.topic.slug == "hosting")
    make_known(
        gate=gate,
        choice=choice,
        label="CLOUD-UE, région Paris",
        facts=[fact.slug for fact, _words in copied_facts(choice)],
        conditions="Un compte par projet, et une restauration essayée avant l’ouverture.",
        valid_until=stage.today + timedelta(days=330),
        by=story.people[story.referent],
    )


def ask(story, people, slug, question) -> None:
    """The vendor asks IT for a quick opinion."""
    ask_opinion(subject=topic(story, slug), question=question, by=people[story.vendor])


def reply(story, people) -> None:
    """The referent answers in a line, the same day."""
    opinion = QuickOpinion.objects.select_related("subject__project", "subject__topic").get(
        subject__project=story.project
    )
    answer_opinion(opinion=opinion, answer=ANSWER, by=people[story.referent])


def discuss(story, people) -> None:
    """Two messages of the table, and a word between IT people."""
    subject = topic(story, "hosting")
    vendor, referent = people[story.vendor], people[story.referent]
    text = "La bascule se ferait un mardi soir. Le site resterait lisible pendant deux heures."
    write_message(subject=subject, text=text, by=vendor)
    text = "Merci. Un mardi hors clôture mensuelle, alors : évitez le premier du mois."
    write_message(subject=subject, text=text, by=referent)
    text = "À vérifier avec Julien avant de décider : le compte du projet n’est pas encore ouvert."
    write_note(subject=subject, text=text, by=referent)


def take_over(story, people) -> None:
    """The vendor takes the known hosting over in a draft that nobody else reads yet."""
    subject = topic(story, "hosting")
    data = {"version": subject.version + 1, "option": None, "label": "", "facts": {}}
    words = dict.fromkeys(("rationale", "alternatives", "reversibility"), "")
    known = KnownChoice.objects.get()
    adopt_known(subject=subject, known=known, data=data | words, by=people[story.vendor])
