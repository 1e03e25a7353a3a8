"""What a document shows, derived from its frozen data: no query, no clock, no side effect."""

from typing import Any

from django.utils.translation import gettext as _

from reviews.pdf import (
    arbitrations,
    certificate,
    choices,
    decisions,
    dependencies,
    journey,
    minutes,
    proof,
    summary,
)
from reviews.pdf.dates import long_date, short_date
from reviews.pdf.heads import head_of
from reviews.pdf.people import VOICES, People
from reviews.pdf.words import in_words, tongue

DEFAULTS: dict[str, Any] = {
    "kind": "scoping", "company": "", "number": 1, "signed": False, "frozen_at": "", "code": "", "verify_url": "", "fingerprint": "",
    "project": {}, "health": {}, "voices": [], "ball": [], "path": [], "early_questions": [], "topics": [], "dependencies": [],
    "gates": [], "meeting": None, "actions": [], "open_points": [], "waivers": [], "arbitrations": [], "documents": [], "revisions": [],
}  # fmt: skip
PROJECT: dict[str, Any] = {
    "key": "", "title": "", "kind": "", "level": "", "level_label": "", "need": "", "audience": "", "launch_on": "",
    "launch_reason": "", "registered_on": "", "started_already": False, "level_reasons": [],
}  # fmt: skip
HEALTH = {"code": "good", "label": "", "reason": ""}
WORD_KEPT = 18


def report_context(data: dict[str, Any], language: str = "fr") -> dict[str, Any]:
    """Everything the templates show, in the words of the active language."""
    frozen = prepared(data)
    people = People(frozen["voices"])
    steps = journey.steps(frozen["path"], frozen["gates"])
    return {
        "language": language,
        "tongue": tongue(frozen, language),
        "kind": frozen["kind"],
        "project": frozen["project"],
        "head": head(frozen, language),
        "cover": cover(frozen),
        "summary": summary.section(frozen, steps, people),
        "need": summary.need(frozen),
        "path": journey.section(frozen, steps),
        "topics": choices.section(frozen["topics"]),
        "dependencies": dependencies.section(frozen["dependencies"], steps, frozen["project"]),
        "decisions": decisions.section(frozen, people),
        "arbitrations": arbitrations.section(frozen["arbitrations"]),
        "meeting": minutes.meeting(frozen["meeting"], frozen["voices"], people),
        "actions": minutes.actions(frozen["actions"], frozen["open_points"], people)
        | {"awaited": summary.awaited(frozen["ball"], people)},
        "signatures": proof.signatures(frozen),
        "history": proof.history(frozen),
        "check": proof.check(frozen),
        "certificate": certificate.section(frozen),
    }


def prepared(data: dict[str, Any]) -> dict[str, Any]:
    """The frozen data, fit to print, with every key that a page reads."""
    given = in_words(data)
    frozen = DEFAULTS | {key: value for key, value in given.items() if value is not None}
    frozen["project"] = PROJECT | frozen["project"]
    frozen["health"] = HEALTH | frozen["health"]
    return frozen


def head(frozen: dict[str, Any], language: str) -> dict[str, str]:
    """What the file and each page say of themselves: title, running head, foot, dates."""
    draft = frozen["kind"] == "scoping" and not frozen["signed"]
    return head_of(frozen, language, genre=_genre(frozen), state=_state(frozen), draft=draft)


def _genre(frozen: dict[str, Any]) -> str:
    express = frozen["kind"] == "certificate"
    return _("Attestation de chemin express") if express else _("Dossier de cadrage")


def _state(frozen: dict[str, Any]) -> str:
    if frozen["kind"] == "certificate":
        sentence = _("Attestation de chemin express %(key)s, datée du %(day)s")
    elif frozen["signed"]:
        sentence = _("Dossier de cadrage %(key)s, version %(number)s, signé le %(day)s")
    else:
        sentence = _(
            "Dossier de cadrage %(key)s, projet de version %(number)s du %(day)s, non signé"
        )
    day = long_date(proof.signed_on(frozen))
    return sentence % {"key": frozen["project"]["key"], "number": frozen["number"], "day": day}


def cover(frozen: dict[str, Any]) -> dict[str, Any]:
    """The three corners of the frame, the ribbon and the four facts."""
    by_voice = {voice["voice"]: voice for voice in frozen["voices"]}
    project = frozen["project"]
    corners = [_corner(code, str(label), by_voice.get(code)) for code, label in VOICES.items()]
    return {
        "corners": corners,
        "words": [
            {"text": word, "css": "nb" if "-" in word and len(word) <= WORD_KEPT else ""}
            for word in project["title"].split(" ")
        ],
        "signed": frozen["signed"],
        "ribbon": _ribbon(frozen),
        "level": project["level_label"],
        "gates": journey.counted_gates(frozen["path"]),
        "number": frozen["number"],
        "replaces": _replaced(frozen["revisions"]),
        "frozen_on": long_date(frozen["frozen_at"]),
        "launch_on": long_date(project["launch_on"]),
        "key": project["key"],
        "fingerprint": proof.short_fingerprint(frozen["fingerprint"]),
    }


def _replaced(revisions: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The version before this one, if there is one."""
    before = revisions[-2] if len(revisions) > 1 else None
    return before and {"number": before["number"], "day": short_date(before["date"])}


def _corner(code: str, label: str, voice: dict[str, Any] | None) -> dict[str, str]:
    given = voice or {}
    return {
        "sign": code,
        "label": _shortened(given.get("label") or label, 40),
        "name": _shortened(given.get("name", ""), 70) or _("Siège à pourvoir"),
        "long": "b-long" if len(given.get("name", "")) > 24 else "",
        "title": _shortened(given.get("title", ""), 60),
        "organisation": _shortened(given.get("organisation", ""), 45),
    }


def _shortened(text: str, most: int) -> str:
    """What a corner of the cover has room for; the section of signatures says it whole."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _ribbon(frozen: dict[str, Any]) -> str:
    day = long_date(proof.signed_on(frozen))
    if frozen["signed"]:
        return _("par les trois voix, le %(day)s") % {"day": day}
    given = sum(voice.get("answer") in ("agreed", "remark") for voice in frozen["voices"])
    return _("ne vaut pas accord, %(given)d voix sur 3 au %(day)s") % {"given": given, "day": day}
