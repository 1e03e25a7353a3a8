"""The factories of a meeting's surroundings: slots, who is there, arbitrations."""

from datetime import timedelta

import factory
from factory.django import DjangoModelFactory

from reviews import models as table
from tests.factories import DocumentFactory, PersonFactory, ProjectFactory, in_days, now
from tests.factories_reviews import MinutesFactory, ScopingMeetingFactory


class SlotFactory(DjangoModelFactory):
    meeting = factory.SubFactory(ScopingMeetingFactory)
    starts_at = factory.Sequence(lambda n: now() + timedelta(days=7, minutes=n))
    proposed_by = factory.SubFactory(PersonFactory)
    proposed_at = factory.LazyFunction(now)

    class Meta:
        model = table.Slot


class SlotAnswerFactory(DjangoModelFactory):
    slot = factory.SubFactory(SlotFactory)
    voice = "bearer"
    value = "yes"
    answered_by = factory.SubFactory(PersonFactory)
    answered_at = factory.LazyFunction(now)

    class Meta:
        model = table.SlotAnswer


class AttendanceFactory(DjangoModelFactory):
    meeting = factory.SubFactory(ScopingMeetingFactory, held=True)
    person = factory.SubFactory(PersonFactory)
    seen_at = factory.LazyFunction(now)

    class Meta:
        model = table.Attendance


class MeetingGuestFactory(DjangoModelFactory):
    meeting = factory.SubFactory(ScopingMeetingFactory, planned=True)
    person = factory.SubFactory(PersonFactory, guest=True)
    reason = "Expert du paiement"
    invited_by = factory.SubFactory(PersonFactory)
    invited_at = factory.LazyFunction(now)

    class Meta:
        model = table.MeetingGuest


class SharedDocumentFactory(DjangoModelFactory):
    meeting = factory.SubFactory(ScopingMeetingFactory, planned=True)
    document = factory.SubFactory(
        DocumentFactory, project=factory.SelfAttribute("..meeting.project")
    )
    shared_by = factory.SubFactory(PersonFactory)
    shared_at = factory.LazyFunction(now)

    class Meta:
        model = table.SharedDocument


class ArbitrationFactory(DjangoModelFactory):
    project = factory.SubFactory(ProjectFactory, staffed=True)
    subject_label = "reviews.minutes"
    subject_id = factory.LazyAttribute(lambda row: MinutesFactory(meeting__project=row.project).pk)
    question = "Où héberger l’application ?"
    sponsor = factory.SubFactory(PersonFactory, manager=True)
    cio = factory.SubFactory(PersonFactory, manager=True)
    opened_by = factory.SubFactory(PersonFactory)
    opened_at = factory.LazyFunction(now)
    due_on = in_days(7)

    class Meta:
        model = table.Arbitration


class ArbitrationPositionFactory(DjangoModelFactory):
    arbitration = factory.SubFactory(ArbitrationFactory)
    side = "bearer"
    holder = factory.SubFactory(PersonFactory)

    class Meta:
        model = table.ArbitrationPosition


class ArbitrationOptionFactory(DjangoModelFactory):
    arbitration = factory.SubFactory(ArbitrationFactory)
    label = "Nuage Verdier"
    position = factory.Sequence(lambda n: n)

    class Meta:
        model = table.ArbitrationOption


class ArbiterAnswerFactory(DjangoModelFactory):
    option = factory.SubFactory(ArbitrationOptionFactory)
    arbitration = factory.SelfAttribute("option.arbitration")
    arbiter = factory.SelfAttribute("arbitration.sponsor")
    answered_at = factory.LazyFunction(now)

    class Meta:
        model = table.ArbiterAnswer


class CalendarEntryFactory(DjangoModelFactory):
    meeting = factory.SubFactory(ScopingMeetingFactory, planned=True)
    person = factory.SubFactory(PersonFactory)
    sequence = 1
    said = "0" * 64
    sent_at = factory.LazyFunction(now)

    class Meta:
        model = table.CalendarEntry
