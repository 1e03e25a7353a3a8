"""Somebody from outside at one meeting: asked, coming in by a link and a code, taken off the list."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from governance.forms.problems import add_problems
from governance.pages import render_page
from governance.verdicts import Incomplete, WrongState, require
from projects.views.invitations import send_code, to_typing
from reviews.actions.meeting_guests import invite_to_meeting, withdraw_meeting_guest
from reviews.forms.meeting_guests import MeetingGuestForm
from reviews.models import MeetingGuest, ScopingMeeting
from reviews.pages import meetings as meeting_pages
from reviews.pages.meeting_guests import around_context, asked_lines, guest_context, guest_stamp
from reviews.permissions import can_ask_to_meeting

READ_OR_WRITE = require_http_methods(["GET", "HEAD", "POST"])


@login_not_required
@never_cache
@READ_OR_WRITE
def guest_link(request, link):
    """Say who invites and to what; on request, send a code to the invited address only."""
    guest = MeetingGuest.objects.find(link)
    if guest is None:
        raise Http404
    state = state_for(request.user, guest)
    if state == "mine":
        return redirect("reviews:meeting-guest", guest.meeting_id)
    if request.method == "POST" and state == "ready":
        problem, status = send_code(request, guest.person)
        if not problem:
            return to_typing(reverse("reviews:meeting-guest", args=[guest.meeting_id]))
        return show_link(request, guest, problem, status=status)
    return show_link(request, guest, state, status=409 if request.method == "POST" else 200)


def state_for(user, guest: MeetingGuest) -> str:
    """What the visitor can do with this link."""
    if not guest.sees_meeting():
        return "ended"
    if user.is_authenticated:
        return "mine" if user.pk == guest.person_id else "other"
    return "ready"


def show_link(request, guest: MeetingGuest, state: str, status: int = 200):
    """The page of a link in one of its states; of an invitation that is over, next to nothing."""
    context = {"person": guest.person, "inviter": guest.invited_by, "state": state}
    if state != "ended":
        context |= {"title": guest.meeting.project.title, "reason": guest.reason}
    return render(request, "reviews/meeting_guest_link.html", context, status=status)


@require_safe
@never_cache
def meeting_guest(request, meeting_id):
    """What somebody asked to the meeting reads of it; nothing is sent again when nothing changed."""
    meetings = ScopingMeeting.objects.open_to(request.user).select_related("project")
    meeting = get_object_or_404(meetings, pk=meeting_id)
    if request.htmx and request.GET.get("vu") == guest_stamp(meeting):
        return HttpResponse(status=204)
    context = guest_context(meeting, request.user)
    return render_page(request, "reviews/meeting_guest.html", context, partial="lecture")


@READ_OR_WRITE
def meeting_guests(request, meeting_id):
    """Who comes from outside, and a form to ask somebody."""
    meetings = ScopingMeeting.objects.visible_to(request.user).select_related("project")
    meeting = get_object_or_404(meetings, pk=meeting_id)
    require(can_ask_to_meeting(request.user, meeting))
    form = MeetingGuestForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            guest = invite_to_meeting(meeting=meeting, by=request.user, **form.cleaned_data)
        except Incomplete as incomplete:
            add_problems(form, incomplete)
        except WrongState as too_late:
            return show_guests(request, meeting, form, problem=str(too_late), status=409)
        else:
            told = {"name": guest.person.name, "email": guest.person.email}
            messages.success(request, _("%(name)s est invité : un lien part à %(email)s.") % told)
            return redirect("reviews:meeting-guests", meeting.pk)
    return show_guests(request, meeting, form, status=422 if form.errors else 200)


def show_guests(request, meeting, form, *, status, problem=""):
    """The page of the guests of a meeting, with what was typed."""
    context = around_context(meeting, request.user) | {
        "meeting": meeting,
        "project": meeting.project,
        "crumbs": meeting_pages.crumbs(meeting.project, request.user, _("Invités")),
        "form": form,
        "problem": problem,
    }
    template = "reviews/meeting_guests.html"
    return render_page(request, template, context, partial="invites", status=status)


@READ_OR_WRITE
def meeting_guest_departure(request, guest_id):
    """Take somebody off the list of a meeting, after saying what it does."""
    guests = MeetingGuest.objects.visible_to(request.user)
    guests = guests.select_related("meeting__project", "person__vendor")
    guest = get_object_or_404(guests, pk=guest_id)
    require(can_ask_to_meeting(request.user, guest.meeting))
    if request.method == "POST":
        withdraw_meeting_guest(guest=guest, by=request.user)
        messages.success(request, _("%(name)s n’est plus invité.") % {"name": guest.person.name})
        return redirect("reviews:meeting-guests", guest.meeting_id)
    if guest.ended_at:
        raise WrongState(_("Cette personne n’est déjà plus invitée."))
    context = {"guest": guest, "meeting": guest.meeting, "project": guest.meeting.project}
    return render(request, "reviews/meeting_guest_departure.html", context)


def guest_home(request):
    """The first page of somebody who has no seat: the meetings to which they are asked."""
    context = {"asked": asked_lines(request.user), "outside": True}
    return render(request, "reviews/meeting_guest_home.html", context)
