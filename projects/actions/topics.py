"""Who must answer a topic, and what is said of one that nobody could answer at registration."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import journal
from governance.roles import Voice
from governance.verdicts import WrongState
from projects import portfolio
from projects.models import Move, Project, ProjectTopic, Seat

ANSWER_DAYS = 10
INSIDE = (Voice.BEARER, Voice.IT)


def open_topics(seat: Seat) -> None:
    """Give the vendor the open topics of the steps up to the next gate, and what they must clear.

    Later ones can wait; what marketing or IT must clear first is not asked of the vendor yet.
    """
    gate = seat.project.milestones.order_by("position").filter(
        genre="gate", state__in=("todo", "now")
    )
    first = gate.first()
    rows = open_rows(seat.project).exclude(unclear=True, voice__in=INSIDE)
    for subject in rows:
        soon = subject.needed_by and subject.needed_by.position <= (first.position if first else 0)
        if soon or subject.unclear:
            ask_topic(subject, seat)


def ask_unclear(project: Project) -> None:
    """Each topic that nobody knew goes to the voice that can clear it, if somebody is there."""
    for subject in open_rows(project).filter(unclear=True):
        ask_voice(subject)


def ask_voice(subject: ProjectTopic) -> None:
    """Give a topic to the person of its voice; a vendor waits until they are on board."""
    seats = subject.project.seats.current().filter(part=subject.voice)
    if subject.voice == Voice.VENDOR:
        seats = seats.exclude(taken_at=None)
    seat = seats.select_related("person", "project").first()
    if seat:
        ask_topic(subject, seat)


def ask_topic(subject: ProjectTopic, seat: Seat) -> Move:
    """The ball of one topic, due before the step that needs it."""
    due_on = subject.needed_by.due_on if subject.needed_by else None
    ahead = due_on and due_on > timezone.localdate()
    title = _("Éclaircir le sujet « %(topic)s »")
    if not subject.unclear:
        title = _("Répondre au sujet « %(topic)s »")
    return Move.open_for(
        subject,
        Move.Kind.ANSWER_TOPIC,
        project=seat.project,
        side=seat.part,
        person=seat.person,
        title=title % {"topic": subject.topic},
        detail=subject.reason,
        **({"due_on": due_on} if ahead else {"days": ANSWER_DAYS}),
    )


@transaction.atomic
def clear_topic(*, subject: ProjectTopic, text: str, by) -> None:
    """Write down the answer that was missing; the topic then goes on as any other."""
    journal.lock_chain()
    project = refuse_over(subject)
    subject.clear(text, by=by)
    Move.close_for(subject, Move.Kind.ANSWER_TOPIC, outcome="cleared")
    journal.record(subject, "topic.cleared", by=by, thread=project.key, topic=str(subject.topic))
    vendor = project.seats.current().filter(part=Voice.VENDOR).exclude(taken_at=None)
    seat = vendor.select_related("person", "project").first()
    if seat:
        open_topics(seat)
    portfolio.refresh(project)


@transaction.atomic
def give_topic(*, subject: ProjectTopic, voice: str, by) -> None:
    """Another voice must clear the topic: the ball passes."""
    journal.lock_chain()
    project = refuse_over(subject)
    subject.give_to(voice)
    Move.close_for(subject, Move.Kind.ANSWER_TOPIC, outcome="passed")
    facts = {"topic": str(subject.topic), "voice": subject.get_voice_display()}
    journal.record(subject, "topic.given", by=by, thread=project.key, **facts)
    ask_voice(subject)
    portfolio.refresh(project)


def open_rows(project: Project):
    """The topics of a project that nobody has proposed anything on."""
    rows = project.topics.filter(state=ProjectTopic.State.OPEN)
    return rows.select_related("topic", "needed_by", "project")


def refuse_over(subject: ProjectTopic) -> Project:
    """The project of a topic, unless it is over."""
    if subject.project.is_over:
        raise WrongState(_("Ce projet est arrêté : ses sujets ne changent plus."))
    return subject.project
