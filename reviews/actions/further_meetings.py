"""Another scoping meeting: after a change of scope, or because its leaders ask for one."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import journal
from governance.typography import visible
from governance.verdicts import Incomplete, WrongState, require
from projects import portfolio
from projects.models import Project, ScopeChange
from projects.scope import FIELDS
from reviews.actions.agenda import write_agenda
from reviews.actions.arranging import next_key
from reviews.actions.levels import running
from reviews.actions.meetings import reopen_meeting
from reviews.actions.opening import ask_to_plan
from reviews.agenda import SHORT
from reviews.agenda_sync import shortened
from reviews.models import AgendaItem, ScopingMeeting
from reviews.permissions import can_call_meeting

State = ScopingMeeting.State
COMING = (State.TO_PLAN, State.PLANNED, State.HELD)
TO_SIGN = (State.CLOSED, State.CONTESTED)
REASON_LENGTH = 200


@transaction.atomic
def call_meeting(
    *, project: Project, reason: str, by, topics: Iterable[str] = ()
) -> ScopingMeeting:
    """Ask for another meeting, saying why; `topics` are those to open again."""
    project = running(project)
    require(can_call_meeting(by, project))
    if project.meetings.filter(state__in=COMING).exists():
        raise WrongState(
            _("Une réunion est déjà à venir ou en cours : ajoutez vos points à son ordre du jour.")
        )
    reason = " ".join(visible(reason).split())[:REASON_LENGTH]
    if not reason:
        raise Incomplete(reason=_("Dites pourquoi se revoir : les deux autres voix le liront."))
    known = set(project.topics.values_list("topic__slug", flat=True))
    meeting = follow_up(project, reopened=known & set(topics))
    open_with(meeting, _("Pourquoi se revoir"), reason, by=by)
    ask_to_plan(meeting, reason)
    journal.record(meeting, "meeting.called", by=by, thread=project.key, reason=reason)
    portfolio.refresh(project)
    return meeting


def meet_again(*, project: Project, change: ScopeChange, doubted: Iterable[str], by):
    """What was signed has changed: the meeting that follows talks of what the change reopens.

    A meeting already to come, under way or to sign takes it up; no second one is opened.
    """
    coming = project.meetings.filter(state__in=(*COMING, *TO_SIGN)).order_by("-pk").first()
    if coming is not None and coming.state in TO_SIGN:
        reopen_meeting(meeting=coming, by=by)
    meeting = coming or follow_up(project)
    meeting.reopened = sorted({*meeting.reopened, *doubted})
    meeting.save(update_fields=["reopened"])
    open_with(meeting, _("Ce qui change"), change_words(change), by=by)
    if coming is None:
        ask_to_plan(meeting, change.reason)
    return meeting


def follow_up(project: Project, reopened: Iterable[str] = ()) -> ScopingMeeting:
    """A meeting to plan that follows the last one that the three voices signed."""
    signed = project.meetings.filter(state=State.SIGNED).order_by("-created_at", "-pk")
    return ScopingMeeting.objects.create(
        project=project,
        created_at=timezone.now(),
        follows=signed.first(),
        reopened=sorted(reopened),
    )


def open_with(meeting: ScopingMeeting, title: str, why: str, *, by) -> None:
    """The first point says why people meet again; the rest of the agenda follows."""
    AgendaItem.objects.create(
        meeting=meeting,
        key=next_key(meeting, "change"),
        title=title,
        why=shortened(why, 240),
        minutes_planned=SHORT,
        owner=by,
        position=0,
        edited=True,
        added_by=by,
        added_at=timezone.now(),
    )
    write_agenda(meeting)


def change_words(change: ScopeChange) -> str:
    """« Besoin, Prestataire : le réseau a demandé… »"""
    names = [str(label) for name, label in FIELDS.items() if name in change.after]
    if "answers" in change.after:
        names.append(_("Réponses du profil"))
    told = {"what": ", ".join(names), "reason": change.reason}
    return _("%(what)s : %(reason)s") % told
