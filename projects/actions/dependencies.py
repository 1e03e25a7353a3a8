"""What a project leans on: declared by those who carry it, answered by those who own it."""

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from governance import journal
from governance.models import Notice
from governance.roles import Side, Voice
from governance.verdicts import Incomplete, WrongState
from projects import afterwards, portfolio
from projects.models import Dependency, Move

CONFIRM_DAYS = 5
REVIEW_DAYS = 5
State = Dependency.State


@transaction.atomic
def declare_dependency(
    *, project, system, nature, direction, by, data="", needed_by=None
) -> Dependency:
    """Write down that a project leans on a system, and ask its owner."""
    journal.lock_chain()
    if project.is_over:
        raise WrongState(_("Ce projet est arrêté : ses dépendances ne changent plus."))
    try:
        with transaction.atomic():
            dependency = Dependency.objects.create(
                project=project,
                system=system,
                nature=nature,
                direction=direction,
                data=data,
                needed_by=needed_by,
            )
    except IntegrityError:
        already = _("Cette dépendance à %(system)s est déjà déclarée, avec cette nature.")
        raise Incomplete(system=already % {"system": system}) from None
    journal.record(dependency, "dependency.declared", by=by, thread=project.key, nature=nature)
    ask_owner(dependency)
    afterwards.follow(afterwards.DEPENDENCY_DECLARED, dependency, by=by)
    portfolio.refresh(project)
    return dependency


def ask_owner(dependency: Dependency, *, detail: str = "") -> Move:
    """Give the ball to the owner of the system: the person, else their team."""
    system, project = dependency.system, dependency.project
    title = _("Confirmer la dépendance à %(system)s") % {"system": system}
    move = Move.open_for(
        dependency,
        Move.Kind.CONFIRM_DEPENDENCY,
        project=project,
        side=Side.OWNER,
        person=system.owner,
        team=None if system.owner else system.owner_team,
        title=title,
        detail=detail or dependency.data or dependency.get_nature_display(),
        days=CONFIRM_DAYS,
    )
    if system.owner:
        facts = {"project": project.title, "system": system, "data": move.detail}
        Notice.post(
            system.owner,
            key=f"dependency:{dependency.pk}:{move.pk}",
            subject=_("« %(project)s » a besoin de %(system)s") % facts,
            body=_(
                "Le projet « %(project)s » s’appuie sur %(system)s (%(data)s). Dites si c’est "
                "possible, à quelles conditions, ou pourquoi ce ne l’est pas."
            )
            % facts,
            action=_("Répondre"),
            path=move.get_absolute_url(),
        )
    return move


@transaction.atomic
def answer_dependency(*, dependency: Dependency, state: str, by, word: str = "") -> Dependency:
    """The owner confirms, confirms under conditions or refuses; a refusal goes to the bearer."""
    journal.lock_chain()
    dependency.answer(state, by=by, word=word)
    Move.close_for(dependency, Move.Kind.CONFIRM_DEPENDENCY, outcome=state)
    bearer = _bearer_of(dependency.project)
    if state == State.REFUSED and bearer:
        _ask_to_review(dependency, bearer)
    if bearer and bearer != by:
        _tell(dependency, bearer, by=by)
    afterwards.follow(afterwards.DEPENDENCY_ANSWERED, dependency, by=by)
    portfolio.refresh(dependency.project)
    return dependency


@transaction.atomic
def ask_again(*, dependency: Dependency, by, word: str) -> Dependency:
    """The project changed what it asks for after a refusal: the ball returns to the owner."""
    journal.lock_chain()
    dependency.ask_again(by=by, word=word)
    Move.close_for(dependency, Move.Kind.CONFIRM_DEPENDENCY, outcome="asked_again")
    ask_owner(dependency, detail=word)
    afterwards.follow(afterwards.DEPENDENCY_ASKED_AGAIN, dependency, by=by)
    portfolio.refresh(dependency.project)
    return dependency


def _bearer_of(project):
    seats = project.seats.current().filter(part=Voice.BEARER).select_related("person")
    seat = seats.first()
    return seat.person if seat else None


def _ask_to_review(dependency: Dependency, bearer) -> None:
    Move.open_for(
        dependency,
        Move.Kind.CONFIRM_DEPENDENCY,
        project=dependency.project,
        side=Side.BEARER,
        person=bearer,
        title=_("Revoir la dépendance à %(system)s, refusée") % {"system": dependency.system},
        detail=dependency.word,
        days=REVIEW_DAYS,
    )


def _tell(dependency: Dependency, bearer, *, by) -> None:
    facts = {
        "name": by.name,
        "system": dependency.system,
        "answer": dependency.get_state_display().lower(),
        "word": dependency.word,
    }
    last_move = Move.objects.about(dependency).order_by("-pk").values_list("pk", flat=True).first()
    Notice.post(
        bearer,
        key=f"dependency:{dependency.pk}:{dependency.state}:{last_move or 0}",
        subject=_("Dépendance à %(system)s : %(answer)s") % facts,
        body=_("%(name)s répond pour %(system)s : %(answer)s. %(word)s") % facts,
        action=_("Voir la dépendance"),
        path=reverse("projects:dependency", args=[dependency.pk]),
    )
