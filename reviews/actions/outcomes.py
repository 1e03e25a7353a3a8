"""What comes out of a point: a decision, or something that somebody owes; edited, taken back."""

from datetime import date

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import journal, typography
from governance.models import Closure, Notice, Person
from governance.roles import Side, Voice
from governance.verdicts import Incomplete, WrongState
from projects import portfolio
from projects.models import Move, Project
from projects.permissions import part_of
from reviews.actions.effects import Settles
from reviews.actions.turns import take_turn
from reviews.models import AgendaItem, Outcome

LONGEST_TITLE = 160
MOVES = {
    Outcome.Kind.ACTION: Move.Kind.ACT,
    Outcome.Kind.QUESTION: Move.Kind.ANSWER_QUESTION,
}


def project_people(project: Project):
    """Who may owe something to a project: those seated there, and the owners it leans on."""
    seated = Q(seats__project=project, seats__left_at=None)
    owners = Q(systems__dependencies__project=project)
    return Person.objects.filter(seated | owners, is_active=True).distinct().order_by("name", "pk")


@transaction.atomic
def add_outcome(
    *,
    item: AgendaItem,
    kind: str,
    text: str,
    by,
    owner: Person | None = None,
    due_on: date | None = None,
    settles: Settles | None = None,
) -> Outcome:
    """Write what comes out of a point; an action or a question gives the ball to its owner."""
    refuse_closed(item)
    owed = kind in Outcome.OWED
    check_outcome(item.project, text, owner if owed else None, due_on, owed=owed)
    outcome = Outcome.objects.create(
        item=item,
        kind=kind,
        text=text.strip(),
        owner=owner if owed else None,
        due_on=due_on if owed else None,
        written_by=by,
        written_at=timezone.now(),
        **settled(kind, settles),
    )
    facts = {"kind": kind, "text": outcome.text}
    journal.record(outcome, "outcome.added", by=by, thread=item.project.key, **facts)
    if owed:
        give_to_owner(outcome)
    item.meeting.bump()
    portfolio.refresh(item.project)
    return outcome


@transaction.atomic
def edit_outcome(
    *,
    outcome: Outcome,
    version: int,
    by,
    text: str,
    owner: Person | None = None,
    due_on: date | None = None,
    settles: Settles | None = None,
) -> Outcome:
    """Say it otherwise, as long as nobody did since it was read; its ball follows in the same go."""
    refuse_closed(outcome.item)
    was = Outcome.objects.get(pk=outcome.pk)
    owed = outcome.is_owed
    kept_day = owed and due_on == was.due_on
    check_outcome(
        outcome.project, text, owner if owed else None, due_on, owed=owed, day_to_come=not kept_day
    )
    said = {"text": text.strip(), "owner": owner if owed else None}
    said |= {"due_on": due_on if owed else None, **settled(outcome.kind, settles)}
    if all(getattr(was, name) == value for name, value in said.items()) and not was.withdrawn_at:
        return was
    change(outcome, version, by=by, **said)
    facts = {"before": was.text, "text": outcome.text}
    journal.record(outcome, "outcome.edited", by=by, thread=outcome.project.key, **facts)
    if owed:
        pass_to_owner(outcome, was)
    outcome.item.meeting.bump()
    portfolio.refresh(outcome.project)
    return outcome


@transaction.atomic
def withdraw_outcome(*, outcome: Outcome, version: int, by) -> Outcome:
    """Take it back: it is in no minutes any more, and nobody owes it."""
    refuse_closed(outcome.item)
    gone = {"withdrawn_by": by, "withdrawn_at": timezone.now()}
    change(outcome, version, by=by, **gone)
    Move.close_for(outcome, *MOVES.values(), outcome="withdrawn")
    facts = {"text": outcome.text}
    journal.record(outcome, "outcome.withdrawn", by=by, thread=outcome.project.key, **facts)
    outcome.item.meeting.bump()
    portfolio.refresh(outcome.project)
    return outcome


def change(outcome: Outcome, version: int, *, by, **changes) -> None:
    """One version further, from the one that was read: one row or none."""
    rows = Outcome.objects.standing().filter(pk=outcome.pk, version=version, done_at=None)
    kept = changes | {"written_by": by, "written_at": timezone.now(), "version": version + 1}
    if not rows.update(**kept):
        raise WrongState(
            what_happened(Outcome.objects.select_related("written_by").get(pk=outcome.pk))
        )
    for name, value in kept.items():
        setattr(outcome, name, value)


