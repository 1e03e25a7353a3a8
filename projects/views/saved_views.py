"""The views of the company's map that one keeps: saved, renamed, shared, deleted."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from governance.forms.problems import add_problems
from governance.pages import render_page
from governance.verdicts import Incomplete, require
from projects.actions import saved_views as actions
from projects.company_map import NAMES, Asked
from projects.company_words import asked_in_words, map_url
from projects.forms.saved_views import NewViewForm, SavedViewForm
from projects.models import SavedView
from projects.permissions import can_read_company_map

Page = SavedView.Page


@require_http_methods(["GET", "HEAD", "POST"])
def saved_views(request):
    """One's own views; a POST keeps what a map shows now."""
    require(can_read_company_map(request.user))
    if request.method != "POST":
        return listed(request)
    form = NewViewForm(request.POST)
    filters = {key: request.POST.get(key, "") for key in NAMES.values()}
    if form.is_valid():
        try:
            view = actions.save_view(by=request.user, filters=filters, **form.cleaned_data)
        except Incomplete as incomplete:
            add_problems(form, incomplete)
        else:
            messages.success(request, _("Vue « %(name)s » gardée.") % {"name": view.name})
            return redirect(address_of(view))
    return listed(request, form, Asked.read(filters))


def listed(request, form=None, asked: Asked | None = None):
    """The list, and above it the form when there is something to keep."""
    today = timezone.localdate()
    asked = asked or Asked.read(request.GET)
    page = request.POST.get("page") or request.GET.get("carte", "")
    if form is None and page in Page.values:
        form = NewViewForm(initial={"page": page})
    rows = SavedView.objects.filter(owner=request.user).order_by("page", "name")
    context = {
        "map_tab": page,
        "form": form,
        "pairs": asked.filters().items(),
        "asked_words": asked_in_words(asked, today) if form else "",
        "rows": [(view, address_of(view)) for view in rows],
    }
    status = 422 if form and form.errors else 200
    return render_page(request, "projects/saved_views.html", context, partial="vues", status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def saved_view(request, view_id):
    """Rename one of one's views, or share it."""
    view = get_object_or_404(SavedView, pk=view_id, owner=request.user)
    kept = {"name": view.name, "is_shared": view.is_shared}
    form = SavedViewForm(request.POST if request.method == "POST" else None, initial=kept)
    if form.is_valid():
        try:
            actions.change_view(view=view, by=request.user, **form.cleaned_data)
        except Incomplete as incomplete:
            add_problems(form, incomplete)
        else:
            messages.success(request, _("Vue « %(name)s » changée.") % {"name": view.name})
            return redirect("projects:saved-views")
    context = {"map_tab": view.page, "view": view, "form": form, "address": address_of(view)}
    status = 422 if form.errors else 200
    return render_page(
        request, "projects/saved_view.html", context, partial="formulaire", status=status
    )


@require_POST
def saved_view_removal(request, view_id):
    """Delete one of one's views."""
    view = get_object_or_404(SavedView, pk=view_id, owner=request.user)
    actions.remove_view(view=view, by=request.user)
    messages.success(request, _("Vue « %(name)s » supprimée.") % {"name": view.name})
    return redirect("projects:saved-views")


def address_of(view: SavedView) -> str:
    """Where a view opens: its map with its filters."""
    return map_url(view.page) + Asked.read(view.filters).query()
