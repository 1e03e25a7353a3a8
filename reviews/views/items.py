from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from governance.forms.problems import DONE, add_problems, attempt
from governance.pages import render_page
from governance.verdicts import Incomplete, WrongState, require
from reviews.actions.live import go_to_item
from reviews.actions.outcomes import add_outcome, edit_outcome, withdraw_outcome
from reviews.forms.meetings import NotesForm, OutcomeEditForm, OutcomeForm, VersionForm
from reviews.models import AgendaItem, Outcome, ScopingMeeting
from reviews.pages import live as live_pages
from reviews.pages import meetings as meeting_pages
from reviews.pages.outcomes import settles_value
from reviews.permissions import can_write_minutes

LIVE = "reviews/meeting_live.html"
LINE, LINE_STATE = "reviews/live/issue_edit.html", "reviews/live/issue_state.html"


def find_item(request, item_id) -> AgendaItem:
    """A point that this person may see, with its meeting."""
    items = AgendaItem.objects.visible_to(request.user)
    related = ("meeting__project__vendor", "meeting__current_item", "written_by", "topic")
    items = items.select_related(*related).prefetch_related("merged")
    return get_object_or_404(items, pk=item_id)


def find_line(request, outcome_id) -> Outcome:
    """Something that came out of a point that this person may see."""
    rows = Outcome.objects.filter(item__in=AgendaItem.objects.visible_to(request.user))
    related = ("item__meeting__project", "item__topic", "owner", "written_by", "subject__topic")
    return get_object_or_404(
        rows.select_related(*related, "option", "dependency__system"), pk=outcome_id
    )


@require_http_methods(["GET", "HEAD", "POST"])
def item(request, item_id):
    """One point of an open meeting; POST keeps what was said on it."""
    item = find_item(request, item_id)
    if request.method != "POST":
        is_open = item.meeting.state == ScopingMeeting.State.HELD
        return show_point(request, item) if is_open else to_meeting(item)
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
    return turn_to(request, item)


def turn_to(request, item):
    """« Point suivant »: the table moves with whoever pressed it."""
    following = request.POST.get("following", "")
    points = item.meeting.items.filter(place=AgendaItem.Place.AGENDA)
    target = points.filter(pk=following).first() if following.isdigit() else None
    if target is None:
        return to_item(item)
    target.meeting = item.meeting
    go_to_item(item=target, by=request.user)
    return to_item(target)


@require_POST
def item_table(request, item_id):
    """Bring the meeting to this point."""
    item = find_item(request, item_id)
    require(can_write_minutes(request.user, item.meeting))
    try:
        go_to_item(item=item, by=request.user)
    except Incomplete as gone:
        raise WrongState(str(gone)) from None
    return to_item(item)


@require_POST
def item_outcome(request, item_id):
    """Add what comes out of a point."""
    item = find_item(request, item_id)
    require(can_write_minutes(request.user, item.meeting))
    form = OutcomeForm(request.POST, item=item)
    status = attempt(form, add_outcome, item=item, by=request.user)
    if status == DONE:
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
        return show_point(request, item, partial="sortie", adding=True)
    return to_item(item)


@require_http_methods(["GET", "HEAD", "POST"])
def outcome_line(request, outcome_id):
    """Change a line in its place; in a conflict, both texts are shown and none is lost."""
    outcome = find_line(request, outcome_id)
    require(can_write_minutes(request.user, outcome.item.meeting))
    if request.method != "POST":
        return show_line(request, outcome, line_form(outcome))
    form = OutcomeEditForm(request.POST, outcome=outcome)
    told, status = {}, 422
    if form.is_valid():
        try:
            outcome = edit_outcome(outcome=outcome, by=request.user, **form.cleaned_data)
        except Incomplete as error:
            add_problems(form, error)
        except WrongState as too_late:
            outcome = find_line(request, outcome.pk)
            told, status = {"conflict": str(too_late)}, 409
        else:
            return line_kept(request, outcome)
    return show_line(request, outcome, form, status=status, **told)


def line_kept(request, outcome):
    """A field that saves by itself leaves the line open; the button closes it."""
    outcome = find_line(request, outcome.pk)
    if not request.htmx:
        return to_item(outcome.item)
    if "fini" not in request.POST:
        return show_line(request, outcome, line_form(outcome), saved=True)
    response = to_line(request, outcome)
    response["HX-Retarget"] = "#d-issues"
    return response


def line_form(outcome) -> OutcomeEditForm:
    """The line as it is kept."""
    owner = outcome.owner_id
    initial = {"text": outcome.text, "owner": owner, "due_on": outcome.due_on}
    initial |= {"version": outcome.version, "settles": settles_value(outcome)}
    return OutcomeEditForm(initial=initial, outcome=outcome)


def show_line(request, outcome, form, *, status=200, saved=False, conflict=""):
    """The form of one line: in the place of the line for htmx, else within its point."""
    if not request.htmx:
        told = {"edited": outcome, "edit_form": form, "edit_conflict": conflict}
        return show_point(request, find_item(request, outcome.item_id), status=status, **told)
    context = {"edited": outcome, "edit_form": form, "edit_conflict": conflict, "kept": saved}
    if request.method == "POST":
        return render(request, LINE_STATE, context, status=status)
    return render_page(request, LINE, context, partial="ligne", status=status)


def to_line(request, outcome):
    """The point again, with the line as it is now."""
    if not request.htmx:
        return to_item(outcome.item)
    return show_point(request, find_item(request, outcome.item_id), partial="issues")


@require_POST
def outcome_withdrawal(request, outcome_id):
    """Take back what came out of a point."""
    outcome = find_line(request, outcome_id)
    require(can_write_minutes(request.user, outcome.item.meeting))
    form = VersionForm(request.POST)
    if not form.is_valid():
        raise WrongState(_("Cette ligne a changé. Relisez-la avant de la retirer."))
    withdraw_outcome(outcome=outcome, by=request.user, **form.cleaned_data)
    messages.success(request, _("Ligne retirée. Elle n’est plus au compte rendu."))
    return to_line(request, outcome)


def to_item(item):
    return redirect("reviews:item", item.pk)


def to_meeting(item):
    return redirect("reviews:meeting", item.meeting_id)


def show_point(request, item, *, partial="issues", status=200, **given):
    """The live page on one point, or the piece of it that htmx asked for."""
    reading = live_pages.Reading.of(request.GET)
    context = live_pages.page_context(item, request.user, reading)
    context["crumbs"] = meeting_pages.crumbs(item.meeting.project, request.user)
    context |= {"edited": None, "edit_form": None, "edit_conflict": "", "oob": False}
    context |= {"adding": False} | given
    return render_page(request, LIVE, context, partial=partial, status=status)


def first_problem(form) -> str:
    """Why the notes were not kept, in one sentence."""
    return next(iter(form.errors.values()))[0]
