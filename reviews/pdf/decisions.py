"""Gates: each round with its opinions and its decision, then what remains to be lifted, then the waivers."""

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reviews.pdf.dates import long_date, moment, short_date
from reviews.pdf.journey import last_decision
from reviews.pdf.people import People
from reviews.pdf.proof import grouped

OPINION_SIGNS = {"favourable": "v-allowed", "reserved": "v-advice", "unfavourable": "v-refused"}
BANDS = {
    "approved": "d-approved",
    "tacit": "d-approved",
    "reserved": "d-reserved",
    "changes": "d-changes",
    "refused": "d-refused",
}


def section(frozen: dict[str, Any], people: People) -> dict[str, Any]:
    """The section « Décisions, réserves et dérogations »."""
    gates = frozen["gates"]
    submitted = {gate["ref"]: gate for gate in gates if gate["rounds"]}
    expected = {step["ref"]: step["name"] for step in frozen["path"] if step["genre"] == "gate"}
    expected |= {gate["ref"]: gate["name"] for gate in gates}
    return {
        "lead": _lead(len(expected), sum(last_decision(gate) is not None for gate in gates)),
        "gates": [_gate(gate) for gate in submitted.values()],
        "unsubmitted": [
            f"{ref} {name}".strip() for ref, name in expected.items() if ref not in submitted
        ],
        "findings": [
            _finding(finding, gate, people) for gate in gates for finding in gate["findings"]
        ],
        "waivers": [_waiver(waiver, expected) for waiver in frozen["waivers"]],
    }


def _lead(expected: int, decided: int) -> str:
    if not expected:
        return _("Ce projet n’a aucun point de validation.")
    if not decided:
        return _("Aucun point de validation n’est encore décidé.")
    return ngettext(
        "%(count)d point de validation décidé sur %(total)d.",
        "%(count)d points de validation décidés sur %(total)d.",
        decided,
    ) % {"count": decided, "total": expected}


def _gate(gate: dict[str, Any]) -> dict[str, Any]:
    return {
        "ref": gate["ref"],
        "name": gate["name"],
        "rounds": [_round(round_) for round_ in gate["rounds"]],
    }


def _round(round_: dict[str, Any]) -> dict[str, Any]:
    return {
        "number": round_["number"],
        "submitted": moment(round_["submitted_at"]),
        "submitted_by": round_["submitted_by"],
        "fingerprint": grouped(round_.get("fingerprint", "")[:12], 4),
        "opinions": [_opinion(opinion) for opinion in round_["opinions"]],
        "decision": _decision(round_.get("decision")),
    }


def _opinion(opinion: dict[str, Any]) -> dict[str, str]:
    words = {
        "favourable": _("Favorable"),
        "reserved": _("Favorable avec réserve"),
        "unfavourable": _("Défavorable"),
    }
    return {
        "name": opinion["name"],
        "domain": opinion["domain"],
        "text": opinion["text"],
        "css": OPINION_SIGNS.get(opinion["value"], "v-waiting"),
        "word": words.get(opinion["value"], _("Avis attendu")),
    }


def _decision(decision: dict[str, Any] | None) -> dict[str, str]:
    if not decision:
        return {
            "css": "decision-awaited d-waiting",
            "label": _("Décision attendue"),
            "by": "",
            "at": "",
            "word": "",
        }
    return {
        "css": BANDS.get(decision["outcome"], "d-approved"),
        "label": capfirst(decision["label"]),
        "by": decision["by"],
        "at": moment(decision["at"]),
        "word": decision.get("word", ""),
    }


def _finding(finding: dict[str, Any], gate: dict[str, Any], people: People) -> dict[str, Any]:
    lifted, blocking = finding["state"] == "lifted", finding["blocking"]
    word = (
        _("Levé")
        if lifted and blocking
        else _("Levée")
        if lifted
        else _("Point bloquant")
        if blocking
        else _("Réserve ouverte")
    )
    return {
        "text": finding["text"],
        "topic": finding["topic"],
        "consequence": capfirst(finding["consequence"]),
        "gate": gate["ref"],
        "owner": people.person(finding["owner"]),
        "due_on": short_date(finding["due_on"]),
        "proof": finding.get("proof", ""),
        "css": "v-allowed" if lifted else "v-refused" if blocking else "v-advice",
        "word": word,
    }


def _waiver(waiver: dict[str, Any], names: dict[str, str]) -> dict[str, str]:
    return {
        "gate": f"{waiver['gate']} {names.get(waiver['gate'], '')}".strip(),
        "risk_owner": waiver["risk_owner"],
        "reason": waiver["reason"],
        "measure": waiver.get("measure", ""),
        "expires_on": long_date(waiver["expires_on"], weekday=True),
    }
