"""An express project drawn by lot: what was answered, what was chosen since, and whether it holds."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from governance.forms.problems import add_problems
from governance.verdicts import Incomplete, require
from projects.models import LaterCheck
from projects.path_words import ANSWER_WORDS
from projects.pathbook import reference_of
from reviews.actions.later_checks import answer_check, correction_url
from reviews.forms.later_checks import LaterCheckForm
from reviews.permissions import can_check_later


@require_http_methods(["GET", "HEAD", "POST"])
def later_check(request, key):
    """Read the project again and say whether its answers hold."""
    rows = LaterCheck.objects.visible_to(request.user)
    rows = rows.select_related("project__kind", "project__vendor", "checked_by")
    check = get_object_or_404(rows, project__key=key)
    may = can_check_later(request.user, check.project)
    form = LaterCheckForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        require(may)
        if form.is_valid():
            try:
                answer_check(check=check, by=request.user, **form.cleaned_data)
            except Incomplete as incomplete:
                add_problems(form, incomplete)
            else:
                messages.success(request, done_sentence(check))
                return redirect("reviews:later-check", key)
    context = {**page(check), "form": form, "may_check": bool(may) and check.is_open}
    status = 422 if form.errors else 200
    return render(request, "reviews/later_check.html", context, status=status)


def page(check: LaterCheck) -> dict:
    """What was answered then, and what was proposed since."""
    project = check.project
    answered = [
        {"question": row.label, "answer": ANSWER_WORDS[project.answers[row.slug]]}
        for row in reference_of(project).questions
        if project.answers.get(row.slug) in ANSWER_WORDS
    ]
    topics = project.topics.filter(version__gt=0).select_related("topic")
    return {
        "project": project,
        "tab": "overview",
        "check": check,
        "answered": answered,
        "choices": list(topics.order_by("topic__position")),
        "correction_url": correction_url(project),
    }


def done_sentence(check: LaterCheck) -> str:
    """What happens next."""
    if check.outcome == LaterCheck.Outcome.HELD:
        return _("C’est noté : les réponses tiennent.")
    return _("C’est noté. Le porteur du besoin est prévenu pour corriger les réponses.")
