"""The ground rules as pages show them: found, counted by topic, put into words."""

import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from babel import Locale
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from governance import typography
from governance.conditions_in_words import Labels, in_words
from governance.evaluation import facts_of
from governance.models import Fact, GroundRule, ProfileQuestion, RuleVerdict

KINDS = {
    RuleVerdict.ALLOWED: "conforming",
    RuleVerdict.CONDITIONAL: "advice",
    RuleVerdict.DPO: "advice",
    RuleVerdict.RSSI: "advice",
    RuleVerdict.REFUSED: "nonconforming",
}


@dataclass(frozen=True)
class RuleLine:
    """One rule of the list."""

    ref: str
    title: str
    alternative: str
    kind: str
    word: str
    owner: str
    state: str


def matching(rules, topic: str = "", query: str = "") -> list[GroundRule]:
    """The rules of a topic, or of all, whose words hold every word of the query."""
    words = plain(query).split()
    return [
        rule
        for rule in rules
        if (not topic or rule.topic.slug == topic)
        and all(word in plain(text_of(rule)) for word in words)
    ]


def text_of(rule: GroundRule) -> str:
    """What a search reads of a rule."""
    parts = (rule.ref, rule.title, rule.trigger, rule.allows, rule.why, rule.alternative)
    return " ".join(parts)


def plain(text: str) -> str:
    """Without accents, capitals or typographic signs: what people type in a search."""
    text = text.casefold().replace("’", "'")
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def counts(rules) -> Counter:
    """How many rules each topic has."""
    return Counter(rule.topic.slug for rule in rules)


def line(rule: GroundRule, today: date) -> RuleLine:
    """A rule as its row of the list says it."""
    return RuleLine(
        ref=rule.ref,
        title=rule.title,
        alternative=rule.alternative,
        kind=KINDS[rule.verdict],
        word=rule.get_verdict_display(),
        owner=rule.owner.name if rule.owner else "",
        state=state_of(rule, today),
    )


def state_of(rule: GroundRule, today: date) -> str:
    """« En vigueur », « Le 2 nov. », « Jusqu’au 2 nov. », « Plus en vigueur »."""
    if rule.valid_until and rule.valid_until < today:
        return _("Plus en vigueur")
    if rule.valid_from and rule.valid_from > today:
        return _("Dès le %(day)s") % {"day": typography.short_day(rule.valid_from)}
    if rule.valid_until:
        return _("Jusqu’au %(day)s") % {"day": typography.short_day(rule.valid_until)}
    return _("En vigueur")


def labels_of(facts: Iterable[Fact], questions: Iterable[ProfileQuestion]) -> Labels:
    """What the facts and the questions of the profile are called, with their answers."""
    asked, countries = list(facts), territories(get_language() or "fr")
    own = {"kind": _("nature du projet"), "level": _("chemin")}
    profile = {row.slug: row.noun or row.label for row in questions}
    answers = {row.slug: dict(row.choices) for row in asked if row.choices}
    answers |= {row.slug: countries for row in asked if row.kind == Fact.Kind.COUNTRY}
    return Labels(
        facts=own | profile | {row.slug: row.label for row in asked},
        answers=answers,
        units={row.slug: row.unit for row in asked if row.unit},
    )


@lru_cache(maxsize=8)
def territories(language: str) -> dict[str, str]:
    """The countries in the reader's language."""
    return dict(Locale.parse(language, sep="-").territories)


def labels_for(rules: Iterable[GroundRule]) -> Labels:
    """The words of everything that some rules read."""
    slugs = {
        slug for rule in rules for slug in facts_of(rule.condition) | facts_of(rule.requirement)
    }
    return labels_of(
        Fact.objects.filter(slug__in=slugs), ProfileQuestion.objects.filter(slug__in=slugs)
    )


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a rule: when it counts, and what it changed of the one before."""

    rule: GroundRule
    state: str
    differences: list[dict]


def spoken(rule: GroundRule, labels: Labels) -> dict[str, str]:
    """When a rule applies and what makes a choice conform, in words."""
    return {
        "when": in_words(rule.condition, labels),
        "holds": in_words(rule.requirement, labels) if rule.requirement else "",
    }


def history(versions: list[GroundRule], labels: Labels, today: date) -> list[Version]:
    """The versions of a rule, the last one first, each beside the one it replaced."""
    older = [*versions[1:], None]
    return [
        Version(row, state_of(row, today), differences(before, row, labels) if before else [])
        for row, before in zip(versions, older, strict=True)
    ]


def differences(before: GroundRule, after: GroundRule, labels: Labels) -> list[dict]:
    """What two versions of a rule do not say alike, as rows for the table of differences."""
    was, now = statements(before, labels), statements(after, labels)
    return [
        {"fact": name, "before": was[name], "after": said, "effect": effect_of(was[name], said)}
        for name, said in now.items()
        if was[name] != said
    ]


def effect_of(before: str, after: str) -> str:
    """Whether something came, went or changed."""
    return "added" if not before else "removed" if not after else "changed"


def statements(rule: GroundRule, labels: Labels) -> dict[str, str]:
    """Everything a rule says, by the name its page gives it."""
    words = spoken(rule, labels)
    return {
        _("En une phrase"): rule.title,
        _("Pourquoi"): rule.why,
        _("Ce que l’on peut faire"): rule.allows,
        _("Quand elle s’applique"): rule.trigger,
        _("Condition"): words["when"],
        _("Conforme si"): words["holds"],
        _("Verdict"): str(rule.get_verdict_display()),
        _("Solution déjà admise"): rule.alternative,
        _("Solution à reprendre"): str(rule.alternative_option or ""),
        _("Source"): rule.source,
        _("Qui en répond"): rule.owner.name if rule.owner else "",
    }
