"""Who sits at a project's table: inviting, taking, handing over and closing a seat."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import journal
from governance.models import Notice, Person, Vendor
from governance.roles import Side, Voice
from governance.verdicts import Incomplete, WrongState
from projects import portfolio
from projects.actions import guests
from projects.actions.topics import open_topics
from projects.models import Invitation, Move, Project, Seat

AGAIN_AFTER = timedelta(minutes=5)
TAKE_SEAT_DAYS = 3
FILL_SEAT_DAYS = 5


@transaction.atomic
def invite_vendor(
    *, project: Project, email: str, vendor_name: str, by, name: str = "", siren: str = ""
) -> Seat:
    """Offer the vendor's seat to a person, by a link that only says who invites and for what."""
    journal.lock_chain()
    if project.is_over:
        raise WrongState(_("Ce projet est arrêté : son siège prestataire ne se propose plus."))
    address = guests.checked_address(email)
    person = guests.known_guest(address)
    try:
        with transaction.atomic():
            vendor = _vendor_of(project, person, vendor_name, siren)
            person = guests.guest_of(vendor, address, name.strip())
            seat = _offer_vendor_seat(project, person, by=by)
    except IntegrityError:
        raise WrongState(_("Quelqu’un vient d’inviter un prestataire sur ce projet.")) from None
    if project.vendor_id != vendor.pk:
        project.vendor = vendor
        project.save(update_fields=["vendor"])
    send_invitation(seat=seat, by=by)
    Move.close_for(project, Move.Kind.FILL_SEAT, outcome="offered")
    portfolio.refresh(project)
    return seat


@transaction.atomic
def send_invitation(*, seat: Seat, by) -> Invitation:
    """Write a new link to the person of a seat, once whatever the number of clicks."""
    recent = seat.invitations.filter(sent_at__gt=timezone.now() - AGAIN_AFTER).first()
    if recent and recent.is_usable:
        return recent
    invitation = Invitation.issue(seat, by=by)
    _write_to_guest(invitation, by=by)
    return invitation


def _write_to_guest(invitation: Invitation, *, by) -> None:
    seat, project = invitation.seat, invitation.seat.project
    facts = {"inviter": by.name, "project": project.title, "name": seat.person.first_name}
    body = _(
        "%(inviter)s vous invite à préparer « %(project)s » avec le marketing et la DSI, avant de "
        "commencer.\n\nPourquoi si tôt : ce que la DSI demandera, vous le saurez en répondant. Pas "
        "de surprise à la fin.\n\nCe qu’on attend de vous : choisir un créneau pour la réunion de "
        "cadrage, répondre aux sujets techniques, relire et signer le compte rendu.\n\nLe lien est "
        "personnel et reste valable 7 jours. Vous ne verrez que ce projet. Si ce message n’est pas "
        "pour vous, ignorez-le : rien ne sera créé."
    )
    Notice.post(
        seat.person,
        key=f"invitation:{invitation.pk}",
        subject=_("%(name)s, votre siège vous attend : « %(project)s »") % facts,
        body=body % facts,
        action=_("Prendre mon siège"),
        path=invitation.get_absolute_url(),
    )


@transaction.atomic
def take_seat(*, seat: Seat, by) -> Seat:
    """The person is on board; a vendor then holds the topics that wait for an answer."""
    seat.take(by=by)
    Move.close_for(seat, Move.Kind.TAKE_SEAT, outcome="taken")
    if seat.part == Voice.VENDOR:
        open_topics(seat)
    portfolio.refresh(seat.project)
    return seat


@transaction.atomic
def hand_over_seat(*, seat: Seat, to: Person, by) -> Seat:
    """An IT referent hands the seat, and the balls that go with it, to a colleague."""
    project = seat.project
    if not _is_it_employee(to) or to.pk == seat.person_id:
        raise Incomplete(to=_("Choisissez un autre collègue de la DSI."))
    if project.seats.voices().filter(person=to).exists():
        raise Incomplete(to=_("%(name)s porte déjà une voix de ce projet.") % {"name": to.name})
    seat.leave("seat.handed", by=by, to=to.name)
    Move.close_for(seat, Move.Kind.TAKE_SEAT, outcome="handed")
    heir = _offer(project, Voice.IT, to)
    _pass_moves(project, seat.person, to)
    _tell_heir(heir, by=by)
    portfolio.refresh(project)
    return heir


