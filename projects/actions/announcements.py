"""The owner of a system says ahead that it changes, freezes or stops; the projects hit answer."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import journal
from governance.models import FreezePeriod, Notice, System
from governance.roles import Side, Voice
from governance.typography import visible
from governance.verdicts import Incomplete, WrongState, require
from projects import impact, portfolio
from projects.actions.catalogue import hold_in_use, refuse_circle, write
from projects.actions.pathbook import Overtaken
from projects.announced import sentence_of
from projects.models import AnnouncementReach, Move, SystemAnnouncement
from projects.permissions import can_answer_announcement

Kind = SystemAnnouncement.Kind
ANSWER_DAYS = 5
FREEZE_LABEL = 80


def refuse_badly_said(*, system: System, kind: str, starts_on, ends_on, text, replaced_by) -> None:
    """What an announcement must hold before its effect is looked at."""
    if starts_on < timezone.localdate():
        raise Incomplete(starts_on=_("Choisissez aujourd’hui ou un jour à venir."))
    if ends_on and ends_on < starts_on:
        raise Incomplete(ends_on=_("Le dernier jour vient après le premier."))
    if kind == Kind.FREEZE and not ends_on:
        raise Incomplete(ends_on=_("Dites quand le gel finit."))
    if not visible(text):
        raise Incomplete(text=_("Dites aux projets ce qui change pour eux."))
    if replaced_by and kind != Kind.RETIREMENT:
        raise Incomplete(replaced_by=_("Seul un arrêt a un remplaçant."))
    refuse_circle(system, replaced_by)


@transaction.atomic
def announce(
    *, system: System, stamp: str, by, kind, starts_on, text, ends_on=None, replaced_by=None
) -> SystemAnnouncement:
    """Tell once the projects hit, which were on the page that asked, and open their balls."""
    kept = hold_in_use(system, by=by)
    if kind == Kind.RETIREMENT:
        ends_on = None
    said = {"kind": kind, "starts_on": starts_on, "ends_on": ends_on, "text": visible(text)}
    said["replaced_by"] = replaced_by
    refuse_badly_said(system=kept, **said)
    already = kept.announcements.filter(withdrawn_at=None, announced_by=by, **said).first()
    if already:
        return already
    leans = impact.hit_by(kept, kind, starts_on, ends_on)
    if impact.stamp_of(leans) != stamp:
        raise Overtaken
    made = SystemAnnouncement.objects.create(
        system=kept, announced_by=by, announced_at=timezone.now(), **said
    )
    take_effect(made, kept, by=by)
    journal.record(
        made,
        "announcement.made",
        by=by,
        thread=kept.thread,
        starts_on=str(starts_on),
        ends_on=str(ends_on or ""),
        projects=[lean.project.key for lean in leans],
    )
    for lean in leans:
        reach(made, lean.project, by=by)
    return made


def take_effect(made: SystemAnnouncement, kept: System, *, by) -> None:
    """A freeze stands in the calendar, a retirement on the fiche."""
    if made.kind == Kind.FREEZE:
        made.freeze = FreezePeriod.objects.create(
            system=kept,
            label=_("Gel de %(system)s") % {"system": kept.name[: FREEZE_LABEL - 10]},
            starts_on=made.starts_on,
            ends_on=made.ends_on,
        )
        made.save(update_fields=["freeze"])
    if made.kind == Kind.RETIREMENT:
        kept.retires_on = made.starts_on
        kept.replaced_by = made.replaced_by or kept.replaced_by
        write(kept, by=by, columns=["retires_on", "replaced_by"])


def reach(made: SystemAnnouncement, project, *, by) -> AnnouncementReach:
    """One project is told: its bearer has the ball, and one message."""
    row = AnnouncementReach.objects.create(announcement=made, project=project)
    seat = project.seats.current().filter(part=Voice.BEARER).select_related("person").first()
    bearer = seat.person if seat else project.registered_by
    sentence = sentence_of(made)
    move = Move.open_for(
        row,
        Move.Kind.ANSWER_ANNOUNCEMENT,
        project=project,
        side=Side.BEARER,
        person=bearer,
        title=_("Dire ce que fait le projet : %(what)s") % {"what": sentence},
        detail=made.text,
        days=ANSWER_DAYS,
    )
    journal.record(row, "announcement.reached", by=by, thread=project.key, what=sentence)
    Notice.post(
        bearer,
        key=f"announcement:{row.pk}",
        subject=_("%(what)s : « %(project)s » s’y appuie")
        % {"what": sentence, "project": project.title},
        body=_("%(what)s.\n\n%(text)s\n\nDites en un mot ce que fait le projet.")
        % {"what": sentence, "text": made.text},
        action=_("Répondre"),
        path=move.get_absolute_url(),
    )
    portfolio.refresh(project)
    return row


@transaction.atomic
def answer_announcement(*, reach: AnnouncementReach, word: str, by) -> AnnouncementReach:
    """The bearer says what the project does about it; the owner is told."""
    journal.lock_chain()
    require(can_answer_announcement(by, reach))
    if not visible(word):
        raise Incomplete(word=_("Dites en un mot ce que fait le projet."))
    rows = AnnouncementReach.objects.filter(pk=reach.pk, answered_at=None)
    said = {"word": visible(word), "answered_by": by, "answered_at": timezone.now()}
    if not rows.filter(announcement__withdrawn_at=None).update(**said):
        raise WrongState(_("Cette annonce a déjà sa réponse, ou elle est retirée."))
    reach.refresh_from_db()
    project, made = reach.project, reach.announcement
    Move.close_for(reach, Move.Kind.ANSWER_ANNOUNCEMENT, outcome="answered")
    journal.record(reach, "announcement.answered", by=by, thread=project.key, word=reach.word)
    if made.announced_by_id != by.pk:
        Notice.post(
            made.announced_by,
            key=f"announcement-answer:{reach.pk}",
            subject=_("« %(project)s » répond à votre annonce") % {"project": project.title},
            body=_("%(name)s : « %(word)s »") % {"name": by.name, "word": reach.word},
            action=_("Voir l’annonce"),
            path=reverse("projects:announcement", args=[made.pk]),
        )
    portfolio.refresh(project)
    return reach


@transaction.atomic
def withdraw_announcement(*, announcement: SystemAnnouncement, reason: str, by) -> None:
    """It will not be: what it wrote is undone, its balls are closed, its projects are told."""
    kept = hold_in_use(announcement.system, by=by)
    if not visible(reason):
        raise Incomplete(reason=_("Dites pourquoi l’annonce est retirée."))
    rows = SystemAnnouncement.objects.filter(pk=announcement.pk, withdrawn_at=None)
    said = {"withdrawn_by": by, "withdrawn_at": timezone.now(), "withdrawal": visible(reason)}
    if not rows.update(**said):
        raise WrongState(_("Cette annonce est déjà retirée."))
    announcement.refresh_from_db()
    undo(announcement, kept, by=by)
    journal.record(
        announcement,
        "announcement.withdrawn",
        by=by,
        thread=kept.thread,
        reason=announcement.withdrawal,
    )
    for row in announcement.reaches.select_related("project").order_by("pk"):
        tell_withdrawn(row, announcement, by=by)


def undo(announcement: SystemAnnouncement, kept: System, *, by) -> None:
    """The freeze leaves the calendar; the fiche forgets the end that was announced."""
    if announcement.freeze_id:
        FreezePeriod.objects.filter(pk=announcement.freeze_id).delete()
    if announcement.kind == Kind.RETIREMENT and kept.retires_on == announcement.starts_on:
        kept.retires_on = None
        if kept.replaced_by_id == announcement.replaced_by_id:
            kept.replaced_by = None
        write(kept, by=by, columns=["retires_on", "replaced_by"])


def tell_withdrawn(row: AnnouncementReach, announcement: SystemAnnouncement, *, by) -> None:
    """Whoever was asked what the project does no longer has to say."""
    asked = Move.objects.about(row, Move.Kind.ANSWER_ANNOUNCEMENT).select_related("person")
    people = {move.person for move in asked if move.person}
    Move.close_for(row, Move.Kind.ANSWER_ANNOUNCEMENT, outcome="withdrawn")
    facts = {"what": sentence_of(announcement), "reason": announcement.withdrawal}
    journal.record(row, "announcement.withdrawn", by=by, thread=row.project.key, **facts)
    for person in people:
        Notice.post(
            person,
            key=f"announcement-withdrawn:{row.pk}",
            subject=_("Annonce retirée : %(what)s") % facts,
            body=_("« %(reason)s » Il n’y a plus rien à faire pour « %(project)s ».")
            % (facts | {"project": row.project.title}),
            action=_("Voir le projet"),
            path=row.project.get_absolute_url(),
        )
    portfolio.refresh(row.project)
