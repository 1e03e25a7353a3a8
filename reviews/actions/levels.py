"""The level of a project, chosen by people: heavier at once, lighter with both sides."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import journal
from governance.models import LevelCode, Notice
from governance.roles import Side, Voice
from governance.typography import visible
from governance.verdicts import Incomplete, WrongState, require
from projects import portfolio
from projects.models import LevelChange, Move, Project, Seat
from projects.permissions import part_of
from projects.reference import LEVEL_ORDER
from projects.standing import Relay
from reviews.actions.opening import open_meeting
from reviews.actions.relaying import (
    Ground,
    agreed_sentence,
    ground_of,
    overtake_request,
    pass_the_ball,
    pause_the_path,
    relay_path,
    was_accepted_at_once,
)
from reviews.actions.turns import take_turn
from reviews.permissions import can_answer_level, can_ask_level, can_withdraw_level

ANSWER_DAYS = 3
REASON_LENGTH = 1000
OTHER_SIDE = {Voice.BEARER.value: Voice.IT, Voice.IT.value: Voice.BEARER}


def read_level(ground: Ground, wanted: str, reason: str = "") -> Relay:
    """What another level does to the path: shown before it is asked, written once it is agreed."""
    project = ground.project
    after = ground.path(project.answers, project.launch_on, wanted, reason)
    reopens = was_accepted_at_once(project) and is_heavier(wanted, project.level)
    return ground.relay(ground.change(after, reopens=reopens))


def is_heavier(wanted: str, level: str) -> bool:
    """Whether a level asks for more governance than another."""
    return LEVEL_ORDER.index(wanted) > LEVEL_ORDER.index(level)


@transaction.atomic
def ask_level(*, project: Project, wanted: str, reason: str, by) -> LevelChange:
    """Ask for another level: a heavier one is applied at once, a lighter one waits for the other."""
    project = running(project)
    require(can_ask_level(by, project))
    reason = checked_reason(project, wanted, reason)
    heavier = is_heavier(wanted, project.level)
    if heavier:
        overtake_request(project)
    elif project.level_changes.filter(state=LevelChange.State.ASKED).exists():
        raise WrongState(_("Une demande attend déjà une réponse sur ce projet : une à la fois."))
    other = None if heavier else other_seat(project, by)
    change = LevelChange.objects.create(
        project=project,
        previous=project.level,
        wanted=wanted,
        reason=reason,
        asked_by=by,
        asked_at=timezone.now(),
        state=LevelChange.State.APPLIED if heavier else LevelChange.State.ASKED,
    )
    facts = {"previous": change.previous, "wanted": wanted, "reason": reason}
    if other is None:
        journal.record(change, "level.raised", by=by, thread=project.key, **facts)
        apply_level(change, project, by=by)
    else:
        journal.record(change, "level.asked", by=by, thread=project.key, **facts)
        give_to_other_side(change, other)
    portfolio.refresh(project)
    return change


@transaction.atomic
def answer_level(*, change: LevelChange, agree: bool, by, word: str = "") -> LevelChange:
    """The other side agrees, and the path is lighter; or says why not."""
    project = running(change.project)
    require(can_answer_level(by, change))
    word = visible(word)[:REASON_LENGTH]
    if not (agree or word):
        raise Incomplete(word=_("Dites pourquoi en une phrase : l’autre voix la lira."))
    if agree:
        change.agree(by=by, word=word)
        journal.record(change, "level.lowered", by=by, thread=project.key, word=word)
        apply_level(change, project, by=by)
    else:
        change.decline(by=by, word=word)
        journal.record(change, "level.declined", by=by, thread=project.key, word=word)
        tell_declined(change, by=by)
    Move.close_for(change, Move.Kind.AGREE_LEVEL, outcome=change.state)
    portfolio.refresh(project)
    return change


@transaction.atomic
def withdraw_level(*, change: LevelChange, by) -> LevelChange:
    """Whoever asked takes the question back."""
    project = running(change.project)
    require(can_withdraw_level(by, change))
    change.withdraw()
    journal.record(change, "level.withdrawn", by=by, thread=project.key)
    Move.close_for(change, Move.Kind.AGREE_LEVEL, outcome="withdrawn")
    portfolio.refresh(project)
    return change


def running(project: Project) -> Project:
    """Wait for the verb under way, then read the project again; one in service changes no more."""
    take_turn(project)
    fresh = Project.objects.select_related("kind", "vendor", "path_version").get(pk=project.pk)
    if fresh.state == Project.State.LIVE:
        raise WrongState(_("Ce projet est en service : son chemin est derrière lui."))
    return fresh


def checked_reason(project: Project, wanted: str, reason: str) -> str:
    """A level that exists and is another one, with words that can be read."""
    reason = visible(reason)[:REASON_LENGTH]
    problems = {}
    if wanted not in LevelCode.values:
        problems["wanted"] = _("Choisissez un chemin.")
    elif wanted == project.level:
        problems["wanted"] = _("Le projet est déjà sur ce chemin. Choisissez-en un autre.")
    if not reason:
        problems["reason"] = _("Dites pourquoi en une phrase : l’autre voix la lira.")
    if problems:
        raise Incomplete(**problems)
    return reason


def other_seat(project: Project, by) -> Seat:
    """Who must agree; a lighter path waits until that seat is taken."""
    part = OTHER_SIDE[part_of(by, project)]
    seat = project.seats.voices().filter(part=part).select_related("person").first()
    if seat and seat.taken_at:
        return seat
    told = {"name": seat.person.name} if seat else {}
    text = (
        _("%(name)s n’a pas encore pris son siège : un chemin plus léger demande son accord.")
        if seat
        else _("L’autre siège est vide : un chemin plus léger demande son accord.")
    )
    raise Incomplete(wanted=text % told)


def apply_level(change: LevelChange, project: Project, *, by) -> None:
    """The path is laid again on the new level, and everybody hears of it."""
    relay = read_level(ground_of(project), change.wanted, agreed_sentence(change))
    reopens = was_accepted_at_once(project) and is_heavier(change.wanted, project.level)
    relay_path(project=project, relay=relay, by=by)
    if reopens:
        project.reopen_scoping(by=by, reason=change.reason)
        pause_the_path(project)
        open_meeting(project=project, by=by)
    pass_the_ball(project=project, by=by)
    tell_applied(change, project, by=by)


def give_to_other_side(change: LevelChange, seat: Seat) -> None:
    """The ball goes to the other side, with three working days."""
    told = {"level": change.get_wanted_display().lower(), "name": change.asked_by.name}
    told |= {"project": change.project.title, "reason": change.reason}
    Move.open_for(
        change,
        Move.Kind.AGREE_LEVEL,
        project=change.project,
        side=Side(seat.part),
        person=seat.person,
        title=_("Dire oui ou non au chemin %(level)s") % told,
        detail=change.reason,
        days=ANSWER_DAYS,
    )
    Notice.post(
        seat.person,
        key=f"level:{change.pk}",
        subject=_("%(name)s demande un chemin %(level)s : « %(project)s »") % told,
        body=_(
            "%(name)s demande de passer « %(project)s » sur un chemin %(level)s :\n\n%(reason)s\n\n"
            "Un chemin plus léger demande l’accord des deux. Sans réponse, rien ne change."
        )
        % told,
        action=_("Répondre"),
        path=change.get_absolute_url(),
    )


def tell_declined(change: LevelChange, *, by) -> None:
    """Whoever asked reads why not."""
    told = {"name": by.name, "project": change.project.title, "word": change.word}
    told |= {"level": change.get_wanted_display().lower()}
    Notice.post(
        change.asked_by,
        key=f"level:{change.pk}:declined",
        subject=_("Le chemin ne change pas : « %(project)s »") % told,
        body=_("%(name)s n’est pas d’accord avec un chemin %(level)s :\n\n%(word)s") % told,
        action=_("Voir la demande"),
        path=change.get_absolute_url(),
    )


def tell_applied(change: LevelChange, project: Project, *, by) -> None:
    """The voices at the table hear of the new path."""
    told = {"name": by.name, "project": project.title, "reason": change.reason}
    told |= {"change": str(change), "asked": change.asked_by.name}
    body = _("%(change)s, « %(project)s ».\n\nDemandé par %(asked)s : %(reason)s")
    for seat in project.seats.voices().exclude(taken_at=None).exclude(person=by):
        Notice.post(
            seat.person,
            key=f"level:{change.pk}:applied",
            subject=_("Le chemin change : « %(project)s »") % told,
            body=body % told,
            action=_("Voir le chemin"),
            path=project.get_absolute_url(),
        )
