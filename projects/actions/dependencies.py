"""What a project leans on: declared by those who carry it, answered by those who own it."""

from datetime import date

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import journal
from governance.models import Notice, Person, System
from governance.roles import Side, Voice
from governance.typography import short_day
from governance.verdicts import Incomplete, WrongState
from projects import afterwards, portfolio
from projects.dependency_links import link_to_answer
from projects.dependency_words import in_order, needed_on
from projects.models import Dependency, Move

CONFIRM_DAYS = 5
REVIEW_DAYS = 5
State = Dependency.State


@transaction.atomic
def declare_dependency(  # noqa: PLR0913 -- what a dependency is made of
    *, project, system, nature, direction, by, data="", needed_by=None, **more
) -> Dependency:
    """Write down that a project leans on a system, and ask its owner."""
    journal.lock_chain()
    if project.is_over:
        raise WrongState(_("Ce projet est arrêté : ses dépendances ne changent plus."))
    if not System.objects.in_use().filter(pk=system.pk).exists():
        raise Incomplete(system=_("Ce système est archivé : choisissez celui qui le remplace."))
    facts = {"direction": direction, "data": data, "needed_by": needed_by, **more}
    facts["categories"] = in_order(facts.get("categories", ()))
    check_interface(system, facts.get("interface"))
    dependency = _written(project, system, nature, facts, by=by)
    journal.record(dependency, "dependency.declared", by=by, thread=project.key, nature=nature)
    ask_owner(dependency)
    afterwards.follow(afterwards.DEPENDENCY_DECLARED, dependency, by=by)
    portfolio.refresh(project)
    return dependency


def _written(project, system, nature, facts: dict, *, by) -> Dependency:
    """A new row, or the one that had left and comes back with the facts of today."""
    left = Dependency.objects.select_for_update(of=("self",)).filter(
        project=project, system=system, nature=nature, state=State.REPLACED
    )
    if gone := left.first():
        defaults = {n: Dependency._meta.get_field(n).get_default() for n in Dependency.FACTS}
        gone.take_up({**defaults, **facts}, by=by)
        return gone
    try:
        with transaction.atomic():
            return Dependency.objects.create(project=project, system=system, nature=nature, **facts)
    except IntegrityError:
        already = _("Cette dépendance à %(system)s est déjà déclarée, avec cette nature.")
        raise Incomplete(system=already % {"system": system}) from None


def check_interface(system, interface) -> None:
    """An interface is one of the system's, and still open."""
    if interface is None:
        return
    if interface.system_id != system.pk:
        raise Incomplete(interface=_("Cette interface est celle d’un autre système."))
    if interface.ended_on and interface.ended_on < timezone.localdate():
        raise Incomplete(interface=_("Cette interface est fermée : choisissez-en une autre."))


def ask_owner(dependency: Dependency, *, detail: str = "") -> Move:
    """Give the ball to the owner of the system: the person, else their team."""
    system = dependency.system
    owner = system.owner if system.owner and system.owner.is_active else None
    told = (detail or dependency.data or dependency.get_nature_display())[:240]
    move = Move.open_for(
        dependency,
        Move.Kind.CONFIRM_DEPENDENCY,
        project=dependency.project,
        side=Side.OWNER,
        person=owner,
        team=None if owner else system.owner_team,
        title=_("Confirmer la dépendance à %(system)s") % {"system": system},
        detail=told,
        days=CONFIRM_DAYS,
    )
    if move.detail != told:
        move.detail = told
        move.save(update_fields=["detail"])
    for person in [owner] if owner else _team_of(system):
        _tell_owner(dependency, move, person)
    return move


def _team_of(system):
    return Person.objects.filter(team=system.owner_team_id, is_active=True)


def _tell_owner(dependency: Dependency, move: Move, person) -> None:
    facts = {"project": dependency.project.title, "system": dependency.system, "data": move.detail}
    Notice.post(
        person,
        key=f"dependency:{dependency.pk}:{move.pk}:{dependency.version}",
        subject=_("« %(project)s » a besoin de %(system)s") % facts,
        body=_(
            "Le projet « %(project)s » s’appuie sur %(system)s (%(data)s). Dites si c’est "
            "possible, à quelles conditions, ou pourquoi ce ne l’est pas."
        )
        % facts,
        action=_("Répondre"),
        path=link_to_answer(person, dependency),
    )


@transaction.atomic
def answer_dependency(  # noqa: PLR0913 -- the answer and what it commits to
    *,
    dependency: Dependency,
    state: str,
    by,
    word: str = "",
    open_until: date | None = None,
    interface=None,
    version: int | None = None,
) -> Dependency:
    """The owner confirms, confirms under conditions or refuses; a refusal goes to the bearer.

    `version` is what the owner read: what changed meanwhile is read before it is answered.
    """
    journal.lock_chain()
    _check_read(dependency, version)
    check_interface(dependency.system, interface)
    check_until(dependency, state, open_until)
    dependency.answer(state, by=by, word=word, open_until=open_until, interface=interface)
    Move.close_for(dependency, Move.Kind.CONFIRM_DEPENDENCY, outcome=state)
    bearer = _bearer_of(dependency.project)
    if state == State.REFUSED and bearer:
        _ask_to_review(dependency, bearer)
    if bearer and bearer != by:
        _tell(dependency, bearer, by=by)
    afterwards.follow(afterwards.DEPENDENCY_ANSWERED, dependency, by=by)
    portfolio.refresh(dependency.project)
    return dependency


def _check_read(dependency: Dependency, version: int | None) -> None:
    """What is answered is what was read."""
    if version is None:
        return
    now = Dependency.objects.only("state", "version").get(pk=dependency.pk)
    if now.state == State.TO_CONFIRM and now.version != version:
        raise WrongState(_("Le projet a modifié sa demande pendant que vous répondiez."))


def check_until(dependency: Dependency, state: str, open_until: date | None) -> None:
    """A date that has passed, or that comes before the need, is not a plain yes."""
    if open_until is None or state == State.REFUSED:
        return
    if open_until < timezone.localdate():
        raise Incomplete(open_until=_("Cette date est passée."))
    need = needed_on(dependency.needed_by, dependency.project.launch_on)
    if state == State.CONFIRMED and open_until < need:
        text = _("Le projet en a besoin le %(day)s : confirmez sous conditions, ou refusez.")
        raise Incomplete(open_until=text % {"day": short_day(need)})


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
