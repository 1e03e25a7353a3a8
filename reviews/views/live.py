from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from governance.access import by_itself, quick_answer
from governance.verdicts import require
from reviews.actions.live import arrive, be_there, leave_page
from reviews.forms.meetings import FieldForm
from reviews.models import AgendaItem, ScopingMeeting
from reviews.pages import live as live_pages
from reviews.permissions import can_write_minutes

PIECES = "reviews/meeting_pieces.html"


def find_meeting(request, meeting_id) -> ScopingMeeting:
    """A meeting that this person may see, with what its live page needs."""
    meetings = ScopingMeeting.objects.visible_to(request.user)
    related = ("project__vendor", "current_item")
    return get_object_or_404(meetings.select_related(*related), pk=meeting_id)


def find_attended(request, meeting_id) -> ScopingMeeting:
    """A meeting whose page this person reads, as a voice, as a colleague or as a guest."""
    meetings = ScopingMeeting.objects.open_to(request.user).select_related("project")
    return get_object_or_404(meetings, pk=meeting_id)


def nothing() -> HttpResponse:
    """The smallest answer: nothing to read, hence nothing to protect from being read."""
    response = HttpResponse(status=204)
    del response["Content-Type"]
    response._csp_exempt = response.xframe_options_exempt = True
    return response


def unchanged(request, meeting_id):
    """The whole answer to a page that has seen everything, from one statement."""
    seen = request.GET.get("vu", "")
    session = request.session.session_key
    if seen and seen == live_pages.seen_token(request.user, session, meeting_id):
        return nothing()
    return None


@by_itself
@quick_answer(unchanged)
@require_GET
def direct(request, meeting_id):
    """What changed on a point since this page last asked; nothing, most of the time."""
    meeting = find_meeting(request, meeting_id)
    asked = request.GET.get("point", "")
    points = meeting.items.select_related("written_by", "topic")
    item = points.filter(pk=asked).first() if asked.isdigit() else None
    item = item or live_pages.item_on_table(meeting, live_pages.agenda_items(meeting))
    if item is None:
        return nothing()
    item.meeting = meeting
    reading = live_pages.Reading.of(request.GET)
    context = live_pages.page_context(item, request.user, reading)
    names = live_pages.changed_pieces(context, reading)
    context |= {"oob": True, "edited": None, "edit_conflict": "", "adding": False}
    context["pieces"] = [f"reviews/live/{name}.html" for name in names]
    context["still_edited"] = [row for row in context["outcomes"] if row["id"] in reading.editing]
    context["postponed"] = item.place != AgendaItem.Place.AGENDA
    return render(request, PIECES, context)


@by_itself
@require_POST
def attendance(request, meeting_id):
    """« Je suis là »: the page says so every twenty seconds, with the field that is written in."""
    meeting = find_attended(request, meeting_id)
    form = FieldForm(request.POST)
    if not form.is_valid() or meeting.state != ScopingMeeting.State.HELD:
        return nothing()
    if form.cleaned_data["parti"]:
        leave_page(meeting=meeting, by=request.user)
    else:
        writes = bool(form.cleaned_data["champ"]) and can_write_minutes(request.user, meeting)
        field = form.cleaned_data["champ"] if writes else ""
        be_there(meeting=meeting, by=request.user, field=field)
    return nothing()


@require_POST
def arrival(request, meeting_id):
    """A voice that reads the page of an open meeting says that it is at the table."""
    meeting = find_meeting(request, meeting_id)
    require(can_write_minutes(request.user, meeting))
    arrive(meeting=meeting, by=request.user)
    messages.success(request, _("C’est noté : votre voix est à la réunion."))
    return redirect("reviews:meeting", meeting.pk)
