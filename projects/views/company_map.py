"""The company's maps: who leans on what, by system and project, by domain, over time; exported."""

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from governance.models import System
from governance.pages import render_page
from governance.verdicts import require
from projects import company_drawing as drawing
from projects import company_sheet
from projects import company_words as words
from projects.company_map import Asked, Sight, look
from projects.company_panel import cell_panel, system_panel
from projects.models import Project, SavedView
from projects.permissions import can_read_company_map

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def company_map(request):
    """Systems by projects: as a map, as a table, or month by month."""
    sight = seen(request)
    context = {
        **around(request, sight, SavedView.Page.MATRIX),
        "segments": words.segments(sight),
        "drawing": drawing.drawn(sight) if sight.order or sight.used else "",
        "columns": words.shown_columns(sight),
        "unused": words.unused_sentence(sight),
        "unused_url": sight.asked.query(empty="" if sight.asked.empty else "1"),
        "legend": [sign for sign in words.legend() if sign["number"] in (0, 1, 2, 3, 6, 9)],
    }
    return render(request, "projects/company_map.html", context)


@require_safe
def domain_map(request):
    """One block a category, one card a system: what the company has and who leans on it."""
    sight = seen(request)
    context = {
        **around(request, sight, SavedView.Page.DOMAINS),
        "drawing": drawing.domains(sight) if sight.systems else "",
    }
    return render(request, "projects/domain_map.html", context)


def seen(request) -> Sight:
    """What the person asks to see, if the company's maps are for them."""
    require(can_read_company_map(request.user))
    return look(request.user, Asked.read(request.GET))


def around(request, sight: Sight, page: str) -> dict:
    """Filters, saved views and the system in focus: what both maps show above the drawing."""
    asked = sight.asked
    focus = next((s for s in sight.systems if s.pk == asked.system_id), None)
    kept = SavedView.objects.known_to(request.user).filter(page=page).select_related("owner")
    views = [view_pill(view, asked, request.user) for view in kept]
    filtered = bool(asked.pairs(view="", page="", empty=""))
    return {
        "map_tab": page,
        "asked": asked,
        "sight": sight,
        "headline": words.headline(sight),
        "fields": words.fields(asked, sight.today),
        "filtered": filtered,
        "views": views,
        "everything": not filtered and not any(view["current"] for view in views),
        "query": asked.query(page=""),
        "focus": focus,
        "unfocus_url": asked.query(system="", page="") or "?",
        "panel": system_panel(request.user, focus, asked) if focus else None,
    }


def view_pill(view: SavedView, asked: Asked, user) -> dict:
    """A saved view as a link; somebody else's says whose it is."""
    label = view.name if view.owner_id == user.pk else f"{view.name} ({view.owner})"
    return {
        "label": label,
        "url": Asked.read(view.filters).query() or "?",
        "current": Asked.read(view.filters).filters() == asked.filters(),
    }


@require_safe
def map_system(request, system_id):
    """The detail of a system, beside the map or on a page of its own."""
    require(can_read_company_map(request.user))
    rows = System.objects.select_related("owner_team", "owner", "replaced_by")
    system = get_object_or_404(rows, pk=system_id)
    panel = system_panel(request.user, system, Asked.read(request.GET))
    return detail(request, panel)


@require_safe
def map_cell(request, system_id, project_id):
    """The dependencies of one project to one system."""
    require(can_read_company_map(request.user))
    system = get_object_or_404(System.objects.select_related("owner_team", "owner"), pk=system_id)
    project = get_object_or_404(Project.objects.visible_to(request.user), pk=project_id)
    panel = cell_panel(request.user, system, project)
    if not panel["rows"]:
        raise Http404
    return detail(request, panel)


def detail(request, panel: dict):
    """The panel alone for htmx; on a page of its own otherwise."""
    context = {"panel": panel, "map_tab": SavedView.Page.MATRIX}
    return render_page(request, "projects/map_detail.html", context, partial="panneau")


@require_safe
def company_map_export(request, form):
    """The matrix as asked for, every project of it, for a spreadsheet."""
    sight = seen(request)
    name = _("qui-s-appuie-sur-quoi-%(day)s") % {"day": timezone.localdate().isoformat()}
    if form == "csv":
        lines = company_sheet.csv_lines(sight)
        response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    elif form == "xlsx":
        response = HttpResponse(company_sheet.workbook(sight), content_type=XLSX)
    else:
        raise Http404
    response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response
