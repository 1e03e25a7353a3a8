"""The scoping meeting: its date, its agenda, who is there, a second round."""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import journal, typography
from governance.models import Closure, Notice, ProfileQuestion
from governance.roles import Voice
from governance.verdicts import Incomplete, WrongState
from projects import portfolio
from projects.commitments import Commitment, by_topic, hardest_first
from projects.models import Move, Project, TechnicalChoice
from projects.pathbook import reference_of
from projects.permissions import part_of
from reviews.agenda import AgendaLine, TopicLine, build_agenda, total_minutes
from reviews.models import AgendaItem, ScopingMeeting

FIRST_HOUR, LAST_HOUR = time(8), time(19)
FEWEST_VOICES = 2
SECOND_ROUND_DAYS = 2
STRICT = ("refused", "rssi", "dpo")


@transaction.atomic
def plan_meeting(*, meeting: ScopingMeeting, starts_at: datetime, place: str, by) -> ScopingMeeting:
    """Fix the date, or move it: the agenda is written again and the three voices are invited."""
    lines = open_agenda(meeting.project)
    check_slot(starts_at, total_minutes(lines))
    if not place.strip():
        raise Incomplete(
            place=_("Dites où l’on se voit : une salle, ou un lien de visioconférence.")
        )
    meeting.plan(starts_at, place=place.strip()[:200], by=by)
    write_agenda(meeting, lines)
    Move.close_for(meeting, Move.Kind.PLAN_MEETING, Move.Kind.HOLD_MEETING, outcome="planned")
    ask_to_hold(meeting, by=by, due_on=timezone.localdate(starts_at))
    invite_voices(meeting, lines, by=by)
    portfolio.refresh(meeting.project)
    return meeting


def check_slot(starts_at: datetime, minutes: int) -> None:
    """A meeting takes place on a working day to come, between 8 h and 19 h in Paris."""
    if starts_at <= timezone.now():
        day = typography.long_day(starts_at)
        raise Incomplete(
            day=_("Le %(day)s à cette heure est passé. Choisissez un jour à venir.") % {"day": day}
        )
    start = timezone.localtime(starts_at)
    end = timezone.localtime(starts_at + timedelta(minutes=minutes))
    if not Closure.calendar().is_working(start.date()):
        day = typography.long_day(start)
        raise Incomplete(day=_("Le %(day)s n’est pas un jour ouvré.") % {"day": day})
    if start.time() < FIRST_HOUR or end.time() > LAST_HOUR or end.date() != start.date():
        raise Incomplete(
            hour=_(
                "Les trois voix se voient entre 8 h et 19 h ; celle-ci durerait %(minutes)d minutes."
            )
            % {"minutes": minutes}
        )


def open_agenda(project: Project) -> list[AgendaLine]:
    """The agenda that the project's open questions write by themselves."""
    choices = TechnicalChoice.objects.filter(subject__project=project).exclude(submitted_at=None)
    last = {choice.subject_id: choice for choice in choices.order_by("version")}
    unknown, done = unknown_questions(project), by_topic(hardest_first(project.started))
    lines = []
    for subject in project.topics.select_related("topic"):
        asked = "" if subject.clarified else unknown.get(subject.topic_id, "")
        needed = subject.needed_by_id or subject.reason or subject.version or asked
        if needed:
            committed = done.get(subject.topic.slug)
            lines.append(topic_line(subject, last.get(subject.pk), asked, committed))
    waiting = project.dependencies.filter(state="to_confirm").select_related("system")
    systems = list(dict.fromkeys(str(row.system) for row in waiting))
    return build_agenda(lines, systems, own_points(project))


def own_points(project: Project) -> tuple[str, ...]:
    """What every project of this kind talks about, as when this one was registered."""
    kind = reference_of(project).kinds.get(project.kind.slug)
    return kind.agenda if kind else ()


def unknown_questions(project: Project) -> dict[int, str]:
    """The registration questions that got « je ne sais pas », by topic."""
    slugs = [slug for slug, answer in project.answers.items() if answer == "unknown"]
    rows = ProfileQuestion.objects.filter(slug__in=slugs) if slugs else ()
    return {row.topic_id: row.label for row in rows}


def topic_line(
    subject, choice: TechnicalChoice | None, asked: str, committed: Commitment | None = None
) -> TopicLine:
    """A topic of the project as the agenda sees it."""
    broken = next((f for f in choice.findings if f["verdict"] in STRICT), None) if choice else None
    rule = (
        _("%(why)s (règle %(ref)s)") % {"why": broken["reason"], "ref": broken["ref"]}
        if broken
        else ""
    )
    return TopicLine(
        slug=subject.topic.slug,
        name=subject.topic.name,
        position=subject.topic.position,
        state=subject.state,
        pk=subject.topic_id,
        reason=subject.clarified or subject.reason,
        headline=subject.headline,
        rule=rule,
        reversibility=choice.reversibility if choice else "",
        unknown="" if choice else asked,
        committed=str(committed.label) if committed else "",
        weight=committed.weight if committed else 0,
    )


def write_agenda(meeting: ScopingMeeting, lines: list[AgendaLine]) -> None:
    """Replace the points of a meeting that nobody has opened yet."""
    meeting.items.all().delete()
    AgendaItem.objects.bulk_create(
        AgendaItem(
            meeting=meeting,
            topic_id=line.topic_id,
            title=line.title[:160],
            why=line.why[:240],
            mark=line.mark[:60],
            ground=line.ground[:300],
            minutes_planned=line.minutes,
            position=position,
        )
        for position, line in enumerate(lines, 1)
    )
    meeting.minutes_planned = total_minutes(lines)
    meeting.save(update_fields=["minutes_planned"])


