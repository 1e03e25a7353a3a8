"""The last screen of a registration: the path with its dates and reasons, and who comes."""

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from governance.keeping import keeps_typing
from governance.models import Vendor
from governance.pages import render_page
from projects import path_words, wizard
from projects.actions import guests
from projects.collisions import collisions_for
from projects.forms.people import PeopleForm
from projects.forms.registration import several, typed, without_nul
from projects.views.registration import (
    KEEP,
    draft_of,
    elsewhere,
    given,
    keep,
    show_step,
)
from projects.wizard import Progress


@keeps_typing
@require_http_methods(["GET", "POST"])
def path(request, draft_id):
    """Screen 3: the path before anything is sent; what is typed here is kept."""
    draft = draft_of(request, draft_id)
    progress = Progress(draft, request.user)
    if away := elsewhere(request, progress, "path"):
        return away
    form = people_form(request, progress)
    if request.method != "POST":
        return show_path(request, progress, form)
    if conflict := keep_people(request, progress, form):
        return conflict
    if KEEP in request.POST:
        return show_company(request, progress)
    return redirect(wizard.step_url("path", draft))


def people_form(request, progress: Progress) -> PeopleForm:
    """The people as sent, or as kept; the best referent is chosen until somebody else is."""
    first = progress.candidates[0].person.pk if progress.candidates else ""
    kept = {key: value for key, value in progress.draft.data.items() if value}
    initial = {"referent": first, **kept}
    return PeopleForm(
        given(request, progress.draft), initial=initial, candidates=progress.candidates
    )


def keep_people(request, progress: Progress, form):
    """Keep the people and the systems; the page of differences when another tab did."""
    offered = [row.system for row in progress.path.suggestions]
    values = {**typed(form), "systems": several(request.POST, "systems"), "offered": offered}
    return keep(request, progress.draft, "path", form, values)


def show_path(request, progress: Progress, form):
    """The path with its dates, its reasons, what it leans on, and the three voices."""
    found = progress.path
    context = {
        "form": form,
        "path": found,
        "need": progress.need.cleaned_data,
        "title": path_words.date_title(found),
        "level": path_words.level_title(found),
        "gates": path_words.gates_count(found),
        "dates": path_words.dated_steps(found),
        "reasons": path_words.gate_reasons(found),
        "topics": path_words.topic_rows(found, progress.reference),
        "started": started_words(progress),
        "lighter": path_words.lighter_words(found),
        "systems": [(row, progress.is_kept(row)) for row in found.suggestions],
        "collisions": collisions_for(request.user, found, kept_systems(progress)),
        **people_context(progress, form),
    }
    return show_step(request, "path", progress.draft, context)


def started_words(progress: Progress) -> dict:
    """What is already done, as projects/started.html draws it."""
    words = progress.need.cleaned_data["already_started"]
    told = path_words.catch_up(progress.path)
    return {**told, "words": words} if told or words else {}


def kept_systems(progress: Progress) -> list[str]:
    """The systems ticked on the screen."""
    return [row.system for row in progress.path.suggestions if progress.is_kept(row)]


def people_context(progress: Progress, form) -> dict:
    """The three voices: who registers, whom the address names, who is proposed for IT."""
    chosen = str(form["referent"].value() or "")
    known = {str(candidate.person.pk): candidate for candidate in progress.candidates}
    return {
        "candidate": known.get(chosen) or next(iter(known.values()), None),
        "vendors": Vendor.objects.values_list("name", flat=True)[:200],
        **company_context(form),
    }


def company_context(form) -> dict:
    """What the vendor's address already says, and whether the company must be named."""
    address = without_nul(form["vendor_email"].value()).strip().lower()
    wrong = bool(form["vendor_name"].errors or form["vendor_siren"].errors)
    if not address or "@" not in address or form["vendor_unknown"].value():
        return {"company": "", "ask_company": wrong}
    person = guests.guest_at(address)
    company = person.vendor if person else guests.company_at(address)
    said = _("%(name)s, %(vendor)s, est déjà connu ici.")
    text = said % {"name": person.name, "vendor": person.vendor} if person else ""
    if company and not person:
        text = _("Même société que cette adresse : %(vendor)s.") % {"vendor": company}
    named = bool(form["vendor_name"].value()) and not person
    return {"company": text, "ask_company": company is None or named or wrong}


def show_company(request, progress: Progress):
    """What the address typed says of its company, and when the draft was kept."""
    form = PeopleForm(None, initial=progress.draft.data, candidates=progress.candidates)
    context = {
        "form": form,
        "draft": progress.draft,
        "vendors": Vendor.objects.values_list("name", flat=True)[:200],
        **company_context(form),
    }
    return render_page(request, "projects/registration_company.html", context, partial="societe")
