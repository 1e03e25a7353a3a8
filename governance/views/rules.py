from django.http import Http404
from django.utils import timezone
from django.views.decorators.http import require_safe

from governance import rulebook
from governance.forms.rules import RuleSearchForm
from governance.models import GroundRule, Topic
from governance.pages import render_page
from governance.permissions import can_browse_rules, can_keep_paths
from governance.verdicts import require


@require_safe
def rules(request):
    """What IT says in advance, by topic, with a search."""
    require(can_browse_rules(request.user))
    form = RuleSearchForm(request.GET)
    topic, query = form.asked()
    today = timezone.localdate()
    known = list(current_rules(today))
    found = rulebook.matching(known, topic, query)
    context = {
        "form": form,
        "topic": topic,
        "query": query,
        "topics": topic_links(rulebook.counts(known), topic),
        "total": len(known),
        "lines": [rulebook.line(rule, today) for rule in found],
    }
    return render_page(request, "governance/rules.html", context, partial="regles")


def current_rules(today):
    """The rules in force, and those that will be."""
    rows = GroundRule.objects.exclude(valid_until__lt=today)
    return rows.select_related("topic", "owner").order_by("topic__position", "ref", "version")


def topic_links(counts, chosen: str) -> list[dict]:
    """Every topic in use, or that rules still name, with the number of its rules."""
    return [
        {"slug": slug, "name": name, "count": counts[slug], "current": slug == chosen}
        for slug, name, in_use in Topic.objects.values_list("slug", "name", "in_use")
        if in_use or counts[slug]
    ]


@require_safe
def rule(request, ref):
    """One rule in plain words; whoever must keep it may read it, vendors included."""
    query = GroundRule.objects.filter(ref=ref)
    versions = list(
        query.select_related("topic", "owner", "alternative_option", "published_by").order_by(
            "-version"
        )
    )
    if not versions:
        raise Http404
    today = timezone.localdate()
    current = next((row for row in versions if in_force(row, today)), versions[0])
    labels = rulebook.labels_for(versions)
    inside = bool(can_browse_rules(request.user))
    context = {
        "rule": current,
        "said": rulebook.spoken(current, labels),
        "kind": rulebook.KINDS[current.verdict],
        "word": current.get_verdict_display(),
        "state": rulebook.state_of(current, today),
        "may_browse": inside,
        "may_keep": bool(can_keep_paths(request.user)),
        "history": rulebook.history(versions, labels, today) if inside else [],
    }
    return render_page(request, "governance/rule.html", context, partial="regle")


def in_force(rule: GroundRule, today) -> bool:
    """Whether a version is the one that counts today."""
    begun = rule.valid_from is None or rule.valid_from <= today
    return begun and (rule.valid_until is None or rule.valid_until >= today)
