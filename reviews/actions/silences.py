"""A voice that does not answer in time: its silence is noted, told and taken to management.

It is never an agreement. What follows may run late, twice or beside itself: a silence is a row,
unique per voice and version of the minutes.
"""

from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import journal
from governance.models import Closure, Notice, Person
from governance.roles import Mandate, Voice
from projects.models import Move, Project
from reviews.actions.minutes import ask_signature, send_one, send_to_delegates, voice_seats
from reviews.minutes import OF_THE_VOICE, silence_sentence
from reviews.models import Minutes, ScopingMeeting, SilentVoice

AWAITED = (ScopingMeeting.State.CLOSED, ScopingMeeting.State.CONTESTED)


def awaited_minutes() -> list[Minutes]:
    """The last version of each meeting whose signatures are awaited, on a project that goes on."""
    rows = Minutes.objects.filter(meeting__state__in=AWAITED)
    rows = rows.exclude(meeting__project__state=Project.State.CANCELLED)
    rows = rows.select_related("meeting__project").order_by("meeting", "number")
    return list({minutes.meeting_id: minutes for minutes in rows}.values())


def follow_signatures(on: date | None = None) -> int:
    """Ask whoever took a seat or stands in since the closing; how many silences were noted."""
    today, noted = on or timezone.localdate(), 0
    working = Closure.calendar().is_working(today)
    for minutes in awaited_minutes():
        ask_newcomers(minutes=minutes)
        if working:
            noted += sum(note_silence(minutes=minutes, move=move) for move in late_moves(minutes))
    return noted


@transaction.atomic
def ask_newcomers(*, minutes: Minutes) -> None:
    """A voice whose person changed since the closing still signs: its new person is asked."""
    if not lock_awaited(minutes):
        return
    seats = list(voice_seats(minutes.project))
    signed = set(minutes.signatures.values_list("voice", flat=True))
    waiting = [seat for seat in seats if seat.part not in signed]
    held = set(
        Move.objects.open().about(minutes, Move.Kind.SIGN_MINUTES).values_list("side", "person")
    )
    for seat in waiting:
        if (seat.part, seat.person_id) not in held:
            ask_signature(minutes, seat)
            send_one(
                minutes,
                seat.person,
                _(
                    "Vous tenez maintenant ce siège : c’est à vous de lire ce compte rendu et d’y "
                    "répondre, sous deux jours ouvrés."
                ),
            )
    send_to_delegates(minutes, waiting)


def late_moves(minutes: Minutes):
    """The balls of signing that are past their day, where no silence was noted yet."""
    moves = Move.objects.open().about(minutes, Move.Kind.SIGN_MINUTES)
    noted = minutes.silences.values("voice")
    late = moves.filter(due_on__lt=timezone.localdate()).exclude(side__in=noted)
    return late.select_related("person")


@transaction.atomic
def note_silence(*, minutes: Minutes, move: Move) -> bool:
    """Apply the announced effect of a silence, once per voice and version of the minutes."""
    voice = move.side
    if not lock_awaited(minutes) or minutes.signatures.filter(voice=voice).exists():
        return False
    silence, created = SilentVoice.objects.get_or_create(
        minutes=minutes,
        voice=voice,
        defaults={"person": move.person, "noted_at": timezone.now()},
    )
    if not created:
        return False
    told = escalated_to(minutes.project, voice)
    silence.told.set(told)
    journal.record(
        minutes,
        "minutes.silent",
        by=None,
        thread=minutes.project.key,
        voice=voice,
        person=move.person.name,
        told=[person.name for person in told],
    )
    tell_silence(silence, told)
    return True


def lock_awaited(minutes: Minutes) -> bool:
    """Whether these minutes still wait for signatures; nobody changes that meanwhile."""
    journal.lock_chain()
    meetings = ScopingMeeting.objects.select_for_update(of=("self",)).select_related("project")
    meeting = meetings.get(pk=minutes.meeting_id)
    over = meeting.project.state == Project.State.CANCELLED
    return meeting.state in AWAITED and not over and not minutes.is_replaced()


def escalated_to(project: Project, voice: str) -> list[Person]:
    """Management; for the silence of a vendor, the bearer of the need as well."""
    people = list(Person.objects.filter(mandate=Mandate.MANAGER, is_active=True))
    if voice == Voice.VENDOR:
        seat = voice_seats(project).filter(part=Voice.BEARER).first()
        people += [seat.person] if seat and seat.person not in people else []
    return people


def tell_silence(silence: SilentVoice, told: list[Person]) -> None:
    """The three voices and those it is taken to hear of it, each once."""
    minutes = silence.minutes
    sentence = silence_sentence(silence.voice, silence.noted_at, [one.name for one in told])
    facts = {
        "sentence": sentence,
        "name": silence.person.name,
        "voice": OF_THE_VOICE[Voice(silence.voice)],
    }
    voices = [seat.person for seat in voice_seats(minutes.project)]
    for person in {one.pk: one for one in [*voices, *told]}.values():
        Notice.post(
            person,
            key=f"minutes:{minutes.pk}:{silence.voice}:silent",
            subject=_("Silence %(voice)s sur le compte rendu · %(project)s")
            % {**facts, "project": minutes.project},
            body=_(
                "%(name)s n’a pas répondu au compte rendu dans le délai annoncé.\n\n%(sentence)s."
                "\n\nCe silence ne vaut pas accord : le cadrage n’est pas signé. Une réponse reste "
                "possible, et les deux resteront écrites."
            )
            % facts,
            action=_("Lire le compte rendu"),
            path=reverse("reviews:minutes", args=[minutes.pk]),
        )
