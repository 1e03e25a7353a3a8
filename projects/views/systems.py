"""The catalogue of the company's systems, and the page of one of them."""

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from governance.models import System
from governance.pages import render_page
from governance.permissions import can_add_system, can_browse_catalogue, can_keep_system
from governance.verdicts import require
from projects import system_list, system_page


@require_safe
def systems(request):
    """The catalogue, searched and filtered, fifty systems at a time."""
    require(can_browse_catalogue(request.user))
    asked = system_list.Asked.read(request.GET)
    categories, count = system_list.categories(asked.category)
    context = {
        "asked": asked,
        "categories": categories,
        "count": count,
        "fields": system_list.fields(asked),
        "may_add": bool(can_add_system(request.user)),
        **system_list.page_of(asked),
    }
    return render_page(request, "projects/systems.html", context, partial="systemes")


@require_safe
def system(request, system_id):
    """What a system is, what it offers, who leans on it and what is announced."""
    found = find_system(request, system_id)
    may_keep = bool(can_keep_system(request.user, found))
    context = system_page.page_of(found, timezone.localdate(), may_keep=may_keep)
    return render_page(request, "projects/system.html", context, partial="fiche")


def find_system(request, system_id) -> System:
    """A system of the catalogue, for whoever may browse it."""
    require(can_browse_catalogue(request.user))
    rows = System.objects.select_related(
        "owner", "owner_team__lead", "replaced_by", "confirmed_by", "archived_by"
    )
    return get_object_or_404(rows, pk=system_id)
