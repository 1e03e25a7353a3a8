"""Quick opinions: asked on a topic, answered on a page of their own."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from governance.forms.problems import add_problems
from governance.verdicts import Incomplete, require
from projects.actions import opinions
from projects.forms.opinions import AnswerForm, QuestionForm
from projects.models import QuickOpinion
from projects.permissions import can_answer_opinion, can_ask_opinion
from projects.views.choices import subject_of
from projects.views.talk import again, said
from projects.views.talk_pages import holders_of, opinion_line


@require_POST
def opinion_add(request, subject_id):
    """Ask IT for a quick opinion."""
    subject = subject_of(request, subject_id)
    require(can_ask_opinion(request.user, subject.project))
    form = QuestionForm(request.POST)
    if form.is_valid():
        try:
            question = form.cleaned_data["question"]
            opinions.ask_opinion(subject=subject, question=question, by=request.user)
        except Incomplete as incomplete:
            add_problems(form, incomplete)
        else:
            messages.success(request, _("Question posée. La DSI répond sous un jour ouvré."))
            return said(request, subject, "avis-flash")
    return again(request, subject, question_form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def quick_opinion(request, opinion_id):
    """One question to IT: read by the table, answered by IT in a line."""
    opinion = find_opinion(request, opinion_id)
    may = can_answer_opinion(request.user, opinion)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        require(may)
        if form.is_valid():
            try:
                answer = form.cleaned_data["answer"]
                opinions.answer_opinion(opinion=opinion, answer=answer, by=request.user)
            except Incomplete as incomplete:
                add_problems(form, incomplete)
            else:
                messages.success(request, _("Avis donné. La personne qui demandait est prévenue."))
                return redirect(opinion)
    context = {
        "subject": opinion.subject,
        "topic": opinion.subject.topic,
        "project": opinion.subject.project,
        "opinion": opinion_line(opinion, holders_of([opinion.pk]).get(opinion.pk)),
        "form": form if may and opinion.answered_at is None else None,
    }
    status = 422 if form.errors else 200
    return render(request, "projects/opinion.html", context, status=status)


def find_opinion(request, opinion_id) -> QuickOpinion:
    """A quick opinion of a project that the person may see."""
    rows = QuickOpinion.objects.visible_to(request.user)
    rows = rows.select_related("subject__topic", "subject__project__kind")
    return get_object_or_404(rows.select_related("asked_by__team", "answered_by"), pk=opinion_id)
