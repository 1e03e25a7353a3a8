"""A draft becomes a project: its key, its path, its three voices, what it leans on."""

from dataclasses import dataclass, field
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models.functions import Length
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import journal
from governance.models import Closure, Kind, Notice, PathVersion, Person, System
from governance.roles import Side, Voice
from governance.verdicts import WrongState
from projects import portfolio
from projects.actions.dependencies import declare_dependency
from projects.actions.seats import FILL_SEAT_DAYS, invite_vendor
from projects.actions.topics import ask_unclear
from projects.commitments import regularise_until
from projects.models import Milestone, Move, Project, ProjectTopic, RegistrationDraft, Seat
from projects.pathbook import keep_version
from projects.reference import Reference, load_freezes, load_reference_data
from projects.registration import Path, compute_path

IT_SEAT_DAYS = 2
KEY_ATTEMPTS = 50
REASON_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Registration:
    """What a registration says, checked: the need, the profile, the people, the systems."""

    title: str
    kind: str
    need: str
    audience: str
    launch_on: date
    launch_reason: str
    visibility: str
    budget: str
    answers: dict[str, str]
    referent: Person
    already_started: str = ""
    started: tuple[str, ...] = ()
    vendor_name: str = ""
    vendor_email: str = ""
    vendor_siren: str = ""
    systems: tuple[str, ...] | None = field(default=None)  # None: what the answers suggest


@transaction.atomic
def register_draft(*, draft: RegistrationDraft, registration: Registration, by) -> Project | None:
    """Register a draft once; None when it was registered meanwhile (see draft.project)."""
    if RegistrationDraft.objects.select_for_update().get(pk=draft.pk).project_id:
        return None
    project, _path = register_project(registration=registration, by=by)
    waiting = RegistrationDraft.objects.filter(pk=draft.pk, project=None)
    if not waiting.update(project=project, updated_at=timezone.now()):
        raise WrongState(_("Ce brouillon vient d’être enregistré."))
    return project


@transaction.atomic
def register_project(
    *, registration: Registration, by: Person, bearer: Person | None = None
) -> tuple[Project, Path]:
    """Write the project down, seat its voices, date its path, warn the owners of systems."""
    bearer = bearer or by
    reference = load_reference_data()
    path = path_of(registration, reference)
    project = _create(registration, path, keep_version(reference), by)
    journal.record(project, "project.registered", by=by, thread=project.key, level=path.level)
    milestones = _lay_milestones(project, path)
    _lay_topics(project, path, reference, milestones)
    _seat_bearer(project, bearer)
    _offer_it_seat(project, registration.referent, by=by)
    ask_unclear(project)
    _call_vendor(project, registration, bearer, by=by)
    _declare(project, registration, path, milestones, by=by)
    portfolio.refresh(project)
    return project, path


def path_of(registration: Registration, reference: Reference) -> Path:
    """The path of this registration if it were sent today."""
    today = timezone.localdate()
    return compute_path(
        registration.answers,
        registration.kind,
        registration.launch_on,
        today,
        reference,
        Closure.calendar(),
        load_freezes(today),
        started=registration.started,
    )


def next_key(year: int) -> str:
    """The key after the last one given this year: P-2026-0042."""
    prefix = f"P-{year}-"
    keys = Project.objects.filter(key__startswith=prefix).annotate(length=Length("key"))
    last = keys.order_by("-length", "-key").values_list("key", flat=True).first()
    number = int(last.removeprefix(prefix)) + 1 if last else 1
    return f"{prefix}{number:04}"


def _create(registration: Registration, path: Path, version: PathVersion, by: Person) -> Project:
    """The project under the next free key; two at once try again, never twice the same."""
    now = timezone.now()
    fields = {
        "title": registration.title,
        "kind": Kind.objects.get(slug=registration.kind),
        "need": registration.need,
        "audience": registration.audience,
        "launch_on": registration.launch_on,
        "launch_reason": registration.launch_reason,
        "visibility": registration.visibility,
        "budget": registration.budget,
        "already_started": registration.already_started,
        "started": list(registration.started),
        "regularise_until": regularise_until(registration.started, timezone.localdate(now)),
        "answers": registration.answers,
        "level": path.level,
        "path_reasons": [reason.text for reason in path.reasons],
        "path_version": version,
    }
    for _attempt in range(KEY_ATTEMPTS):
        try:
            with transaction.atomic():
                return Project.objects.create(
                    key=next_key(timezone.localdate().year),
                    registered_by=by,
                    registered_at=now,
                    updated_at=now,
                    **fields,
                )
        except IntegrityError:
            continue
    raise WrongState(_("Beaucoup de projets arrivent en même temps. Réessayez dans un instant."))


