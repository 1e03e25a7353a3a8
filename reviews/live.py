"""The live page in pure terms: marks of its pieces, clocks, who is where. No query, no request."""

from datetime import datetime
from hashlib import sha256

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MINUTE = 60


def token(version: int, online: int, state: str) -> str:
    """What a page has seen of its meeting; another one means that there is something to read."""
    return f"{version}.{online}.{state}"


def mark(name: str, facts) -> str:
    """The fingerprint of one piece of the page: the piece is sent again when it changes."""
    return f"{name}:{sha256(repr(facts).encode()).hexdigest()[:12]}"


def changed(marks: dict[str, str], seen) -> list[str]:
    """The pieces that a page shows otherwise, or not at all."""
    return [name for name, value in marks.items() if value not in seen]


def clock(*, planned: int, spent: int, since: datetime | None, now: datetime) -> dict:
    """A clock for the page: what it says now, and what a script needs to go on ticking."""
    seconds = spent + (max(0, int((now - since).total_seconds())) if since else 0)
    return {
        **told(planned, seconds),
        "planned": planned * MINUTE,
        "spent": spent,
        "since": int(since.timestamp()) if since else "",
    }


def told(planned: int, seconds: int) -> dict:
    """« 4 min sur 15 », or over time said as such; the share of the ring with it."""
    left = planned - seconds // MINUTE
    told_now = {"n": abs(left), "total": planned}
    if left >= 0:
        note = ngettext("reste, sur %(total)d", "restent, sur %(total)d", max(left, 1)) % told_now
    else:
        note = _("de plus que les %(total)d prévues") % told_now
    share = min(100, max(0, 100 * seconds // max(planned * MINUTE, 1)))
    return {"text": _("%(n)d min") % told_now, "note": note, "share": share, "over": left < 0}


def spent_sentence(seconds: int) -> str:
    """How long a point has taken so far; nothing under a minute."""
    minutes = seconds // MINUTE
    return _("%(n)d min passées") % {"n": minutes} if minutes else ""


def writing_sentence(names: list[str]) -> str:
    """« Diane écrit ici », or two names, or more."""
    if not names:
        return ""
    if len(names) == 1:
        return _("%(name)s écrit ici") % {"name": names[0]}
    told_names = {"names": ", ".join(names[:-1]), "last": names[-1]}
    return _("%(names)s et %(last)s écrivent ici") % told_names


def still_writing(names: list[str]) -> str:
    """« Diane écrit encore », for whoever is about to close the meeting."""
    if not names:
        return ""
    if len(names) == 1:
        return _("%(name)s écrit encore.") % {"name": names[0]}
    told_names = {"names": ", ".join(names[:-1]), "last": names[-1]}
    return _("%(names)s et %(last)s écrivent encore.") % told_names


def seat_words(*, present: bool, is_online: bool) -> tuple[str, str]:
    """How a voice stands at the meeting: noted as there, on the page, both or neither."""
    if present:
        return "present", _("À la réunion, en ligne") if is_online else _("À la réunion")
    if is_online:
        return "watch", _("En ligne, présence à noter")
    return "neutral", _("Pas à la réunion")
