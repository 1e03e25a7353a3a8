"""What is said on a topic: the discussion of the table, and the notes of IT between themselves."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import journal
from governance.models import Notice
from governance.typography import visible
from governance.verdicts import Incomplete, WrongState
from projects.actions.topics import refuse_over
from projects.models import InternalNote, ProjectTopic, TopicMessage

SAME_WITHIN = timedelta(minutes=1)
LONGEST_MESSAGE = 2000


@transaction.atomic
def write_message(*, subject: ProjectTopic, text: str, by) -> TopicMessage:
    """Say something to the whole table; the others are told once an hour at most."""
    message, new = _say(TopicMessage, subject, text, by=by)
    if new:
        project = subject.project
        journal.record(subject, "message.written", by=by, thread=project.key, message=message.pk)
        _tell_table(subject, message)
    return message


@transaction.atomic
def withdraw_message(*, message: TopicMessage, by) -> None:
    """Take back one's own words shortly after: they are gone, that they were said stays."""
    journal.lock_chain()
    subject = message.subject
    found = TopicMessage.objects.filter(pk=message.pk).first()
    if found is None:
        return
    if not found.may_be_withdrawn_by(by):
        raise WrongState(_("Dix minutes ont passé : ce message reste. Écrivez-en un autre."))
    found.delete()
    project = subject.project
    journal.record(subject, "message.withdrawn", by=by, thread=project.key, message=message.pk)


@transaction.atomic
def write_note(*, subject: ProjectTopic, text: str, by) -> InternalNote:
    """Write between IT people: on no page of the project's journal, in nobody's mail."""
    note, new = _say(InternalNote, subject, text, by=by)
    if new:
        journal.record(subject, "note.written", by=by, note=note.pk)
    return note


def _say(model, subject: ProjectTopic, text: str, *, by) -> tuple:
    """The row of these words, and whether it is new: the same click twice writes one."""
    journal.lock_chain()
    subject.project.refresh_from_db(fields=["state"])
    refuse_over(subject)
    text = visible(text)
    if not text:
        raise Incomplete(text=_("Écrivez quelque chose."))
    if len(text) > LONGEST_MESSAGE:
        raise Incomplete(text=_("Restez sous 2 000 caractères, ou joignez une pièce."))
    now = timezone.now()
    said = model.objects.filter(subject=subject, written_by=by, text=text)
    already = said.filter(written_at__gt=now - SAME_WITHIN).first()
    if already:
        return already, False
    return model.objects.create(subject=subject, text=text, written_by=by, written_at=now), True


def _tell_table(subject: ProjectTopic, message: TopicMessage) -> None:
    """One notice per person, topic and hour; the words themselves stay in the tool."""
    seats = subject.project.seats.current().exclude(taken_at=None)
    seats = seats.exclude(person=message.written_by).select_related("person")
    hour = timezone.localtime(message.written_at).strftime("%Y%m%d%H")
    facts = {
        "name": message.written_by.name,
        "topic": subject.topic.name,
        "project": subject.project.title,
    }
    for person in {seat.person for seat in seats}:
        Notice.post(
            person,
            key=f"talk:{subject.pk}:{hour}",
            subject=_("%(name)s a écrit sur « %(topic)s »") % facts,
            body=_(
                "%(name)s a écrit dans la discussion du sujet « %(topic)s », projet "
                "« %(project)s ».\n\nSi d’autres messages suivent dans l’heure, ils vous "
                "attendent au même endroit, sans autre e-mail."
            )
            % facts,
            action=_("Lire la discussion"),
            path=f"{subject.get_absolute_url()}#discussion",
        )
