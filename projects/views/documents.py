from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from governance.forms.problems import add_problems
from governance.pages import render_page
from governance.verdicts import Incomplete, require
from projects.actions import documents
from projects.evidence import pieces_of, room_left
from projects.forms.documents import DocumentForm
from projects.models import Document, ProjectTopic
from projects.permissions import can_add_document, can_read_document, can_withdraw_document

DOWNLOAD_POLICY = "sandbox; default-src 'none'"
PDF_VIEWER_POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'"


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
            messages.success(request, received(added))
            if not request.htmx:
                return redirect(f"{subject.get_absolute_url()}#pieces")
            form = DocumentForm()
    context = {
        "subject": subject,
        "project": subject.project,
        "topic": subject.topic,
        "documents": pieces_of(subject, request.user),
        "room_left": room_left(subject.project),
        "can_add": True,
        "document_form": form,
    }
    status = 422 if form.errors else 200
    return render_page(
        request, "projects/document_add.html", context, partial="pieces", status=status
    )


@require_http_methods(["GET", "POST"])
def document_replacement(request, document_id):
    """Attach the next version of a document; the one it replaces keeps its bytes."""
    found = document_of(request, document_id)
    require(can_add_document(request.user, found.project))
    form = DocumentForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            added = documents.replace_document(
                document=found, file=form.cleaned_data["file"], by=request.user
            )
        except Incomplete as incomplete:
            add_problems(form, incomplete)
        else:
            messages.success(request, received(added))
            if not request.htmx:
                return redirect(place_of(found))
            return HttpResponse(status=204, headers={"HX-Redirect": place_of(found)})
    context = {
        "document": found,
        "project": found.project,
        "back": place_of(found),
        "room_left": room_left(found.project),
        "document_form": form,
    }
    return render_page(
        request,
        "projects/document_replacement.html",
        context,
        partial="remplacement",
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
def document_withdrawal(request, document_id):
    """Withdraw a document that no decision cites; otherwise say why it stays."""
    found = document_of(request, document_id)
    require(can_withdraw_document(request.user, found))
    if request.method == "POST":
        documents.withdraw_document(document=found, by=request.user)
        messages.success(request, _("« %(name)s » est retirée.") % {"name": found.name})
        return redirect(place_of(found))
    context = {"document": found, "project": found.project, "back": place_of(found)}
    context["reason"] = found.why_it_stays()
    return render(request, "projects/document_withdrawal.html", context)


@require_GET
def document(request, document_id):
    """Hand over a piece of evidence as a download, never as a page of ours."""
    return served(request, document_id, as_attachment=True)


@require_GET
def document_preview(request, document_id):
    """Show an image or a PDF without code, alone in its tab, with no right over the application."""
    return served(request, document_id, as_attachment=False)


def served(request, document_id, *, as_attachment: bool) -> FileResponse:
    """The bytes of a readable document, under a policy that lets them do nothing."""
    found = document_of(request, document_id)
    require(can_read_document(request.user, found))
    return handed_over(found, as_attachment=as_attachment)


def handed_over(found: Document, *, as_attachment: bool) -> FileResponse:
    """The bytes of a document that whoever asks may read, and nothing that runs."""
    found.require_readable()
    if not as_attachment and not found.is_previewable:
        raise Http404
    try:
        content = found.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(
        content, as_attachment=as_attachment, filename=found.name, content_type=found.media_type
    )
    shown_pdf = not as_attachment and found.media_type == "application/pdf"
    # a browser refuses to open its PDF reader in a sandbox: the reader is one already
    policy = PDF_VIEWER_POLICY if shown_pdf else DOWNLOAD_POLICY
    response["Content-Security-Policy"] = policy
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def document_of(request, document_id) -> Document:
    """A document of a project that the person may see."""
    rows = Document.objects.visible_to(request.user).select_related("project", "subject__topic")
    return get_object_or_404(rows, pk=document_id)


def place_of(found: Document) -> str:
    """The list where a document is shown."""
    if found.subject is None:
        return found.project.get_absolute_url()
    return f"{found.subject.get_absolute_url()}#pieces"


def received(added: Document) -> str:
    """What happened to a file that was just sent."""
    if added.state == Document.State.SCANNING:
        return _("« %(name)s » est reçu, l’antivirus l’analyse.") % {"name": added.name}
    return _("« %(name)s » est joint.") % {"name": added.name}
