"""What comes out of a point: a decision, or something that somebody owes."""

from datetime import date

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import journal, typography
from governance.models import Notice, Person
from governance.roles import Side, Voice
from governance.verdicts import Incomplete, WrongState
from projects import portfolio
from projects.models import Move, Project
from projects.permissions import part_of
from reviews.models import AgendaItem, Outcome

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
) -> Outcome:
    """Write what comes out of a point; an action or a question gives the ball to its owner."""
    if not item.meeting.is_open():
        raise WrongState(_("La réunion n’est pas ouverte : rien ne s’y ajoute plus."))
    owed = kind in Outcome.OWED
    check_outcome(item.project, text, owner if owed else None, due_on, owed=owed)
    outcome = Outcome.objects.create(
        item=item,
        kind=kind,
        text=text.strip(),
        owner=owner if owed else None,
        due_on=due_on if owed else None,
    )
    journal.record(
        outcome, "outcome.added", by=by, thread=item.project.key, kind=kind, text=outcome.text
    )
    if owed:
        give_to_owner(outcome)
    portfolio.refresh(item.project)
    return outcome


def check_outcome(project: Project, text: str, owner, due_on, *, owed: bool) -> None:
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
    elif owed and due_on < timezone.localdate():
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
        key=f"outcome:{outcome.pk}",
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
    outcome.finish(answer, by=by)
    Move.close_for(outcome, *MOVES.values(), outcome="done")
    portfolio.refresh(outcome.project)
    return outcome