def what_happened(outcome: Outcome) -> str:
    """The sentence for whoever comes too late."""
    told = {"name": outcome.written_by.name if outcome.written_by else ""}
    if outcome.withdrawn_at:
        return _("%(name)s a retiré cette ligne en même temps que vous.") % told
    if outcome.done_at:
        return _("Cette ligne a déjà reçu sa réponse : elle ne change plus.")
    return _("%(name)s a changé cette ligne en même temps que vous.") % told


def refuse_closed(item: AgendaItem) -> None:
    """Nothing comes out of a meeting that is not open; it stays so until the verb is over."""
    take_turn(item.project)
    if not item.meeting.is_open():
        raise WrongState(_("La réunion n’est pas ouverte : ce qui en sort ne change plus."))
    if not AgendaItem.objects.on_agenda().filter(pk=item.pk).exists():
        raise WrongState(_("Ce point n’est plus à l’ordre du jour : ramenez-le pour y écrire."))


def settled(kind: str, settles: Settles | None) -> dict:
    """What a decision fills or confirms; nothing for the other kinds."""
    settles = settles if settles and kind == Outcome.Kind.DECISION else Settles()
    return {name: getattr(settles, name) for name in ("subject", "option", "dependency")}


def pass_to_owner(outcome: Outcome, was: Outcome) -> None:
    """The ball of an owed line says what the line says now, in the hands of its owner."""
    if outcome.owner != was.owner:
        Move.close_for(outcome, *MOVES.values(), outcome="passed")
        give_to_owner(outcome)
        return
    days = max(Closure.calendar().between(timezone.localdate(), outcome.due_on), 0)
    title = outcome.text[:LONGEST_TITLE]
    Move.objects.open().about(outcome).update(title=title, due_on=outcome.due_on, days=days)


def check_outcome(
    project: Project, text: str, owner, due_on, *, owed: bool, day_to_come: bool = True
) -> None:
    """Something owed has a text, an owner of the project and a day to come."""
    problems = {}
    if not text.strip():
        problems["text"] = _("Dites en une phrase ce qui sort de ce point.")
    if owed and owner is None:
        problems["owner"] = _("Qui s’en charge ? Une action ou une question a toujours un nom.")
    elif owed and not project_people(project).filter(pk=owner.pk).exists():
        problems["owner"] = _("%(name)s n’est pas une personne de ce projet.") % {"name": owner}
    if owed and due_on is None:
        problems["due_on"] = _("Avant quand ?")
    elif owed and day_to_come and due_on < timezone.localdate():
        problems["due_on"] = _("Le %(day)s est passé.") % {"day": typography.long_day(due_on)}
    if problems:
        raise Incomplete(**problems)


def give_to_owner(outcome: Outcome) -> None:
    """The owner has the ball; whoever has no voice at the table hears of it by a notice."""
    project, owner = outcome.project, outcome.owner
    Move.open_for(
        outcome,
        MOVES[outcome.kind],
        project=project,
        side=side_on(project, owner),
        person=owner,
        title=outcome.text,
        detail=_("Réunion de cadrage, point « %(item)s »") % {"item": outcome.item.title},
        due_on=outcome.due_on,
    )
    if part_of(owner, project) in Voice.values:
        return
    told = {"kind": outcome.get_kind_display(), "project": project}
    Notice.post(
        owner,
        key=f"outcome:{outcome.pk}:{outcome.version}",
        subject=_("%(kind)s pour vous · %(project)s") % told,
        body=_(
            "La réunion de cadrage de « %(project)s » vous confie ceci, avant %(day)s :\n\n%(text)s"
        )
        % {**told, "day": typography.long_day(outcome.due_on), "text": outcome.text},
        action=_("Répondre"),
        path=reverse("reviews:outcome", args=[outcome.pk]),
    )


def side_on(project: Project, person: Person) -> str:
    """The side on which a person plays on a project: their voice, or the system they own."""
    part = part_of(person, project)
    if part in Voice.values:
        return part
    owns = project.dependencies.filter(system__owner=person).exists()
    return Side.OWNER if owns else person.side


@transaction.atomic
def finish_outcome(*, outcome: Outcome, answer: str, by) -> Outcome:
    """The owner did it, or answers."""
    take_turn(outcome.project)
    outcome.finish(answer, by=by)
    Move.close_for(outcome, *MOVES.values(), outcome="done")
    portfolio.refresh(outcome.project)
    return outcome
