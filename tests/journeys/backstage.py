"""What a journey asks of the application behind its pages; runs in a process of its own."""

from datetime import date, timedelta

from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from governance.models import Closure, Person, ProfileQuestion
from projects.actions.drafts import start_draft
from projects.models import Move, RegistrationDraft, Seat
from reviews.actions.meetings import reopen_meeting
from reviews.actions.outcomes import add_outcome
from reviews.demo import cast
from reviews.models import Minutes, ScopingMeeting

NOTES = "Yann : le modèle tourne en France, contrat à l’appui. Sophie demande la durée de garde."
DECISION = "Les échanges restent dans l’Union européenne."
ACTION = "Relire le contrat du fournisseur du modèle."


def prepare(demo: bool = False) -> dict:
    """An empty house with its reference and its people, or the whole demo company."""
    call_command("migrate", verbosity=0)
    call_command("load_reference", verbosity=0)
    if demo:
        call_command("load_demo", verbosity=0)
    else:
        cast.gather()
    return days()


def days() -> dict:
    """The days that a journey needs, as the calendar of the company counts them."""
    calendar, today = Closure.calendar(), timezone.localdate()
    return {
        "next": calendar.add(today, 1).isoformat(),
        "launch": calendar.add(today, 110).isoformat(),
        "soon": calendar.add(today, 10).isoformat(),
    }


def grow_late(title: str) -> int:
    """Make a ball late, as the days would; how many balls have this title."""
    calendar, today = Closure.calendar(), timezone.localdate()
    moves = Move.objects.open().filter(title=title)
    due_on = calendar.on_or_before(today - timedelta(days=1))
    if calendar.between(due_on, today) < 1:
        due_on = calendar.add(today, -2)
    return moves.update(due_on=due_on)


def landmarks() -> dict:
    """The addresses of the pages worth looking at in the demo company."""
    decide = Move.objects.open().filter(
        kind=Move.Kind.DECIDE_GATE, person__email__startswith="sophie"
    )
    answer = Move.objects.open().filter(
        kind=Move.Kind.ANSWER_TOPIC, person__email__startswith="mehdi"
    )
    decision = max(
        decide, key=lambda move: move.project.gates.get(pk=move.subject_id).rounds.count()
    )
    minutes = Minutes.objects.filter(meeting__state="closed").first()
    return {
        "project": decision.project.get_absolute_url(),
        "own": Seat.objects.filter(
            part="bearer", person__email__startswith="claire", project__state="registered"
        )
        .first()
        .project.get_absolute_url(),
        "decision": decision.get_absolute_url(),
        "choice": answer.first().get_absolute_url(),
        "meeting": open_meeting(),
        "minutes": reverse("reviews:minutes", args=[minutes.pk]),
        "draft": f"/brouillons/{begun_draft().pk}",
    }


def open_meeting() -> str:
    """A meeting that is going on: the disagreement of the demo, in its second round."""
    meeting = ScopingMeeting.objects.get(state="contested")
    claire = Person.objects.get(email="claire.aubry@verdier.example")
    reopen_meeting(meeting=meeting, by=claire)
    item = meeting.items.all()[2]
    item.write(NOTES, version=item.notes_version, by=claire)
    referent = meeting.project.seats.get(part="it", left_at=None).person
    due_on = date.fromisoformat(days()["soon"])
    add_outcome(item=item, kind="decision", text=DECISION, by=claire)
    add_outcome(item=item, kind="action", text=ACTION, by=claire, owner=referent, due_on=due_on)
    return reverse("reviews:item", args=[item.pk])


def begun_draft() -> RegistrationDraft:
    """A registration filled up to its path."""
    author = Person.objects.get(email="claire.aubry@verdier.example")
    referent = Person.objects.get(email="sophie.marchand@verdier.example")
    yes = {"personal_data", "company_tool", "external_hosting"}
    questions = ProfileQuestion.objects.values_list("slug", flat=True)
    profile = {f"q-{slug}": "yes" if slug in yes else "no" for slug in questions}
    need = {
        "title": "Simulateur de budget travaux",
        "kind": "tool",
        "need": "Donner un prix avant la visite en magasin.",
        "audience": "Particuliers qui rénovent",
        "launch_on": days()["launch"],
        "launch_reason": "La campagne de printemps",
        "visibility": "public",
        "budget": "medium",
        "already_started": "",
    }
    people = {
        "vendor_name": "Atelier Nord",
        "vendor_email": "mehdi.roux@atelier-nord.example",
        "referent": str(referent.pk),
    }
    return start_draft(author=author, typed=need | profile | people)
