"""Something is missing before the decision: a question to the other side, and the clock stops.

The round stays. The side that owes the answer has the ball, with a delay of its own; the side
that asked waits with its clock stopped, and it runs again the next working day after the answer.
"""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import journal
from governance.models import Closure
from governance.roles import Voice
from governance.typography import long_day, visible
from governance.verdicts import Incomplete, WrongState, require
from projects import portfolio
from projects.models import Document, Move, MovePause, Project, Seat
from reviews.actions.gates import tell
from reviews.actions.turns import take_turn
from reviews.clock import Clock
from reviews.models import Gate, GateSilence, InformationRequest, Round
from reviews.permissions import can_answer_information, can_ask_information

ANSWER_DAYS = 3
ASKED = (Voice.VENDOR, Voice.BEARER)
LONGEST_REASON = 240


def seats_to_ask(project: Project, by) -> list[Seat]:
    """Those who may owe an answer: the vendor and the bearer who sit here, never oneself."""
    seats = project.seats.current().filter(part__in=ASKED).exclude(taken_at=None)
    return list(seats.exclude(person=by).select_related("person").order_by("-part", "pk"))


@transaction.atomic
def ask_information(*, gate: Gate, by, asked: str, question: str) -> InformationRequest:
    """Ask one side what is missing: the decision's clock stops until the answer."""
    take_turn(gate.project)
    gate.refresh_from_db(fields=["state", "lead"])
    require(can_ask_information(by, gate))
    current = awaited_round(gate)
    question = visible(question)
    if not question:
        raise Incomplete(question=_("Dites ce qui vous manque pour décider."))
    seat = next((one for one in seats_to_ask(gate.project, by) if one.part == asked), None)
    if seat is None:
        raise Incomplete(asked=_("Demandez-le à l’autre côté : personne ne s’arrête soi-même."))
    request = gate.questions.create(
        round=current,
        question=question,
        asked=asked,
        person=seat.person,
        asked_by=by,
        asked_at=timezone.now(),
    )
    stop_clock(gate=gate, reason=question, awaited=asked)
    give_question(request=request)
    told = {"question": question, "asked": seat.person.name, "round": current.number}
    journal.record(gate, "information.asked", by=by, thread=gate.project.key, **told)
    portfolio.refresh(gate.project)
    return request


def awaited_round(gate: Gate) -> Round:
    """The round that waits for its decision, without another question on it."""
    current = gate.rounds.order_by("-number").first()
    if gate.state != Gate.State.SUBMITTED or current is None:
        raise WrongState(_("Ce point de validation n’attend plus de décision."))
    running = open_question(gate)
    if running:
        raise WrongState(
            _("%(name)s a déjà une question à laquelle répondre sur ce passage.")
            % {"name": running.person}
        )
    return current


def open_question(gate: Gate) -> InformationRequest | None:
    """The question that nobody answered yet."""
    waiting = gate.questions.filter(answered_at=None, withdrawn_at=None)
    return waiting.select_related("person", "asked_by").first()


def give_question(*, request: InformationRequest) -> None:
    """The side that was asked has the ball, and three working days."""
    gate, question = request.gate, request.question
    move = Move.open_for(
        request,
        Move.Kind.ANSWER_INFO,
        project=gate.project,
        side=request.asked,
        person=request.person,
        title=_("Répondre avant la décision : %(gate)s") % {"gate": gate.name},
        detail=question[:LONGEST_REASON],
        days=ANSWER_DAYS,
    )
    tell(
        [request.person],
        key=f"information:{request.pk}",
        subject=_("Il manque une réponse de votre part : %(gate)s") % {"gate": gate.name},
        body=_(
            "%(who)s demande, avant de décider sur « %(project)s » :\n\n%(question)s\n\nLe délai "
            "de la décision est arrêté jusqu’à votre réponse, attendue avant le %(day)s."
        )
        % {
            "who": request.asked_by,
            "project": gate.project,
            "question": question,
            "day": long_day(move.due_on),
        },
        action=_("Répondre"),
        path=reverse("reviews:information", args=[request.pk]),
    )


@transaction.atomic
def answer_information(
    *, request: InformationRequest, by, answer: str, document: Document | None = None
) -> InformationRequest:
    """Answer, with a document of the project or without: the decision's clock runs again."""
    gate = request.gate
    take_turn(gate.project)
    require(can_answer_information(by, request))
    answer = visible(answer)
    if not answer:
        raise Incomplete(answer=_("Répondez en une phrase au moins."))
    if document and document.project_id != gate.project_id:
        raise Incomplete(document=_("Choisissez une pièce de ce projet."))
    close(request, answer=answer, document=document, answered_by=by, answered_at=timezone.now())
    Move.close_for(request, Move.Kind.ANSWER_INFO, outcome="answered")
    start_clock(request)
    told = {"answer": answer, "document": str(document or "")}
    journal.record(gate, "information.answered", by=by, thread=gate.project.key, **told)
    tell_answer(request)
    portfolio.refresh(gate.project)
    return request


@transaction.atomic
def withdraw_information(*, request: InformationRequest, by) -> None:
    """The question is not needed any more: the clock runs again, and whoever was asked hears it."""
    take_turn(request.gate.project)
    require(can_ask_information(by, request.gate))
    drop(request, by=by)
    portfolio.refresh(request.gate.project)


