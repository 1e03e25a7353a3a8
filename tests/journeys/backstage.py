"""What a journey asks of the application behind its pages; runs in a process of its own."""

from datetime import date, datetime, time, timedelta

from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from governance.models import Closure, Person, ProfileQuestion, System
from projects.actions.dependencies import answer_dependency, declare_dependency
from projects.actions.drafts import start_draft
from projects.actions.registration import Registration, register_project
from projects.actions.seats import take_seat
from projects.models import Dependency, Move, Project, RegistrationDraft, Seat
from reviews import slot_links
from reviews.actions.dating import plan_meeting
from reviews.actions.meetings import hold_meeting
from reviews.actions.opening import open_path
from reviews.criteria import criterion_key
from reviews.demo import cast
from reviews.models import (
    Arbitration,
    Finding,
    Gate,
    InformationRequest,
    Minutes,
    Renewal,
    Report,
    ScopingMeeting,
)
from tests.journeys.backstage_documents import document_landmarks

CARRIED = (
    "comptes et préférences clients",
    "commandes, paiements et retours de tous les canaux de vente, magasins franchisés compris",
    "photos et vidéos",
)


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


def seat_three_voices(title: str) -> str:
    """A project of Claire whose vendor and referent took their seats; its key."""
    people = cast.gather()
    knows = dict.fromkeys(ProfileQuestion.objects.values_list("slug", flat=True), "no")
    registration = Registration(
        title=title,
        kind="tool",
        need="Rappeler à chaque client ce qu’il faut entretenir, et quand.",
        audience="Propriétaires",
        launch_on=date.fromisoformat(days()["launch"]),
        launch_reason="Le salon de l’habitat",
        visibility="public",
        budget="medium",
        answers=knows | {"personal_data": "yes", "external_hosting": "yes"},
        referent=people["sophie"],
        vendor_name=people["mehdi"].vendor.name,
        vendor_email=people["mehdi"].email,
    )
    project, _path = register_project(registration=registration, by=people["claire"])
    open_path(project=project, by=people["claire"])
    for seat in project.seats.voices().filter(taken_at=None):
        take_seat(seat=seat, by=seat.person)
    return project.key


