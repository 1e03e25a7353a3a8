"""The vendor's file: its page, « still true », and taking its answers over on a topic."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from governance.models import Vendor
from governance.verdicts import WrongState, require
from projects import vendor_file as files
from projects.actions import choices as choice_actions
from projects.actions import vendor_file as file_actions
from projects.permissions import can_confirm_vendor_answer, can_propose_choice
from projects.views import choice_pages, choices


@require_safe
def vendor_file(request, vendor_id):
    """What a company said of itself: its own people and those of the house read it."""
    vendor = get_object_or_404(Vendor.objects.visible_to(request.user), pk=vendor_id)
    context = {
        "vendor": vendor,
        "groups": files.by_topic(vendor),
        "may_confirm": bool(can_confirm_vendor_answer(request.user, vendor)),
    }
    return render(request, "projects/vendor_file.html", context)


@require_POST
def vendor_answer_confirmation(request, vendor_id, answer_id):
    """« Still true », of one answer as it was read."""
    vendor = get_object_or_404(Vendor.objects.visible_to(request.user), pk=vendor_id)
    require(can_confirm_vendor_answer(request.user, vendor))
    answer = get_object_or_404(vendor.answers.select_related("fact", "vendor"), pk=answer_id)
    seen = moment_of(request.POST.get("seen", ""))
    file_actions.confirm_answer(answer=answer, seen=seen, by=request.user)
    messages.success(
        request, _("Noté : « %(label)s » est vrai aujourd’hui.") % {"label": answer.fact}
    )
    return redirect(vendor)


@require_POST
def vendor_file_taking(request, subject_id):
    """Fill the draft with what the file already answers; what was typed stays."""
    subject = choices.subject_of(request, subject_id)
    require(can_propose_choice(request.user, subject.project))
    form = choice_pages.form_of(subject, request.POST)
    form.is_valid()
    data = form.answers()
    taken = {
        row.answer.fact.slug: row.answer.value
        for row in files.offered(subject, request.user, data["facts"])
    }
    data |= {"facts": {**data["facts"], **taken}}
    try:
        choice_actions.save_draft(subject=subject, data=data, by=request.user)
    except WrongState as too_late:
        return choices.late(request, subject, form, str(too_late))
    messages.success(request, taken_sentence(len(taken)))
    return redirect(f"{subject.get_absolute_url()}#t-faits")


def taken_sentence(count: int) -> str:
    """How many answers came from the file."""
    if not count:
        return _("Votre fiche n’a rien de plus à dire ici. Le brouillon est gardé.")
    return ngettext(
        "Une réponse reprise de votre fiche. Relisez-la avant de soumettre.",
        "%(n)s réponses reprises de votre fiche. Relisez-les avant de soumettre.",
        count,
    ) % {"n": count}


def moment_of(text: str):
    """The moment that a page showed, or nothing."""
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    return moment if moment and moment.tzinfo else None
