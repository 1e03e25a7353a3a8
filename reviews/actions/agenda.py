"""The agenda of a meeting: written by what is open on the project, kept as people arranged it."""

from dataclasses import replace

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from governance import typography
from governance.models import ProfileQuestion
from projects.commitments import Commitment, by_topic, hardest_first
from projects.models import Move, Project, ProjectTopic, TechnicalChoice
from projects.pathbook import reference_of
from reviews.actions.carrying import carried_lines
from reviews.agenda import (
    USUAL_MINUTES,
    AgendaLine,
    TopicLine,
    agenda_points,
    lengthened,
    postponed_line,
)
from reviews.agenda_sync import Plan, Point, plan_agenda
from reviews.models import AgendaItem, Outcome, ScopingMeeting

STRICT = ("refused", "rssi", "dpo")


def open_agenda(project: Project) -> list[AgendaLine]:
    """The agenda that the project's open questions write by themselves."""
    return lengthened(open_points(project), USUAL_MINUTES)


def open_points(project: Project, meeting: ScopingMeeting | None = None) -> list[AgendaLine]:
    """What a meeting has to talk about; one that follows another, what is new or in doubt only."""
    follows = bool(meeting and meeting.follows_id)
    reopened = set(meeting.reopened) if meeting else set()
    topics = topic_lines(project, reopened)
    if follows:
        known = discussed_topics(meeting)
        topics = [line for line in topics if line.reopened or line.pk not in known]
    lines = agenda_points(
        topics,
        waiting_systems(project),
        () if follows else own_points(project),
        postponed=postponed_lines(meeting) if meeting else (),
    )
    holders = Holders(project)
    return [replace(line, owner_id=holders.of(line)) for line in lines]


def topic_lines(project: Project, reopened=frozenset()) -> list[TopicLine]:
    """The topics of a project that are needed, or that somebody spoke of; some open again."""
    choices = TechnicalChoice.objects.filter(subject__project=project).exclude(submitted_at=None)
    last = {choice.subject_id: choice for choice in choices.order_by("version")}
    unknown, done = unknown_questions(project), by_topic(hardest_first(project.started))
    lines = []
    for subject in project.topics.select_related("topic"):
        asked = "" if subject.clarified else unknown.get(subject.topic_id, "")
        needed = subject.needed_by_id or subject.reason or subject.version or asked
        again = subject.topic.slug in reopened
        if needed or again:
            committed = done.get(subject.topic.slug)
            line = topic_line(subject, last.get(subject.pk), asked, committed)
            lines.append(replace(line, reopened=again))
    return lines


def waiting_systems(project: Project) -> list[str]:
    """The systems whose owner has not confirmed yet."""
    waiting = project.dependencies.filter(state="to_confirm").select_related("system")
    return list(dict.fromkeys(str(row.system) for row in waiting))


def discussed_topics(meeting: ScopingMeeting) -> set[int]:
    """The topics that the signed meetings of the same project have already talked about."""
    signed = meeting.project.meetings.filter(state=ScopingMeeting.State.SIGNED)
    rows = AgendaItem.objects.on_agenda().filter(meeting__in=signed).exclude(topic=None)
    return set(rows.values_list("topic_id", flat=True))


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
        voice=subject.voice or subject.topic.usual_voice,
    )


class Holders:
    """Who bears each point of an agenda, until somebody says otherwise."""

    def __init__(self, project: Project):
        seats = project.seats.voices().values_list("part", "person_id")
        self.of_voice = dict(seats)
        moves = project.moves.open().filter(
            kind=Move.Kind.ANSWER_TOPIC, subject_label=ProjectTopic._meta.label_lower
        )
        people = dict(moves.exclude(person=None).values_list("subject_id", "person_id"))
        topics = project.topics.filter(pk__in=people).values_list("pk", "topic_id")
        self.of_topic = {topic: people[pk] for pk, topic in topics} if people else {}

    def of(self, line: AgendaLine) -> int | None:
        """The owner already known, whoever holds the topic's ball, else the voice it concerns."""
        found = line.owner_id or self.of_topic.get(line.topic_id)
        return found or self.of_voice.get(line.voice)


