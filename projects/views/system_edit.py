"""A system kept by its owner: the fiche, its interfaces, its freezes, its end."""

from dataclasses import dataclass

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from governance.forms.problems import add_problems
from governance.models import FreezePeriod, JournalEntry, System, SystemInterface
from governance.permissions import can_add_system, can_browse_catalogue, can_keep_system
from governance.verdicts import Incomplete, WrongState, require
from projects import impact
from projects.actions import catalogue as actions
from projects.actions.pathbook import Overtaken
from projects.forms.systems import FreezeForm, InterfaceForm, ReasonForm, SystemForm
from projects.views.steward_parts import number
from projects.views.systems import find_system


@require_http_methods(["GET", "HEAD", "POST"])
def system_add(request):
    """A new system, by the stewards."""
    require(can_browse_catalogue(request.user))
    require(can_add_system(request.user))
    form = SystemForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            added = actions.add_system(by=request.user, **form.cleaned_data)
        except Incomplete as incomplete:
            add_problems(form, incomplete)
        else:
            messages.success(request, _("%(name)s est au catalogue.") % {"name": added})
            return redirect("projects:system", added.pk)
    context = {"form": form, "system": None, "categories": known_categories()}
    return render(request, "projects/system_edit.html", context, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
def system_edit(request, system_id):
    """The facts of a system; what was typed comes back when somebody else saved meanwhile."""
    found = find_kept(request, system_id)
    if found.archived_at:
        raise WrongState(_("%(name)s est archivé : sa fiche ne change plus.") % {"name": found})
    posted = request.POST if request.method == "POST" else None
    shown = System.objects.get(pk=found.pk)  # the form writes on its own copy
    form = SystemForm(posted, instance=shown)
    context = {"form": form, "system": found, "categories": known_categories()}
    if not form.is_valid():
        return render(request, "projects/system_edit.html", context, status=status_of(form))
    seen = number(posted.get("version"))
    try:
        kept = actions.edit_system(system=found, seen=seen, by=request.user, **form.cleaned_data)
    except Overtaken:
        found.refresh_from_db()
        context |= {"others": changes_since(found, seen), "differences": differences(found, form)}
        return render(request, "projects/system_edit.html", context, status=409)
    except Incomplete as incomplete:
        add_problems(form, incomplete)
        return render(request, "projects/system_edit.html", context, status=422)
    messages.success(request, _("Fiche de %(name)s enregistrée.") % {"name": kept})
    return redirect("projects:system", kept.pk)


def changes_since(system: System, seen: int) -> list[JournalEntry]:
    """Who changed the fiche since a version, the newest first."""
    verbs = ("system.edited", "system.archived", "system.restored", "announcement.made")
    rows = JournalEntry.objects.filter(thread=system.thread, verb__in=verbs).order_by("-pk")
    return list(rows[: max(min(system.version - seen, 10), 1)])


def differences(system: System, form: SystemForm) -> list[dict]:
    """What was typed here, beside what is saved now, where they differ."""
    rows = []
    for name in actions.FACTS:
        saved, typed = actions.told(system, name), actions.told(form.instance, name)
        if saved != typed:
            rows.append({"fact": form.fields[name].label, "before": saved, "after": typed})
    return rows


@require_POST
def system_confirmation(request, system_id):
    """« Tout est juste »."""
    found = find_kept(request, system_id)
    seen = number(request.POST.get("version"))
    actions.confirm_system(system=found, seen=seen, by=request.user)
    messages.success(request, _("C’est noté : la fiche de %(name)s est juste.") % {"name": found})
    return redirect("projects:system", found.pk)


@dataclass(frozen=True)
class Sheet:
    """The words of a short form about a system."""

    title: str
    text: str
    button: str


@require_http_methods(["GET", "HEAD", "POST"])
def interface_add(request, system_id):
    """A way in or out that the system offers."""
    found = find_kept(request, system_id)
    words = Sheet(
        _("Ajouter une interface"),
        _("Ce que le système offre aux projets : ils choisissent parmi ces interfaces."),
        _("Ajouter"),
    )
    return short_form(request, found, InterfaceForm, words, actions.add_interface)


@require_http_methods(["GET", "HEAD", "POST"])
def freeze_add(request, system_id):
    """Days on which the system accepts no release."""
    found = find_kept(request, system_id)
    words = Sheet(
        _("Noter une période de gel"),
        _("Les projets dont la mise en ligne tombe dedans le voient. Pour les prévenir et leur "
          "demander ce qu’ils font, annoncez-la plutôt."),
        _("Noter"),
    )  # fmt: skip
    return short_form(request, found, FreezeForm, words, actions.add_freeze)


def short_form(request, found: System, form_class, words: Sheet, verb):
    """A short form whose keys are the arguments of a verb."""
    form = form_class(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            verb(system=found, by=request.user, **form.cleaned_data)
        except Incomplete as incomplete:
            add_problems(form, incomplete)
        else:
            messages.success(request, _("C’est noté sur la fiche de %(name)s.") % {"name": found})
            return redirect("projects:system", found.pk)
    context = {"form": form, "system": found, "words": words}
    return render(request, "projects/system_form.html", context, status=status_of(form))


@require_POST
def interface_end(request, interface_id):
    """An interface is offered no longer."""
    require(can_browse_catalogue(request.user))
    rows = SystemInterface.objects.select_related("system__owner_team")
    found = get_object_or_404(rows, pk=interface_id)
    require(can_keep_system(request.user, found.system))
    actions.end_interface(interface=found, by=request.user)
    messages.success(request, _("Interface fermée : %(name)s.") % {"name": found})
    return redirect("projects:system", found.system_id)


@require_POST
def freeze_withdrawal(request, freeze_id):
    """A freeze that will not be."""
    require(can_browse_catalogue(request.user))
    rows = FreezePeriod.objects.filter(system__isnull=False).select_related("system__owner_team")
    found = get_object_or_404(rows, pk=freeze_id)
    require(can_keep_system(request.user, found.system))
    actions.withdraw_freeze(freeze=found, by=request.user)
    messages.success(request, _("Période de gel retirée."))
    return redirect("projects:system", found.system_id)


@require_http_methods(["GET", "HEAD", "POST"])
def system_archiving(request, system_id):
    """Its projects are shown first; archived, it is proposed to nobody and stays readable."""
    found = find_kept(request, system_id)
    if found.archived_at:
        raise WrongState(_("%(name)s est déjà archivé.") % {"name": found})
    form, status = ReasonForm(request.POST if request.method == "POST" else None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            stamp = request.POST.get("stamp", "")
            try:
                actions.archive_system(
                    system=found, stamp=stamp, by=request.user, **form.cleaned_data
                )
            except Overtaken:
                status = 409
            except Incomplete as incomplete:
                add_problems(form, incomplete)
            else:
                words = _("%(name)s est archivé. Sa fiche reste lisible.")
                messages.success(request, words % {"name": found})
                return redirect("projects:system", found.pk)
    leans = impact.leaning_on(found)
    context = {
        "form": form,
        "system": found,
        "leans": leans,
        "stamp": impact.stamp_of(leans),
        "changed": status == 409,
    }
    return render(request, "projects/system_archiving.html", context, status=status)


@require_POST
def system_return(request, system_id):
    """An archived system comes back."""
    found = find_kept(request, system_id)
    actions.restore_system(system=found, by=request.user)
    messages.success(request, _("%(name)s est de nouveau au catalogue.") % {"name": found})
    return redirect("projects:system", found.pk)


def find_kept(request, system_id) -> System:
    """A system, for those who keep it."""
    found = find_system(request, system_id)
    require(can_keep_system(request.user, found))
    return found


def known_categories() -> list[str]:
    """The categories already in the catalogue, proposed while one types."""
    rows = System.objects.order_by("category").values_list("category", flat=True)
    return list(rows.distinct())


def status_of(form) -> int:
    """422 when something must be answered again."""
    return 422 if form.is_bound and form.errors else 200
