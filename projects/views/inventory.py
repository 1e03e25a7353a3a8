"""The catalogue in and out: a file read, shown and confirmed; the same columns written out."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance.forms.problems import add_problems
from governance.models import Job
from governance.pages import render_page
from governance.permissions import can_browse_catalogue, can_import_catalogue
from governance.verdicts import Incomplete, WrongState, require
from projects.actions import catalogue_import as actions
from projects.forms.inventory import ConfirmForm, ImportForm
from projects.inventory import model, written
from projects.inventory.columns import OF_KIND
from projects.models import CatalogueImport
from projects.uploads import shown_name

RECENT = 10
WRITERS = {
    "csv": ("text/csv; charset=utf-8", written.as_csv),
    "xlsx": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        written.as_xlsx,
    ),
    "json": ("application/json", written.as_json),
}
JOBS = {CatalogueImport.State.READING: "read_import", CatalogueImport.State.WRITING: "write_import"}


@require_http_methods(["GET", "HEAD", "POST"])
def catalogue_import(request):
    """Bring a file; what it would do comes first."""
    require(can_import_catalogue(request.user))
    sent = request.method == "POST"
    form = ImportForm(request.POST, request.FILES) if sent else ImportForm()
    if sent and form.is_valid():
        file = form.cleaned_data["file"]
        facts = {name: form.cleaned_data[name] for name in ("kind", "default_team")}
        try:
            name = shown_name(file.name)
            made = actions.start_import(**facts, name=name, content=file.read(), by=request.user)
        except Incomplete as incomplete:
            add_problems(form, incomplete)
        else:
            return redirect("projects:catalogue-import", made.pk)
    context = {
        "form": form,
        "recent": CatalogueImport.objects.select_related("asked_by").defer("marks", "content")[
            :RECENT
        ],
        "columns": [
            (label, [c for c in OF_KIND[kind] if c.read])
            for kind, label in CatalogueImport.Kind.choices
        ],
    }
    status = 422 if form.errors else 200
    return render(request, "projects/catalogue_imports.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def catalogue_import_one(request, import_id):
    """What a file would do, or did; confirmed by POST, in one go."""
    require(can_import_catalogue(request.user))
    row = found(import_id)
    form, status = ConfirmForm(initial={"digest": row.digest}), 200
    if request.method == "POST":
        form = ConfirmForm(request.POST)
        status = 422
        if form.is_valid():
            try:
                actions.confirm_import(row=row, by=request.user, **form.cleaned_data)
            except actions.Moved:
                row, status = found(import_id), 409
                form = ConfirmForm(initial={"digest": row.digest})
            except Incomplete as incomplete:
                add_problems(form, incomplete)
            else:
                return done(request, import_id)
    context = {"row": row, "form": form, "job": job_line(row), "report": row.report}
    context["sections"] = sections(row)
    return render_page(
        request, "projects/catalogue_import.html", context, partial="apercu", status=status
    )


def found(import_id) -> CatalogueImport:
    """One import, without the file itself."""
    rows = CatalogueImport.objects.select_related("asked_by", "confirmed_by")
    rows = rows.defer("content", "marks")
    return get_object_or_404(rows, pk=import_id)


def done(request, import_id):
    """Back to the page, with what happened said."""
    row = found(import_id)
    if row.state == CatalogueImport.State.DONE:
        messages.success(request, _("C’est importé, en une seule fois."))
    return redirect("projects:catalogue-import", import_id)


@require_POST
def catalogue_import_retry(request, import_id):
    """Give a work that stopped another try."""
    require(can_import_catalogue(request.user))
    job = job_of(found(import_id))
    if job is None or not job.try_again():
        raise WrongState(_("Ce travail n’est pas arrêté."))
    return redirect("projects:catalogue-import", import_id)


def job_of(row: CatalogueImport) -> Job | None:
    """The work of the worker on this import."""
    kind = JOBS.get(row.state)
    key = f"{row.pk}:{row.digest[:24]}" if kind == "write_import" else str(row.pk)
    return Job.objects.filter(key=f"{kind}:{key}").first() if kind else None


def job_line(row: CatalogueImport) -> dict:
    """Where a large file stands, as the components print a job."""
    if not row.is_under_way:
        return {}
    job = job_of(row)
    if job is not None and job.has_given_up:
        text = _("Le travail s’est arrêté. Rien n’a été écrit.")
        return {"state": "stopped", "title": row.name, "sentence": text}
    reading = row.state == CatalogueImport.State.READING
    if reading and row.rows:
        facts = {"done": row.rows_read, "rows": row.rows}
        text = _("Lecture : %(done)s lignes sur %(rows)s.") % facts
    else:
        text = _("Lecture du fichier.") if reading else _("Écriture, en une seule fois.")
    return {"state": "running", "title": row.name, "sentence": text, "percent": row.percent}


def sections(row: CatalogueImport) -> list[dict]:
    """The lines of the preview by outcome: the first hundred of each, and how many in all."""
    if not row.report:
        return []
    counts = row.report["counts"]
    named = [
        ("refused", _("Refusées"), "refused"),
        ("changed", _("Changées"), "changed"),
        ("created", _("Créées"), "added"),
    ]
    return [
        {
            "key": key,
            "heading": f"{title}, {counts[key]}",
            "tone": tone,
            "lines": row.report[key],
            "count": counts[key],
        }
        for key, title, tone in named
        if counts[key]
    ]


@require_safe
def systems_export(request, form):
    """The catalogue, in a format that comes back as it left."""
    require(can_browse_catalogue(request.user))
    if form == "xml":
        content = model.as_archimate(written.systems(), written.dependencies(request.user))
        return attachment(content, "application/xml", "systemes.xml")
    return table_of(form, "systems", written.systems(), "systemes")


@require_safe
def dependencies_export(request, form):
    """The dependencies of the projects that one may see."""
    rows = written.dependencies(request.user)
    if form == "xml":
        systems = {row.system_id: row.system for row in with_systems(rows)}
        fiches = bool(can_browse_catalogue(request.user))
        content = model.as_archimate(systems.values(), rows, fiches=fiches)
        return attachment(content, "application/xml", "dependances.xml")
    return table_of(form, "dependencies", rows, "dependances")


def with_systems(rows):
    """The same rows with all that is written of their systems."""
    return rows.select_related(
        "project", "interface", "needed_by", "system__owner_team", "system__owner",
        "system__replaced_by",
    )  # fmt: skip


def table_of(form: str, kind: str, rows, name: str) -> HttpResponse:
    """A table as a file."""
    if form not in WRITERS:
        raise Http404
    media_type, write = WRITERS[form]
    return attachment(write(written.dataset(kind, rows)), media_type, f"{name}.{form}")


def attachment(content: bytes, media_type: str, name: str) -> HttpResponse:
    """A file to save, named after the day."""
    response = HttpResponse(content, content_type=media_type)
    stem, _dot, extension = name.rpartition(".")
    day = timezone.localdate().isoformat()
    response["Content-Disposition"] = f'attachment; filename="{stem}-{day}.{extension}"'
    return response