def waiting_points(project: Project, *, but: ScopingMeeting | None = None):
    """What was postponed and that no meeting took up since; `but` this meeting's own points."""
    taken = AgendaItem.objects.filter(meeting__project=project, key__startswith="backlog:")
    taken = taken.exclude(meeting=but) if but else taken
    known = {int(key.partition(":")[2]) for key in taken.values_list("key", flat=True)}
    rows = AgendaItem.objects.postponed().filter(meeting__project=project).exclude(pk__in=known)
    rows = rows.exclude(meeting=but) if but else rows
    return rows.select_related("meeting", "owner").prefetch_related("merged").order_by("pk")


def postponed_lines(meeting: ScopingMeeting) -> list[AgendaLine]:
    """The points that the earlier meetings left for this one."""
    return [
        postponed_line(
            row.pk,
            row.title,
            row.whole_why,
            meeting_day(row.meeting),
            minutes=row.minutes_planned,
            ground=row.ground,
            topic_id=row.topic_id,
            owner_id=row.owner_id,
        )
        for row in waiting_points(meeting.project, but=meeting)
    ]


def meeting_day(meeting: ScopingMeeting) -> str:
    """« mardi 6 octobre »: when a meeting was to be, or when it was asked for."""
    return typography.long_day(meeting.starts_at or meeting.created_at)


def points_of(meeting: ScopingMeeting) -> list[Point]:
    """The rows of a meeting as the computation sees them."""
    said = Outcome.objects.filter(item=OuterRef("pk"))
    rows = meeting.items.annotate(has_outcomes=Exists(said)).order_by("position", "pk")
    return [
        Point(
            pk=row.pk,
            key=row.key,
            title=row.title,
            why=row.why,
            mark=row.mark,
            ground=row.ground,
            minutes=row.minutes_planned,
            topic_id=row.topic_id,
            owner_id=row.owner_id,
            place=row.place,
            edited=row.edited,
            spoken=is_untouchable(row, meeting),
        )
        for row in rows
    ]


def is_untouchable(row: AgendaItem, meeting: ScopingMeeting) -> bool:
    """Whether people speak of a point, or have done so."""
    return bool(row.notes.strip()) or row.has_outcomes or row.pk == meeting.current_item_id


def planned_agenda(meeting: ScopingMeeting) -> Plan:
    """What the agenda would become now; nothing is written."""
    return plan_agenda(points_of(meeting), open_points(meeting.project, meeting))


@transaction.atomic
def sync_agenda(meeting: ScopingMeeting) -> Plan:
    """Bring the agenda to what is open now; what people arranged or said stays as it is."""
    now = ScopingMeeting.objects.select_for_update().get(pk=meeting.pk)
    for name in ("current_item_id", "follows_id", "reopened"):
        setattr(meeting, name, getattr(now, name))
    plan = planned_agenda(meeting)
    if meeting.follows_id:
        meeting.carried = carried_lines(meeting)
    AgendaItem.objects.filter(pk__in=[point.pk for point in plan.left]).delete()
    rows = meeting.items.in_bulk([point.pk for point in plan.points if point.pk])
    for position, point in enumerate(plan.points, 1):
        keep_point(meeting, rows.get(point.pk), point, position)
    meeting.minutes_planned = plan.minutes
    meeting.save(update_fields=["minutes_planned", "carried"])
    meeting.bump()
    return plan


def keep_point(meeting: ScopingMeeting, row, point: Point, position: int) -> None:
    """One row of the agenda as it was planned; nothing is written when it says so already."""
    values = {
        "key": point.key,
        "title": point.title,
        "why": point.why,
        "mark": point.mark,
        "ground": point.ground,
        "minutes_planned": point.minutes,
        "topic_id": point.topic_id,
        "owner_id": point.owner_id,
        "position": position,
    }
    if row is None:
        AgendaItem.objects.create(meeting=meeting, **values)
    elif any(getattr(row, name) != value for name, value in values.items()):
        AgendaItem.objects.filter(pk=row.pk).update(**values)


def write_agenda(meeting: ScopingMeeting) -> list[Point]:
    """Bring the agenda up to date; its points in their order, for whoever sends them."""
    return list(sync_agenda(meeting).points)