def ask_to_hold(meeting: ScopingMeeting, *, by, **when) -> None:
    """The organiser has the ball until the minutes are closed."""
    Move.open_for(
        meeting,
        Move.Kind.HOLD_MEETING,
        project=meeting.project,
        side=part_of(by, meeting.project) or by.side,
        person=by,
        title=_("Tenir la réunion de cadrage"),
        detail=_("Ouvrir la réunion, noter ce qui en sort, clore le compte rendu le jour même."),
        **when,
    )


def invite_voices(meeting: ScopingMeeting, lines: list[AgendaLine], *, by) -> None:
    """The three voices receive the date, the agenda and the calendar file."""
    told = {"project": meeting.project.title, "when": meeting_when(meeting), "name": by.name}
    moved = meeting.sequence > 1
    subject = _("Réunion déplacée au %(when)s") if moved else _("Réunion de cadrage le %(when)s")
    opening = (
        _("%(name)s a déplacé la réunion de cadrage de « %(project)s ». Nouvelle date : %(when)s.")
        if moved
        else _("%(name)s a fixé la réunion de cadrage de « %(project)s » au %(when)s.")
    )
    agenda = "\n".join(f"{n}. {line.title} ({line.minutes} min)" for n, line in enumerate(lines, 1))
    file = settings.BASE_URL + reverse("reviews:invite-file", args=[meeting.pk])
    body = "\n\n".join(
        [
            opening % told,
            _("Où : %(place)s") % {"place": meeting.place},
            _("Ordre du jour :") + "\n" + agenda,
            _("Pour votre agenda : %(url)s") % {"url": file},
        ]
    )
    tell_voices(
        meeting.project,
        key=f"meeting:{meeting.pk}:{meeting.sequence}",
        subject=subject % told,
        body=body,
        action=_("Voir la réunion"),
        path=reverse("reviews:meeting", args=[meeting.pk]),
    )


def meeting_when(meeting: ScopingMeeting) -> str:
    """« mardi 13 octobre, de 10 h 00 à 10 h 45 »."""
    start, end = timezone.localtime(meeting.starts_at), timezone.localtime(meeting.ends_at)
    told = {"day": typography.long_day(start), "start": clock(start), "end": clock(end)}
    return _("%(day)s, de %(start)s à %(end)s") % told


def clock(moment: datetime) -> str:
    """« 10 h 05 », without the day."""
    if typography.speaks_french():
        return f"{moment.hour} h {moment:%M}"
    return f"{moment:%H:%M}"


def tell_voices(project: Project, *, subject: str, **notice) -> None:
    """The same notice to the people who hold the three seats."""
    for seat in project.seats.voices().select_related("person"):
        Notice.post(seat.person, subject=f"{subject} · {project.title}", **notice)


@transaction.atomic
def hold_meeting(*, meeting: ScopingMeeting, present, by) -> ScopingMeeting:
    """Open the meeting with the voices that are there; from now on notes are taken."""
    voices = checked_presence(meeting, present)
    if len(voices) < FEWEST_VOICES:
        raise Incomplete(present=_("Une réunion se tient à deux voix au moins. Qui est là ?"))
    meeting.hold(present=voices, by=by)
    write_agenda(meeting, open_agenda(meeting.project))
    portfolio.refresh(meeting.project)
    return meeting


@transaction.atomic
def note_arrivals(*, meeting: ScopingMeeting, present, by) -> ScopingMeeting:
    """A voice joins while the meeting is open."""
    voices = checked_presence(meeting, present)
    if not meeting.is_open():
        raise WrongState(_("La réunion n’est pas ouverte : les présences ne changent plus."))
    arrived = sorted(set(voices) - meeting.voices_present())
    if arrived:
        meeting.note_presence(arrived)
        journal.record(
            meeting, "meeting.joined", by=by, thread=meeting.project.key, present=arrived
        )
    return meeting


def checked_presence(meeting: ScopingMeeting, present) -> list[str]:
    """Only voices whose seat is held can be there."""
    seated = set(meeting.project.seats.voices().values_list("part", flat=True))
    if not set(present) <= seated:
        raise Incomplete(present=_("Un siège est encore à pourvoir : sa voix ne peut pas être là."))
    return [voice for voice in Voice.values if voice in present]


@transaction.atomic
def reopen_meeting(*, meeting: ScopingMeeting, by) -> ScopingMeeting:
    """A second round: pending signatures are void, given ones stay readable on their version."""
    meeting.reopen(by=by)
    for minutes in meeting.minutes.all():
        Move.close_for(minutes, Move.Kind.SIGN_MINUTES, outcome="void")
        Move.close_for(minutes, Move.Kind.SETTLE, outcome="second_round")
    ask_to_hold(meeting, by=by, days=SECOND_ROUND_DAYS)
    tell_voices(
        meeting.project,
        key=f"meeting:{meeting.pk}:round:{meeting.minutes.count() + 1}",
        subject=_("La réunion de cadrage est rouverte"),
        body=_(
            "%(name)s rouvre la réunion de cadrage pour un second tour. Le compte rendu déjà signé "
            "ou contesté reste lisible ; une nouvelle version sera à signer par les trois voix."
        )
        % {"name": by.name},
        action=_("Voir la réunion"),
        path=reverse("reviews:meeting", args=[meeting.pk]),
    )
    portfolio.refresh(meeting.project)
    return meeting
