"""What a document about a project says of itself: title, running head, foot, dates."""

from typing import Any

from django.utils.translation import gettext as _

from reviews.pdf import proof
from reviews.pdf.text import typography

LONG_TITLE, LONGER_TITLE = 45, 140


def head_of(
    frozen: dict[str, Any], language: str, *, genre: str, state: str, draft: bool = False
) -> dict[str, str]:
    """The head of a document of this genre; `state` is its one line, without a full stop; a draft says so on every page."""
    company, title = flat(frozen["company"]), flat(frozen["project"]["title"])
    mark = proof.short_fingerprint(frozen["fingerprint"])
    foot = f"{state} · {_('empreinte')} {mark}" if mark else state
    return {
        "genre": genre,
        "author": company,
        "title": " · ".join(part for part in (title, genre) if part),
        "running": " · ".join(part for part in (company[:50], title[:70]) if part),
        "state": typography(foot, language),
        "description": typography(f"{state}.", language),
        "draft": _("Projet, non signé") if draft else "",
        "created": frozen["frozen_at"],
        "heading": frozen["project"]["title"],
        "title_class": title_class(title),
    }


def title_class(title: str) -> str:
    """How small a long title is set."""
    if len(title) > LONGER_TITLE:
        return "h1-longer"
    return "h1-long" if len(title) > LONG_TITLE else ""


def flat(text: str) -> str:
    """A text on one line, without the places where it may break."""
    return text.replace("\u200b", "").replace("\n", " ").strip()
