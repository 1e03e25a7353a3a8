"""What the pages of the dates on offer show, as plain values: voices by dates, and good to know."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance import typography
from governance.models import Absence, Closure, FreezePeriod
from governance.roles import Voice
from projects.collisions import LEANS
from projects.models import Move
from reviews.actions.agenda import planned_agenda
from reviews.actions.slot_letters import holders_of, offers_of
from reviews.models import ScopingMeeting, Slot, SlotAnswer
from reviews.slots import (
    ANSWER_DAYS,
    NO,
    YES,
    Away,
    Frozen,
    Offer,
    best_of,
    day_notes,
    suggestions,
)
from reviews.words.meetings import clock

State = ScopingMeeting.State
WORDS = {YES: "ok", "if_needed": "proposed", NO: "ko", "": "neutral"}


@dataclass
class Offering:
    """The dates on offer for a meeting, read once for the page."""

    meeting: ScopingMeeting
    seats: list
    slots: list[Slot] = field(default_factory=list)
    offers: list[Offer] = field(default_factory=list)
    minutes: int = 0
    now: datetime = field(default_factory=timezone.localtime)

    @property
    def coming(self) -> list[Slot]:
        """The dates that may still be answered."""
        return [slot for slot in self.slots if slot.starts_at > self.now]

    def given(self, voice: str) -> dict[int, str]:
        """What a voice said so far, by date."""
        return {offer.pk: offer.answers[voice] for offer in self.offers if voice in offer.answers}

    def awaits(self, voice: str) -> bool:
        """Whether a voice still has to answer one of the dates."""
        given = self.given(voice)
        return any(slot.pk not in given for slot in self.coming)


def read_offering(meeting: ScopingMeeting, seats) -> Offering:
    """The dates on offer of a meeting, with the answers that count."""
    slots = list(meeting.slots.filter(withdrawn_at=None).prefetch_related("answers"))
    minutes = meeting.minutes_planned
    if meeting.state == State.TO_PLAN:
        minutes = planned_agenda(meeting).minutes
    holders = {seat.part: seat.person_id for seat in seats} if seats else holders_of(meeting)
    return Offering(meeting, list(seats), slots, offers_of(slots, holders), minutes)


def grid(offering: Offering, notes: dict[int, list[str]]) -> list[dict]:
    """One line per date: when, what is good to know of it, what each voice says."""
    coming = {slot.pk for slot in offering.coming}
    best = best_of([offer for offer in offering.offers if offer.pk in coming])
    return [
        {
            "pk": offer.pk,
            "day": typography.short_day(offer.starts_at),
            "hours": hours(offer.starts_at, offering.minutes),
            "passed": offer.pk not in coming,
            "chosen": offer.starts_at == offering.meeting.starts_at,
            "best": best is not None and offer.pk == best.pk,
            "notes": notes.get(offer.pk, []),
            "cells": [cell(voice, offer, offering.seats) for voice in Voice.values],
        }
        for offer in offering.offers
    ]


def cell(voice: str, offer: Offer, seats) -> dict:
    """What a voice says of a date, as an icon and a word."""
    seat = next((seat for seat in seats if seat.part == voice), None)
    value = offer.answers.get(voice, "")
    if value:
        label = str(SlotAnswer.Value(value).label)
    else:
        label = _("Attendu") if seat else _("Siège à pourvoir")
    return {"voice": voice, "kind": WORDS[value], "label": label}


def columns(seats) -> list[dict]:
    """The three voices at the head of the grid."""
    names = {seat.part: seat.person.name for seat in seats}
    return [{"voice": voice, "name": names.get(voice, "")} for voice in Voice.values]


def hours(starts_at: datetime, minutes: int) -> str:
    """« de 10 h 00 à 10 h 45 »."""
    start = timezone.localtime(starts_at)
    told = {"start": clock(start), "end": clock(start + timedelta(minutes=minutes))}
    return _("de %(start)s à %(end)s") % told


def notes_of(offering: Offering) -> dict[int, list[str]]:
    """What is good to know of each day on offer: absences of the three voices, frozen systems."""
    if not offering.coming:
        return {}
    people = [seat.person_id for seat in offering.seats]
    absences = absences_of(people, offering.now.date())
    freezes = freezes_of(offering.meeting, offering.now.date())
    return {
        slot.pk: day_notes(timezone.localdate(slot.starts_at), absences, freezes)
        for slot in offering.coming
    }


def absences_of(people, today) -> list[Away]:
    """The absences of these people, under way or to come."""
    rows = Absence.objects.filter(person__in=people, ends_on__gte=today)
    return [
        Away(
            name=row.person.name,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            delegate=row.delegate.name if row.delegate else "",
        )
        for row in rows.select_related("person", "delegate")
    ]


def freezes_of(meeting: ScopingMeeting, today) -> list[Frozen]:
    """The freeze periods to come of everything, and of the systems the project leans on."""
    leaned = meeting.project.dependencies.filter(state__in=LEANS).values_list("system", flat=True)
    rows = FreezePeriod.objects.filter(ends_on__gte=today).select_related("system")
    leaned = set(leaned)
    return [
        Frozen(
            label=row.label,
            system=row.system.name if row.system else "",
            starts_on=row.starts_on,
            ends_on=row.ends_on,
        )
        for row in rows
        if row.system_id is None or row.system_id in leaned
    ]


def suggested(offering: Offering) -> list[datetime]:
    """The next dates when nobody is away and nothing else is on offer."""
    people = [seat.person_id for seat in offering.seats]
    return suggestions(
        Closure.calendar(),
        offering.now,
        offering.minutes,
        absences_of(people, offering.now.date()),
        {timezone.localtime(slot.starts_at) for slot in offering.slots},
    )


def away_lines(offering: Offering) -> list[str]:
    """Who is away and what is frozen soon, to choose a date knowingly."""
    today = offering.now.date()
    horizon = Closure.calendar().add(today, 6 * 5)
    people = [seat.person_id for seat in offering.seats]
    absences = [row for row in absences_of(people, today) if row.starts_on <= horizon]
    freezes = [row for row in freezes_of(offering.meeting, today) if row.starts_on <= horizon]
    return every_note(absences, freezes)


def every_note(absences, freezes) -> list[str]:
    """Each absence and each freeze, said once."""
    return [note for row in absences for note in day_notes(row.starts_on, [row], [])] + [
        note for row in freezes for note in day_notes(row.starts_on, [], [row])
    ]


def answer_words() -> dict:
    """How long the voices have to answer, for the page that proposes."""
    return {"answer_days": typography.working_days(ANSWER_DAYS)}


def slots_context(meeting: ScopingMeeting, user) -> dict:
    """Where the choice of a date stands, for the page of the meeting."""
    context = {"slots_open": "", "answer_awaited": False}
    if meeting.state != State.TO_PLAN:
        return context
    rows = meeting.slots.filter(withdrawn_at=None, starts_at__gt=timezone.now())
    count = rows.count()
    if not count:
        return context
    sentence = ngettext("Une date est proposée.", "%(n)d dates sont proposées.", count)
    moves = Move.objects.open().about(meeting, Move.Kind.CHOOSE_SLOT).filter(person=user)
    return {"slots_open": sentence % {"n": count}, "answer_awaited": moves.exists()}
