"""Waivers of a ground rule: asked from a topic, answered by management, taken back by the asker."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from governance.forms.problems import add_problems
from governance.verdicts import Incomplete, require
from projects import assessment, waivers
from projects.actions.waivers import answer_waiver, ask_waiver, refuse_double, withdraw_waiver
from projects.forms.waivers import WaiverAnswerForm, WaiverRequestForm
from projects.models import RuleWaiver
from projects.permissions import can_answer_waiver, can_ask_waiver, can_withdraw_waiver
from projects.views.choices import subject_of


@require_http_methods(["GET", "HEAD", "POST"])
def waiver_request(request, subject_id, ref):
    """Ask to go past a rule of a topic: why, what instead, until when."""
    subject = subject_of(request, subject_id)
    require(can_ask_waiver(request.user, subject.project))
    rule = next((rule for rule in assessment.rules_of(subject) if rule.ref == ref), None)
    if rule is None:
        raise Http404
    form = WaiverRequestForm(request.POST or None)
    if form.is_valid():
        try:
            facts = {"subject": subject, "rule": rule, **form.cleaned_data}
            asked = ask_waiver(by=request.user, **facts)
        except Incomplete as incomplete:
            add_problems(form, incomplete)
        else:
            messages.success(request, _("Demande envoyée à la direction. La balle est chez elle."))
            return redirect(asked)
    elif request.method != "POST":
        refuse_double(subject, rule)
    context = {"subject": subject, "project": subject.project, "rule": rule, "form": form}
    context |= {"tab": "topics"}
    status = 422 if form.errors else 200
    return render(request, "projects/waiver_request.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def waiver(request, waiver_id):
    """One request and its answer; management answers here."""
    asked = waiver_of(request, waiver_id)
    form = WaiverAnswerForm(request.POST or None)
    if request.method == "POST":
        require(can_answer_waiver(request.user, asked))
        if form.is_valid() and answered(request, asked, form):
            return redirect(asked)
    waits = asked.state == RuleWaiver.State.ASKED and not asked.project.is_over
    may_answer = waits and can_answer_waiver(request.user, asked)
    context = {
        "waiver": asked,
        "subject": asked.subject,
        "project": asked.project,
        "tab": "topics",
        "words": waivers.words(asked),
        "kind": waivers.kind(asked),
        "form": form if may_answer else None,
        "may_withdraw": waits and can_withdraw_waiver(request.user, asked),
    }
    status = 422 if form.errors else 200
    return render(request, "projects/waiver_page.html", context, status=status)


@require_POST
def waiver_withdrawal(request, waiver_id):
    """The request is taken back by whoever made it."""
    asked = waiver_of(request, waiver_id)
    require(can_withdraw_waiver(request.user, asked))
    withdraw_waiver(waiver=asked, by=request.user)
    messages.success(request, _("Demande retirée. Personne n’a plus à y répondre."))
    return redirect(asked.subject)


def answered(request, asked: RuleWaiver, form: WaiverAnswerForm) -> bool:
    """Whether the answer was written; what it misses is put beside its field."""
    try:
        answer_waiver(waiver=asked, by=request.user, **form.cleaned_data)
    except Incomplete as incomplete:
        add_problems(form, incomplete)
        return False
    messages.success(request, _("Réponse écrite. Les trois voix sont prévenues."))
    return True


def waiver_of(request, waiver_id) -> RuleWaiver:
    """A request of a project that the person may see."""
    rows = RuleWaiver.objects.visible_to(request.user)
    rows = rows.select_related("subject__topic", "subject__project", "project__kind")
    return get_object_or_404(rows.select_related("asked_by", "answered_by"), pk=waiver_id)
