"""The steward changes topics, their facts and their solutions: one change at a time."""

from collections.abc import Callable

from django.db import models, transaction
from django.db.models.fields.json import KeyTransform
from django.utils import timezone

from governance import journal
from governance.evaluation import facts_of
from governance.models import (
    Fact,
    GroundRule,
    JournalEntry,
    PathRule,
    ProfileQuestion,
    Topic,
    TopicOption,
)
from projects import steward_conditions
from projects.actions.pathbook import SLUG_LENGTH, Overtaken, new_slug
from projects.models import TechnicalChoice

THREAD = "topics"


@transaction.atomic
def change_topics(*, write: Callable[[], models.Model], seen: int, what: str, by) -> models.Model:
    """Write a change of the topics, unless another came since the change number `seen`."""
    journal.lock_chain()
    if last_change() != seen:
        raise Overtaken
    row = write()
    journal.record(row, "topics.changed", by=by, thread=THREAD, what=what)
    return row


def last_change() -> int:
    """The number of the last change of the topics, 0 before the first."""
    return changes().values_list("pk", flat=True).first() or 0


def changes_since(seen: int) -> list[JournalEntry]:
    """Who changed what in the topics since a change, the newest first."""
    return list(changes().filter(pk__gt=seen)[:10])


def changes():
    """The trail of the topics."""
    return JournalEntry.objects.filter(thread=THREAD, verb="topics.changed").order_by("-pk")


def fact_slug(name: str) -> str:
    """The identifier of a new fact: never that of a question of the profile, nor reserved."""
    base = new_slug(Fact, name, "fait")
    taken = set(ProfileQuestion.objects.values_list("slug", flat=True))
    taken |= set(Fact.objects.values_list("slug", flat=True)) | steward_conditions.RESERVED
    if base not in taken:
        return base
    stem = base[: SLUG_LENGTH - 3]
    return next(f"{stem}_{n}" for n in range(2, len(taken) + 3) if f"{stem}_{n}" not in taken)


def rules_alive() -> list[GroundRule]:
    """The rules that count today or will."""
    rows = GroundRule.objects.exclude(valid_until__lt=timezone.localdate())
    return list(rows.select_related("alternative_option"))


def users_of(row: models.Model) -> list[str]:
    """The rules, solutions and questions that name a row, hence forbid to retire it."""
    if isinstance(row, Topic):
        paths = PathRule.objects.filter(in_use=True, effect=PathRule.Effect.TOPIC, target=row.slug)
        asked = ProfileQuestion.objects.filter(in_use=True, topic=row)
        rules = [str(rule) for rule in rules_alive() if rule.topic_id == row.pk]
        return [rule.reason for rule in paths] + [q.label for q in asked] + rules
    if isinstance(row, Fact):
        return [str(rule) for rule in rules_alive() if row.slug in read_by(rule)]
    if isinstance(row, TopicOption):
        return [str(rule) for rule in rules_alive() if rule.alternative_option_id == row.pk]
    return []


def read_by(rule: GroundRule) -> set[str]:
    """Every fact that a rule reads."""
    return facts_of(rule.condition) | facts_of(rule.requirement or {})


def users_of_answer(fact: Fact, value: str) -> list[str]:
    """The rules, solutions and submitted choices that hold one answer of a fact."""
    found = [
        str(rule)
        for rule in rules_alive()
        for tree in (rule.condition, rule.requirement or {})
        if compares(tree, fact.slug, value)
    ]
    options = TopicOption.objects.filter(topic=fact.topic_id, in_use=True)
    found += [option.label for option in options if option.facts.get(fact.slug) == value]
    answered = TechnicalChoice.objects.annotate(answer=KeyTransform(fact.slug, "facts"))
    if chosen := answered.filter(answer=value).select_related("subject__topic").first():
        found.append(str(chosen))
    return list(dict.fromkeys(found))


def compares(tree: dict, slug: str, value: str) -> bool:
    """Whether a condition names one answer of a fact."""
    return any(
        leaf["fact"] == slug and value in as_list(leaf.get("value"))
        for leaf in steward_conditions.leaves_of(tree)
    )


def as_list(value) -> list:
    """One value or several, as a list."""
    return value if isinstance(value, list) else [value]
