"""Who is asked about the dates on offer, and told when none of them will do."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.models import Notice
from projects.models import Move
from reviews import slot_links
from reviews.actions.dating import ask_to_plan, organiser_of
from reviews.models import ScopingMeeting, Slot
from reviews.slots import ANSWER_DAYS, Offer
from reviews.words.meetings import slot_when


def coming_slots(meeting: ScopingMeeting) -> list[Slot]:
    """The dates on offer that are still to come."""
    rows = Slot.objects.filter(meeting=meeting, withdrawn_at=None, starts_at__gt=timezone.now())
    return list(rows.prefetch_related("answers"))


def offers_of(slots: list[Slot], holders: dict[str, int]) -> list[Offer]:
    """The dates with the answers that count: those of the people who hold the seats now."""
    return [
        Offer(
            pk=slot.pk,
            starts_at=slot.starts_at,
            answers={
                answer.voice: answer.value
                for answer in slot.answers.all()
                if holders.get(answer.voice) == answer.answered_by_id
            },
        )
        for slot in slots
    ]


def holders_of(meeting: ScopingMeeting) -> dict[str, int]:
    """Who holds each of the three seats."""
    return dict(meeting.project.seats.voices().values_list("part", "person"))


def tell_organiser(meeting: ScopingMeeting, sentence: str) -> None:
    """The ball comes back to whoever organises, with one e-mail."""
    move = ask_to_plan(meeting, detail=sentence)
    if move is None:
        return
    Notice.post(
        move.person,
        key=f"slots-none:{move.pk}",
        subject=_("Réunion à fixer autrement · %(project)s") % {"project": meeting.project.title},
        body=sentence + "\n\n" + _("Proposez d’autres dates, ou fixez-en une en disant pourquoi."),
        action=_("Voir les réponses"),
        path=reverse("reviews:slots", args=[meeting.pk]),
    )


def ask_voices(meeting: ScopingMeeting) -> None:
    """The ball and one e-mail to each voice that has not answered every date on offer."""
    slots = coming_slots(meeting)
    seats = list(meeting.project.seats.voices().select_related("person"))
    holders = {seat.part: seat.person_id for seat in seats}
    offers = offers_of(slots, holders)
    for seat in seats:
        if all(seat.part in offer.answers for offer in offers):
            continue
        Move.open_for(
            meeting,
            Move.Kind.CHOOSE_SLOT,
            project=meeting.project,
            side=seat.part,
            person=seat.person,
            title=_("Dire quand vous pouvez venir à la réunion de cadrage"),
            detail=_("Trois oui fixent la date ; l’invitation part toute seule."),
            days=ANSWER_DAYS,
        )
        write_to_voice(meeting, seat, slots)


def write_to_voice(meeting: ScopingMeeting, seat, slots: list[Slot]) -> None:
    """The dates on offer, and one button: the page where they are answered without signing in."""
    organiser = organiser_of(meeting)
    told = {
        "name": organiser.name if organiser else "",
        "project": meeting.project.title,
        "dates": "\n".join(slot_when(slot.starts_at) for slot in slots),
    }
    Notice.post(
        seat.person,
        key=f"slots:{seat.pk}:{max(slot.pk for slot in slots)}",
        subject=_("Quand pouvez-vous venir ? Réunion de cadrage · %(project)s") % told,
        body=_(
            "%(name)s propose ces dates pour la réunion de cadrage de « %(project)s » :\n"
            "%(dates)s\n\nRépondez oui, si besoin ou non. La première date qui convient aux trois "
            "voix est fixée, et l’invitation part toute seule. Le lien est personnel : ne le "
            "transférez pas."
        )
        % told,
        action=_("Répondre sur les dates"),
        path=reverse("reviews:slot-link", args=[slot_links.sign(meeting, seat)]),
    )
