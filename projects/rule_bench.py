"""A rule tried on the choices of running projects, and old versions read again: changes nothing."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import F, OuterRef, Subquery
from django.utils import timezone

from governance.evaluation import evaluate, judge, worst
from governance.models import GroundRule, Topic
from projects.models import Project, TechnicalChoice

RUNNING = (Project.State.REGISTERED, Project.State.SCOPED)
MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Trial:
    """One submitted choice: its verdict under the rules of today, and under the others."""

    choice: TechnicalChoice
    before: str
    after: str
    decided: bool
    rules: tuple[str, ...] = ()  # « R03 v2 »: the rules that speak otherwise

    @property
    def project(self) -> Project:
        return self.choice.subject.project

    @property
    def solution(self) -> str:
        return self.choice.label or str(self.choice.option or "")

    @property
    def changes(self) -> bool:
        """Whether the verdict would be another one; what IT decided stays."""
        return self.before != self.after and not self.decided


@dataclass(frozen=True, slots=True)
class Bench:
    """All the choices that were looked at, those that would change first."""

    trials: tuple[Trial, ...]

    @property
    def changed(self) -> int:
        return sum(trial.changes for trial in self.trials)

    @property
    def shown(self) -> tuple[Trial, ...]:
        """The first rows; what would change comes first."""
        return tuple(sorted(self.trials, key=lambda t: not t.changes))[:MOST_SHOWN]

    @property
    def unseen(self) -> int:
        return max(0, len(self.trials) - MOST_SHOWN)


def try_rule(candidate: GroundRule | None, topic: Topic, ref: str) -> Bench:
    """What a candidate, or a rule's absence, would change of the last choices on its topic."""
    today = rules_today(topic)
    then = [rule for rule in today if rule.ref != ref] + ([candidate] if candidate else [])
    choices = list(last_choices(topic))
    around = facts_around(choices)
    trials = []
    for choice in choices:
        facts = {**around[choice.pk], **choice.facts}
        before, after = worst(evaluate(today, facts)), worst(evaluate(then, facts))
        trials.append(Trial(choice, before, after, is_decided(choice)))
    return Bench(tuple(trials))


def read_again(topic: Topic) -> Bench:
    """Every version submitted on a topic: the verdict it was given, and today's."""
    rules = rules_today(topic)
    choices = list(submitted(topic).order_by("subject__project__title", "subject", "-version"))
    around = facts_around(choices)
    trials = []
    for choice in choices:
        facts = {**around[choice.pk], **choice.facts}
        was = {finding["ref"]: finding["verdict"] for finding in choice.findings}
        now = {rule.ref: (rule, said) for rule in rules if (said := judge(rule, facts))}
        verdict = worst([said for _rule, said in now.values()])
        other = [
            f"{ref} v{said.version}"
            for ref, (_rule, said) in now.items()
            if was.get(ref) != said.verdict
        ]
        gone = [ref for ref in was if ref not in now]
        trials.append(
            Trial(choice, choice.verdict, verdict, decided=False, rules=(*other, *sorted(gone)))
        )
    return Bench(tuple(trials))


def rules_today(topic: Topic) -> list[GroundRule]:
    """The rules of a topic in force today."""
    rows = GroundRule.objects.valid(timezone.localdate()).filter(topic=topic)
    return list(rows.select_related("alternative_option"))


def submitted(topic: Topic):
    """The versions submitted on a topic by the projects under way."""
    rows = TechnicalChoice.objects.filter(
        subject__topic=topic, subject__project__state__in=RUNNING, submitted_at__isnull=False
    )
    return rows.select_related("subject__project__kind", "subject__topic", "option")


def last_choices(topic: Topic):
    """The last version submitted of each project under way."""
    latest = (
        TechnicalChoice.objects.filter(subject=OuterRef("subject"), submitted_at__isnull=False)
        .order_by("-version")
        .values("version")[:1]
    )
    rows = submitted(topic).annotate(latest=Subquery(latest)).filter(version=F("latest"))
    return rows.order_by("subject__project__title", "pk")


def is_decided(choice: TechnicalChoice) -> bool:
    """Whether IT already accepted this version: nothing changes it any more."""
    return choice.subject.validated_version == choice.version


def facts_around(choices: list[TechnicalChoice]) -> dict[int, dict]:
    """What is known beside each choice: the profile, and the last choices on other topics."""
    projects = {choice.subject.project_id for choice in choices}
    rows = TechnicalChoice.objects.filter(
        subject__project__in=projects, submitted_at__isnull=False
    ).order_by("subject", "version")
    last: dict[int, dict[int, dict]] = defaultdict(dict)
    found = rows.values_list("subject__project_id", "subject_id", "facts")
    for project, subject, facts in found:
        last[project][subject] = facts
    return {choice.pk: known_beside(choice, last[choice.subject.project_id]) for choice in choices}


def known_beside(choice: TechnicalChoice, last: dict[int, dict]) -> dict:
    """The facts around one choice, as its own evaluation reads them."""
    project = choice.subject.project
    known = {**project.answers, "kind": project.kind.slug, "level": project.level}
    for subject, facts in last.items():
        if subject != choice.subject_id:
            known |= facts
    return known