@transaction.atomic
def end_seat(*, seat: Seat, by) -> None:
    """Close a guest's access to a project: their balls come back, their links stop working."""
    if seat.part != Voice.VENDOR:
        raise WrongState(_("Seul le siège du prestataire se retire ainsi."))
    project = seat.project
    seat.leave("seat.ended", by=by, person=seat.person.name)
    held = project.moves.open().filter(person=seat.person)
    held.update(closed_at=timezone.now(), outcome="seat_ended")
    if not project.is_over:
        _look_for_vendor(project, by=by)
    portfolio.refresh(project)


def _look_for_vendor(project: Project, *, by) -> None:
    """An empty chair is the bearer's to fill, whoever emptied it."""
    bearer = project.seats.voices().filter(part=Voice.BEARER).select_related("person").first()
    Move.open_for(
        project,
        Move.Kind.FILL_SEAT,
        project=project,
        side=Side.BEARER,
        person=bearer.person if bearer else by,
        title=_("Trouver un prestataire"),
        detail=_("Le siège du prestataire est vide."),
        days=FILL_SEAT_DAYS,
    )


def _vendor_of(project: Project, person: Person | None, vendor_name: str, siren: str) -> Vendor:
    """The company named, else the one of the person, else the one of the project."""
    if vendor_name.strip():
        return guests.vendor_named(vendor_name, siren)
    vendor = person.vendor if person else project.vendor
    if vendor is None:
        raise Incomplete(vendor_name=_("De quelle société vient cette personne ?"))
    return vendor


def _offer_vendor_seat(project: Project, person: Person, *, by) -> Seat:
    """The vendor's seat for this person; a seat offered to somebody else is withdrawn."""
    current = project.seats.current().filter(part=Voice.VENDOR).select_related("person").first()
    if current and current.taken_at:
        raise WrongState(_("%(name)s a déjà pris ce siège.") % {"name": current.person.name})
    if current and current.person_id == person.pk:
        return current
    if current:
        current.leave("seat.ended", by=by, person=current.person.name)
        Move.close_for(current, Move.Kind.TAKE_SEAT, outcome="withdrawn")
    seat = _offer(project, Voice.VENDOR, person)
    journal.record(seat, "vendor.invited", by=by, thread=project.key, vendor=str(person.vendor))
    return seat


def _offer(project: Project, part: str, person: Person) -> Seat:
    """A place kept for a person, with three working days to take it."""
    seat = Seat.objects.create(project=project, part=part, person=person, offered_at=timezone.now())
    Move.open_for(
        seat,
        Move.Kind.TAKE_SEAT,
        project=project,
        side=Side.VENDOR if part == Voice.VENDOR else Side.IT,
        person=person,
        title=_("Prendre votre siège"),
        detail=_("Votre voix est attendue sur ce projet."),
        days=TAKE_SEAT_DAYS,
    )
    return seat


def _pass_moves(project: Project, giver: Person, heir: Person) -> None:
    """The balls that a referent held on a project go on with their colleague."""
    held = heir.moves.open().filter(project=project)
    doubles = {(move.kind, move.subject_label, move.subject_id) for move in held}
    for move in project.moves.open().filter(person=giver, side=Side.IT):
        if (move.kind, move.subject_label, move.subject_id) in doubles:
            Move.objects.open().filter(pk=move.pk).update(
                closed_at=timezone.now(), outcome="handed"
            )
        else:
            Move.objects.open().filter(pk=move.pk).update(person=heir)


def _tell_heir(seat: Seat, *, by) -> None:
    facts = {"name": by.name, "project": seat.project.title}
    Notice.post(
        seat.person,
        key=f"seat:{seat.pk}",
        subject=_("%(name)s vous confie un siège : « %(project)s »") % facts,
        body=_(
            "%(name)s vous confie le siège de la DSI sur « %(project)s », avec ce qui restait à y "
            "jouer. Vous avez trois jours ouvrés pour le prendre."
        )
        % facts,
        action=_("Voir le projet"),
        path=seat.project.get_absolute_url(),
    )


def _is_it_employee(person: Person) -> bool:
    return person.is_active and bool(person.team) and person.team.side == Side.IT
