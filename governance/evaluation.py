"""Facts x ground rules -> verdicts. Pure: no database, no request.

A condition is a JSON tree: {"all": [...]}, {"any": [...]}, {"not": ...} or a leaf
{"fact": "hosting_country", "op": "not_in", "value": ["FR", "DE"]}.
A fact that is absent or "don't know" makes its leaf unknown; unknown is never a pass.
"""

from dataclasses import dataclass
from typing import Any

UNKNOWN = "unknown"
EEA = (
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IS",
    "IT", "LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK",
)  # fmt: skip
COUNTRY_GROUPS: dict[str, frozenset[str]] = {
    "EEA": frozenset(EEA),
}
SEVERITY = ("refused", "rssi", "dpo", "conditional", "allowed")
OPERATORS = ("is", "is_not", "in", "not_in", "at_least", "at_most", "contains", "known", "says")


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule says of the facts: its verdict, or the fact it is waiting for."""

    ref: str
    version: int
    title: str
    verdict: str
    reason: str
    allows: str = ""
    alternative: str = ""
    option: str = ""
    missing: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        return {
            "ref": self.ref,
            "version": self.version,
            "title": self.title,
            "verdict": self.verdict,
            "reason": self.reason,
            "allows": self.allows,
            "alternative": self.alternative,
            "option": self.option,
            "missing": list(self.missing),
        }


def holds(condition: dict, facts: dict) -> bool | None:
    """Whether a condition is true of the facts; None while a fact it needs is unknown."""
    if not condition:
        return True
    if "all" in condition:
        return _all(holds(part, facts) for part in condition["all"])
    if "any" in condition:
        return _any(holds(part, facts) for part in condition["any"])
    if "not" in condition:
        inner = holds(condition["not"], facts)
        return None if inner is None else not inner
    return _leaf(condition, facts)


def missing_facts(condition: dict, facts: dict) -> tuple[str, ...]:
    """The unknown facts that a condition waits for."""
    return tuple(sorted({slug for slug in facts_of(condition) if not is_known(facts, slug)}))


def facts_of(condition: dict) -> set[str]:
    """Every fact that a condition reads."""
    parts = condition.get("all", []) + condition.get("any", [])
    if "not" in condition:
        parts = [*parts, condition["not"]]
    own = {condition["fact"]} if "fact" in condition else set()
    return own.union(*(facts_of(part) for part in parts))


def is_known(facts: dict, slug: str) -> bool:
    """Whether a fact has a usable answer; "don't know" is not one."""
    return facts.get(slug) not in (None, "", UNKNOWN, [])


def _all(results) -> bool | None:
    seen = list(results)
    if any(result is False for result in seen):
        return False
    return None if None in seen else True


def _any(results) -> bool | None:
    seen = list(results)
    if any(result is True for result in seen):
        return True
    return None if None in seen else False


def _leaf(leaf: dict, facts: dict) -> bool | None:
    slug, op, expected = leaf["fact"], leaf.get("op", "is"), leaf.get("value")
    if op == "known":
        return is_known(facts, slug)
    if op == "says":  # the raw answer, "don't know" included: what path rules read
        return facts.get(slug) in (expected or ())
    if not is_known(facts, slug):
        return None
    return _compare(op, facts[slug], expected)


def _compare(op: str, actual, expected) -> bool | None:
    if op in ("in", "not_in"):
        group = COUNTRY_GROUPS.get(expected, expected) if isinstance(expected, str) else expected
        return (actual in group) is (op == "in")
    if op in ("at_least", "at_most"):
        try:
            number = float(str(actual).replace(",", "."))
        except ValueError:
            return None
        return number >= float(expected) if op == "at_least" else number <= float(expected)
    if op == "contains":
        return str(expected).casefold() in str(actual).casefold()
    return (actual == expected) is (op == "is")


def evaluate(rules, facts: dict) -> list[Finding]:
    """What every rule says of the facts, strictest first; rules not concerned say nothing."""
    findings = [finding for rule in rules if (finding := judge(rule, facts))]
    return sorted(findings, key=lambda finding: (_severity(finding.verdict), finding.ref))


def judge(rule, facts: dict) -> Finding | None:
    """What one rule says: nothing, its verdict, conforming, or the facts it waits for."""
    triggered = holds(rule.condition, facts)
    if triggered is False:
        return None
    if triggered is None:
        return _finding(rule, UNKNOWN, missing_facts(rule.condition, facts))
    met = holds(rule.requirement, facts) if rule.requirement else False
    if met is None:
        return _finding(rule, UNKNOWN, missing_facts(rule.requirement, facts))
    return _finding(rule, "allowed" if met else rule.verdict)


def worst(findings: list[Finding]) -> str:
    """The verdict that a whole choice gets: its strictest one."""
    return min((finding.verdict for finding in findings), key=_severity, default="allowed")


def _severity(verdict: str) -> int:
    order = (*SEVERITY[:3], UNKNOWN, *SEVERITY[3:])
    return order.index(verdict)


def _finding(rule, verdict: str, missing: tuple[str, ...] = ()) -> Finding:
    return Finding(
        ref=rule.ref,
        version=rule.version,
        title=rule.title,
        verdict=verdict,
        reason=rule.why,
        allows=rule.allows,
        alternative=rule.alternative,
        option=rule.alternative_option.slug if rule.alternative_option else "",
        missing=missing,
    )
