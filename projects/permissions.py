"""May this person do this on a project? Pure answers with their sentence; state is ignored."""

from django.utils.translation import gettext as _

from governance.roles import Role, Side, Voice
from governance.verdicts import ALLOWED, Verdict, refused
from projects.models import (
    AnnouncementReach,
    Dependency,
    Document,
    Project,
    QuickOpinion,
    RuleWaiver,
    Seat,
    TopicMessage,
)


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


def can_withdraw_document(user, document: Document) -> Verdict:
    """Whoever added a document withdraws it, and the bearer of the project."""
    if document.added_by_id == user.pk or part_of(user, document.project) == Voice.BEARER:
        return ALLOWED
    return refused(_("Seuls son auteur et le porteur du besoin retirent une pièce."))


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


def can_ask_waiver(user, project: Project) -> Verdict:
    """The vendor or the bearer asks to go past a ground rule."""
    if part_of(user, project) in (Voice.VENDOR, Voice.BEARER):
        return ALLOWED
    return refused(
        _("Seuls le prestataire et le porteur du besoin demandent une dérogation au socle.")
    )


def can_answer_waiver(user, waiver: RuleWaiver) -> Verdict:
    """Management answers, never on its own request."""
    if not user.is_manager:
        return refused(_("Une dérogation au socle est accordée ou refusée par la direction."))
    if waiver.asked_by_id == user.pk:
        return refused(_("On ne répond pas à sa propre demande de dérogation."))
    return ALLOWED


def can_withdraw_waiver(user, waiver: RuleWaiver) -> Verdict:
    """Whoever asked takes the request back."""
    if waiver.asked_by_id != user.pk:
        return refused(_("Seule la personne qui a demandé la dérogation peut la retirer."))
    return ALLOWED


def can_put_live(user, project: Project) -> Verdict:
    """The bearer says that the project is in service."""
    if part_of(user, project) != Voice.BEARER:
        return refused(_("C’est au porteur du besoin de dire que le projet est en service."))
    return ALLOWED


def can_write_on_topic(user, project: Project) -> Verdict:
    """Whoever sits at the project's table takes part in the discussion, observers excepted."""
    if part_of(user, project) in ("", Seat.Part.OBSERVER):
        return refused(_("Seules les personnes assises à ce projet écrivent dans la discussion."))
    return ALLOWED


def can_withdraw_message(user, message: TopicMessage) -> Verdict:
    """One takes back one's own words; too late is another answer."""
    if message.written_by_id != user.pk:
        return refused(_("On ne retire que ses propres messages."))
    return ALLOWED


def can_use_notes(user) -> Verdict:
    """Internal notes are between IT people: no mandate and no seat opens them to others."""
    if user.is_guest or user.side != Side.IT:
        return refused(_("Les notes internes se lisent et s’écrivent entre personnes de la DSI."))
    return ALLOWED


def can_ask_opinion(user, project: Project) -> Verdict:
    """Each of the three voices may ask IT for a quick opinion."""
    if part_of(user, project) in Voice.values:
        return ALLOWED
    return refused(_("Seules les trois voix du projet demandent un avis flash."))


def can_answer_opinion(user, opinion: QuickOpinion) -> Verdict:
    """Any IT person answers, except whoever asked."""
    if user.is_guest or user.side != Side.IT:
        return refused(_("C’est à la DSI de répondre à un avis flash."))
    if opinion.asked_by_id == user.pk:
        return refused(_("On ne répond pas à sa propre question."))
    return ALLOWED


def can_browse_known_choices(user) -> Verdict:
    """The list is for the company; a vendor meets a known choice on the topic it answers."""
    if user.is_guest:
        return refused(
            _("Cette liste se lit entre salariés. Ce qui est admis s’affiche sur vos sujets.")
        )
    return ALLOWED


def can_read_company_map(user) -> Verdict:
    """The map of the whole company is for the company: a guest sees the map of their projects."""
    if user.is_guest:
        return refused(
            _("Cette carte se lit entre salariés. La carte de vos projets est sur leur page.")
        )
    return ALLOWED


def can_end_known_choice(user) -> Verdict:
    """What IT made known, IT ends."""
    if user.is_guest or user.side != Side.IT:
        return refused(_("Seule la DSI retire un choix connu."))
    return ALLOWED


def can_confirm_vendor_answer(user, vendor) -> Verdict:
    """Only a company says what is still true of itself."""
    if user.vendor_id != vendor.pk:
        return refused(_("Seules les personnes de cette société confirment ses réponses."))
    return ALLOWED


def can_answer_announcement(user, reach: AnnouncementReach) -> Verdict:
    """The bearer says what their project does about what was announced to it."""
    if part_of(user, reach.project) != Voice.BEARER:
        return refused(_("C’est au porteur du besoin de dire ce que fait le projet."))
    return ALLOWED


def can_agree_on_collision(user, project: Project, other: Project | None = None) -> Verdict:
    """The bearer or the IT referent of one of the two projects writes down what was agreed."""
    if user.is_guest:
        return refused(_("Les dates des autres projets se lisent entre salariés."))
    standing = [part_of(user, row) for row in (project, other) if row]
    if not {Voice.BEARER, Voice.IT} & set(standing):
        return refused(
            _("Seuls le porteur du besoin et le référent DSI d’un des projets notent un accord.")
        )
    return ALLOWED
