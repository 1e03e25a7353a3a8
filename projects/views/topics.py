"""A topic that nobody could answer: clearing it, or giving it to another voice."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from governance.forms.problems import add_problems
from governance.verdicts import Incomplete, require
from projects.actions import topics
from projects.forms.topics import ClearingForm, TopicVoiceForm
from projects.permissions import can_clear_topic
from projects.views import choice_pages as pages
from projects.views.choices import subject_of


@require_POST
def topic_clearing(request, subject_id):
    """Write down what was not known at registration."""
    subject = subject_of(request, subject_id)
    require(can_clear_topic(request.user, subject.project))
    form = ClearingForm(request.POST)
    if form.is_valid():
        try:
            text = form.cleaned_data["clarified"]
            topics.clear_topic(subject=subject, text=text, by=request.user)
        except Incomplete as incomplete:
            add_problems(form, incomplete)
        else:
            messages.success(request, _("C’est noté. Le sujet suit maintenant son cours."))
            return redirect(subject)
    return again(request, subject, {"clearing_form": form})


@require_POST
def topic_voice(request, subject_id):
    """Give the topic to the voice that can clear it."""
    subject = subject_of(request, subject_id)
    require(can_clear_topic(request.user, subject.project))
    form = TopicVoiceForm(request.POST)
    if not form.is_valid():
        return again(request, subject, {"voice_form": form})
    topics.give_topic(subject=subject, voice=form.cleaned_data["voice"], by=request.user)
    messages.success(request, _("La balle est passée : %(voice)s.") % voice_of(subject))
    return redirect(subject)


def again(request, subject, forms: dict):
    """The page of the topic with what was typed and what is missing."""
    context = pages.reading_page(subject, request.user, "") | forms
    return render(request, "projects/choice_reading.html", context, status=422)


def voice_of(subject) -> dict:
    """The voice that must clear a topic, in a sentence."""
    return {"voice": subject.get_voice_display()}
