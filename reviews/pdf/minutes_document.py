"""Minutes on paper, with their answers, remarks, silences and absent voices."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reviews.pdf import minutes, proof
from reviews.pdf.dates import long_date, moment
from reviews.pdf.heads import head_of
from reviews.pdf.people import People
from reviews.pdf.words import in_words, tongue

DEFAULTS: dict[str, Any] = {
    "kind": "minutes", "company": "", "number": 1, "signed": False, "replaced": False, "frozen_at": "", "code": "", "verify_url": "",
    "fingerprint": "", "project": {}, "closed_at": "", "closed_by": "", "sha256": "", "content": {}, "voices": [],
}  # fmt: skip
CONTENT: dict[str, Any] = {
    "held_at": "", "place": "", "present": [], "items": [], "sign_by": "", "silence": "",
    "guests": [], "carried": [],
}  # fmt: skip


def minutes_document(data: dict[str, Any], language: str = "fr") -> dict[str, Any]:
    """Everything the template of printed minutes shows, in the words of the active language."""
    given = in_words(data)
    frozen = DEFAULTS | {key: value for key, value in given.items() if value is not None}
    frozen["project"] = {"key": "", "title": ""} | frozen["project"]
    content = CONTENT | frozen["content"]
    people = People(frozen["voices"])
    return {
        "language": language,
        "tongue": tongue(frozen, language),
        "kind": "minutes",
        "head": head(frozen, language),
        "subtitle": subtitle(frozen, content),
        "state": state(frozen),
        "replaced": frozen["replaced"],
        "meeting": minutes.meeting(content, at_closing(frozen["voices"]), people),
        "guests": content["guests"],
        "carried": [minutes.carried(line, people) for line in content["carried"]],
        "signatures": answers(frozen),
        "terms": terms(content),
        "check": proof.check(frozen),
        "closing": closing(frozen),
    }


def head(frozen: dict[str, Any], language: str) -> dict[str, str]:
    """What the file and each page say of themselves."""
    told = {"key": frozen["project"]["key"], "number": frozen["number"]}
    told["day"] = long_date(frozen["closed_at"] or frozen["frozen_at"])
    line = _("Compte rendu %(key)s, version %(number)s, du %(day)s") % told
    genre, draft = _("Compte rendu du cadrage"), not frozen["signed"]
    return head_of(frozen, language, genre=genre, state=line, draft=draft)


def subtitle(frozen: dict[str, Any], content: dict[str, Any]) -> str:
    """« Réunion du mardi 6 octobre 2026, Salle Lin. Version 2. »"""
    day = long_date(content["held_at"], weekday=True)
    held = _("Réunion du %(day)s") % {"day": day} if day else ""
    where = ", ".join(part for part in (held, content["place"]) if part)
    version = _("Version %(number)s") % {"number": frozen["number"]}
    return f"{where}. {version}." if where else f"{version}."


def state(frozen: dict[str, Any]) -> dict[str, str]:
    """The band: signed by the three, contested, or still awaited."""
    answers = [voice.get("answer", "") for voice in frozen["voices"]]
    if "disagreed" in answers:
        return {"css": "d-changes", "word": _("Une voix n’est pas d’accord"), "note": ""}
    if frozen["signed"]:
        last = max(voice["answered_at"] for voice in frozen["voices"])
        when = _("le %(when)s") % {"when": moment(last)}
        return {"css": "d-approved", "word": _("Signé par les trois voix"), "note": when}
    left = 3 - sum(bool(answer) for answer in answers)
    word = ngettext("%(n)d réponse attendue", "%(n)d réponses attendues", left) % {"n": left}
    return {"css": "d-waiting", "word": word, "note": ""}


def at_closing(voices: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The voices under the names that they had at the meeting."""
    return [voice | {"name": voice.get("at_closing") or voice.get("name", "")} for voice in voices]


def answers(frozen: dict[str, Any]) -> dict[str, Any]:
    """The three answers, who gave them, for whom, and what was silent."""
    rows = proof.signature_rows(frozen)
    by_voice = {voice["voice"]: voice for voice in frozen["voices"]}
    for row in rows:
        voice = by_voice.get(row["sign"], {})
        then = voice.get("at_closing", "")
        if then and then != voice.get("name"):
            row["then"] = _("À la clôture de la réunion : %(name)s.") % {"name": then}
    return {"rows": rows, "count": sum(row["agreed"] for row in rows)}


def terms(content: dict[str, Any]) -> str:
    """What was announced with the minutes; nothing in those that announced nothing."""
    if not content["sign_by"]:
        return ""
    day = long_date(content["sign_by"], weekday=True)
    return f"{_('À signer au plus tard le %(day)s.') % {'day': day}} {content['silence']}".strip()


def closing(frozen: dict[str, Any]) -> dict[str, Any]:
    """When and by whom the minutes were frozen, and their own fingerprint."""
    return {
        "at": moment(frozen["closed_at"], zone=True),
        "by": frozen["closed_by"],
        "lines": proof.fingerprint_lines(frozen["sha256"]),
    }
