from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from governance.actions.absences import end_absence, note_absence
from governance.forms.absences import AbsenceForm
from governance.forms.problems import add_problems
from governance.models import Absence
from governance.pages import render_page
from governance.verdicts import Incomplete

MOST_ROWS = 50


@require_http_methods(["GET", "HEAD", "POST"])
def absences(request):
    """One's absences under way and to come, and whom one stands in for; stewards keep all."""
    form = AbsenceForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_valid():
        facts = {"person": request.user} | form.cleaned_data
        try:
            note_absence(by=request.user, **facts)
        except Incomplete as error:
            add_problems(form, error)
        else:
            messages.success(
                request, _("C’est noté. Les délais courent, le délégué est prévenu ici.")
            )
            return redirect("governance:absences")
    user, rows = request.user, known_rows(request.user)
    context = {
        "form": form,
        "rows": [row for row in rows if user.is_steward or row.person_id == user.pk][:MOST_ROWS],
        "covered": [row for row in rows if row.delegate_id == user.pk][:MOST_ROWS],
    }
    status = 422 if form.errors else 200
    return render_page(
        request, "governance/absences.html", context, partial="absences", status=status
    )


def known_rows(user) -> list[Absence]:
    """The absences under way or to come of the people of one's own company."""
    rows = Absence.objects.filter(ends_on__gte=timezone.localdate(), person__vendor=user.vendor_id)
    return list(rows.select_related("person", "delegate").order_by("starts_on", "pk"))


@require_POST
def ending(request, absence_id):
    """The person is back, or will not be away."""
    rows = Absence.objects.filter(person__vendor=request.user.vendor_id)
    absence = get_object_or_404(rows.select_related("person"), pk=absence_id)
    end_absence(absence=absence, by=request.user)
    messages.success(request, _("C’est retiré : la personne répond de nouveau elle-même."))
    return redirect("governance:absences")
