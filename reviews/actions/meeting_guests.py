"""Who is asked to one meeting from outside, and the documents that the meeting shares."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance import journal
from governance.models import GuestSession, Person, Vendor
from governance.verdicts import Incomplete, WrongState, require
from projects.actions import guests
from projects.models import Document
from reviews.actions.meeting_guest_letters import MOST_LETTERS_AN_HOUR, write_to_guest
from reviews.actions.turns import take_turn
from reviews.models import MeetingGuest, ScopingMeeting, SharedDocument
from reviews.permissions import can_ask_to_meeting, can_share_documents

State = ScopingMeeting.State
MOST_GUESTS = 8
OPEN_STATES = (State.TO_PLAN, State.PLANNED, State.HELD)


@transaction.atomic
def invite_to_meeting(  # noqa: PLR0913 -- who somebody from outside is, and why they come
    *, meeting: ScopingMeeting, email: str, name: str, vendor_name: str, reason: str, by
) -> MeetingGuest:
    """Ask somebody from outside to one meeting: they will see it, and nothing else."""
    meeting = in_turn(meeting)
    require(can_ask_to_meeting(by, meeting))
    if meeting.state not in OPEN_STATES:
        raise WrongState(_("Cette réunion est close : on n’y invite plus personne."))
    if not reason.strip():
        raise Incomplete(reason=_("Dites en une phrase pourquoi cette personne vient."))
    person = outsider(meeting, email, name, vendor_name)
    check_room(meeting, person)
    guest = MeetingGuest.objects.create(
        meeting=meeting,
        person=person,
        reason=reason.strip()[:160],
        invited_by=by,
        invited_at=timezone.now(),
    )
    facts = {"person": person.name, "organisation": str(person.vendor), "reason": guest.reason}
    journal.record(meeting, "meeting.guest_invited", by=by, thread=meeting.project.key, **facts)
    write_to_guest(guest)
    meeting.bump()
    return guest


@transaction.atomic
def withdraw_meeting_guest(*, guest: MeetingGuest, by) -> None:
    """Take somebody off the list: from their next page on, the meeting is closed to them."""
    journal.lock_chain()
    require(can_ask_to_meeting(by, guest.meeting))
    guest.leave(by=by)
    if not comes_elsewhere(guest.person):
        GuestSession.objects.open().filter(person=guest.person).end(by=by)
    guest.meeting.bump()


@transaction.atomic
def settle_shared(*, meeting: ScopingMeeting, wanted: set[int], seen: set[int], by) -> str:
    """Share what was ticked and take back what was unticked, as one read the list; in words.

    What somebody else changed since the list was read stays as they left it.
    """
    meeting = in_turn(meeting)
    require(can_share_documents(by, meeting))
    given, taken = wanted - seen, seen - wanted
    if given and meeting.state == State.SIGNED:
        raise WrongState(_("Le cadrage est signé : on ne partage plus de pièce avec la réunion."))
    shared = share(meeting, given, by=by)
    taken_back = unshare(meeting, taken, by=by)
    if shared or taken_back:
        meeting.bump()
    return told(shared, taken_back)


def share(meeting: ScopingMeeting, given: set[int], *, by) -> int:
    """Open these documents to everybody at the meeting; how many were not open yet."""
    documents = Document.objects.current().filter(project=meeting.project, pk__in=given)
    if len(documents) < len(given):
        raise Incomplete(
            documents=_(
                "Une de ces pièces n’est plus à partager : elle a été retirée ou remplacée."
            )
        )
    shared = 0
    for document in documents:
        facts = {"shared_by": by, "shared_at": timezone.now()}
        _row, created = meeting.shared_documents.get_or_create(document=document, defaults=facts)
        if created:
            shared += 1
            told_of(meeting, "meeting.document_shared", document, by=by)
    return shared


def unshare(meeting: ScopingMeeting, taken: set[int], *, by) -> int:
    """Close these documents to the guests of a meeting; how many were open."""
    rows = SharedDocument.objects.filter(meeting=meeting, document__in=taken)
    rows = list(rows.select_related("document"))
    for row in rows:
        row.delete()
        told_of(meeting, "meeting.document_unshared", row.document, by=by)
    return len(rows)


def told(shared: int, taken_back: int) -> str:
    """What changed, in one or two sentences; nothing when nothing did."""
    words = []
    if shared:
        words.append(
            ngettext("Une pièce partagée.", "%(n)d pièces partagées.", shared) % {"n": shared}
        )
    if taken_back:
        one, many = _("Une pièce n’est plus partagée."), _("%(n)d pièces ne sont plus partagées.")
        words.append((one if taken_back == 1 else many) % {"n": taken_back})
    return " ".join(words)


def in_turn(meeting: ScopingMeeting) -> ScopingMeeting:
    """The meeting as it is now that nobody else changes it; never one of a stopped project."""
    take_turn(meeting.project)
    rows = ScopingMeeting.objects.select_for_update(of=("self",)).select_related("project")
    return rows.get(pk=meeting.pk)


def outsider(meeting: ScopingMeeting, email: str, name: str, vendor_name: str) -> Person:
    """The guest at this address, found or created; never a colleague, nor who is seated already."""
    address = guests.checked_address(email)
    known = Person.objects.filter(email__iexact=address).select_related("vendor").first()
    if known and not known.is_guest:
        raise Incomplete(
            email=_(
                "%(name)s est de l’entreprise : cette personne voit déjà le projet et la réunion."
            )
            % {"name": known.name}
        )
    if known and not known.is_active:
        raise Incomplete(
            email=_("L’accès de cette personne a été fermé. Invitez quelqu’un d’autre.")
        )
    if known and meeting.project.seats.current().filter(person=known).exists():
        raise Incomplete(
            email=_("%(name)s a déjà un siège sur ce projet, et voit donc cette réunion.")
            % {"name": known.name}
        )
    return guests.guest_of(company(known, address, vendor_name), address, name.strip())


def company(known: Person | None, address: str, vendor_name: str) -> Vendor:
    """The company named, else the one of the person, else the one of their colleagues."""
    if vendor_name.strip():
        return guests.vendor_named(vendor_name)
    vendor = known.vendor if known else guests.company_at(address)
    if vendor is None:
        raise Incomplete(vendor_name=_("De quelle société vient cette personne ?"))
    return vendor


def check_room(meeting: ScopingMeeting, person: Person) -> None:
    """Nobody twice, eight people at most, five letters an hour to one address."""
    here = meeting.guests.current()
    if here.filter(person=person).exists():
        raise Incomplete(
            email=_("%(name)s est déjà invité à cette réunion.") % {"name": person.name}
        )
    if here.count() >= MOST_GUESTS:
        raise WrongState(
            _(
                "Cette réunion a déjà huit invités. Retirez quelqu’un pour inviter une autre personne."
            )
        )
    an_hour_ago = timezone.now() - timedelta(hours=1)
    lately = person.meeting_invitations.filter(invited_at__gt=an_hour_ago)
    if lately.count() >= MOST_LETTERS_AN_HOUR:
        raise Incomplete(
            email=_("Cinq invitations sont parties à cette adresse en une heure. Attendez un peu.")
        )


def comes_elsewhere(person: Person) -> bool:
    """Whether a guest still has a seat or another meeting."""
    asked = MeetingGuest.objects.current().filter(person=person)
    return person.seats.current().exists() or asked.exists()


def told_of(meeting: ScopingMeeting, verb: str, document: Document, *, by) -> None:
    """The journal keeps which document was opened or closed, and by whom."""
    facts = {"document": document.name, "sha256": document.sha256}
    journal.record(meeting, verb, by=by, thread=meeting.project.key, **facts)
