"""The record of a decision on paper: what was judged, who advised, who decided, what is left."""

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from reviews.pdf import proof
from reviews.pdf.dates import long_date, moment, short_date
from reviews.pdf.decisions import OPINION_SIGNS
from reviews.pdf.heads import head_of
from reviews.pdf.words import in_words, said_again, tongue

BANDS = ("approved", "reserved", "changes", "refused")


def gate_document(data: dict[str, Any], language: str = "fr") -> dict[str, Any]:
    """Everything the template of a gate record shows, in the words of the active language."""
    frozen = in_words(data)
    for part in ("criteria", "opinions"):
        frozen[part] = said_again(frozen[part], ("word",))
    outcome = frozen["decision"]["outcome"]
    return {
        "language": language,
        "tongue": tongue(frozen, language),
        "kind": "minutes",
        "head": head(frozen, language),
        "css": f"d-{outcome}" if outcome in BANDS else "d-waiting",
        "label": capfirst(frozen["decision"]["label"]),
        "decision": frozen["decision"],
        "decided_at": moment(frozen["decision"]["at"], zone=True),
        "valid_until": long_date(frozen["decision"]["valid_until"]),
        "gate": frozen["gate"],
        "silence": frozen["silence"],
        "round": frozen["round"],
        "submitted_at": moment(frozen["round"]["submitted_at"]),
        "snapshot": proof.fingerprint_lines(frozen["round"]["sha256"]),
        "rounds": [_round(row) for row in frozen.get("rounds", [])],
        "criteria": frozen["criteria"],
        "rules": frozen["rules"],
        "opinions": [row | {"css": _sign(row)} for row in frozen["opinions"]],
        "findings": [row | {"due": short_date(row["due_on"])} for row in frozen["findings"]],
        "arbitrations": [
            row | {"when": moment(row["at"])} for row in frozen.get("arbitrations", [])
        ],
        "waivers": [_waiver(row) for row in frozen.get("waivers", [])],
        "maps": [row | {"day": long_date(row["drawn_on"])} for row in frozen.get("maps", ())],
        "check": proof.check(frozen),
    }


def _round(row: dict[str, Any]) -> dict[str, Any]:
    return row | {
        "submitted": moment(row["submitted_at"]),
        "label": capfirst(row["label"]),
        "sha256": proof.grouped(row["sha256"][:16], 4),
    }


def _sign(row: dict[str, Any]) -> str:
    """The sign of an opinion; older records froze its word alone."""
    return f"s {OPINION_SIGNS.get(row['value'], 'v-waiting')}" if row.get("value") else ""


def _waiver(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"until": long_date(row["expires_on"]), "signed": moment(row["signed_at"])}


def head(frozen: dict[str, Any], language: str) -> dict[str, str]:
    """What the file and each page say of themselves."""
    told = {"key": frozen["project"]["key"], "number": frozen["number"]}
    told["day"] = long_date(frozen["decision"]["at"])
    line = _("Procès-verbal %(key)s, numéro %(number)s, du %(day)s") % told
    return head_of(frozen, language, genre=_("Procès-verbal de validation"), state=line)
