from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from governance.forms.problems import add_problems
from governance.keeping import writer_mark
from governance.pages import render_page
from governance.verdicts import Incomplete, WrongState, require
from projects.models import Move, Project
from reviews import live
from reviews.actions.live import writers
from reviews.actions.meetings import hold_meeting, note_arrivals, reopen_meeting
from reviews.actions.minutes import close_meeting, voice_seats
from reviews.forms.meetings import PresenceForm
from reviews.models import ScopingMeeting
from reviews.pages import agenda as agenda_pages
from reviews.pages import live as live_pages
from reviews.pages import meetings as meeting_pages
from reviews.pages.meeting_guests import around_context
from reviews.pages.scoping import scoping_context
from reviews.pages.slots import slots_context
from reviews.permissions import can_plan_meeting, can_write_minutes
from reviews.views.items import show_point
from reviews.words.meetings import meeting_when

State = ScopingMeeting.State
READ_OR_WRITE = require_http_methods(["GET", "HEAD", "POST"])


def find_meeting(request, meeting_id) -> ScopingMeeting:
    """A meeting that this person may see, with its project."""
    meetings = ScopingMeeting.objects.visible_to(request.user)
    return get_object_or_404(meetings.select_related("project", "organiser"), pk=meeting_id)


@require_safe
def scoping(request, key):
    """The scoping of a project: its meetings, who must move, its documents."""
    projects = Project.objects.visible_to(request.user).select_related("kind", "vendor")
    project = get_object_or_404(projects, key=key)
    context = scoping_context(project, request.user)
    return render_page(request, "reviews/scoping.html", context, partial="cadrage")


@require_safe
def meeting(request, meeting_id):
    """A meeting: live while it is open, otherwise its date and its agenda."""
    meeting = find_meeting(request, meeting_id)
    rows = meeting.items.on_agenda().select_related("owner")
    items = list(rows.prefetch_related("outcomes", "merged"))
    if meeting.state == State.HELD and items:
        return show_point(request, on_table(meeting, live_pages.agenda_items(meeting)))
    context = page_context(request, meeting) | {
        **agenda_pages.meeting_context(meeting, items),
        "last_minutes": meeting.minutes.first(),
        "draft_mark": writer_mark(request.user),
        "may_lead": bool(can_plan_meeting(request.user, meeting)),
        "mine": Move.objects.open().about(meeting).held_by(request.user).exists(),
        **around_context(meeting, request.user),
        **slots_context(meeting, request.user),
    }
    return render_page(request, "reviews/meeting.html", context, partial="reunion")


def on_table(meeting, items):
    """The point that the live page opens on."""
    item = live_pages.item_on_table(meeting, items)
    item.meeting = meeting
    return item


def page_context(request, meeting) -> dict:
    """What the head of every page of a meeting shows."""
    seats = list(voice_seats(meeting.project))
    return {
        "meeting": meeting,
        "project": meeting.project,
        "crumbs": meeting_pages.crumbs(meeting.project, request.user),
        "seats": meeting_pages.trio(meeting, seats),
        "state": meeting_pages.state_line(meeting),
        "when": meeting_when(meeting) if meeting.starts_at else "",
        "may_write": bool(can_write_minutes(request.user, meeting)),
        "voice_missing": len(seats) < len(meeting_pages.Voice.values),
    }


@READ_OR_WRITE
def meeting_opening(request, meeting_id):
    """Open the meeting with the voices that are there, note an arrival, or open a second round."""
    meeting = find_meeting(request, meeting_id)
    require(can_plan_meeting(request.user, meeting))
    if meeting.state in (State.TO_PLAN, State.SIGNED):
        raise WrongState(
            _("Cette réunion n’est pas à ouvrir : fixez d’abord sa date, ou relisez-la.")
        )
    if request.method == "POST" and meeting.state in (State.CLOSED, State.CONTESTED):
        reopen_meeting(meeting=meeting, by=request.user)
        messages.success(request, _("Second tour ouvert. Les trois voix sont prévenues."))
        return redirect("reviews:meeting", meeting.pk)
    seats = list(voice_seats(meeting.project))
    initial = {"present": sorted(meeting.voices_present()) or [seat.part for seat in seats]}
    form = PresenceForm(posted(request), seats=seats, initial=initial)
    if request.method == "POST" and form.is_valid():
        verb = note_arrivals if meeting.state == State.HELD else hold_meeting
        try:
            verb(meeting=meeting, present=form.cleaned_data["present"], by=request.user)
        except Incomplete as error:
            add_problems(form, error)
        else:
            messages.success(
                request, _("C’est noté. Ce qui s’écrit est visible par les trois voix.")
            )
            return redirect("reviews:meeting", meeting.pk)
    context = page_context(request, meeting) | {"form": form}
    status = 422 if form.errors else 200
    return render_page(
        request, "reviews/meeting_opening.html", context, partial="ouverture", status=status
    )


@READ_OR_WRITE
def closing(request, meeting_id):
    """Close the meeting: what it will do, then the minutes."""
    meeting = find_meeting(request, meeting_id)
    require(can_plan_meeting(request.user, meeting))
    typing = writers(meeting, but=request.user)
    if request.method == "POST" and not (typing and "malgre" not in request.POST):
        minutes = close_meeting(meeting=meeting, by=request.user)
        messages.success(request, _("Compte rendu envoyé. La balle est aux trois voix."))
        return redirect("reviews:minutes", minutes.pk)
    if meeting.state != State.HELD:
        raise WrongState(_("Cette réunion n’est pas ouverte : il n’y a rien à clore."))
    items = list(meeting.items.on_agenda().prefetch_related("outcomes", "merged"))
    outcomes = [outcome for item in items for outcome in item.outcomes.all()]
    context = page_context(request, meeting) | {
        "presence": meeting_pages.presence_line(meeting),
        "silent": [item.title for item in items if not meeting_pages.is_spoken(item)],
        "results": meeting_pages.results(outcomes),
        "typing": live.still_writing([row.person.name for row in typing]),
    }
    status = 409 if request.method == "POST" else 200
    return render_page(
        request, "reviews/meeting_closing.html", context, partial="cloture", status=status
    )


def posted(request):
    """What a form was sent with, even nothing; None when the page is only read."""
    return request.POST if request.method == "POST" else None