def drop_question(*, gate: Gate, by) -> None:
    """What was asked no longer holds anybody up: the gate goes on without the answer."""
    request = open_question(gate)
    if request:
        drop(request, by=by)


def drop(request: InformationRequest, *, by) -> None:
    """Close a question without its answer, and start the clock again."""
    gate = request.gate
    close(request, withdrawn_at=timezone.now())
    Move.close_for(request, Move.Kind.ANSWER_INFO, outcome="withdrawn")
    start_clock(request)
    told = {"question": request.question, "asked": request.person.name}
    journal.record(gate, "information.withdrawn", by=by, thread=gate.project.key, **told)
    tell(
        [request.person],
        key=f"information:{request.pk}:withdrawn",
        subject=_("Plus besoin de votre réponse : %(gate)s") % {"gate": gate.name},
        body=request.question,
        action=_("Voir le point de validation"),
        path=reverse("reviews:gate", args=[gate.pk]),
    )


def close(request: InformationRequest, **facts) -> None:
    """One row or none: a question ends once, whoever is first."""
    rows = InformationRequest.objects.filter(pk=request.pk, answered_at=None, withdrawn_at=None)
    if not rows.update(**facts):
        request.refresh_from_db()
        raise WrongState(what_happened(request))
    for name, value in facts.items():
        setattr(request, name, value)


def what_happened(request: InformationRequest) -> str:
    """Who ended the question meanwhile, in a sentence."""
    if request.answered_at:
        return _("%(name)s a déjà répondu à cette question.") % {"name": request.answered_by}
    return _("Cette question a été retirée : la DSI n’attend plus votre réponse.")


def tell_answer(request: InformationRequest) -> None:
    """Whoever asked hears of the answer, and whoever decides."""
    gate = request.gate
    people = {person.pk: person for person in (request.asked_by, gate.lead) if person}
    tell(
        people.values(),
        key=f"information:{request.pk}:answered",
        subject=_("Réponse reçue : %(gate)s") % {"gate": gate.name},
        body=_("%(who)s répond :\n\n%(answer)s\n\nLe délai repart le prochain jour ouvré.")
        % {"who": request.answered_by, "answer": request.answer},
        action=_("Ouvrir la décision"),
        path=reverse("reviews:decision", args=[gate.pk]),
    )


def stop_clock(*, gate: Gate, reason: str, awaited: str) -> None:
    """The decision waits: its clock stands still from today, and it is said for what."""
    now = timezone.now()
    for move in Move.objects.running().about(gate, Move.Kind.DECIDE_GATE):
        move.pauses.create(reason=reason[:LONGEST_REASON], awaited=awaited, started_at=now)
        Move.objects.filter(pk=move.pk).update(paused_at=now)


def start_clock(request: InformationRequest) -> None:
    """The clock of the decision runs again, from the next working day: its last day moves.

    A last warning given before the question leaves a whole day after the answer.
    """
    now, calendar = timezone.now(), Closure.calendar()
    stopped = Move.objects.open().about(request.gate, Move.Kind.DECIDE_GATE)
    for move in stopped.exclude(paused_at=None):
        for pause in MovePause.objects.filter(move=move, ended_at=None):
            pause.ended_at = max(now, pause.started_at)
            pause.save(update_fields=["ended_at"])
        due_on = Clock.of(move, calendar).due() or move.due_on
        Move.objects.filter(pk=move.pk).update(paused_at=None, due_on=due_on)
    whole_day = calendar.add(timezone.localdate(), 1)
    warned = request.round.silences.filter(step=GateSilence.Step.WARNED, answer_by__lt=whole_day)
    warned.update(answer_by=whole_day)


def pass_questions() -> int:
    """Questions that nobody holds any more, because a seat changed hands or emptied."""
    held = Move.objects.open().filter(kind=Move.Kind.ANSWER_INFO).values("subject_id")
    waiting = InformationRequest.objects.filter(answered_at=None, withdrawn_at=None)
    orphans = waiting.exclude(pk__in=held).exclude(gate__project__state=Project.State.CANCELLED)
    return sum(pass_question(pk) for pk in list(orphans.values_list("pk", flat=True)))


@transaction.atomic
def pass_question(request_id: int) -> bool:
    """Give an open question to whoever sits there now, else to the bearer of the need."""
    request = InformationRequest.objects.select_related("gate__project", "asked_by").get(
        pk=request_id
    )
    gate = request.gate
    take_turn(gate.project)
    request.refresh_from_db()
    held = Move.objects.open().about(request, Move.Kind.ANSWER_INFO).exists()
    if held or not request.is_open:
        return False
    seats = {seat.part: seat for seat in seats_to_ask(gate.project, request.asked_by)}
    seat = seats.get(request.asked) or seats.get(Voice.BEARER)
    if seat is None:
        return False
    request.person, request.asked = seat.person, seat.part
    request.save(update_fields=["person", "asked"])
    MovePause.objects.filter(
        move__in=Move.objects.open().about(gate, Move.Kind.DECIDE_GATE), ended_at=None
    ).update(awaited=seat.part)
    give_question(request=request)
    told = {"question": request.question, "asked": seat.person.name}
    journal.record(gate, "information.passed", by=None, thread=gate.project.key, **told)
    portfolio.refresh(gate.project)
    return True
