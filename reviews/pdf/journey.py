"""The path: its steps, each with one sign and one word, and its line."""

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reviews.pdf.dates import long_date, short_date
from reviews.pdf.figures.path_line import COMPACT, FULL, path_line

OUTCOMES = ("approved", "reserved", "changes", "refused", "tacit")


def steps(path: list[dict[str, Any]], gates: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The steps in order, each with its sign, its word and its date."""
    decided = {gate["ref"]: last_decision(gate) for gate in gates}
    return [_step(step, decided.get(step["ref"])) for step in path]


def last_decision(gate: dict[str, Any]) -> dict[str, Any] | None:
    """The decision of the last round that has one."""
    taken = [round_["decision"] for round_ in gate["rounds"] if round_.get("decision")]
    return taken[-1] if taken else None


def _step(step: dict[str, Any], decision: dict[str, Any] | None) -> dict[str, Any]:
    is_gate = step["genre"] == "gate"
    sign = _gate_sign(step["state"], decision) if is_gate else step["state"]
    day = step.get("reached_on") or step["due_on"]
    return {
        "ref": step["ref"],
        "name": step["name"],
        "genre": step["genre"],
        "sign": sign,
        "css": f"{'g' if is_gate else 'm'}-{sign}",
        "word": _word(sign, is_gate, decision),
        "date": short_date(day, year=False),
        "full_date": short_date(day),
        "due_on": step["due_on"],
        "note": step.get("note", ""),
    }


def _gate_sign(state: str, decision: dict[str, Any] | None) -> str:
    outcome = decision["outcome"] if decision else ""
    if state == "done":
        return outcome if outcome in OUTCOMES else "approved"
    if state == "todo" and outcome in ("changes", "refused"):
        return outcome
    return state


def _word(sign: str, is_gate: bool, decision: dict[str, Any] | None) -> str:
    if is_gate and decision and decision["outcome"] == sign and decision.get("label"):
        return capfirst(str(decision["label"]))
    return step_word(sign)


def step_word(sign: str) -> str:
    """The word of a sign on a path."""
    words = {
        "done": _("Fait"),
        "now": _("En cours"),
        "todo": _("À venir"),
        "late": _("En retard"),
        "waived": _("Sous dérogation"),
        "approved": _("Validé"),
        "reserved": _("Validé avec réserves"),
        "changes": _("Modifications demandées"),
        "refused": _("Refusé"),
        "tacit": _("Validé tacitement"),
    }
    return words.get(sign, sign)


def section(frozen: dict[str, Any], rows: list[dict[str, Any]]) -> dict[str, Any]:
    """The section « Le chemin » and both figures of its line."""
    title = _title(rows)
    return {
        "lead": _lead(frozen, rows),
        "reasons": frozen["project"]["level_reasons"],
        "rows": rows,
        "line": path_line(rows, title, FULL) if rows else "",
        "compact_line": path_line(rows, title, COMPACT) if rows else "",
        "as_of": long_date(frozen["frozen_at"]),
    }


def counted_gates(path: list[dict[str, Any]]) -> str:
    """« trois points de validation », in figures."""
    count = sum(step["genre"] == "gate" for step in path)
    if not count:
        return _("aucun point de validation")
    return ngettext("%(count)d point de validation", "%(count)d points de validation", count) % {
        "count": count
    }


def _lead(frozen: dict[str, Any], rows: list[dict[str, Any]]) -> str:
    if not rows:
        return _("Aucune étape n’est encore posée sur le chemin.")
    milestones = sum(row["genre"] == "milestone" for row in rows)
    return _("Chemin %(level)s : %(gates)s et %(milestones)s.") % {
        "level": frozen["project"]["level_label"].lower(),
        "gates": counted_gates(frozen["path"]),
        "milestones": ngettext("%(count)d jalon", "%(count)d jalons", milestones)
        % {"count": milestones},
    }


def _title(rows: list[dict[str, Any]]) -> str:
    told = " ; ".join(f"{row['name']}, {row['date']}, {row['word'].lower()}" for row in rows)
    return _("Ligne du chemin : %(steps)s.") % {"steps": told}
