"""The guests of the company, for its stewards: where they sit, when they were last seen."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance.models import GuestSession, Person
from governance.permissions import can_keep_guests
from governance.verdicts import require
from projects.actions import guest_access
from projects.guest_rooms import rooms_of
from projects.models import Seat

ON_A_PAGE = 50


@require_safe
def guests(request):
    """Everybody a vendor sent: their projects, and where they are signed in now."""
    require(can_keep_guests(request.user))
    rows = Paginator(people(), ON_A_PAGE).get_page(request.GET.get("page"))
    rooms = rooms_of(rows)
    for guest in rows:
        guest.rooms = rooms[guest.pk]
    context = {
        "guests": rows,
        "sentence": count_sentence(rows.paginator.count),
        "previous_url": f"?page={rows.previous_page_number()}" if rows.has_previous() else "",
        "next_url": f"?page={rows.next_page_number()}" if rows.has_next() else "",
    }
    return render(request, "projects/guests.html", context)


@require_POST
def guest_session(request, session_id):
    """End one session."""
    require(can_keep_guests(request.user))
    sessions = GuestSession.objects.select_related("person")
    session = get_object_or_404(sessions, pk=session_id)
    guest_access.end_session(session=session, by=request.user)
    facts = {"name": session.person.name}
    messages.success(request, _("Session fermée. Un nouveau code sera demandé à %(name)s.") % facts)
    return redirect("projects:guests")


@require_POST
def guest_sessions(request, person_id):
    """End every session of a guest."""
    require(can_keep_guests(request.user))
    person = guest_of(person_id)
    count = guest_access.end_sessions(person=person, by=request.user)
    sentence = ngettext("Une session fermée.", "%(count)s sessions fermées.", count)
    messages.success(request, sentence % {"count": count})
    return redirect("projects:guests")


@require_http_methods(["GET", "POST"])
def guest_closing(request, person_id):
    """Close the whole access of a guest, after saying what it does."""
    require(can_keep_guests(request.user))
    person = guest_of(person_id)
    if request.method == "POST":
        guest_access.close_access(person=person, by=request.user)
        messages.success(request, _("L’accès de %(name)s est fermé.") % {"name": person.name})
        return redirect("projects:guests")
    return render(request, "projects/guests_closing.html", {"guest": person})


@require_POST
def guest_opening(request, person_id):
    """Let a guest come in again, without giving back any seat."""
    require(can_keep_guests(request.user))
    person = guest_of(person_id)
    guest_access.reopen_access(person=person, by=request.user)
    sentence = _("L’accès de %(name)s est rouvert. Un projet peut l’inviter de nouveau.")
    messages.success(request, sentence % {"name": person.name})
    return redirect("projects:guests")


def people():
    """The guests, those who may come in first, with their seats and their open sessions."""
    rows = Person.objects.exclude(vendor=None).select_related("vendor")
    seats = Seat.objects.current().select_related("project").order_by("project__title", "pk")
    return rows.order_by("-is_active", "vendor__name", "name", "pk").prefetch_related(
        Prefetch("seats", seats, to_attr="places"),
        Prefetch("guest_sessions", GuestSession.objects.open(), to_attr="signed_in"),
    )


def guest_of(person_id) -> Person:
    """A guest with what their line shows; never somebody of the company."""
    return get_object_or_404(people(), pk=person_id)


def count_sentence(count: int) -> str:
    """« 12 invités »"""
    if not count:
        return _("Aucun invité pour l’instant. Une invitation part de la page d’un projet.")
    return ngettext("Un invité.", "%(count)s invités.", count) % {"count": count}
