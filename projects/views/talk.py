"""The discussion of a topic, and the notes that IT people write between themselves."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from governance.forms.problems import add_problems
from governance.verdicts import Incomplete, require
from projects.actions import talk
from projects.forms.talk import MessageForm, NoteForm
from projects.models import ProjectTopic, TopicMessage
from projects.permissions import can_use_notes, can_withdraw_message, can_write_on_topic
from projects.views.choices import subject_of
from projects.views.talk_pages import talk_of


@require_POST
def message_add(request, subject_id):
    """Say something to the whole table."""
    subject = subject_of(request, subject_id)
    require(can_write_on_topic(request.user, subject.project))
    form = MessageForm(request.POST)
    if written(form, talk.write_message, subject, request.user):
        return said(request, subject, "discussion")
    return again(request, subject, message_form=form)


@require_POST
def message_withdrawal(request, subject_id, message_id):
    """Take back one's own message, shortly after it was written."""
    subject = subject_of(request, subject_id)
    rows = TopicMessage.objects.visible_to(request.user).filter(subject=subject, pk=message_id)
    message = rows.select_related("subject__project", "subject__topic").first()
    if message:
        require(can_withdraw_message(request.user, message))
        talk.withdraw_message(message=message, by=request.user)
    messages.success(request, _("Message retiré."))
    return said(request, subject, "discussion")


@require_POST
def note_add(request, subject_id):
    """Write between IT people."""
    subject = subject_of(request, subject_id)
    require(can_use_notes(request.user))
    form = NoteForm(request.POST)
    if written(form, talk.write_note, subject, request.user):
        return said(request, subject, "notes")
    return again(request, subject, note_form=form)


def written(form, verb, subject: ProjectTopic, person) -> bool:
    """Play the verb with what was typed; whether it was complete."""
    if form.is_valid():
        try:
            verb(subject=subject, text=form.cleaned_data["text"], by=person)
        except Incomplete as incomplete:
            add_problems(form, incomplete)
        else:
            return True
    return False


def said(request, subject: ProjectTopic, place: str):
    """Back to where it was written."""
    return redirect(f"{subject.get_absolute_url()}#{place}")


def again(request, subject: ProjectTopic, **forms):
    """What was typed, with what is missing; the rest of the discussion around it."""
    context = {
        "subject": subject,
        "topic": subject.topic,
        "project": subject.project,
        **talk_of(subject, request.user, **forms),
    }
    return render(request, "projects/talk_page.html", context, status=422)
