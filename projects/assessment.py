"""What the ground rules say of a choice on a project: facts around it, findings, words."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from governance.evaluation import UNKNOWN, Finding, evaluate, facts_of
from governance.models import Fact, GroundRule, ProfileQuestion
from projects.models import ProjectTopic, TechnicalChoice

WORDS = {
    "allowed": ("conforming", gettext_lazy("Conforme au socle")),
    "conditional": ("advice", gettext_lazy("Autorisé sous conditions")),
    "dpo": ("advice", gettext_lazy("Avis du DPO requis")),
    "rssi": ("advice", gettext_lazy("Avis du RSSI requis")),
    "refused": ("nonconforming", gettext_lazy("Non conforme au socle")),
    UNKNOWN: ("expected", gettext_lazy("Réponse attendue")),
}


def rules_of(subject: ProjectTopic) -> list[GroundRule]:
    """The ground rules of a topic that are in force today."""
    valid = GroundRule.objects.valid(timezone.localdate()).filter(topic=subject.topic_id)
    return list(valid.select_related("alternative_option"))


def facts_around(subject: ProjectTopic) -> dict:
    """What is known beside a topic: the profile, and the last choices of the other topics."""
    project = subject.project
    known = {**project.answers, "kind": project.kind.slug, "level": project.level}
    submitted = TechnicalChoice.objects.filter(subject__project=project).exclude(subject=subject)
    rows = submitted.exclude(submitted_at=None).order_by("subject", "version")
    last = {choice.subject_id: choice.facts for choice in rows.only("subject_id", "facts")}
    for facts in last.values():
        known |= facts
    return known


def assess(subject: ProjectTopic, facts: dict, rules: list[GroundRule]) -> list[Finding]:
    """What these rules say of the facts typed on a topic, with those known around it."""
    return evaluate(rules, {**facts_around(subject), **facts})


def lines(findings: list[Finding], rules: list[GroundRule], facts: list[Fact]) -> list[dict]:
    """Findings ready to be shown: what one can do first, then why, and beside which fact."""
    conditions = {rule.ref: rule for rule in rules}
    labels = fact_labels(finding for finding in findings if finding.missing)
    return [
        {
            "ref": finding.ref,
            "title": finding.title,
            "verdict": finding.verdict,
            "kind": WORDS[finding.verdict][0],
            "word": str(WORDS[finding.verdict][1]),
            "sentence": sentence(finding),
            "alternative": finding.alternative,
            "option": finding.option,
            "waits_for": [labels.get(slug, slug) for slug in finding.missing],
            "fact": place_of(finding, conditions.get(finding.ref), facts),
        }
        for finding in findings
    ]


def sentence(finding: Finding) -> str:
    """What is possible, then the reason."""
    parts = [part.strip() for part in (finding.allows, finding.reason) if part.strip()]
    return " ".join(part if part.endswith((".", "?", "!")) else f"{part}." for part in parts)


def place_of(finding: Finding, rule: GroundRule | None, facts: list[Fact]) -> str:
    """The fact of the topic beside which a finding is shown; none when it is about the rest."""
    if finding.missing:
        asked = set(finding.missing)
    elif rule is None:
        asked = set()
    else:
        asked = facts_of(rule.requirement) | facts_of(rule.condition)
    return next((fact.slug for fact in facts if fact.slug in asked), "")


def fact_labels(findings) -> dict[str, str]:
    """The words of the facts and profile questions that some findings wait for."""
    slugs = {slug for finding in findings for slug in finding.missing}
    if not slugs:
        return {}
    asked = Fact.objects.filter(slug__in=slugs).order_by().values_list("slug", "label")
    profile = ProfileQuestion.objects.filter(slug__in=slugs).order_by()
    return {**dict(profile.values_list("slug", "label")), **dict(asked)}


def headline(findings: list[Finding]) -> str:
    """Everything the rules say, in one sentence."""
    counts = {"refused": 0, "advice": 0, "conditional": 0, UNKNOWN: 0}
    for finding in findings:
        word = "advice" if finding.verdict in ("dpo", "rssi") else finding.verdict
        counts[word] = counts.get(word, 0) + 1
    parts = [_part(word, count) for word, count in counts.items() if word != "allowed" and count]
    if not findings:
        return _("Rien à vérifier pour l’instant")
    if not parts:
        return _("Tout est conforme au socle")
    text = ", ".join(parts)
    return text[0].upper() + text[1:]


def _part(word: str, count: int) -> str:
    sentences = {
        "refused": ngettext("un point à changer", "%(n)s points à changer", count),
        "advice": ngettext("un avis à venir", "%(n)s avis à venir", count),
        "conditional": ngettext("une condition à tenir", "%(n)s conditions à tenir", count),
        UNKNOWN: ngettext("une réponse attendue", "%(n)s réponses attendues", count),
    }
    return sentences[word] % {"n": count}
