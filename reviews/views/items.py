import secrets

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from governance.forms.problems import add_problems
from governance.pages import render_page
from governance.verdicts import Incomplete, WrongState, require
from reviews import meeting_pages
from reviews.actions.meetings import meeting_when
from reviews.actions.minutes import voice_seats
from reviews.actions.outcomes import add_outcome
from reviews.forms.meetings import NotesForm, OutcomeForm
from reviews.models import AgendaItem, Outcome, ScopingMeeting
from reviews.permissions import can_plan_meeting, can_write_minutes

LIVE = "reviews/meeting_live.html"


def find_item(request, item_id) -> AgendaItem:
    """A point that this person may see, with its meeting."""
    items = AgendaItem.objects.visible_to(request.user)
    return get_object_or_404(items.select_related("meeting__project", "written_by"), pk=item_id)


@require_http_methods(["GET", "HEAD", "POST"])
def item(request, item_id):
    """One point of an open meeting; POST keeps what was said on it."""
    item = find_item(request, item_id)
    if request.method != "POST":
        is_open = item.meeting.state == ScopingMeeting.State.HELD
        return show_point(request, item) if is_open or request.htmx else to_meeting(item)
    require(can_write_minutes(request.user, item.meeting))
    return keep_notes(request, item)


def keep_notes(request, item):
    """Save the notes of a point; in a conflict, both texts are shown and none is lost."""
    form = NotesForm(request.POST)
    if not form.is_valid():
        told = {"notes_form": form, "problem": first_problem(form)}
        return show_point(request, item, partial="notes-etat", status=422, **told)
    try:
        item.write(**form.verb_arguments(item.notes), by=request.user)
    except WrongState as too_late:
        item = find_item(request, item.pk)
        told = {"notes_form": form, "conflict": str(too_late)}
        return show_point(request, item, partial="notes-etat", status=409, **told)
    if request.htmx:
        return show_point(request, item, partial="notes-etat")
    following = request.POST.get("following", "")
    return redirect("reviews:item", int(following) if following.isdigit() else item.pk)


@require_POST
def item_outcome(request, item_id):
    """Add what comes out of a point."""
    item = find_item(request, item_id)
    require(can_write_minutes(request.user, item.meeting))
    form, status = OutcomeForm(request.POST, project=item.project), 422
    if form.is_valid():
        try:
            add_outcome(item=item, by=request.user, **form.cleaned_data)
        except Incomplete as error:
            add_problems(form, error)
        except WrongState as too_late:
            form.add_error(None, str(too_late))
            status = 409
        else:
            return outcome_added(request, item, form.cleaned_data)
    return show_point(request, item, partial="sortie", outcome_form=form, status=status)


def outcome_added(request, item, data):
    """Say it, then show the list with an empty form."""
    label = Outcome.Kind(data["kind"]).label
    owner = data["owner"] if data["kind"] in Outcome.OWED else None
    told = {"label": label, "owner": owner}
    sentence = _("%(label)s ajoutée pour %(owner)s.") if owner else _("%(label)s : c’est noté.")
    messages.success(request, sentence % told)
    if request.htmx:
        return show_point(request, item, partial="sortie")
    return to_item(item)


def to_item(item):
    return redirect("reviews:item", item.pk)


def to_meeting(item):
    return redirect("reviews:meeting", item.meeting_id)


def show_point(request, item, *, partial="direct", status=200, **given):
    """The live page on one point, or the piece of it that htmx asked for."""
    meeting = item.meeting
    stamp = meeting_pages.stamp(meeting)
    if request.htmx and partial == "direct" and request.GET.get("vu") == stamp:
        return HttpResponse(status=204)
    context = live_context(request, meeting, item) | given | {"stamp": stamp}
    context["polling"] = partial == "direct" and bool(request.htmx)
    return render_page(request, LIVE, context, partial=partial, status=status)


def live_context(request, meeting, item) -> dict:
    """Everything that the live page shows on one point."""
    items = list(meeting.items.prefetch_related("outcomes"))
    seats = list(voice_seats(meeting.project))
    following = meeting_pages.next_item(items, item)
    return {
        "meeting": meeting,
        "project": meeting.project,
        "crumbs": meeting_pages.crumbs(meeting.project, request.user),
        "seats": meeting_pages.trio(meeting, seats),
        "when": meeting_when(meeting),
        "presence": meeting_pages.presence_line(meeting),
        "clock": meeting_pages.clock(meeting),
        "agenda": meeting_pages.agenda_lines(items, item),
        "item": item,
        "rank": [line.pk for line in items].index(item.pk) + 1,
        "count": len(items),
        "following": following,
        "outcomes": meeting_pages.outcome_lines(item, seats),
        "saved": meeting_pages.saved_sentence(item),
        "elsewhere": written_elsewhere(request, item),
        "conflict": "",
        "problem": "",
        "notes_form": notes_form(item),
        "outcome_form": OutcomeForm(project=meeting.project, initial={"kind": "decision"}),
        "may_write": bool(can_write_minutes(request.user, meeting)),
        "may_lead": bool(can_plan_meeting(request.user, meeting)),
        "is_open": meeting.state == ScopingMeeting.State.HELD,
        "live_url": reverse("reviews:item", args=[item.pk]),
    }


def first_problem(form) -> str:
    """Why the notes were not kept, in one sentence."""
    return next(iter(form.errors.values()))[0]


def notes_form(item) -> NotesForm:
    """The notes as they are kept, with what tells this page from another."""
    page = secrets.token_urlsafe(12)
    return NotesForm(initial={"notes": item.notes, "version": item.notes_version, "page": page})


def written_elsewhere(request, item) -> str:
    """Who wrote on this point since this page read it; nobody, most of the time."""
    read = request.GET.get("version", "")
    newer = read.isdigit() and item.notes_version > int(read)
    if newer and item.written_by_id != request.user.pk:
        return item.written_by.name
    return ""
