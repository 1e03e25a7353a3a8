"""The minutes: frozen when the meeting closes, then sent to the three voices."""

from django.db import transaction
from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import typography
from governance.models import Closure, Notice, Person
from governance.models.journal import fingerprint
from projects import portfolio
from projects.models import Move, Project, Seat
from reviews.actions.effects import apply_decisions
from reviews.actions.live import stop_clock
from reviews.actions.turns import take_turn
from reviews.delegates import free_delegates
from reviews.minutes import minutes_content, minutes_text, missing_sentence, signing_terms
from reviews.models import Minutes, Outcome, ScopingMeeting, Signature

SIGNING_DAYS = 2


@transaction.atomic
def close_meeting(*, meeting: ScopingMeeting, by) -> Minutes:
    """Freeze what was said: the next version of the minutes, to be signed by the three voices."""
    take_turn(meeting.project)
    meeting.close(by=by)
    stop_clock(meeting)
    apply_decisions(meeting, by=by)
    seats = list(voice_seats(meeting.project))
    standing = Prefetch("outcomes", Outcome.objects.standing().select_related("owner"))
    items = meeting.items.on_agenda().select_related("topic").prefetch_related(standing, "merged")
    number, now = meeting.minutes.count() + 1, timezone.now()
    content = minutes_content(meeting, seats, items, number=number, closed_at=now)
    content |= signing_terms(Closure.calendar().add(timezone.localdate(now), SIGNING_DAYS))
    minutes = Minutes.objects.create(
        meeting=meeting,
        number=number,
        content=content,
        sha256=fingerprint(content),
        closed_by=by,
        closed_at=now,
    )
    Move.close_for(meeting, Move.Kind.HOLD_MEETING, outcome="held")
    ask_signatures(minutes, seats)
    send_minutes(minutes, seats)
    portfolio.refresh(meeting.project)
    return minutes


def voice_seats(project: Project):
    """The seats of the three voices, with their people."""
    return project.seats.voices().select_related("person__vendor", "person__team")


def ask_signatures(minutes: Minutes, seats) -> None:
    """Each voice has two working days to read and to sign."""
    for seat in seats:
        ask_signature(minutes, seat)


def ask_signature(minutes: Minutes, seat: Seat) -> Move:
    """The person of a seat has the ball of signing."""
    return Move.open_for(
        minutes,
        Move.Kind.SIGN_MINUTES,
        project=minutes.project,
        side=seat.part,
        person=seat.person,
        title=_("Signer le compte rendu du cadrage"),
        detail=missing_sentence(minutes.content)
        or _("D’accord, avec une remarque, ou pas d’accord."),
        days=SIGNING_DAYS,
    )


def send_minutes(minutes: Minutes, seats) -> None:
    """The minutes leave the same day; whoever signed an earlier version reads that it is void."""
    earlier = Signature.objects.filter(minutes__meeting=minutes.meeting_id)
    signed = {
        row.signed_by_id: row for row in earlier.select_related("minutes").order_by("signed_at")
    }
    for seat in seats:
        opening = _("Voici ce qui est convenu. Vous avez deux jours ouvrés pour signer.")
        if seat.person_id in signed:
            opening = replaced_sentence(signed[seat.person_id])
        send_one(minutes, seat.person, opening)
    send_to_delegates(minutes, seats)


def send_one(minutes: Minutes, person: Person, opening: str) -> None:
    """One e-mail of the minutes, once per person: what was agreed, by when to sign, and how."""
    Notice.post(
        person,
        key=f"minutes:{minutes.pk}",
        subject=_("Compte rendu à signer · %(project)s") % {"project": minutes.project},
        body=f"{opening}\n\n{minutes_text(minutes.content)}",
        action=_("Lire et signer"),
        path=reverse("reviews:signature", args=[minutes.pk]),
    )


def send_to_delegates(minutes: Minutes, seats) -> None:
    """Whoever stands in today for an absent voice may sign for it, and hears of it once."""
    for voice, delegates in free_delegates(minutes, seats).items():
        absent = next(seat.person for seat in seats if seat.part == voice)
        opening = _(
            "%(name)s est absent et vous a confié ses décisions. Pendant cette absence, vous "
            "pouvez signer ce compte rendu à sa place : votre nom et le sien seront écrits."
        ) % {"name": absent.name}
        for delegate in delegates:
            send_one(minutes, delegate, opening)


def replaced_sentence(signature: Signature) -> str:
    """What becomes of a signature whose minutes changed."""
    return _(
        "Le compte rendu a changé depuis votre signature du %(day)s. Cette signature ne vaut que "
        "pour la version %(number)d, qui reste lisible : merci de relire et de signer celle-ci."
    ) % {"day": typography.long_day(signature.signed_at), "number": signature.minutes.number}
