"""May this person do this on a project? Pure answers with their sentence; state is ignored."""

from django.utils.translation import gettext as _

from governance.roles import Role, Voice
from governance.verdicts import ALLOWED, Verdict, refused
from projects.models import Dependency, Document, Project, Seat


def part_of(user, project: Project) -> str:
    """The seat that a person holds on a project, or nothing."""
    seats = project.seats.current().filter(person=user)
    return seats.values_list("part", flat=True).first() or ""


def role_of(user, project: Project) -> str:
    """How a person stands before a project; the permission table is written with this."""
    part = part_of(user, project)
    if part:
        return part
    if user.is_guest:
        return Role.GUEST
    if user.is_manager:
        return Role.MANAGER
    if user.is_steward:
        return Role.STEWARD
    return Role.EMPLOYEE


def can_register_project(user) -> Verdict:
    """Anyone of the company registers a project; a vendor does not."""
    if user.is_guest:
        return refused(
            _("C’est votre client qui enregistre ses projets. Parlez-lui de votre idée.")
        )
    return ALLOWED


def can_take_seat(user, seat: Seat) -> Verdict:
    """A seat is taken by the person it was offered to."""
    if seat.person_id != user.pk:
        return refused(_("Ce siège est proposé à quelqu’un d’autre."))
    return ALLOWED


def can_invite_vendor(user, project: Project) -> Verdict:
    """The bearer and the IT referent invite the vendor."""
    if part_of(user, project) not in (Voice.BEARER, Voice.IT):
        return refused(_("Seuls le porteur du besoin et le référent DSI invitent le prestataire."))
    return ALLOWED


def can_hand_over_seat(user, seat: Seat) -> Verdict:
    """An IT referent hands their own seat to a colleague."""
    if seat.part != Voice.IT or seat.person_id != user.pk:
        return refused(_("Seul le référent DSI confie son propre siège."))
    return ALLOWED


def can_end_seat(user, seat: Seat) -> Verdict:
    """The bearer closes the access of a guest of their project; a steward may too."""
    if not user.is_steward and part_of(user, seat.project) != Voice.BEARER:
        return refused(
            _("Seuls le porteur du besoin et la gouvernance ferment l’accès d’un prestataire.")
        )
    return ALLOWED


def can_propose_choice(user, project: Project) -> Verdict:
    """The vendor proposes; the bearer may write in their place while the seat is empty."""
    part = part_of(user, project)
    empty = not project.seats.current().filter(part=Voice.VENDOR).exists()
    if part == Voice.VENDOR or (part == Voice.BEARER and empty):
        return ALLOWED
    return refused(_("C’est au prestataire de proposer les choix techniques."))


def can_clear_topic(user, project: Project) -> Verdict:
    """Marketing and IT say what nobody knew at registration; the vendor does so by proposing."""
    if part_of(user, project) in (Voice.BEARER, Voice.IT):
        return ALLOWED
    return refused(_("C’est au porteur du besoin ou au référent DSI d’éclaircir ce sujet."))


def can_add_document(user, project: Project) -> Verdict:
    """Whoever sits at the project's table adds evidence, observers excepted."""
    if part_of(user, project) in ("", Seat.Part.OBSERVER):
        return refused(_("Seules les personnes assises à ce projet ajoutent des pièces."))
    return ALLOWED


def can_read_document(user, document: Document) -> Verdict:
    """Who sees the project reads its evidence."""
    return ALLOWED


def can_answer_dependency(user, dependency: Dependency) -> Verdict:
    """The owner of the system answers: the person, or their team."""
    system = dependency.system
    is_owner = system.owner_id == user.pk
    in_team = bool(user.team_id) and system.owner_team_id == user.team_id
    if is_owner or in_team:
        return ALLOWED
    return refused(_("Seul le propriétaire de ce système peut répondre."))


def can_declare_dependency(user, project: Project) -> Verdict:
    """The bearer and the IT referent write down what the project leans on."""
    if part_of(user, project) not in (Voice.BEARER, Voice.IT):
        return refused(_("Seuls le porteur du besoin et le référent DSI déclarent une dépendance."))
    return ALLOWED


def can_put_live(user, project: Project) -> Verdict:
    """The bearer says that the project is in service."""
    if part_of(user, project) != Voice.BEARER:
        return refused(_("C’est au porteur du besoin de dire que le projet est en service."))
    return ALLOWED
