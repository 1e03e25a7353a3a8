"""The paths as the company keeps them: everything on one page, in words, for the steward."""

from itertools import groupby

from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from governance.models import (
    GateTemplate,
    Kind,
    Level,
    MilestoneTemplate,
    PathRule,
    PathVersion,
    ProfileQuestion,
    System,
    Topic,
)
from governance.permissions import can_keep_paths
from governance.verdicts import require
from projects import steward_words as words

SHOWN_VERSIONS = 12
DOES = {
    PathRule.Effect.LEVEL: _("Demande au moins le chemin « %(target)s », %(condition)s."),
    PathRule.Effect.GATE: _("Ajoute le point de validation « %(target)s », %(condition)s."),
    PathRule.Effect.TOPIC: _("Ouvre le sujet « %(target)s », %(condition)s."),
    PathRule.Effect.SYSTEM: _("Suggère une dépendance à « %(target)s », %(condition)s."),
}


@require_safe
def paths(request):
    """Kinds, questions, rules, gates, milestones, levels, and the versions they went through."""
    require(can_keep_paths(request.user))
    kinds, gates = list(Kind.objects.all()), list(gates_with_terms())
    questions = list(ProfileQuestion.objects.prefetch_related("kinds", "follows"))
    named = names_of(questions, kinds, gates)
    context = {
        "kinds": kinds,
        "questions": [(row, question_words(row)) for row in questions],
        "rules": rules_by_effect(named),
        "gates": gates,
        "milestones": MilestoneTemplate.objects.prefetch_related("kinds"),
        "levels": Level.objects.all(),
        "versions": PathVersion.objects.select_related("saved_by").defer("content")[
            :SHOWN_VERSIONS
        ],
    }
    return render(request, "projects/steward_paths.html", context)


def gates_with_terms():
    """The gates with their team and the number of their criteria."""
    return GateTemplate.objects.select_related("team").prefetch_related("criteria")


def rule_words(rule: PathRule) -> str:
    """« Demande au moins le chemin « Renforcé », si paiement : oui. »"""
    named = names_of(ProfileQuestion.objects.all(), Kind.objects.all(), GateTemplate.objects.all())
    target = words.target_words(rule.effect, rule.target, named)
    return DOES[rule.effect] % {
        "target": target,
        "condition": words.when_words(rule.condition, named),
    }


def names_of(questions, kinds, gates) -> words.Names:
    """What every identifier of the rules is called."""
    targets = {
        "gate": {gate.ref: gate.name for gate in gates},
        "topic": dict(Topic.objects.values_list("slug", "name")),
        "system": dict(System.objects.values_list("name", "nature")),
    }
    facts = {row.slug: row.noun or row.label for row in questions}
    return words.names_from(facts, {kind.slug: kind.name for kind in kinds}, targets)


def question_words(question: ProfileQuestion) -> str:
    """When a question is asked, in one line."""
    return words.asked_words(
        [kind.name for kind in question.kinds.all()],
        [other.noun for other in question.follows.all()],
    )


def rules_by_effect(named: words.Names) -> list[dict]:
    """The rules in words, grouped by what they do."""
    order = list(PathRule.Effect.values)
    rows = sorted(PathRule.objects.all(), key=lambda row: order.index(row.effect))
    return [
        {
            "effect": PathRule.Effect(effect).label,
            "rules": [
                {
                    "row": row,
                    "target": words.target_words(row.effect, row.target, named),
                    "condition": words.when_words(row.condition, named),
                }
                for row in group
            ],
        }
        for effect, group in groupby(rows, key=lambda row: row.effect)
    ]
