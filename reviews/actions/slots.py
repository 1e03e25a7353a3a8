"""The dates on offer for a scoping meeting: proposed, answered, withdrawn; the best one is fixed."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import journal, typography
from governance.verdicts import Incomplete, WrongState, require
from projects import portfolio
from projects.models import Move, Project
from projects.permissions import part_of
from reviews.actions.agenda import planned_agenda
from reviews.actions.dating import (
    Appointment,
    ask_to_plan,
    check_slot,
    checked_place,
    organiser_of,
    plan_meeting,
    settle_date,
)
from reviews.actions.slot_letters import (
    ask_voices,
    coming_slots,
    holders_of,
    offers_of,
    tell_organiser,
)
from reviews.actions.turns import take_turn
from reviews.models import ScopingMeeting, Slot, SlotAnswer
from reviews.permissions import can_answer_slots, can_plan_meeting
from reviews.slots import MOST_OPEN, YES, Ending, ending
from reviews.words.meetings import meeting_when

State = ScopingMeeting.State


@transaction.atomic
def propose_slots(
    *, meeting: ScopingMeeting, starts: list[datetime], place="", video_link="", by
) -> list[Slot]:
    """Put dates on offer: whoever proposes can come, the two other voices are asked."""
    take_turn(meeting.project)
    require(can_plan_meeting(by, meeting))
    still_to_plan(meeting)
    place, video_link = checked_place(place, video_link)
    check_starts(meeting, starts)
    now = timezone.now()
    slots = [
        Slot.objects.create(meeting=meeting, starts_at=start, proposed_by=by, proposed_at=now)
        for start in sorted(set(starts))
    ]
    keep_meeting(meeting, place=place, video_link=video_link, by=by)
    voice = part_of(by, meeting.project)
    for slot in slots:
        keep_answer(slot, voice, YES, by=by)
    facts = {"starts": [slot.starts_at for slot in slots], "place": place, "video_link": video_link}
    journal.record(meeting, "slots.proposed", by=by, thread=meeting.project.key, **facts)
    Move.close_for(meeting, Move.Kind.PLAN_MEETING, outcome="proposed")
    ask_voices(meeting)
    portfolio.refresh(meeting.project)
    return slots


@transaction.atomic
def answer_slots(*, meeting: ScopingMeeting, answers: dict[int, str], by) -> ScopingMeeting:
    """A voice says yes, if needed or no to each date; the date that suits the three is fixed."""
    take_turn(meeting.project)
    require(can_answer_slots(by, meeting))
    still_to_plan(meeting)
    voice, slots = part_of(by, meeting.project), coming_slots(meeting)
    if not slots:
        raise WrongState(_("Aucune date n’est à choisir pour l’instant."))
    if any(answers.get(slot.pk) not in SlotAnswer.Value.values for slot in slots):
        raise Incomplete(answers=_("Répondez à chaque date : oui, si besoin ou non."))
    changed = [slot for slot in slots if keep_answer(slot, voice, answers[slot.pk], by=by)]
    if changed:
        told = {typography.moment(slot.starts_at): answers[slot.pk] for slot in changed}
        facts = {"voice": voice, "answers": told}
        journal.record(meeting, "slots.answered", by=by, thread=meeting.project.key, **facts)
    Move.close_for(meeting, Move.Kind.CHOOSE_SLOT, outcome="answered", person=by)
    conclude(meeting)
    portfolio.refresh(meeting.project)
    return meeting


@transaction.atomic
def withdraw_slot(*, slot: Slot, by) -> None:
    """Take a date off the offer; what was said of it stays readable."""
    meeting = slot.meeting
    take_turn(meeting.project)
    require(can_plan_meeting(by, meeting))
    still_to_plan(meeting)
    open_row = Slot.objects.filter(pk=slot.pk, withdrawn_at=None)
    if not open_row.update(withdrawn_at=timezone.now()):
        raise WrongState(_("Cette date n’est plus proposée."))
    facts = {"starts_at": slot.starts_at}
    journal.record(meeting, "slots.withdrawn", by=by, thread=meeting.project.key, **facts)
    if coming_slots(meeting):
        conclude(meeting)
    else:
        Move.close_for(meeting, Move.Kind.CHOOSE_SLOT, outcome="withdrawn")
        ask_to_plan(meeting, detail=_("Plus aucune date n’est proposée aux trois voix."))
    portfolio.refresh(meeting.project)


@transaction.atomic
def fix_slot(*, slot: Slot, reason: str, by) -> ScopingMeeting:
    """Choose a date for the three voices, with the reason that they will read."""
    take_turn(slot.meeting.project)
    slot.refresh_from_db(fields=["withdrawn_at"])
    still_to_plan(slot.meeting)
    if slot.withdrawn_at:
        raise WrongState(_("Cette date n’est plus proposée."))
    return plan_meeting(
        meeting=slot.meeting,
        starts_at=slot.starts_at,
        place=slot.meeting.place,
        video_link=slot.meeting.video_link,
        reason=reason,
        by=by,
    )


@transaction.atomic
def follow_slots(*, meeting: ScopingMeeting) -> None:
    """What time and new people change: a voice that took its seat is asked, dates that passed end."""
    take_turn(meeting.project)
    meeting.refresh_from_db()
    if meeting.state != State.TO_PLAN:
        return
    if coming_slots(meeting):
        ask_voices(meeting)
    else:
        Move.close_for(meeting, Move.Kind.CHOOSE_SLOT, outcome="passed")
        ask_to_plan(
            meeting, detail=_("Les dates proposées sont passées sans accord des trois voix.")
        )
    portfolio.refresh(meeting.project)


def follow_all_slots() -> int:
    """The meetings whose dates are on offer, each in its turn; how many there were."""
    on_offer = Slot.objects.filter(withdrawn_at=None)
    rows = ScopingMeeting.objects.filter(state=State.TO_PLAN, pk__in=on_offer.values("meeting"))
    rows = rows.exclude(project__state=Project.State.CANCELLED)
    meetings = list(rows.select_related("project", "organiser"))
    for meeting in meetings:
        follow_slots(meeting=meeting)
    return len(meetings)


def still_to_plan(meeting: ScopingMeeting) -> None:
    """Dates are chosen while none is fixed: whoever comes later reads the one that was."""
    fields = ["state", "starts_at", "minutes_planned", "sequence", "place", "video_link"]
    meeting.refresh_from_db(fields=[*fields, "organiser"])
    if meeting.state == State.TO_PLAN:
        return
    told = {"when": meeting_when(meeting)}
    raise WrongState(_("La date est déjà fixée : %(when)s.") % told)


def check_starts(meeting: ScopingMeeting, starts: list[datetime]) -> None:
    """Some dates, each possible, none twice, not too many."""
    if not starts:
        raise Incomplete(suggested=_("Choisissez au moins une date à proposer."))
    minutes = planned_agenda(meeting).minutes
    for start in starts:
        check_slot(start, minutes)
    on_offer = coming_slots(meeting)
    known = {slot.starts_at for slot in on_offer}
    twice = next((start for start in sorted(starts) if start in known), None)
    if twice or len(set(starts)) < len(starts):
        told = {"when": typography.moment(twice or max(starts, key=starts.count))}
        raise Incomplete(day=_("%(when)s est déjà proposé.") % told)
    if len(on_offer) + len(starts) > MOST_OPEN:
        sentence = _("Douze dates au plus sont proposées à la fois. Retirez-en avant d’en ajouter.")
        raise Incomplete(suggested=sentence)


def keep_meeting(meeting: ScopingMeeting, *, place: str, video_link: str, by) -> None:
    """Where the meeting would be, and who organises it: whoever proposed first, while seated."""
    meeting.organiser = organiser_of(meeting) or by
    meeting.place, meeting.video_link = place, video_link
    meeting.save(update_fields=["organiser", "place", "video_link"])


def keep_answer(slot: Slot, voice: str, value: str, *, by) -> bool:
    """What a voice says of a date now; whether that is new."""
    row = SlotAnswer.objects.filter(slot=slot, voice=voice).first()
    if row and (row.value, row.answered_by_id) == (value, by.pk):
        return False
    facts = {"value": value, "answered_by": by, "answered_at": timezone.now()}
    SlotAnswer.objects.update_or_create(slot=slot, voice=voice, defaults=facts)
    return True


def conclude(meeting: ScopingMeeting) -> None:
    """Fix the date that suits the three voices, or tell whoever organises that there is none."""
    holders = holders_of(meeting)
    offers = offers_of(possible_slots(meeting), holders)
    end, chosen = ending(offers, holders)
    if end is Ending.FIX and chosen:
        appointment = Appointment(chosen.starts_at, meeting.place, meeting.video_link)
        settle_date(meeting, appointment)
    elif end is Ending.NONE_SUITS:
        tell_organiser(meeting, _("Aucune des dates proposées ne convient aux trois voix."))
    elif end is Ending.SEAT_EMPTY:
        tell_organiser(
            meeting,
            _("Les voix présentes ont répondu, et un siège est vide : la date se fixe à la main."),
        )


def possible_slots(meeting: ScopingMeeting) -> list[Slot]:
    """The dates to come in which the agenda, as it is now, still fits."""
    minutes, possible = planned_agenda(meeting).minutes, []
    for slot in coming_slots(meeting):
        try:
            check_slot(slot.starts_at, minutes)
        except Incomplete:
            continue
        possible.append(slot)
    return possible
