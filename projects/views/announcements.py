"""What the owner of a system announces: looked at first, then told once; what projects answer."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from governance.forms.problems import add_problems
from governance.permissions import can_browse_catalogue, can_keep_system
from governance.verdicts import Incomplete, WrongState, require
from projects import impact
from projects.actions import announcements as actions
from projects.actions.pathbook import Overtaken
from projects.announced import is_over, sentence, sentence_of
from projects.forms.systems import AnnouncementForm, ReasonForm, WordForm
from projects.models import AnnouncementReach, Project, SystemAnnouncement
from projects.permissions import can_answer_announcement
from projects.views.system_edit import find_kept, status_of


@require_http_methods(["GET", "HEAD", "POST"])
def announcement_add(request, system_id):
    """Typed, then looked at with the projects it hits, then told: never before it was looked at."""
    found = find_kept(request, system_id)
    if found.archived_at:
        raise WrongState(_("%(name)s est archivé : il n’annonce plus rien.") % {"name": found})
    posted = request.POST if request.method == "POST" else None
    form = AnnouncementForm(posted, system=found)
    if not (form.is_valid() and well_said(found, form)):
        return page(request, found, form, status=status_of(form))
    if posted.get("action") != "announce":
        return page(request, found, form, looked=True)
    try:
        made = actions.announce(
            system=found, stamp=posted.get("stamp", ""), by=request.user, **form.cleaned_data
        )
    except Overtaken:
        return page(request, found, form, looked=True, status=409)
    except Incomplete as incomplete:
        add_problems(form, incomplete)
        return page(request, found, form, status=422)
    messages.success(request, _("Annonce faite : les porteurs ont la balle."))
    return redirect("projects:announcement", made.pk)


def well_said(found, form) -> bool:
    """What the verb would refuse is refused before its effect is shown."""
    try:
        actions.refuse_badly_said(system=found, **form.cleaned_data)
    except Incomplete as incomplete:
        add_problems(form, incomplete)
        return False
    return True


def page(request, found, form, *, looked=False, status=200):
    """The form, and the effect once it can be computed."""
    context = {"system": found, "form": form, "looked": looked, "changed": status == 409}
    if looked:
        said = form.cleaned_data
        kind, first, last = said["kind"], said["starts_on"], said["ends_on"]
        last = None if kind == SystemAnnouncement.Kind.RETIREMENT else last
        leans = impact.hit_by(found, kind, first, last)
        context |= {
            "leans": leans,
            "stamp": impact.stamp_of(leans),
            "sentence": sentence(found.name, kind, first, last),
        }
    return render(request, "projects/announcement_add.html", context, status=status)


@require_safe
def announcement(request, announcement_id):
    """What was announced, the projects it reached, what each of them does."""
    found = find_announcement(request, announcement_id)
    reaches = found.reaches.select_related("project", "answered_by").order_by("project__launch_on")
    context = {
        "made": found,
        "title": sentence_of(found),
        "reaches": list(reaches),
        "over": is_over(found),
        "may_withdraw": found.withdrawn_at is None
        and bool(can_keep_system(request.user, found.system)),
    }
    return render(request, "projects/announcement.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def announcement_withdrawal(request, announcement_id):
    """It will not be; the projects no longer have to answer."""
    found = find_announcement(request, announcement_id)
    require(can_keep_system(request.user, found.system))
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.withdraw_announcement(announcement=found, by=request.user, **form.cleaned_data)
        except Incomplete as incomplete:
            add_problems(form, incomplete)
        else:
            messages.success(request, _("Annonce retirée. Les projets sont prévenus."))
            return redirect("projects:announcement", found.pk)
    context = {"made": found, "title": sentence_of(found), "form": form}
    return render(request, "projects/announcement_withdrawal.html", context, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
def announcement_answer(request, reach_id):
    """On the project: what is announced to it, and what its bearer says about it."""
    rows = AnnouncementReach.objects.filter(
        project__in=Project.objects.visible_to(request.user)
    ).select_related(
        "project__kind",
        "project__vendor",
        "announcement__system",
        "announcement__replaced_by",
        "answered_by",
    )
    found = get_object_or_404(rows, pk=reach_id)
    may = can_answer_announcement(request.user, found)
    form = WordForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        require(may)
        if form.is_valid():
            try:
                actions.answer_announcement(reach=found, by=request.user, **form.cleaned_data)
            except Incomplete as incomplete:
                add_problems(form, incomplete)
            else:
                messages.success(request, _("Réponse envoyée au propriétaire du système."))
                return redirect(found.project)
    waits = found.answered_at is None and found.announcement.withdrawn_at is None
    context = {
        "project": found.project,
        "tab": "dependencies",
        "reach": found,
        "made": found.announcement,
        "title": sentence_of(found.announcement),
        "form": form if may and waits else None,
    }
    return render(request, "projects/announcement_answer.html", context, status=status_of(form))


def find_announcement(request, announcement_id) -> SystemAnnouncement:
    """An announcement, for whoever may browse the catalogue."""
    require(can_browse_catalogue(request.user))
    rows = SystemAnnouncement.objects.select_related(
        "system__owner_team", "replaced_by", "announced_by", "withdrawn_by"
    )
    return get_object_or_404(rows, pk=announcement_id)
