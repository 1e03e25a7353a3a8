"""The questionnaire of a topic as a spreadsheet: out, and back into the draft after a preview."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from governance.forms.problems import add_problems
from governance.verdicts import Incomplete, require
from projects import sheets
from projects.actions import choices as choice_actions
from projects.forms.sheet import SheetForm, reading_of
from projects.permissions import can_propose_choice
from projects.uploads import TYPES
from projects.views import choice_pages, choices

CELL = "cell_"


@require_safe
def sheet(request, subject_id):
    """The questions of a topic, with the answers of the draft."""
    subject = choices.subject_of(request, subject_id)
    require(can_propose_choice(request.user, subject.project))
    form = choice_pages.form_of(subject)
    content = sheets.write(form.facts, choice_pages.initial_data(form)["facts"])
    response = HttpResponse(content, content_type=TYPES[".xlsx"])
    name = f"{subject.project.key}-{subject.topic.slug}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def sheet_return(request, subject_id):
    """A filled sheet: what it would change is shown first, then taken into the draft."""
    subject = choices.subject_of(request, subject_id)
    require(can_propose_choice(request.user, subject.project))
    sent = request.method == "POST"
    if sent and request.POST.get("action") == "take":
        return take(request, subject)
    form = SheetForm(request.POST, request.FILES) if sent else SheetForm()
    context = {"subject": subject, "project": subject.project, "topic": subject.topic}
    if sent and form.is_valid():
        try:
            typed = sheets.read(form.cleaned_data["file"])
        except Incomplete as incomplete:
            add_problems(form, incomplete)
        else:
            context |= preview(subject, typed)
    status = 422 if form.errors else 200
    return render(request, "projects/sheet_return.html", context | {"form": form}, status=status)


def preview(subject, typed: dict[str, str]) -> dict:
    """What a sheet would do, and what the page sends back when it is agreed."""
    form = choice_pages.form_of(subject)
    data = choice_pages.initial_data(form)
    reading = reading_of(form.facts, data["facts"], typed)
    kept = [(f"{CELL}{slug}", typed[slug]) for slug in reading.facts]
    return {"reading": reading, "cells": kept, "version": data["version"]}


def take(request, subject):
    """Write the answers of the preview in the draft; what else it holds stays."""
    form = choice_pages.form_of(subject)
    data = choice_pages.initial_data(form)
    typed = {
        name.removeprefix(CELL): value[: sheets.LONGEST_CELL]
        for name, value in request.POST.items()
        if name.startswith(CELL)
    }
    taken = reading_of(form.facts, data["facts"], typed).facts
    version = request.POST.get("version", "")
    data |= {
        "facts": {**data["facts"], **taken},
        "version": int(version) if version.isdecimal() and len(version) < 6 else 0,
    }
    choice_actions.save_draft(subject=subject, data=data, by=request.user)
    said = ngettext(
        "Une réponse reprise dans le brouillon.",
        "%(n)s réponses reprises dans le brouillon.",
        len(taken),
    )
    messages.success(request, said % {"n": len(taken)} if taken else _("Rien n’a changé."))
    return redirect(f"{subject.get_absolute_url()}#t-faits")
