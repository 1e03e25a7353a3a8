"""Express projects read again later: the draw when they are accepted, the answer of whoever reads."""

import random
from collections.abc import Callable
from datetime import date

from django.db import transaction
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import journal
from governance.models import Closure, Level, Notice
from governance.roles import Side, Voice
from projects import portfolio
from projects.models import LaterCheck, Move, Project

CHECK_DAYS = 20
OUT_OF = 100


def lot() -> int:
    """A number from 0 to 99 that nobody can foresee."""
    return random.SystemRandom().randrange(OUT_OF)


def checked_share(project: Project) -> int:
    """How many in a hundred of the projects accepted at once are read again later."""
    shares = Level.objects.filter(code=project.level).values_list("checked_share", flat=True)
    return shares.first() or 0


def draw_later_check(*, project: Project, lot: Callable[[], int] = lot) -> LaterCheck | None:
    """Draw a project that was just accepted; when it comes out, IT has the ball for later."""
    share = checked_share(project)
    if lot() >= share:
        return None
    check = LaterCheck.objects.create(project=project, share=share, drawn_at=timezone.now())
    journal.record(project, "project.drawn", by=None, thread=project.key, share=share)
    seats = project.seats.current().filter(part=Voice.IT).select_related("person")
    seat = seats.first()
    gate = project.gates.select_related("team").order_by("pk").first()
    if seat or gate:
        Move.open_for(
            check,
            Move.Kind.CHECK_LATER,
            project=project,
            side=Side.IT,
            person=seat.person if seat else None,
            team=None if seat else gate.team,
            title=_("Relire ce projet express"),
            detail=_("Tiré au sort : les réponses d’alors tiennent-elles encore ?"),
            due_on=due_day(project),
        )
    return check


def due_day(project: Project) -> date:
    """Twenty working days later, or the day before the launch when it comes first."""
    calendar, today = Closure.calendar(), timezone.localdate()
    eve = calendar.add(calendar.on_or_after(project.launch_on), -1)
    return max(min(calendar.add(today, CHECK_DAYS), eve), calendar.on_or_after(today))


@transaction.atomic
def answer_check(*, check: LaterCheck, outcome: str, word: str, by) -> LaterCheck:
    """What was read: the answers hold, or the path must follow what changed. No sanction."""
    journal.lock_chain()
    check.answer(outcome, word=word, by=by)
    project = check.project
    Move.close_for(check, Move.Kind.CHECK_LATER, outcome=outcome)
    journal.record(project, f"check.{outcome}", by=by, thread=project.key, word=check.word)
    if outcome == LaterCheck.Outcome.NOT_HELD:
        tell_bearer(check, by=by)
    portfolio.refresh(project)
    return check


def tell_bearer(check: LaterCheck, *, by) -> None:
    """The bearer corrects the answers; the path follows."""
    project = check.project
    seats = project.seats.current().filter(part=Voice.BEARER).select_related("person")
    facts = {"name": by.name, "project": project.title, "word": check.word}
    for seat in seats:
        Notice.post(
            seat.person,
            key=f"later-check:{check.pk}",
            subject=_("« %(project)s » a été relu : des réponses sont à corriger") % facts,
            body=_(
                "%(name)s a relu « %(project)s », tiré au sort parmi les projets express.\n\n"
                "Ce qui a changé : %(word)s\n\n"
                "Rien n’est reproché. Corrigez les réponses : le chemin se met à jour, et garde "
                "ce qui a déjà été validé."
            )
            % facts,
            action=_("Corriger les réponses"),
            path=correction_url(project),
        )


def correction_url(project: Project) -> str:
    """Where the answers of a project are corrected."""
    try:
        return reverse("reviews:scope-change", args=[project.key])
    except NoReverseMatch:
        return project.get_absolute_url()
