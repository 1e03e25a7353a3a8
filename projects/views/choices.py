from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from governance.forms.problems import add_problems
from governance.keeping import given_back, keeps_typing
from governance.pages import render_page
from governance.verdicts import Incomplete, WrongState, require
from projects import assessment
from projects.actions import choices
from projects.models import Project, ProjectTopic
from projects.permissions import can_propose_choice
from projects.views import choice_pages as pages


@require_GET
def topics(request, key):
    """The ten topics of a project, and who must answer."""
    project = get_object_or_404(
        Project.objects.visible_to(request.user).select_related("kind"), key=key
    )
    context = {"project": project, "tab": "topics", **pages.topics_page(project)}
    return render_page(request, "projects/topics.html", context, partial="sujets")


@keeps_typing
@require_http_methods(["GET", "POST"])
def choice(request, subject_id):
    """What is proposed on a topic: written by the vendor, read by everybody else."""
    subject = subject_of(request, subject_id)
    allowed = can_propose_choice(request.user, subject.project)
    if request.method == "POST":
        require(allowed)
        return post(request, subject)
    if not allowed or subject.project.is_over:
        context = pages.reading_page(subject, request.user, request.GET.get("version", ""))
        return render(request, "projects/choice_reading.html", context)
    form, data = to_write(request, subject)
    context = pages.writing_page(subject, form, data, request.user)
    return render(request, "projects/choice.html", context)


def to_write(request, subject: ProjectTopic):
    """The form as it was left: typed when a session ended, else the draft or the last version."""
    typed = given_back(request)
    form = pages.form_of(subject, typed)
    if typed is None:
        return form, pages.initial_data(form)
    form.is_valid()
    return form, form.answers()


@require_POST
def verdicts(request, subject_id):
    """What the rules say of what is typed, without keeping anything."""
    subject = subject_of(request, subject_id)
    require(can_propose_choice(request.user, subject.project))
    form = pages.form_of(subject, request.POST)
    form.is_valid()
    data = form.answers()
    context = pages.writing_page(subject, form, data) | {"live": True}
    context["heard"] = request.POST.get("heard", "")
    return render_page(request, "projects/choice.html", context, partial="socle")


def post(request, subject: ProjectTopic):
    """Keep, adopt or submit; what comes too late is shown again, nothing typed is lost."""
    form = pages.form_of(subject, request.POST)
    form.is_valid()
    try:
        if "adopt" in request.POST:
            return adopt(request, subject, form)
        if "waiver" in request.POST:
            return go_to_waiver(request, subject, form)
        if request.POST.get("action") == "submit":
            return submit(request, subject, form)
        return keep(request, subject, form)
    except WrongState as too_late:
        return late(request, subject, form, str(too_late))


def keep(request, subject, form):
    """The draft, as it is: silently while typing, or because the button was pressed."""
    choices.save_draft(subject=subject, data=form.answers(), by=request.user)
    if request.htmx:
        return render_page(
            request, "projects/choice.html", pages.saved_note(), partial="enregistre"
        )
    messages.success(request, _("Brouillon gardé. La balle reste chez vous."))
    return redirect(subject)


def adopt(request, subject, form):
    """Take over an admitted solution, its facts included."""
    data, typed = form.answers(), form.answers()
    wanted = request.POST["adopt"]
    option = data["option"] if wanted == "selected" else form.options.get(wanted)
    if option is not None:
        data |= {"option": option, "label": "", "facts": {**data["facts"], **option.facts}}
    choices.save_draft(subject=subject, data=data, by=request.user)
    if request.htmx:
        context = pages.writing_page(subject, pages.form_of(subject), data) | {"live": True}
        return render_page(request, "projects/choice.html", context, partial="choix")
    if option is not None:
        messages.success(request, adopted_sentence(subject, option, typed, data))
    return redirect(f"{subject.get_absolute_url()}#t-faits")


def go_to_waiver(request, subject, form):
    """Keep the draft first, then ask for a waiver of one rule of this topic."""
    choices.save_draft(subject=subject, data=form.answers(), by=request.user)
    ref = request.POST["waiver"]
    if ref not in {rule.ref for rule in assessment.rules_of(subject)}:
        return redirect(subject)
    return redirect("projects:rule-waiver-request", subject.pk, ref)


def submit(request, subject, form):
    """Freeze the version, or say what must be answered again."""
    if form.is_valid():
        try:
            done = choices.submit_choice(subject=subject, data=form.answers(), by=request.user)
        except Incomplete as incomplete:
            add_problems(form, incomplete)
        else:
            messages.success(request, submitted_sentence(done))
            return redirect(subject)
    context = pages.writing_page(subject, form, form.answers(), request.user)
    return render_page(request, "projects/choice.html", context, partial="choix", status=422)


def late(request, subject, form, sentence: str):
    """A 409 that keeps what was typed, ready to become the next version."""
    subject = subject_of(request, subject.pk)
    data = form.answers()
    if request.htmx and "adopt" not in request.POST and request.POST.get("action") != "submit":
        return render_page(
            request, "projects/choice.html", {"late": sentence}, partial="enregistre", status=409
        )
    form = pages.form_of(subject, pages.carried_over(request.POST, subject))
    form.is_valid()
    context = pages.writing_page(subject, form, data, request.user) | {"late": sentence}
    return render_page(request, "projects/choice.html", context, partial="choix", status=409)


def subject_of(request, subject_id) -> ProjectTopic:
    """A subject of a project that the person may see, with what its page needs."""
    rows = ProjectTopic.objects.visible_to(request.user)
    rows = rows.select_related("topic", "project__kind", "needed_by", "clarified_by")
    return get_object_or_404(rows, pk=subject_id)


def submitted_sentence(choice) -> str:
    """The effect of a submission, and where the ball is now."""
    facts = {"version": choice.version}
    if choice.verdict == "refused":
        return _("Version %(version)s soumise. Un point sera à trancher ensemble.") % facts
    return _("Version %(version)s soumise. La DSI la lira au point de validation.") % facts


def adopted_sentence(subject, option, before: dict, after: dict) -> str:
    """« CLOUD-UE repris. 2 verdicts changent. »"""
    rules = assessment.rules_of(subject)
    old, new = (
        {found.ref: found.verdict for found in assessment.assess(subject, data["facts"], rules)}
        for data in (before, after)
    )
    count = sum(old.get(ref) != new.get(ref) for ref in {*old, *new})
    change = ngettext("Un verdict change.", "%(n)s verdicts changent.", count) % {"n": count}
    return _("%(option)s repris. %(change)s") % {"option": option.label, "change": change}
