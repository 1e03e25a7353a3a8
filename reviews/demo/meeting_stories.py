"""Meetings along their way in the demo: planned, open, contested, followed by another one."""

from datetime import datetime, time

from django.core.files.base import ContentFile
from django.utils import timezone

from governance.roles import Voice
from projects.actions.documents import add_document
from reviews.actions import (
    arbitration,
    arbitration_answers,
    arranging,
    dating,
    further_meetings,
    live,
    meeting_guests,
    meetings,
    minutes,
    outcomes,
)
from reviews.actions.effects import Settles
from reviews.demo.deep import ELIGIBILITY, ENERGY_SIMULATOR
from reviews.models import Arbitration, Outcome

CHATBOT = "Agent conversationnel du service client"
CONFIGURATOR = "Configurateur de cuisines"
GIFT_CARD = "Carte cadeau dématérialisée"
ROOM, LINK = "Salle Lin", "https://visio.verdier.example/cadrage-carte-cadeau"
GUEST = {
    "email": "karine.roche@cadopay.example",
    "name": "Karine Roche",
    "vendor_name": "Cadopay",
    "reason": "Elle connaît les règles d’émission des cartes cadeaux.",
}
RULES_NOTE = """Cartes cadeaux : ce que la loi demande

Durée de validité : deux ans au moins, écrite sur la carte.
Plafond sans contrôle d’identité : 150 euros par carte.
Remboursement : le solde reste utilisable dans les trois marques.
"""
BEARER_POSITION = """Le robot doit ouvrir avant la rentrée : 40 % des appels de nuit restent sans réponse.
Il ne voit ni commande ni compte, seulement les questions les plus posées.
Un service du commerce est prêt en six semaines, et se débranche en un jour."""
IT_POSITION = """Une question posée à un robot contient vite un nom, une adresse, un numéro de commande.
Rien ne dit où le modèle tourne ni qui relit ce qu’il garde.
Le service d’IA du catalogue tourne dans l’Union européenne et ne garde rien."""
WORD_OF_IT = "Le délai de plus se rattrape ; une fuite, non."
OVERNIGHT = (
    {"label": "Le service d’IA du catalogue, dans l’Union européenne", "cost_eur": 38_000, "days": 60},
    {"label": "Un service du commerce, sans aucune donnée de client", "cost_eur": 21_000, "days": 30},
    {"label": "Attendre : un répondeur enrichi cette année", "cost_eur": 4_000, "days": 10},
)  # fmt: skip


def meet_all(stage, people, told) -> None:
    """Every meeting that is told here, at its hour, on the projects of these stories."""
    stories = {story.title: story for story in told}
    chatbot, gift_card = stories[CHATBOT], stories[GIFT_CARD]
    configurator, eligibility = stories[CONFIGURATOR], stories[ELIGIBILITY["title"]]
    stage.at(47, 10, lambda: second_round(eligibility, people))
    stage.at(4, 9.5, lambda: call_again(configurator, people))
    opened = stage.open_hour(25)
    stage.at(3, 10, lambda: appoint_again(configurator, opened))
    stage.at(2, 11, lambda: ask_arbiters(chatbot, people, stage))
    stage.at(2, 15, lambda: take_position(chatbot, Voice.BEARER, BEARER_POSITION))
    stage.at(1, 9.5, lambda: take_position(chatbot, Voice.IT, IT_POSITION))
    stage.at(1, 15, lambda: answer_of_it(chatbot, people))
    stage.at(1, 11, lambda: appoint(gift_card, people, stage))
    stage.at(1, 12, lambda: arrange(gift_card, people))
    stage.at(1, 16, lambda: ask_outside(gift_card, people))
    stories[ENERGY_SIMULATOR["title"]].plan(1, held=-3)
    stage.lately(25, lambda: open_again(configurator, people))
    stage.lately(18, lambda: note(configurator, people, stage))


def second_round(story, people) -> None:
    """The vendor did not agree: the meeting opens again, and a new version is closed."""
    bearer = people[story.bearer]
    meeting = meetings.reopen_meeting(meeting=story.meeting, by=bearer)
    first = meeting.items.on_agenda().order_by("position").first()
    outcomes.add_outcome(
        item=first,
        kind=Outcome.Kind.DECISION,
        text="Les pièces d’identité sont effacées dès le dossier instruit.",
        by=bearer,
    )
    minutes.close_meeting(meeting=meeting, by=bearer)


def call_again(story, people) -> None:
    """The bearer asks for another meeting: what the vendor owed never came."""
    further_meetings.call_meeting(
        project=story.project,
        reason="L’hébergement attendu depuis deux semaines n’est pas proposé.",
        topics=("hosting",),
        by=people[story.bearer],
    )


def appoint_again(story, starts_at) -> None:
    """The date of the meeting that is open today."""
    dating.plan_meeting(
        meeting=story.meeting,
        starts_at=starts_at,
        place=ROOM,
        video_link="https://visio.verdier.example/cuisines",
        reason="Le seul moment commun avant le comité de direction.",
        by=story.people[story.bearer],
    )


