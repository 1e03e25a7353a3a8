"""The paths in the words of the steward's pages: rules, questions, gates. Pure."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from governance.models import LevelCode
from projects.path_words import ANSWER_WORDS
from projects.questions import asked, is_outright
from projects.reference import Reference

MOST_OUTRIGHT = 7


@dataclass(frozen=True, slots=True)
class Names:
    """What the identifiers of the paths are called."""

    facts: dict[str, str]
    kinds: dict[str, str]
    targets: dict[str, dict[str, str]] = field(default_factory=dict)

    def value(self, code: str) -> str:
        """« oui », « Renforcé », the name of a kind."""
        if code in ANSWER_WORDS:
            return str(ANSWER_WORDS[code])
        if code in LevelCode.values:
            return str(LevelCode(code).label)
        return self.kinds.get(code, code)


def names_from(facts: dict, kinds: dict, targets: dict | None = None) -> Names:
    """The names, with those of the two facts that are no question."""
    own = {"kind": _("nature du projet"), "level": _("chemin")}
    return Names(facts | own, kinds, targets or {})


def condition_words(condition: dict, names: Names) -> str:
    """« paiement : oui ou je ne sais pas, et chemin : Renforcé »"""
    if not condition:
        return _("toujours")
    if "fact" in condition:
        return leaf_words(condition, names)
    if "not" in condition:
        inner = condition_words(condition["not"], names)
        return _("sauf si %(condition)s") % {"condition": inner}
    link = "all" if "all" in condition else "any"
    parts = [condition_words(part, names) for part in condition[link]]
    return (_(", et ") if link == "all" else _(", ou ")).join(parts)


def when_words(condition: dict, names: Names) -> str:
    """« toujours », « si paiement : oui »"""
    said = condition_words(condition, names)
    return _("si %(condition)s") % {"condition": said} if condition else said


def leaf_words(leaf: dict, names: Names) -> str:
    """« paiement : oui ou je ne sais pas »"""
    value = leaf.get("value", "")
    values = value if isinstance(value, list) else [value]
    said = either([names.value(str(code)) for code in values])
    op = leaf.get("op", "is")
    said = said if op == "says" else f"{op} {said}"
    return _("%(fact)s : %(said)s") % {
        "fact": names.facts.get(leaf["fact"], leaf["fact"]),
        "said": said,
    }


def target_words(effect: str, target: str, names: Names) -> str:
    """« Renforcé », « J5 Sécurité », « Hébergement », « CRM-VENTES »"""
    if effect == "level":
        return names.value(target)
    name = names.targets.get(effect, {}).get(target, "")
    if effect == "gate":
        return f"{target} {name}".strip()
    return name if name and effect == "topic" else target


def either(words: list[str]) -> str:
    """« a, b ou c »"""
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s ou %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}


def asked_words(kinds: list[str], follows: list[str]) -> str:
    """When a question is asked, in one line."""
    after = either([f"« {noun} »" for noun in follows])
    if not kinds and not follows:
        return _("Posée pour toutes les natures.")
    if not follows:
        return _("Posée d’office : %(kinds)s.") % {"kinds": ", ".join(kinds)}
    if not kinds:
        return _("Posée après un oui ou un « je ne sais pas » à %(after)s.") % {"after": after}
    return _(
        "Posée d’office : %(kinds)s. Sinon, après un oui ou un « je ne sais pas » à %(after)s."
    ) % {"kinds": ", ".join(kinds), "after": after}


def warnings(present: Reference, candidate: Reference) -> list[str]:
    """What a change of the rules makes heavy or pointless, without being forbidden."""
    found = []
    for kind in candidate.kinds.values():
        now = outright(candidate, kind.slug)
        if now > max(MOST_OUTRIGHT, outright(present, kind.slug)):
            facts = {"kind": kind.name, "count": now, "most": MOST_OUTRIGHT}
            found.append(
                _(
                    "« %(kind)s » poserait %(count)s questions d’office. Au-delà de %(most)s, "
                    "l’enregistrement dépasse douze questions en tout."
                )
                % facts
            )
    already = never_asked(present)
    found += [
        _("« %(question)s » ne serait posée à personne.") % {"question": row.label}
        for row in candidate.questions
        if row.slug in never_asked(candidate) - already
    ]
    return found


def outright(reference: Reference, kind: str) -> int:
    """How many questions a kind asks whatever the answers."""
    return sum(is_outright(row, kind) for row in reference.questions)


def never_asked(reference: Reference) -> set[str]:
    """The questions that no kind asks, whatever is answered."""
    yes = {row.slug: "yes" for row in reference.questions}
    reached = {
        row.slug for kind in reference.kinds for row in asked(reference.questions, kind, yes)
    }
    return set(yes) - reached