def _lay_milestones(project: Project, path: Path) -> dict[str, Milestone]:
    """The dated steps: registration is behind, scoping is where the project stands."""
    reasons = {gate.ref: " ".join(reason.text for reason in gate.reasons) for gate in path.gates}
    Milestone.objects.bulk_create(
        Milestone(
            project=project,
            ref=step.ref,
            name=step.name,
            genre=step.genre,
            reason=reasons.get(step.ref, "")[:REASON_LENGTH],
            position=position,
            due_on=step.due_on,
            note=_("service déjà ouvert") if path.is_live and step.ref == "launch" else "",
        )
        for position, step in enumerate(path.steps, start=1)
    )
    milestones = {milestone.ref: milestone for milestone in project.milestones.all()}
    milestones["registered"].mark(Milestone.State.DONE, on=timezone.localdate())
    milestones["scoping"].mark(Milestone.State.NOW)
    return milestones


def _lay_topics(project, path: Path, reference: Reference, milestones) -> None:
    """The ten subjects; those of the path carry their reason and the step that needs them."""
    asked = {topic.slug: topic for topic in path.topics}
    ProjectTopic.objects.bulk_create(
        ProjectTopic(
            project=project,
            topic_id=row.pk,
            reason=asked[row.slug].reason[:REASON_LENGTH] if row.slug in asked else "",
            unclear=row.slug in asked and asked[row.slug].origin == "unknown",
            voice=asked[row.slug].voice if row.slug in asked else "",
            needed_by=milestones[asked[row.slug].needed_by] if row.slug in asked else None,
        )
        for row in reference.topics
    )


def _seat_bearer(project: Project, bearer: Person) -> None:
    now = timezone.now()
    Seat.objects.create(
        project=project, part=Voice.BEARER, person=bearer, offered_at=now, taken_at=now
    )


def _offer_it_seat(project: Project, referent: Person, *, by: Person) -> None:
    """IT has its seat the same day, and two working days to take it."""
    seat = Seat.objects.create(
        project=project, part=Voice.IT, person=referent, offered_at=timezone.now()
    )
    journal.record(seat, "seat.offered", by=by, thread=project.key, person=referent.name)
    Move.open_for(
        seat,
        Move.Kind.TAKE_SEAT,
        project=project,
        side=Side.IT,
        person=referent,
        title=_("Prendre votre siège"),
        detail=_("Un projet vient d’être enregistré : votre voix est attendue dès le début."),
        days=IT_SEAT_DAYS,
    )
    facts = {"name": by.name, "project": project.title}
    Notice.post(
        referent,
        key=f"seat:{seat.pk}",
        subject=_("%(name)s vous propose un siège : « %(project)s »") % facts,
        body=_(
            "%(name)s vient d’enregistrer « %(project)s » et vous propose le siège de la DSI.\n\n"
            "Vous avez deux jours ouvrés pour le prendre, ou pour le confier à un collègue."
        )
        % facts,
        action=_("Voir le projet"),
        path=project.get_absolute_url(),
    )


def _call_vendor(project: Project, registration: Registration, bearer: Person, *, by) -> None:
    """Invite the vendor, or ask the bearer to find one."""
    if registration.vendor_email:
        invite_vendor(
            project=project,
            email=registration.vendor_email,
            vendor_name=registration.vendor_name,
            siren=registration.vendor_siren,
            by=by,
        )
        return
    Move.open_for(
        project,
        Move.Kind.FILL_SEAT,
        project=project,
        side=Side.BEARER,
        person=bearer,
        title=_("Trouver un prestataire"),
        detail=_("Le cadrage ne se signe pas sans sa voix."),
        days=FILL_SEAT_DAYS,
    )


def _declare(project, registration: Registration, path: Path, milestones, *, by) -> None:
    """The dependencies kept among those suggested; each owner is asked to confirm."""
    chosen = [
        suggestion
        for suggestion in path.suggestions
        if (
            suggestion.expected
            if registration.systems is None
            else suggestion.system in registration.systems
        )
    ]
    named = [suggestion.system for suggestion in chosen]
    systems = System.objects.select_related("owner", "owner_team").in_bulk(named, field_name="name")
    for suggestion in chosen:
        declare_dependency(
            project=project,
            system=systems[suggestion.system],
            nature=suggestion.nature,
            direction=suggestion.direction,
            needed_by=milestones[suggestion.needed_by],
            by=by,
        )
