"""The meeting of a project of the demo: its dates, what was said, what was signed."""

from datetime import datetime, time

from django.utils import timezone

from governance.roles import Voice
from reviews.actions import meetings, minutes, outcomes, signing, slots
from reviews.models import Outcome

DONE = "C’est fait, le détail est dans les pièces du projet."
ROOM = "Salle Lin et visioconférence"


class MeetingActs:
    """What the three voices do together, each method an act played through the verbs."""

    def plan(self, ago, *, held):
        """The meeting gets its date: proposed, then answered by the voices that are there."""

        def act():
            start = datetime.combine(self.stage.day(held), time(10, 0))
            meeting, bearer = self.meeting, self.people[self.bearer]
            offered = [timezone.make_aware(start)]
            (slot,) = slots.propose_slots(meeting=meeting, starts=offered, place=ROOM, by=bearer)
            voices = [seat.person for seat in self.project.seats.voices()]
            for person in (person for person in voices if person != bearer):
                slots.answer_slots(meeting=meeting, answers={slot.pk: "yes"}, by=person)
            if len(voices) < len(Voice):
                slots.fix_slot(slot=slot, reason="Le prestataire n’est pas choisi.", by=bearer)

        self.stage.at(ago, 14, act)
        return self

    def offer(self, ago, *ahead, said):
        """Dates are on offer; each voice of `said` has answered them."""

        def act():
            days = [datetime.combine(self.stage.day(-day), time(10, 0)) for day in ahead]
            starts, bearer = [timezone.make_aware(day) for day in days], self.people[self.bearer]
            rows = slots.propose_slots(meeting=self.meeting, starts=starts, place=ROOM, by=bearer)
            for voice, values in said.items():
                answers = {row.pk: value for row, value in zip(rows, values, strict=True)}
                person = self.project.seats.voices().get(part=voice).person
                slots.answer_slots(meeting=self.meeting, answers=answers, by=person)

        self.stage.at(ago, 15, act)
        return self

    def meet(self, ago, *lines):
        """The three voices meet; each line is (kind, text, owner, due in working days)."""

        def act():
            bearer = self.people[self.bearer]
            meeting = meetings.hold_meeting(meeting=self.meeting, present=Voice.values, by=bearer)
            items = list(meeting.items.all())
            for index, (kind, text, owner, due) in enumerate(lines):
                outcomes.add_outcome(
                    item=items[index % len(items)],
                    kind=kind,
                    text=text,
                    by=bearer,
                    owner=self.people[owner] if owner else None,
                    due_on=self.stage.day(ago - due) if due else None,
                )
            minutes.close_meeting(meeting=meeting, by=bearer)

        self.stage.at(ago, 10, act)
        return self

    def finish(self, ago, *, but=()):
        """What the meeting left to do is done, `but` what these people owe."""

        def act():
            rows = Outcome.objects.filter(item__meeting__project=self.project, done_at=None)
            for outcome in rows.exclude(owner=None).select_related("owner"):
                if outcome.owner not in [self.people[slug] for slug in but]:
                    outcomes.finish_outcome(outcome=outcome, answer=DONE, by=outcome.owner)

        self.stage.at(ago, 14.5, act)
        return self

    def sign(self, ago, voice, answer="agreed", remark="", by=""):
        """A voice answers the minutes, or whoever stands in for it."""

        def act():
            last = self.meeting.minutes.order_by("-number").first()
            seat = self.project.seats.current().get(part=voice)
            person = self.people.get(by, seat.person)
            signing.sign_minutes(minutes=last, answer=answer, remark=remark, by=person)

        self.stage.at(ago, 15, act)
        return self

    def sign_all(self, ago):
        """The three voices agree the same day."""
        for voice in (Voice.BEARER, Voice.VENDOR, Voice.IT):
            self.sign(ago, voice)
        return self

    @property
    def meeting(self):
        return self.project.meetings.latest("pk")
