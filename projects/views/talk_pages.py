"""What is said on a topic, as its page shows it: nothing here reaches who may not read it."""

from django.utils.translation import gettext as _

from projects.forms.opinions import QuestionForm
from projects.forms.talk import MessageForm, NoteForm
from projects.models import InternalNote, Move, ProjectTopic, QuickOpinion, TopicMessage
from projects.permissions import can_ask_opinion, can_use_notes, can_write_on_topic


def talk_of(subject: ProjectTopic, user, **forms) -> dict:
    """The discussion, the quick opinions and, for IT alone, the internal notes of a topic."""
    if user is None:
        return {"talk": None}
    going, project = not subject.project.is_over, subject.project
    return {
        "talk": messages_of(subject, user),
        "opinions": opinions_of(subject, user),
        "notes": notes_of(subject, user),
        "message_form": going and can_write_on_topic(user, project) and MessageForm(),
        "question_form": going and can_ask_opinion(user, project) and QuestionForm(),
        "note_form": going and can_use_notes(user) and NoteForm(),
        **forms,
    }


def messages_of(subject: ProjectTopic, user) -> list[dict]:
    """The discussion, the oldest first."""
    rows = TopicMessage.objects.visible_to(user).filter(subject=subject)
    return [
        line(row) | {"pk": row.pk, "mine": row.may_be_withdrawn_by(user)}
        for row in rows.select_related("written_by__team")
    ]


def notes_of(subject: ProjectTopic, user) -> list[dict] | None:
    """The notes of IT, the oldest first; none at all for anybody else."""
    if not can_use_notes(user):
        return None
    rows = InternalNote.objects.visible_to(user).filter(subject=subject)
    return [line(row) for row in rows.select_related("written_by__team")]


def line(row) -> dict:
    """Who said what, and when."""
    return {
        "person": row.written_by,
        "voice": row.written_by.side,
        "text": row.text,
        "when": row.written_at,
    }


def opinions_of(subject: ProjectTopic, user) -> list[dict]:
    """The questions put to IT, each with its answer or with who has it."""
    rows = QuickOpinion.objects.visible_to(user).filter(subject=subject)
    found = list(rows.select_related("asked_by__team", "answered_by__team"))
    waiting = [row.pk for row in found if row.answered_at is None]
    holders = holders_of(waiting) if waiting else {}
    return [opinion_line(row, holders.get(row.pk)) for row in found]


def opinion_line(opinion: QuickOpinion, move=None) -> dict:
    """A question with its answer, or with who has the ball and until when."""
    return {
        "url": opinion.get_absolute_url(),
        "question": opinion.question,
        "asked_by": opinion.asked_by,
        "asked_side": opinion.asked_by.side,
        "asked_at": opinion.asked_at,
        "answer": opinion.answer,
        "answered_by": opinion.answered_by,
        "answered_at": opinion.answered_at,
        "holder": move.holder if move else _("la DSI"),
        "due_on": move.due_on if move else None,
    }


def holders_of(opinions: list[int]) -> dict[int, Move]:
    """The open moves of these quick opinions."""
    label = QuickOpinion._meta.label_lower
    rows = Move.objects.open().filter(kind=Move.Kind.QUICK_OPINION, subject_label=label)
    rows = rows.filter(subject_id__in=opinions).select_related("person", "team")
    return {move.subject_id: move for move in rows}
