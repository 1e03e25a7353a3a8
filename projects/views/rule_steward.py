"""A ground rule: prepared, tried on the choices under way, then published from a day on."""

from copy import copy

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from governance import rulebook, typography
from governance.forms.problems import add_problems
from governance.models import GroundRule, RuleVerdict, Topic
from governance.permissions import can_keep_paths
from governance.verdicts import Incomplete, require
from projects import rule_bench
from projects.actions.pathbook import Overtaken
from projects.actions.rule_book import changes_since, last_change, publish_rule, retire_rule
from projects.assessment import WORDS
from projects.forms.rule_form import EndForm, RuleForm
from projects.views.steward_parts import number, stamp_of

NOTHING_YET = {"stamp": "", "outdated": False, "others": None, "changes": []}


@require_safe
def rules(request):
    """Every ground rule with its condition in words, to open, to add to, to read again."""
    require(can_keep_paths(request.user))
    today = timezone.localdate()
    rows = GroundRule.objects.select_related("topic", "owner", "alternative_option")
    versions = list(rows.order_by("topic__position", "ref", "-version"))
    labels = rulebook.labels_for(versions)
    last = {row.ref: row for row in reversed(versions)}
    shown = sorted(last.values(), key=lambda row: (row.topic.position, row.ref))
    context = {
        "topics": [
            {"topic": topic, "rules": [row_of(r, labels, today) for r in shown if r.topic == topic]}
            for topic in Topic.objects.all()
            if topic.in_use or any(r.topic == topic for r in shown)
        ]
    }
    return render(request, "projects/rules_kept.html", context)


def row_of(rule: GroundRule, labels, today) -> dict:
    """A rule on the steward's list: its last version."""
    return {
        "rule": rule,
        "state": rulebook.state_of(rule, today),
        "kind": rulebook.KINDS[rule.verdict],
        **rulebook.spoken(rule, labels),
    }


@require_http_methods(["GET", "POST"])
def rule_add(request):
    """A new rule on a topic; the topic first, because it says what the rule may look at."""
    require(can_keep_paths(request.user))
    asked = request.POST.get("sujet") or request.GET.get("sujet", "")
    topic = Topic.objects.filter(slug=asked, in_use=True).first()
    if topic is None:
        context = {"topics": Topic.objects.filter(in_use=True)}
        status = 422 if request.method == "POST" else 200
        return render(request, "projects/rule_topic.html", context, status=status)
    return edit(request, GroundRule(topic=topic, version=0, condition={}, verdict=""))


@require_http_methods(["GET", "POST"])
def rule(request, ref):
    """The next version of a rule, from the last one published."""
    require(can_keep_paths(request.user))
    return edit(request, versions_of(ref)[0])


def versions_of(ref: str) -> list[GroundRule]:
    """The versions of a rule, the last one first."""
    rows = GroundRule.objects.filter(ref=ref).select_related(
        "topic", "owner", "alternative_option", "published_by"
    )
    versions = list(rows.order_by("-version"))
    if not versions:
        raise Http404
    return versions


def edit(request, last: GroundRule):
    """Filled, tried, published: never published before its effect was on the page."""
    posted = request.POST if request.method == "POST" else None
    start = {"valid_from": timezone.localdate(), "change": ""}
    candidate = copy(last)
    candidate.pk, candidate._state.adding = None, True
    form = RuleForm(posted, instance=candidate, topic=last.topic, initial=start)
    context = {
        "form": form,
        "last": last,
        "topic": last.topic,
        "next_version": last.version + 1,
        "seen": last_change(last.ref),
        "bench": None,
        **NOTHING_YET,
    }
    if posted is None:
        context["bench"] = rule_bench.try_rule(last, last.topic, last.ref) if last.ref else None
        return page(request, context)
    if posted.get("action") == "rows":
        form.is_valid()
        for part in form.parts:
            part.errors.clear()  # a line more is asked for: nothing is wrong yet
        return page(request, context)
    if not form.is_valid():
        return page(request, context, status=422)
    return weigh(request, context)


