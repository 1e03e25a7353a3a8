"""The agenda as its leaders arrange it, and another meeting when one is needed."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from governance.forms.problems import add_problems
from governance.pages import render_page
from governance.verdicts import Incomplete, WrongState, require
from projects.models import Project
from reviews.actions import arranging
from reviews.actions.further_meetings import call_meeting
from reviews.actions.outcomes import project_people
from reviews.forms.agenda import FurtherMeetingForm, PointForm, RankForm, TermsForm
from reviews.models import AgendaItem, ScopingMeeting
from reviews.pages import agenda as agenda_pages
from reviews.pages import meetings as meeting_pages
from reviews.permissions import can_call_meeting, can_plan_meeting
from reviews.views.items import find_item

READ_OR_WRITE = require_http_methods(["GET", "HEAD", "POST"])


def find_meeting(request, meeting_id) -> ScopingMeeting:
    """A meeting that this person may arrange, with its project."""
    rows = ScopingMeeting.objects.visible_to(request.user).select_related("project", "follows")
    meeting = get_object_or_404(rows, pk=meeting_id)
    require(can_plan_meeting(request.user, meeting))
    return meeting


def find_point(request, item_id) -> AgendaItem:
    """A point of an agenda that this person may arrange."""
    item = find_item(request, item_id)
    require(can_plan_meeting(request.user, item.meeting))
    return item


@READ_OR_WRITE
def agenda(request, meeting_id):
    """The page where an agenda is arranged; POST adds a point."""
    meeting = find_meeting(request, meeting_id)
    if request.method != "POST":
        towards = "down" if request.GET.get("sens") == "bas" else "up"
        return show_agenda(request, meeting, moved=moved_point(request), towards=towards)
    form = PointForm(request.POST, project=meeting.project)
    if form.is_valid():
        try:
            item = arranging.add_point(meeting=meeting, by=request.user, **form.cleaned_data)
        except Incomplete as error:
            add_problems(form, error)
        else:
            messages.success(request, _("« %(title)s » est ajouté.") % {"title": item.title})
            return to_agenda(meeting, item)
    return show_agenda(request, meeting, status=422, point_form=form)


@require_POST
def agenda_update(request, meeting_id):
    """Bring the agenda to what is open on the project now."""
    meeting = find_meeting(request, meeting_id)
    arranging.update_agenda(meeting=meeting, by=request.user)
    messages.success(request, _("L’ordre du jour est à jour."))
    return redirect("reviews:agenda", meeting.pk)


@require_POST
def point_rank(request, item_id):
    """Move a point: one rank up or down by its buttons, anywhere by its handle."""
    item, form = find_point(request, item_id), RankForm(request.POST)
    if not form.is_valid():
        sentence = _("Ce déplacement n’est pas arrivé entier. Voici l’ordre actuel.")
        return show_agenda(request, item.meeting, status=422, problem=sentence, moved=item.pk)
    was, pk = item.position, item.pk
    try:
        item = arranging.move_point(item=item, by=request.user, **form.verb_arguments())
    except WrongState as late:
        return show_agenda(request, item.meeting, status=409, problem=str(late), moved=pk)
    towards = "down" if item.position > was else "up"
    if not request.htmx:
        return to_agenda(item.meeting, item, towards=towards)
    return show_agenda(request, item.meeting, moved=pk, towards=towards)


@require_POST
def point_terms(request, item_id):
    """Change the minutes and the owner of a point."""
    item = find_point(request, item_id)
    people = list(project_people(item.project))
    form, status = TermsForm(request.POST, item=item, people=people), 422
    if form.is_valid():
        try:
            arranging.set_point(item=item, by=request.user, **form.verb_arguments())
        except Incomplete as error:
            add_problems(form, error)
        except WrongState as late:
            form.add_error(None, str(late))
            form.read_again(AgendaItem.objects.get(pk=item.pk))
            status = 409
        else:
            messages.success(request, _("« %(title)s » est réglé.") % {"title": item.title})
            return to_agenda(item.meeting, item)
    return show_agenda(request, item.meeting, status=status, forms={item.pk: form})


@require_POST
def point_merging(request, item_id):
    """Talk of two points as one."""
    item = find_point(request, item_id)
    chosen = request.POST.get("into", "")
    into = AgendaItem(pk=int(chosen) if chosen.isdigit() and len(chosen) < 19 else 0)
    return arranged(
        request,
        item,
        arranging.merge_point,
        _("« %(title)s » est réuni à un autre point."),
        into=into,
    )


@require_POST
def point_splitting(request, item_id):
    """Undo a merge."""
    item = find_point(request, item_id)
    return arranged(request, item, arranging.split_point, _("« %(title)s » est de nouveau à part."))


@require_POST
def point_postponing(request, item_id):
    """Leave a point for another meeting."""
    item = find_point(request, item_id)
    sentence = _("« %(title)s » est reporté : la prochaine réunion commencera par là.")
    return arranged(request, item, arranging.postpone_point, sentence)


@require_POST
def point_return(request, item_id):
    """Talk of a postponed point after all."""
    item = find_point(request, item_id)
    return arranged(request, item, arranging.bring_back, _("« %(title)s » est ramené."))


def arranged(request, item: AgendaItem, verb, sentence: str, **given):
    """One verb on a point, then the agenda; too late, the agenda as it is and why."""
    try:
        verb(item=item, by=request.user, **given)
    except Incomplete as missing:
        return show_agenda(request, item.meeting, status=422, problem=str(missing))
    except WrongState as late:
        return show_agenda(request, item.meeting, status=409, problem=str(late))
    messages.success(request, sentence % {"title": item.title})
    return to_agenda(item.meeting, item)


def to_agenda(meeting, item: AgendaItem, *, towards=""):
    """Back to the agenda, on the point that was just arranged."""
    way = "bas" if towards == "down" else "haut"
    query = f"?deplace={item.pk}&sens={way}" if towards else ""
    address = reverse("reviews:agenda", args=[meeting.pk])
    return HttpResponseRedirect(f"{address}{query}#point-{item.pk}")


def moved_point(request) -> int | None:
    """The point whose button keeps the focus."""
    number = request.GET.get("deplace", "")
    return int(number) if number.isdigit() and len(number) < 19 else None


def show_agenda(request, meeting, *, status=200, **given):
    """The page of the agenda, or its list alone for htmx."""
    meeting = ScopingMeeting.objects.select_related("project").get(pk=meeting.pk)
    if meeting.state not in arranging.ARRANGED:
        raise WrongState(_("La réunion a eu lieu : son ordre du jour ne change plus."))
    context = agenda_pages.arranging_context(meeting, **given)
    context["told"] = agenda_pages.moved_words(context)
    context["crumbs"] = meeting_pages.crumbs(meeting.project, request.user)
    return render_page(request, "reviews/agenda.html", context, partial="ordre", status=status)


@READ_OR_WRITE
def further_meeting(request, key):
    """Ask for another meeting, saying why."""
    projects = Project.objects.visible_to(request.user).select_related("kind", "vendor")
    project = get_object_or_404(projects, key=key)
    require(can_call_meeting(request.user, project))
    posted = request.POST if request.method == "POST" else None
    form = FurtherMeetingForm(posted, project=project)
    if form.is_valid():
        try:
            meeting = call_meeting(project=project, by=request.user, **form.cleaned_data)
        except Incomplete as error:
            add_problems(form, error)
        else:
            messages.success(request, _("Réunion à fixer : la balle est au porteur du besoin."))
            return redirect("reviews:meeting", meeting.pk)
    context = {"project": project, "form": form, "tab": "scoping"}
    context["signed"] = project.meetings.filter(state="signed").exists()
    status = 422 if form.errors else 200
    return render_page(
        request, "reviews/agenda_meeting.html", context, partial="autre-reunion", status=status
    )
