"""One part of the paths: filled, looked at on the projects under way, then saved as a version."""

from dataclasses import dataclass

from django.contrib import messages
from django.db import models
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.views.decorators.http import require_http_methods

from governance.models import (
    GateTemplate,
    Kind,
    Level,
    MilestoneTemplate,
    PathRule,
    PathVersion,
    ProfileQuestion,
)
from governance.models.journal import fingerprint
from governance.permissions import can_keep_paths
from governance.verdicts import require
from projects import steward_words as words
from projects import what_if
from projects.actions.pathbook import Overtaken, change_paths, changes_since, last_change
from projects.forms.steward import (
    ChangeForm,
    KeptForm,
    KindForm,
    LevelForm,
    MilestoneForm,
    QuestionForm,
)
from projects.forms.steward_gates import GateForm
from projects.forms.steward_rules import RuleForm
from projects.steward_changes import typed_differences
from projects.views.steward import rule_words

BESIDE = ("csrfmiddlewaretoken", "action", "seen", "previewed", "note")

NOTHING_YET = {
    "stamp": "",
    "what_if": None,
    "warnings": [],
    "outdated": False,
    "others": None,
    "differences": [],
}


@dataclass(frozen=True)
class Noun:
    """One sort of row that stewards keep, with its form and its words."""

    model: type[models.Model]
    form: type[KeptForm]
    title: str
    new: str = ""  # empty: the rows are given once and for all
    template: str = "projects/steward_part.html"


NOUNS = {
    "natures": Noun(Kind, KindForm, later("Natures"), later("Nouvelle nature de projet")),
    "questions": Noun(
        ProfileQuestion, QuestionForm, later("Questions"), later("Nouvelle question du profil")
    ),
    "regles": Noun(
        PathRule,
        RuleForm,
        later("Règles"),
        later("Nouvelle règle"),
        "projects/steward_rule.html",
    ),
    "points": Noun(
        GateTemplate,
        GateForm,
        later("Points de validation"),
        later("Nouveau point de validation"),
        "projects/steward_gate.html",
    ),
    "jalons": Noun(MilestoneTemplate, MilestoneForm, later("Jalons"), later("Nouveau jalon")),
    "niveaux": Noun(Level, LevelForm, later("Niveaux")),
}


@require_http_methods(["GET", "POST"])
def part_add(request, noun):
    """A new kind, question, rule, gate or milestone."""
    require(can_keep_paths(request.user))
    sort = find_noun(noun)
    if not sort.new:
        raise Http404
    return edit(request, noun, sort, sort.model())


@require_http_methods(["GET", "POST"])
def part(request, noun, part_id):
    """One row of the paths, as it is and as it could be."""
    require(can_keep_paths(request.user))
    sort = find_noun(noun)
    return edit(request, noun, sort, get_object_or_404(sort.model, pk=part_id))


def find_noun(noun: str) -> Noun:
    """The sort of row that an address names."""
    if noun not in NOUNS:
        raise Http404
    return NOUNS[noun]


def edit(request, noun: str, sort: Noun, row):
    """Filled, then looked at, then saved: never saved before its effect was on the page."""
    title = str(row) if row.pk else str(sort.new)
    posted = request.POST if request.method == "POST" else None
    form, change = sort.form(posted, instance=row), ChangeForm(posted)
    context = {
        "noun": noun,
        "sort": sort,
        "title": title,
        "form": form,
        "change": change,
        "seen": last_change(),
        "said": spoken(row) if row.pk else "",
        **NOTHING_YET,
    }
    if posted is None:
        return page(request, sort, context)
    if not (form.is_valid() & change.is_valid()):
        return page(request, sort, context, status=422)
    return weigh(request, sort, context)


def weigh(request, sort: Noun, context: dict):
    """Show what a well filled form would change; save it when that is what was just shown."""
    form, seen = context["form"], number(request.POST.get("seen"))
    stamp = stamp_of(request.POST)
    if seen != context["seen"]:
        return conflict(request, sort, context, seen)
    if request.POST.get("action") == "save" and request.POST.get("previewed") == stamp:
        note = context["change"].cleaned_data["note"]
        what = _("%(sort)s : %(title)s") % {"sort": sort.title, "title": context["title"]}
        before = PathVersion.objects.values_list("number", flat=True).first()
        try:
            version = change_paths(
                write=form.save, seen=seen, what=what, note=note, by=request.user
            )
        except Overtaken:
            return conflict(request, sort, context, seen)
        messages.success(request, said(version, is_new=version.number != before))
        return redirect("projects:paths")
    found = what_if.try_change(form.save)
    context |= {
        "what_if": found,
        "warnings": words.warnings(found.present, found.candidate),
        "stamp": stamp,
        "said": spoken_form(form),
        "outdated": request.POST.get("action") == "save",
    }
    return page(request, sort, context)


def spoken(row) -> str:
    """A rule in one sentence, or when a question is asked; other rows speak for themselves."""
    return rule_words(row) if isinstance(row, PathRule) else ""


def spoken_form(form) -> str:
    """The same of what was typed."""
    if isinstance(form, QuestionForm):
        kinds, follows = form.cleaned_data["kinds"], form.cleaned_data["follows"]
        return words.asked_words([k.name for k in kinds], [q.noun for q in follows])
    return spoken(form.instance)


def conflict(request, sort: Noun, context: dict, seen: int):
    """Somebody saved meanwhile: who, what, and what differs from the words typed here."""
    context |= {
        "others": changes_since(seen),
        "differences": typed_differences(context["form"]),
        "seen": last_change(),
    }
    return page(request, sort, context, status=409)


def page(request, sort: Noun, context: dict, status: int = 200):
    """The page of a part."""
    return render(request, sort.template, context, status=status)


def said(version: PathVersion, *, is_new: bool) -> str:
    """What a save did, for those who will register and for those who already did."""
    if not is_new:
        return _(
            "Enregistré. Les chemins ne lisent pas ce qui change : leur version reste la même."
        )
    return _(
        "Enregistré : version %(number)d des chemins. Les prochains projets la suivent, "
        "ceux qui sont enregistrés gardent la leur."
    ) % {"number": version.number}


def stamp_of(posted) -> str:
    """What was typed, in short: two same stamps are two same forms."""
    return fingerprint(
        {name: values for name, values in sorted(posted.lists()) if name not in BESIDE}
    )


def number(text) -> int:
    """The number that a hidden field carries; -1 when somebody changed it."""
    text = str(text or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else -1