def weigh(request, context: dict):
    """Show what a well filled rule would change; publish it when that is what was just shown."""
    form, last, seen = context["form"], context["last"], number(request.POST.get("seen"))
    stamp, candidate = stamp_of(request.POST), context["form"].candidate()
    if seen != context["seen"]:
        return conflict(request, context, seen)
    if request.POST.get("action") == "publish" and request.POST.get("previewed") == stamp:
        try:
            done = publish_rule(candidate=candidate, seen=seen, by=request.user)
        except Overtaken:
            return conflict(request, context, seen)
        except Incomplete as incomplete:
            add_problems(form, incomplete)
            return page(request, context, status=422)
        facts = {
            "ref": done.ref,
            "version": done.version,
            "day": typography.long_day(done.valid_from),
        }
        words = _("%(ref)s, version %(version)s : publiée, en vigueur à partir du %(day)s.")
        messages.success(request, words % facts)
        return redirect("projects:kept-rules")
    context |= {
        "bench": rule_bench.try_rule(candidate, last.topic, last.ref),
        "stamp": stamp,
        "changes": changes_of(last, candidate),
        "outdated": request.POST.get("action") == "publish",
    }
    return page(request, context)


def changes_of(last: GroundRule, candidate: GroundRule) -> list[dict]:
    """What the candidate says that the last version does not."""
    if not last.ref:
        return []
    return rulebook.differences(last, candidate, rulebook.labels_for([last, candidate]))


def conflict(request, context: dict, seen: int):
    """Somebody published meanwhile: who, what, and what differs from the words typed here."""
    form, last = context["form"], context["last"]
    context |= {
        "others": changes_since(last.ref, seen),
        "changes": changes_of(last, form.candidate()),
        "seen": last_change(last.ref),
    }
    return page(request, context, status=409)


def page(request, context: dict, status: int = 200):
    """The page of a rule being prepared."""
    form, last = context["form"], context["last"]
    today = timezone.localdate()
    seen = form.instance if form.is_bound else last
    labels = rulebook.labels_for([last, seen])
    context |= {
        "verdict_words": verdict_words(form),
        "said": rulebook.spoken(last, labels),
        "words": WORDS,
        "state": rulebook.state_of(last, today) if last.ref else "",
        "history": rulebook.history(versions_of(last.ref), labels, today) if last.ref else [],
        "typed": {
            "title": form["title"].value(),
            "reason": form["why"].value(),
            "alternative": form["alternative"].value(),
        },
    }
    return render(request, "projects/rule_kept.html", context, status=status)


def verdict_words(form) -> dict:
    """The verdict that the vendor would see."""
    verdict = form["verdict"].value() or ""
    known = verdict in RuleVerdict.values
    return {
        "kind": rulebook.KINDS[verdict] if known else "expected",
        "word": str(RuleVerdict(verdict).label) if known else "",
    }


@require_http_methods(["GET", "POST"])
def rule_end(request, ref):
    """A rule put out of use from a day on, after its absence was tried on the choices."""
    require(can_keep_paths(request.user))
    last = versions_of(ref)[0]
    form = EndForm(request.POST or None, initial={"on": timezone.localdate()})
    status = 200
    if request.method == "POST":
        form, status = EndForm(request.POST), 422
        if form.is_valid():
            try:
                retire_rule(
                    ref=ref, by=request.user, seen=number(request.POST.get("seen")),
                    **form.cleaned_data,
                )  # fmt: skip
            except Overtaken:
                status = 409
            else:
                messages.success(request, _("%(ref)s : c’est noté, elle finit.") % {"ref": ref})
                return redirect("projects:kept-rules")
    context = {
        "form": form,
        "last": last,
        "topic": last.topic,
        "seen": last_change(ref),
        "others": changes_since(ref, number(request.POST.get("seen"))) if status == 409 else None,
        "changes": [],
        "bench": rule_bench.try_rule(None, last.topic, ref),
    }
    return render(request, "projects/rule_end.html", context, status=status)


@require_safe
def rules_reread(request):
    """Old versions under the rules of today: a page to look at, that changes nothing."""
    require(can_keep_paths(request.user))
    topics = list(Topic.objects.all())
    asked = request.GET.get("sujet", "")
    topic = next((row for row in topics if row.slug == asked), topics[0] if topics else None)
    bench = rule_bench.read_again(topic) if topic else None
    context = {"topics": topics, "topic": topic, "bench": bench}
    return render(request, "projects/rule_reread.html", context)