def open_again(story, people) -> None:
    """Two voices open the meeting; the vendor arrives a little later."""
    here = [Voice.BEARER, Voice.IT]
    meeting = meetings.hold_meeting(meeting=story.meeting, present=here, by=people[story.bearer])
    first = meeting.items.on_agenda().order_by("position").first()
    text = "Deux relances sans réponse. L’agence avait compris que la DSI choisirait pour elle."
    first.write(text, version=first.notes_version, by=people[story.referent])


def note(story, people, stage) -> None:
    """The vendor is there: the table moves on, and things come out of it."""
    vendor, referent = people[story.vendor], people[story.referent]
    live.arrive(meeting=story.meeting, by=vendor)
    item = story.meeting.items.select_related("meeting__project").get(key="topic:hosting")
    live.go_to_item(item=item, by=people[story.bearer])
    text = "La région de Paris convient à l’agence. Reste à savoir qui paie le trafic des images."
    item.write(text, version=item.notes_version, by=vendor)
    subject = story.project.topics.select_related("topic").get(topic__slug="hosting")
    said = {"item": item, "by": referent}
    outcomes.add_outcome(
        **said,
        kind=Outcome.Kind.DECISION,
        text="Le configurateur va sur CLOUD-UE, région de Paris.",
        settles=Settles(subject, subject.topic.options.filter(in_use=True).first()),
    )
    lines = (
        ("action", "Rendre un plan de bascule depuis l’hébergement de l’agence.", story.vendor, -6),
        ("question", "Combien de visites par mois attend le réseau ?", story.bearer, -4),
        ("assumption", "Moins de 500 visiteurs en même temps la première année.", "", 0),
    )
    for kind, words, owner, day in lines:
        owed = {"owner": people[owner], "due_on": stage.day(day)} if owner else {}
        outcomes.add_outcome(**said, kind=kind, text=words, **owed)


def ask_arbiters(story, people, stage) -> None:
    """The bearer asks a named pair to settle what the referent could not sign."""
    options = [
        {"label": line["label"], "cost_eur": line["cost_eur"], "ready_on": stage.day(-line["days"])}
        for line in OVERNIGHT
    ]
    arbitration.request_arbitration(
        subject=story.meeting.minutes.order_by("-number").first(),
        question="Où le modèle du robot tourne-t-il, et que garde-t-il des clients ?",
        sponsor=people["anne"],
        cio=people["paul"],
        sides=(Voice.BEARER, Voice.IT),
        options=options,
        by=people[story.bearer],
    )


def take_position(story, voice, text) -> None:
    """One of the two sides writes what it holds."""
    position = Arbitration.objects.get(project=story.project).positions.get(side=voice)
    arbitration.write_position(position=position, text=text, by=position.holder)


def answer_of_it(story, people) -> None:
    """One arbiter has answered; the other one is awaited."""
    asked = Arbitration.objects.get(project=story.project)
    arbitration_answers.answer_arbitration(
        arbitration=asked,
        option=asked.options.order_by("position").first().pk,
        word=WORD_OF_IT,
        by=people["paul"],
    )


def appoint(story, people, stage) -> None:
    """A date fixed by hand: the vendor's seat is still empty."""
    day = datetime.combine(stage.day(-4), time(14, 30))
    dating.plan_meeting(
        meeting=story.meeting,
        starts_at=timezone.make_aware(day),
        place=ROOM,
        video_link=LINK,
        reason="Le prestataire n’est pas choisi ; on commence sans l’attendre.",
        by=people[story.bearer],
    )


def arrange(story, people) -> None:
    """The agenda by hand: a point moved up, one merged, one added, one with its owner, one left."""
    bearer, referent = people[story.bearer], people[story.referent]
    meeting = story.meeting
    points = {item.key: item for item in meeting.items.select_related("meeting__project")}
    seen = [row.pk for row in arranging.agenda_rows(meeting)]
    arranging.move_point(item=points["dependencies"], rank=1, seen=seen, by=bearer)
    promise, mistakes = [item for key, item in points.items() if key.startswith("own:")][:2]
    arranging.merge_point(item=mistakes, into=promise, by=bearer)
    security = points["topic:security"]
    read = (security.minutes_planned, security.owner_id)
    arranging.set_point(item=security, minutes=15, owner=referent, seen=read, by=referent)
    arranging.add_point(
        meeting=meeting,
        title="Plafond et durée de validité d’une carte",
        why="La loi en dit quelque chose, et les trois marques ne font pas pareil.",
        minutes=10,
        by=bearer,
    )
    arranging.postpone_point(item=points["topic:reversibility"], by=referent)


def ask_outside(story, people) -> None:
    """Somebody from outside comes to this meeting, with one document shared."""
    bearer = people[story.bearer]
    subject = story.project.topics.select_related("project").get(topic__slug="personal-data")
    file = ContentFile(RULES_NOTE.encode(), name="cartes-cadeaux-regles.txt")
    document = add_document(subject=subject, file=file, by=bearer)
    meeting_guests.invite_to_meeting(meeting=story.meeting, by=bearer, **GUEST)
    meeting_guests.settle_shared(meeting=story.meeting, wanted={document.pk}, seen=set(), by=bearer)
