"""The topics as the company keeps them: their facts, their admitted solutions, for the steward."""

from dataclasses import dataclass

from django.contrib import messages
from django.db import models
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.views.decorators.http import require_http_methods, require_safe

from governance.models import Fact, Topic, TopicOption
from governance.permissions import can_keep_paths
from governance.verdicts import require
from projects.actions.pathbook import Overtaken
from projects.actions.topic_book import change_topics, changes_since, last_change
from projects.forms.topic_steward import FactForm, KeptRow, OptionForm, TopicForm
from projects.steward_changes import typed_differences
from projects.views.steward_parts import number


@dataclass(frozen=True)
class Sort:
    """One sort of row of a topic, with its form and its words."""

    model: type[models.Model]
    form: type[KeptRow]
    title: str
    new: str


SORTS = {
    "faits": Sort(Fact, FactForm, later("Faits demandés"), later("Nouveau fait")),
    "solutions": Sort(
        TopicOption, OptionForm, later("Solutions déjà admises"), later("Nouvelle solution admise")
    ),
}


@require_safe
def topics(request):
    """Every topic, with the number of its facts and solutions."""
    require(can_keep_paths(request.user))
    rows = Topic.objects.prefetch_related("facts", "options")
    return render(request, "projects/topics_kept.html", {"topics": rows})


@require_http_methods(["GET", "POST"])
def topic_add(request):
    """A new topic."""
    require(can_keep_paths(request.user))
    back = reverse("projects:kept-topics")
    return edit(request, TopicForm, Topic(), _("Nouveau sujet"), back)


@require_http_methods(["GET", "POST"])
def topic(request, topic_id):
    """One topic: its words, and the facts and solutions that hang on it."""
    require(can_keep_paths(request.user))
    row = get_object_or_404(Topic, pk=topic_id)
    return edit(request, TopicForm, row, str(row), reverse("projects:kept-topics"))


@require_http_methods(["GET", "POST"])
def row_add(request, topic_id, sort):
    """A new fact, or a new solution, on a topic."""
    require(can_keep_paths(request.user))
    owner, known = get_object_or_404(Topic, pk=topic_id), find_sort(sort)
    return edit(request, known.form, known.model(topic=owner), known.new, page_of(owner))


@require_http_methods(["GET", "POST"])
def row(request, topic_id, sort, row_id):
    """One fact or one solution of a topic."""
    require(can_keep_paths(request.user))
    rows = find_sort(sort).model.objects.filter(topic=topic_id).select_related("topic")
    found = get_object_or_404(rows, pk=row_id)
    return edit(request, find_sort(sort).form, found, str(found), page_of(found.topic))


def find_sort(name: str) -> Sort:
    """The sort of row that an address names."""
    if name not in SORTS:
        raise Http404
    return SORTS[name]


def page_of(owner: Topic) -> str:
    """Where one comes back to from a row of a topic."""
    return reverse("projects:kept-topic", args=[owner.pk])


def edit(request, form_class, found, title, back: str):
    """A row filled and saved, unless another change came since the page was opened."""
    posted = request.POST if request.method == "POST" else None
    form, seen = form_class(posted, instance=found), last_change()
    context = {"form": form, "title": title, "back": back, "seen": seen, **sections(found)}
    if posted is None:
        return page(request, context)
    if number(posted.get("seen")) != seen:
        form.is_valid()
        return conflict(request, context)
    if not form.is_valid():
        return page(request, context, status=422)
    what = _("%(sort)s : %(title)s") % {"sort": found._meta.verbose_name, "title": str(found)}
    try:
        saved = change_topics(write=form.save, seen=seen, what=what, by=request.user)
    except Overtaken:
        return conflict(request, context)
    messages.success(request, _("Enregistré : « %(name)s ».") % {"name": saved})
    return redirect(page_of(saved) if isinstance(saved, Topic) else back)


def sections(found) -> dict:
    """The rows that hang on a topic, when a topic is what is shown."""
    is_topic = isinstance(found, Topic)
    if not is_topic or not found.pk:
        return {"owner": None if is_topic else found.topic, "sections": []}
    kinds = dict(Fact.Kind.choices)
    facts = [(row, str(kinds[row.kind])) for row in found.facts.all()]
    options = [(row, row.summary) for row in found.options.all()]
    rows = {"faits": facts, "solutions": options}
    return {
        "owner": found,
        "sections": [
            {"sort": name, "title": sort.title, "new": sort.new, "rows": rows[name]}
            for name, sort in SORTS.items()
        ],
    }


def conflict(request, context: dict):
    """Somebody saved meanwhile: who, what, and what differs from the words typed here."""
    context |= {
        "others": changes_since(number(request.POST.get("seen"))),
        "differences": typed_differences(context["form"]),
        "seen": last_change(),
    }
    return page(request, context, status=409)


def page(request, context: dict, status: int = 200):
    """The page of a row."""
    found = {"others": None, "differences": []} | context
    return render(request, "projects/topic_kept.html", found, status=status)
