"""What makes the document checkable: signatures, versions, attached evidence, fingerprint and code."""

from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from reviews.pdf import revisions
from reviews.pdf.dates import long_date, moment, short_date
from reviews.pdf.figures.qr import qr
from reviews.pdf.people import VOICES
from reviews.pdf.text import soft_breaks

QR_SIDE, SMALL_QR_SIDE = 112.0, 84.0
ANSWER_SIGNS = {"agreed": "p-agreed", "remark": "p-remark", "disagreed": "p-disagreed"}


def grouped(text: str, size: int) -> str:
    """A code in upper case, in groups, so that an eye can compare it."""
    return " ".join(text[start : start + size] for start in range(0, len(text), size)).upper()


def fingerprint_lines(fingerprint: str) -> list[str]:
    """A whole fingerprint, four groups of eight a line."""
    ends = range(0, min(len(fingerprint), 128), 32)
    return [grouped(fingerprint[start : start + 32], 8) for start in ends]


def short_fingerprint(fingerprint: str) -> str:
    """The first twelve signs, by four."""
    return grouped(fingerprint[:12], 4)


def signed_on(frozen: dict[str, Any]) -> str:
    """The day on which the last voice answered, or that of the document."""
    answers: list[str] = [
        voice["answered_at"] for voice in frozen["voices"] if voice.get("answered_at")
    ]
    frozen_at: str = frozen["frozen_at"]
    return max(answers, default=frozen_at) if frozen["signed"] else frozen_at


def signatures(frozen: dict[str, Any]) -> dict[str, Any]:
    """The section « Signatures des trois voix »."""
    rows = signature_rows(frozen)
    agreed = sum(row["agreed"] for row in rows)
    if frozen["signed"]:
        lead = _(
            "Trois accords : le cadrage est signé. Ce dossier en fige la version %(number)s, le %(at)s."
        )
    else:
        lead = _(
            "Version %(number)s, figée le %(at)s. %(agreed)d accord sur 3 : le cadrage n’est pas encore signé."
        )
    return {
        "lead": lead
        % {"number": frozen["number"], "at": moment(frozen["frozen_at"]), "agreed": agreed},
        "rows": rows,
    }


def signature_rows(frozen: dict[str, Any]) -> list[dict[str, Any]]:
    """What each of the three voices answered."""
    by_voice = {voice["voice"]: voice for voice in frozen["voices"]}
    return [_signature(code, str(label), by_voice.get(code, {})) for code, label in VOICES.items()]


def _signature(code: str, label: str, voice: dict[str, Any]) -> dict[str, Any]:
    answer = voice.get("answer", "")
    words = {
        "agreed": _("D’accord"),
        "remark": _("D’accord, avec une remarque"),
        "disagreed": _("Pas d’accord"),
    }
    parts = (voice.get("title", ""), voice.get("organisation", ""))
    return {
        "sign": code,
        "label": voice.get("label") or label,
        "name": voice.get("signed_by") or voice.get("name") or _("Siège à pourvoir"),
        "silence": voice.get("silence", ""),
        "quality": ", ".join(part for part in parts if part),
        "css": ANSWER_SIGNS.get(answer, "p-waiting"),
        "word": words.get(answer, _("Réponse attendue")),
        "remark": voice.get("remark", ""),
        "at": moment(voice.get("answered_at")),
        "agreed": answer in ("agreed", "remark"),
    }


def history(frozen: dict[str, Any]) -> dict[str, Any]:
    """The versions of the scoping and the documents that were frozen with it."""
    return {
        "revisions": [
            {
                "number": row["number"],
                "date": short_date(row["date"]),
                "lines": revisions.lines(row),
            }
            for row in frozen["revisions"]
        ],
        "documents": [
            {
                "name": row["name"],
                "size": _size(row["size"]),
                "fingerprint": grouped(row["sha256"][:16], 4),
            }
            for row in frozen["documents"]
        ],
    }


def _size(octets: Any) -> str:
    if not isinstance(octets, int):
        return ""
    if octets >= 1_000_000:
        return _("%(size)s Mo") % {"size": number_format(round(octets / 1_000_000, 1))}
    if octets >= 1_000:
        return _("%(size)s Ko") % {"size": octets // 1_000}
    return _("%(size)s octets") % {"size": octets}


def check(frozen: dict[str, Any]) -> dict[str, Any]:
    """The verification page: address, code, QR, fingerprint, attached file."""
    address, fingerprint = frozen["verify_url"], frozen["fingerprint"]
    side = SMALL_QR_SIDE if frozen["kind"] == "certificate" else QR_SIDE
    safe = address if address.startswith(("https://", "http://")) and len(address) <= 500 else ""
    return {
        "address": soft_breaks(address.split("://", 1)[-1].rstrip("/")[:600]),
        "href": safe,
        "code": frozen["code"],
        "qr": qr(safe, side, _("Code QR menant à la page de vérification")) if safe else "",
        "lines": fingerprint_lines(fingerprint),
        "attachment": attachment_name(frozen["kind"]),
        "schema": frozen.get("schema", ""),
        "schema_version": frozen.get("schema_version", ""),
        "made_at": moment(frozen["frozen_at"], zone=True),
        "day": long_date(frozen["frozen_at"]),
    }


def attachment_name(kind: str) -> str:
    """The name of the attached data in the file."""
    names = {
        "certificate": "attestation.json",
        "minutes": "compte-rendu.json",
        "gate": "proces-verbal.json",
        "committee": "comite.json",
    }
    return names.get(kind, "dossier.json")
