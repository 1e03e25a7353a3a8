"""The documents that a meeting shares: chosen by the voices, opened by everybody at the table."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from governance.forms.problems import add_problems
from governance.pages import render_page
from governance.verdicts import Incomplete, WrongState, require
from projects.views.documents import handed_over
from reviews.actions.meeting_guests import settle_shared
from reviews.forms.meeting_guests import SharedDocumentsForm
from reviews.models import ScopingMeeting, SharedDocument
from reviews.pages import meetings as meeting_pages
from reviews.permissions import can_share_documents


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_documents(request, meeting_id):
    """Tick the documents of the project that the meeting shares."""
    meetings = ScopingMeeting.objects.visible_to(request.user).select_related("project")
    meeting = get_object_or_404(meetings, pk=meeting_id)
    require(can_share_documents(request.user, meeting))
    posted = request.POST if request.method == "POST" else None
    form, problem, status = SharedDocumentsForm(posted, meeting=meeting), "", 200
    if form.is_valid():
        try:
            told = settle_shared(meeting=meeting, by=request.user, **form.verb_arguments())
        except Incomplete as incomplete:
            add_problems(form, incomplete)
        except WrongState as too_late:
            problem, status = str(too_late), 409
        else:
            messages.success(request, told or _("Rien n’a changé."))
            return redirect("reviews:meeting-documents", meeting.pk)
    context = {
        "meeting": meeting,
        "project": meeting.project,
        "crumbs": meeting_pages.crumbs(meeting.project, request.user, _("Pièces partagées")),
        "form": form,
        "problem": problem,
    }
    template = "reviews/meeting_documents.html"
    status = 422 if form.errors else status
    return render_page(request, template, context, partial="pieces", status=status)


@require_safe
def meeting_document(request, meeting_id, document_id):
    """Hand over a document that the meeting shares, as a download; any other is not there."""
    meetings = ScopingMeeting.objects.open_to(request.user)
    rows = SharedDocument.objects.readable().select_related("document")
    shared = get_object_or_404(
        rows, meeting__in=meetings.values("pk"), meeting=meeting_id, document=document_id
    )
    return handed_over(shared.document, as_attachment=True)