def hold_a_meeting(title: str) -> dict:
    """The same project with its meeting open since now; the addresses of its first two points."""
    project = Project.objects.get(key=seat_three_voices(title))
    meeting, claire = project.meetings.get(), cast.gather()["claire"]
    day = Closure.calendar().add(timezone.localdate(), 2)
    starts_at = timezone.make_aware(datetime.combine(day, time(10)))
    said = {"place": "Salle Lin", "reason": "Les trois voix sont là.", "by": claire}
    plan_meeting(meeting=meeting, starts_at=starts_at, **said)
    meeting = ScopingMeeting.objects.select_related("project").get(pk=meeting.pk)
    hold_meeting(meeting=meeting, present=("bearer", "vendor", "it"), by=claire)
    first, second = meeting.items.on_agenda().order_by("position", "pk")[:2]
    return {
        "meeting": reverse("reviews:meeting", args=[meeting.pk]),
        "first": reverse("reviews:item", args=[first.pk]),
        "second": reverse("reviews:item", args=[second.pk]),
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
    decided = decision.project.gates.filter(state="approved").first()
    minutes = Minutes.objects.filter(meeting__state="closed").first()
    return (
        meeting_landmarks()
        | gate_landmarks()
        | document_landmarks(Person.objects.get(email__startswith="anne.delmas"))
        | {
            "project": decision.project.get_absolute_url(),
            "own": Seat.objects.filter(
                part="bearer", person__email__startswith="claire", project__state="registered"
            )
            .first()
            .project.get_absolute_url(),
            "decision": decision.get_absolute_url(),
            "gate": reverse("reviews:gate", args=[decision.subject_id]),
            "decided": reverse("reviews:decision", args=[decided.pk]),
            "choice": answer.first().get_absolute_url(),
            "minutes": reverse("reviews:minutes", args=[minutes.pk]),
            "draft": f"/brouillons/{begun_draft().pk}",
            "people": dict(Person.objects.values_list("name", "email")),
        }
    )


def meeting_landmarks() -> dict:
    """The pages around a meeting, and who leads each of them."""
    offered = ScopingMeeting.objects.filter(
        state="to_plan", slots__isnull=False, slots__withdrawn_at=None
    ).first()
    planned = ScopingMeeting.objects.filter(
        state="planned", guests__isnull=False, guests__ended_at=None
    ).first()
    open_now = ScopingMeeting.objects.filter(state="held").first()
    asked = Arbitration.objects.filter(state="open").first()
    second = Minutes.objects.filter(number=2).first()
    first = second.meeting.minutes.get(number=1)
    question = InformationRequest.objects.select_related("gate__project").first()
    seat = offered.project.seats.voices().get(part="bearer")
    pages = {
        "slots": (offered, reverse("reviews:slots", args=[offered.pk])),
        "slot_proposal": (offered, reverse("reviews:slot-proposal", args=[offered.pk])),
        "agenda": (planned, reverse("reviews:agenda", args=[planned.pk])),
        "planned": (planned, reverse("reviews:meeting", args=[planned.pk])),
        "live": (open_now, reverse("reviews:meeting", args=[open_now.pk])),
        "closing": (open_now, reverse("reviews:closing", args=[open_now.pk])),
        "history": (second, reverse("reviews:minutes-history", args=[second.project.key])),
        "comparison": (
            second,
            reverse("reviews:minutes-comparison", args=[first.pk, second.pk]),
        ),
        "arbitration": (asked, asked.get_absolute_url()),
        "information": (question.gate, reverse("reviews:information", args=[question.pk])),
    }
    guest, link = planned.guests.current().first(), slot_links.sign(offered, seat)
    found = {
        "slot_link": reverse("reviews:slot-link", args=[link]),
        "guest_link": guest.get_absolute_url(),
        "arbiter": asked.sponsor.name,
    }
    for name, (about, address) in pages.items():
        bearer = about.project.seats.voices().select_related("person").get(part="bearer")
        found |= {name: address, f"{name}_by": bearer.person.name}
    return found


def gate_landmarks() -> dict:
    """The pages around the decision of a gate, and who has something to do on each."""
    to_submit = Move.objects.open().filter(kind=Move.Kind.SUBMIT_GATE).first()
    gate = Gate.objects.get(pk=to_submit.subject_id)
    opinion = Move.objects.open().filter(kind=Move.Kind.GIVE_OPINION).exclude(person=None).first()
    other = Move.objects.open().filter(kind=Move.Kind.DECIDE_GATE, person__isnull=False)
    other = other.exclude(person__email__startswith="sophie").first()
    renewal = Renewal.objects.filter(done_at=None).first()
    finding = Finding.objects.filter(lifted_at=None).first()
    record = Report.objects.filter(kind="gate").first()
    return {
        "other_decision": other.get_absolute_url(),
        "other_decision_by": other.person.name,
        "preparing": to_submit.get_absolute_url(),
        "preparing_by": to_submit.person.name,
        "criterion": reverse("reviews:criterion", args=[gate.pk, criterion_key(gate.criteria[0])]),
        "opinion": opinion.get_absolute_url(),
        "opinion_by": opinion.person.name,
        "renewal": reverse("reviews:renewal", args=[renewal.pk]),
        "renewal_by": renewal.owner.name,
        "findings": reverse("reviews:findings", args=[finding.project.key]),
        "finding": reverse("reviews:finding", args=[finding.pk]),
        "finding_by": finding.owner.name,
        "record": reverse("reviews:report", args=[record.pk]),
    }


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


def lean(title: str, count: int) -> str:
    """A project that leans on that many things, answered in every way; the address of its map."""
    key = seat_three_voices(title)
    project = Project.objects.select_related("kind").get(key=key)
    project.dependencies.all().delete()
    steps = list(project.milestones.order_by("position"))
    people, natures = cast.gather(), Dependency.Nature.values
    systems = list(System.objects.select_related("owner").order_by("pk")[: min(count, 40)])
    for n, system in enumerate(systems):
        row = declare_dependency(
            project=project,
            system=system,
            nature=natures[n % len(natures)],
            direction=("in", "out", "both")[n % 3],
            data=CARRIED[n % len(CARRIED)],
            categories=["identity", "contact"] if n % 2 else ["products"],
            needed_by=steps[n % len(steps)],
            by=people["claire"],
        )
        state = ("confirmed", "to_confirm", "conditional", "confirmed", "refused")[n % 5]
        if state != "to_confirm":
            owner = system.owner or people["julien"]
            answer_dependency(dependency=row, state=state, word="La nuit.", by=owner)
    return reverse("projects:dependencies", args=[key])
