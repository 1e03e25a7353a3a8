"""What a choice answers, in words, and what changes from one version to the next. Pure."""

from datetime import date

from django.utils.translation import gettext as _

from governance import typography
from governance.models import Fact
from projects import compared, countries
from projects.models import TechnicalChoice


def pairs(fact: Fact) -> list[tuple[str, str]]:
    """The answers that a fact offers, as (value, words)."""
    return [(str(value), str(words)) for value, words in fact.choices]


def shown(fact: Fact, value) -> str:
    """An answer in words."""
    if value in (None, "", []):
        return ""
    if fact.kind == Fact.Kind.YES_NO:
        words = {"yes": _("Oui"), "no": _("Non"), "unknown": _("Je ne sais pas")}
        return words.get(value, str(value))
    if fact.kind == Fact.Kind.CHOICE:
        return dict(pairs(fact)).get(str(value), str(value))
    if fact.kind == Fact.Kind.COUNTRY:
        return countries.name(str(value))
    if fact.kind == Fact.Kind.LIST and isinstance(value, list):
        return ", ".join(str(item) for item in value)
    if fact.kind == Fact.Kind.DATE:
        return _shown_day(value)
    return f"{value} {fact.unit}".strip()


def statements(content: dict, facts: list[Fact], solution: str) -> dict[str, tuple[str, str]]:
    """Everything that a choice states: key to (label, words), in the order of the page."""
    reversibility = dict(TechnicalChoice.Reversibility.choices)
    said = {"option": (_("Solution"), solution)}
    for fact in facts:
        said[f"fact_{fact.slug}"] = (fact.label, shown(fact, content["facts"].get(fact.slug)))
    said["rationale"] = (_("Pourquoi ce choix"), content["rationale"])
    said["alternatives"] = (_("Ce qui a été écarté"), content["alternatives"])
    back = reversibility.get(content["reversibility"], "")
    said["reversibility"] = (_("Revenir en arrière"), str(back))
    said["effects"] = (_("Effets sur les systèmes"), content.get("effects", ""))
    said["exit_plan"] = (_("Plan de sortie"), content.get("exit_plan", ""))
    return said | compared.statements(content.get("compared", []))


def differences(before: dict, after: dict) -> list[dict]:
    """What two sets of statements do not say alike, as rows for the table of differences."""
    rows = []
    for key, (label, new) in after.items():
        old = before.get(key, (label, ""))[1]
        if old == new:
            continue
        effect = "added" if not old else "removed" if not new else "changed"
        rows.append({"fact": label, "before": old, "after": new, "effect": effect})
    return rows


def _shown_day(value) -> str:
    try:
        return typography.long_day(date.fromisoformat(str(value)))
    except ValueError:
        return str(value)
