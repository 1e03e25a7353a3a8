from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from governance.forms.problems import add_problems
from governance.pages import render_page
from governance.verdicts import Incomplete, require
from projects.actions import documents
from projects.forms.documents import DocumentForm
from projects.models import Document, ProjectTopic
from projects.permissions import can_add_document, can_read_document


@require_POST
def document_add(request, subject_id):
    """Attach a piece of evidence to a topic."""
    rows = ProjectTopic.objects.visible_to(request.user).select_related("topic", "project")
    subject = get_object_or_404(rows, pk=subject_id)
    require(can_add_document(request.user, subject.project))
    form = DocumentForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            added = documents.add_document(
                subject=subject, file=form.cleaned_data["file"], by=request.user
            )
        except Incomplete as incomplete:
            add_problems(form, incomplete)
        else:
            messages.success(request, _("« %(name)s » est joint.") % {"name": added.name})
            if not request.htmx:
                return redirect(f"{subject.get_absolute_url()}#pieces")
            form = DocumentForm()
    context = {
        "subject": subject,
        "project": subject.project,
        "topic": subject.topic,
        "documents": list(subject.documents.select_related("added_by")),
        "can_add": True,
        "document_form": form,
    }
    status = 422 if form.errors else 200
    return render_page(
        request, "projects/document_add.html", context, partial="pieces", status=status
    )


@require_GET
def document(request, document_id):
    """Hand over a piece of evidence as a download, never as a page of ours."""
    found = get_object_or_404(Document.objects.visible_to(request.user), pk=document_id)
    require(can_read_document(request.user, found))
    try:
        content = found.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(
        content, as_attachment=True, filename=found.name, content_type=found.media_type
    )
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
