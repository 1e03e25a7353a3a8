"""The record of a decision on paper: what was judged, who advised, who decided, what is left."""

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from reviews.pdf import proof
from reviews.pdf.dates import long_date, moment, short_date
from reviews.pdf.text import clean, typography
from reviews.pdf.words import said_again

BANDS = ("approved", "reserved", "changes", "refused")
LONG_TITLE, LONGER_TITLE = 45, 140


def gate_document(data: dict[str, Any], language: str = "fr") -> dict[str, Any]:
    """Everything the template of a gate record shows, in the words of the active language."""
    frozen = said_again(clean(data, language))
    for part in ("criteria", "opinions"):
        frozen[part] = said_again(frozen[part], ("word",))
    outcome = frozen["decision"]["outcome"]
    return {
        "language": language,
        "kind": "minutes",
        "head": head(frozen, language),
        "css": f"d-{outcome}" if outcome in BANDS else "d-waiting",
        "label": capfirst(frozen["decision"]["label"]),
        "decision": frozen["decision"],
        "decided_at": moment(frozen["decision"]["at"]),
        "valid_until": long_date(frozen["decision"]["valid_until"]),
        "gate": frozen["gate"],
        "silence": frozen["silence"],
        "round": frozen["round"],
        "submitted_at": moment(frozen["round"]["submitted_at"]),
        "snapshot": proof.grouped(frozen["round"]["sha256"][:16], 4),
        "criteria": frozen["criteria"],
        "rules": frozen["rules"],
        "opinions": frozen["opinions"],
        "findings": [row | {"due": short_date(row["due_on"])} for row in frozen["findings"]],
        "arbitrations": [
            row | {"when": moment(row["at"])} for row in frozen.get("arbitrations", [])
        ],
        "maps": [row | {"day": long_date(row["drawn_on"])} for row in frozen.get("maps", ())],
        "check": proof.check(frozen),
    }


def head(frozen: dict[str, Any], language: str) -> dict[str, str]:
    """What the file and each page say of themselves."""
    company, title = flat(frozen["company"]), flat(frozen["project"]["title"])
    genre = _("Procès-verbal de validation")
    told = {"key": frozen["project"]["key"], "number": frozen["number"]}
    line = _("Procès-verbal %(key)s, numéro %(number)s") % told
    foot = f"{line} · {_('empreinte')} {proof.short_fingerprint(frozen['fingerprint'])}"
    size = "h1-longer" if len(title) > LONGER_TITLE else "h1-long"
    return {
        "genre": genre,
        "author": company,
        "title": f"{title} · {genre}",
        "running": " · ".join(part for part in (company[:50], title[:70]) if part),
        "state": typography(foot, language),
        "description": typography(f"{line}.", language),
        "created": frozen["frozen_at"],
        "heading": frozen["project"]["title"],
        "title_class": size if len(title) > LONG_TITLE else "",
    }


def flat(text: str) -> str:
    return text.replace("\u200b", "").replace("\n", " ").strip()
