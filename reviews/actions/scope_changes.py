"""A registered project changes: its need, its date, its answers, its vendor. Shown, then written."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import journal, typography
from governance.models import Notice
from governance.roles import Voice
from governance.typography import visible
from governance.verdicts import Incomplete, WrongState, require
from projects import portfolio
from projects.actions import guests
from projects.actions.seats import end_seat, invite_vendor
from projects.models import Project, ScopeChange
from projects.pathbook import reference_of
from projects.scope import Scope, changed_fields, doubted_topics, scope_of, told
from reviews.actions.further_meetings import meet_again
from reviews.actions.levels import running
from reviews.actions.meetings import reopen_meeting
from reviews.actions.relaying import pass_the_ball, pause_the_path, relay_path
from reviews.actions.reports import freeze_report
from reviews.actions.scope_reading import Reading, answers_after, read_scope
from reviews.permissions import can_change_scope

FARTHEST = timedelta(days=5 * 366)
REASON_LENGTH = 1000
LIMITS = {"title": 120, "need": 4000, "audience": 200, "launch_reason": 200}
LAUNCH_ONLY = {"launch_on", "launch_reason"}


class Outdated(WrongState):
    """The project changed since the consequences were shown: they must be shown again."""

    def __init__(self, reading: Reading):
        super().__init__(_("Le projet a changé depuis l’aperçu. Relisez ce que cela change."))
        self.reading = reading


@dataclass(frozen=True, slots=True)
class NewVendor:
    """The company that takes over, and the person who leads for it."""

    email: str
    name: str = ""


@transaction.atomic
def preview_scope(
    *, project: Project, wanted: Scope, vendor: NewVendor | None = None, by
) -> Reading:
    """What the change would do, without writing anything."""
    require(can_change_scope(by, project))
    return read_checked(running_now(project), wanted, vendor)


@transaction.atomic
def change_scope(  # noqa: PLR0913 -- what changes, why, on which state it was read
    *,
    project: Project,
    wanted: Scope,
    cause: str,
    reason: str,
    token: str,
    by,
    vendor: NewVendor | None = None,
) -> ScopeChange:
    """Write the change and all that it reopens; on another state than the one read, show again."""
    project = running(project)
    require(can_change_scope(by, project))
    cause, reason = checked_why(cause, reason)
    reading = read_checked(project, wanted, vendor)
    if token != reading.token:
        raise Outdated(reading)
    change = keep_change(reading, cause, reason, by=by)
    write_fields(project, reading.after)
    relay_path(project=project, relay=reading.relay, by=by)
    if vendor and "vendor" in reading.changed:
        replace_vendor(project, vendor, by=by)
    sign_again(reading, change, by=by)
    record(change, reading, by=by)
    pass_the_ball(project=project, by=by)
    portfolio.refresh(project)
    tell_voices_of(change, by=by)
    return change


def running_now(project: Project) -> Project:
    """A project that may still change, read as it is now."""
    rows = Project.objects.select_related("kind", "vendor", "path_version")
    fresh = rows.get(pk=project.pk)
    if fresh.is_over:
        raise WrongState(_("Ce projet est arrêté : plus rien ne s’y décide."))
    if fresh.state == Project.State.LIVE:
        raise WrongState(_("Ce projet est en service : son chemin est derrière lui."))
    return fresh


def read_checked(project: Project, wanted: Scope, vendor: NewVendor | None) -> Reading:
    """The reading of a change that can be made; otherwise what is wrong, field by field."""
    wanted = cleaned(project, wanted, vendor)
    problems = missing_words(wanted) | launch_problem(project, wanted)
    if problems:
        raise Incomplete(**problems)
    if not changed_fields(scope_of(project), wanted):
        raise Incomplete(scope=_("Rien n’a changé."))
    return read_scope(project, wanted)


def cleaned(project: Project, wanted: Scope, vendor: NewVendor | None) -> Scope:
    """Words without what the eye cannot see, answers still asked, a vendor that exists or may."""
    rules, kind = reference_of(project), project.kind.slug
    words = {name: visible(getattr(wanted, name))[:limit] for name, limit in LIMITS.items()}
    return Scope(
        **words,
        launch_on=wanted.launch_on,
        answers=answers_after(rules, kind, project.answers, wanted.answers),
        vendor=company_of(project, vendor) if vendor else scope_of(project).vendor,
    )


def company_of(project: Project, vendor: NewVendor) -> str:
    """The name of the company that takes over: known by its person, else the one given."""
    try:
        address = guests.checked_address(vendor.email)
        person = guests.known_guest(address)
    except Incomplete as incomplete:
        raise Incomplete(vendor_email=str(incomplete.problems["email"])) from None
    given = " ".join(visible(vendor.name).split())
    known = person.vendor.name if person and person.vendor else given
    if not known:
        raise Incomplete(vendor_name=_("De quelle société vient cette personne ?"))
    if given and known.casefold() != given.casefold():
        text = _("Cette personne est déjà connue chez %(vendor)s. Vérifiez la société.")
        raise Incomplete(vendor_name=text % {"vendor": known})
    if project.vendor and project.vendor.name.casefold() == known.casefold():
        text = _(
            "%(vendor)s est déjà le prestataire. Pour changer de personne, passez par son siège."
        )
        raise Incomplete(vendor_email=text % {"vendor": known})
    return known


def missing_words(wanted: Scope) -> dict[str, str]:
    """The fields that nobody can leave empty."""
    sentences = {
        "title": _("Donnez un nom au projet. Deux ou trois mots suffisent."),
        "need": _("Dites en une phrase à quoi il servira."),
    }
    return {name: text for name, text in sentences.items() if not getattr(wanted, name)}


def launch_problem(project: Project, wanted: Scope) -> dict[str, str]:
    """A launch that moves goes to a day to come, within five years."""
    day, today = wanted.launch_on, timezone.localdate()
    if day == project.launch_on:
        return {}
    if day <= today:
        text = _("Le %(day)s est passé. Choisissez un jour à venir.")
        if day == today:
            text = _("C’est aujourd’hui. Choisissez un jour à venir.")
        return {"launch_on": text % {"day": typography.long_day(day)}}
    if day > today + FARTHEST:
        return {"launch_on": _("C’est dans plus de cinq ans. Vérifiez l’année.")}
    return {}


def checked_why(cause: str, reason: str) -> tuple[str, str]:
    """A cause of the list, and words that can be read."""
    problems, reason = {}, visible(reason)[:REASON_LENGTH]
    if cause not in ScopeChange.Cause.values:
        problems["cause"] = _("Choisissez ce qui a causé ce changement.")
    if not reason:
        problems["reason"] = _("Dites pourquoi en une phrase : les autres voix la liront.")
    if problems:
        raise Incomplete(**problems)
    return cause, reason


def keep_change(reading: Reading, cause: str, reason: str, *, by) -> ScopeChange:
    """The next row of the history, with what was shown."""
    project, names, slugs = reading.project, reading.changed, reading.answers
    last = project.scope_changes.order_by("-number").values_list("number", flat=True).first()
    return ScopeChange.objects.create(
        project=project,
        number=(last or 0) + 1,
        before=told(reading.before, names, slugs),
        after=told(reading.after, names, slugs),
        cause=cause,
        reason=reason,
        effects=reading.effects(),
        after_signature=project.state == Project.State.SCOPED,
        changed_by=by,
        changed_at=timezone.now(),
    )


def write_fields(project: Project, after: Scope) -> None:
    """The project says what was decided."""
    names = ["title", "need", "audience", "launch_on", "launch_reason", "answers"]
    for name in names:
        setattr(project, name, getattr(after, name))
    project.save(update_fields=names)


def replace_vendor(project: Project, vendor: NewVendor, *, by) -> None:
    """The seat of the company that leaves is closed, the one that comes is invited."""
    seat = project.seats.current().filter(part=Voice.VENDOR).first()
    if seat:
        end_seat(seat=seat, by=by)
    try:
        invite_vendor(project=project, email=vendor.email, vendor_name=vendor.name, by=by)
    except Incomplete as incomplete:
        problems = {"email": "vendor_email"}
        raise Incomplete(
            **{problems.get(name, name): text for name, text in incomplete.problems.items()}
        ) from None


def sign_again(reading: Reading, change: ScopeChange, *, by) -> None:
    """What was signed, or is being signed, on the former scope is signed on the new one."""
    project = reading.project
    if reading.signs_again:
        project.reopen_scoping(by=by, reason=change.reason)
        pause_the_path(project)
        doubted = doubted_topics(reading.before, reading.after, reading.ground.reference)
        meet_again(project=project, change=change, doubted=doubted, by=by)
    elif reading.meeting:
        reopen_meeting(meeting=reading.meeting, by=by)
    elif reading.certificate:
        freeze_report(project=project, kind="certificate", by=by)


def record(change: ScopeChange, reading: Reading, *, by) -> None:
    """The journal: the date that moves is a line of its own."""
    facts = {"cause": change.cause, "reason": change.reason}
    thread = reading.project.key
    names = set(reading.changed)
    if "launch_on" in names:
        days = {"was": reading.before.launch_on, "now": reading.after.launch_on}
        told_days = {name: day.isoformat() for name, day in days.items()}
        journal.record(change, "launch.moved", by=by, thread=thread, **told_days, **facts)
    if names - LAUNCH_ONLY or "launch_on" not in names:
        changed = sorted(names)
        journal.record(change, "scope.changed", by=by, thread=thread, changed=changed, **facts)


def tell_voices_of(change: ScopeChange, *, by) -> None:
    """The voices at the table read what changed, why, and what it reopens."""
    project = change.project
    facts = {"name": by.name, "project": project.title, "reason": change.reason}
    facts |= {"cause": change.get_cause_display()}
    opening = _("%(name)s a changé « %(project)s ». %(cause)s : %(reason)s") % facts
    body = "\n".join([opening, "", *(f"- {sentence}" for sentence in change.effects)])
    for seat in project.seats.voices().exclude(taken_at=None).exclude(person=by):
        Notice.post(
            seat.person,
            key=f"scope:{change.pk}",
            subject=_("Le projet change : « %(project)s »") % facts,
            body=body,
            action=_("Voir le projet"),
            path=reverse("projects:project", args=[project.key]),
        )
