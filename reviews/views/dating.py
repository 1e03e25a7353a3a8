"""The date of a meeting: fixed by hand, moved, called off, and its calendar file."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from governance.forms.problems import add_problems
from governance.pages import render_page
from governance.verdicts import Incomplete, WrongState, require
from reviews.actions.agenda import planned_agenda
from reviews.actions.dating import call_off_meeting, plan_meeting
from reviews.actions.minutes import voice_seats
from reviews.agenda import too_long
from reviews.calendar_files import invitation, media_type, method_for
from reviews.forms.meetings import DateForm
from reviews.forms.slots import ReasonForm
from reviews.models import ScopingMeeting
from reviews.permissions import can_plan_meeting, can_write_minutes
from reviews.views.meetings import READ_OR_WRITE, find_meeting, page_context, posted

State = ScopingMeeting.State


@READ_OR_WRITE
def meeting_date(request, meeting_id):
    """Fix the date of a meeting by hand, or move it."""
    meeting = find_meeting(request, meeting_id)
    require(can_plan_meeting(request.user, meeting))
    if meeting.state not in (State.TO_PLAN, State.PLANNED):
        raise WrongState(_("La réunion a déjà eu lieu : sa date ne change plus."))
    form = DateForm(posted(request), initial=date_initial(meeting))
    if form.is_valid():
        try:
            plan_meeting(meeting=meeting, by=request.user, **form.verb_arguments())
        except Incomplete as error:
            add_problems(form, error)
        else:
            messages.success(request, _("Date fixée. Les trois voix reçoivent l’invitation."))
            return redirect("reviews:meeting", meeting.pk)
    minutes = planned_agenda(meeting).minutes
    context = page_context(request, meeting) | {"form": form, "total": minutes}
    context |= {"too_long": too_long(minutes), "moves": meeting.state == State.PLANNED}
    status = 422 if form.errors else 200
    return render_page(request, "reviews/meeting_date.html", context, partial="date", status=status)


def date_initial(meeting) -> dict:
    """What the date form starts with: the place, and the date to move if there is one."""
    place = {"place": meeting.place, "video_link": meeting.video_link}
    if meeting.starts_at is None:
        return place
    start = timezone.localtime(meeting.starts_at)
    return {"day": start.date(), "hour": start.time()} | place


@READ_OR_WRITE
def meeting_calling_off(request, meeting_id):
    """Call the date off: what it will do, why, then the meeting waits for another date."""
    meeting = find_meeting(request, meeting_id)
    require(can_plan_meeting(request.user, meeting))
    if meeting.state != State.PLANNED:
        raise WrongState(_("Cette réunion n’a pas de date à annuler."))
    form = ReasonForm(posted(request))
    if form.is_valid():
        call_off_meeting(meeting=meeting, by=request.user, **form.cleaned_data)
        messages.success(request, _("Date annulée. Les trois voix sont prévenues."))
        return redirect("reviews:slots", meeting.pk)
    context = page_context(request, meeting) | {"form": form}
    status = 422 if form.errors else 200
    return render_page(
        request, "reviews/meeting_calling_off.html", context, partial="annulation", status=status
    )


@require_safe
def invite_file(request, meeting_id):
    """The invitation that calendars open."""
    meeting = find_meeting(request, meeting_id)
    require(can_write_minutes(request.user, meeting))
    if meeting.starts_at is None:
        raise WrongState(_("La date de cette réunion n’est pas encore fixée."))
    seats, items = list(voice_seats(meeting.project)), list(meeting.items.on_agenda())
    people = [seat.person for seat in seats]
    file = invitation(meeting, people, items, reader=request.user)
    kind = media_type(method_for(meeting, request.user, cancelled=False))
    response = HttpResponse(file, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="cadrage-{meeting.project.key}.ics"'
    return response
