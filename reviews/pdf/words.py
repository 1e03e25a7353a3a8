"""The labels that the frozen data keep, said again in the language of the pages.

Labels are frozen in the source language of the interface, so that each is its own key in the catalogues. The words
of the reference data (topics, gates, rules…) are said by the reference data; what people typed stays as typed.
"""

import re
from functools import lru_cache
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from governance.english import in_english
from reviews.pdf.text import clean

LABELS = (
    "label",
    "state_label",
    "level_label",
    "consequence",
    "weight",
    "reversibility",
    "silence",
    "environment_word",
    "nature",
    "protocol",
    "categories",
)
_TITLES = ("title", "point")
_CHOICES = ("name", "question", "option", "facts", "reason", "alternative")
_SPACES = str.maketrans("\u00a0\u202f", "  ")
REFERENCE: dict[str, tuple[str, ...]] = {
    "project": ("kind", "level_reasons"),
    "health": ("reason",),
    "path": ("name", "note"),
    "early_questions": ("question", "answer"),
    "topics": _CHOICES,
    "dependencies": ("category", "needed_by", "owner"),
    "gates": ("name", "topic", "domain"),
    "gate": ("name",),
    "ball": ("name", "what"),
    "waivers": ("gate",),
    "criteria": ("text", "word", "note", "answer"),
    "rules": ("title", "topic"),
    "opinions": ("domain", "name"),
    "meeting": _TITLES,
    "content": _TITLES,
    "projects": ("kind", "name", "step"),
    "signals": ("what", "step", "gate"),
    "decisions": ("gate", "by"),
    "waiting": ("gate",),
    "findings": ("gate",),
    "tempo": ("team",),
    "revisions": ("choices", "states", "added", "removed", "changed", "submitted", "decided"),
}
# What the application writes itself around names and numbers: msgids of the catalogues.
SENTENCES = (
    "pas encore de réponse", "Tour de table", "Dépendances à confirmer", "%(system)s : dépendance à confirmer",
    "passage %(n)s en cours", "à confirmer", "dossier repris", "rouvert", "accepté d’emblée", "service déjà ouvert",
    "avec réserves", "Prendre votre siège", "Trouver un prestataire", "Confirmer la dépendance à %(system)s",
    "Revoir la dépendance à %(system)s, refusée", "Avis flash : %(topic)s", "Confirmer le sujet « %(topic)s »",
    "Soumettre « %(gate)s »", "Dire que le projet est en service", "Fixer la réunion de cadrage",
    "Tenir la réunion de cadrage", "Signer le compte rendu du cadrage", "Donner un avis : %(gate)s", "Décider : %(gate)s, passage %(n)s",
    "Répondre avant la décision : %(gate)s", "Confirmer la dérogation : %(gate)s", "Lever la réserve : %(text)s",
    "Lever le désaccord sur le compte rendu", "Arbitrer : %(question)s", "Relire ce projet express", "Le projet est en service.",
    "Une réponse a %(days)s jours ouvrés de retard.", "La date de l’étape « %(step)s » est passée.",
    "Une réponse est en retard.", "Une étape a été passée avec une dérogation.",
    "Aucune réponse en retard, aucune date passée.",
    "accord tacite", "%(name)s pour %(absent)s", "Écrire votre position pour l’arbitrage", "Dire quand vous pouvez venir à la réunion de cadrage",
)  # fmt: skip
SLOT = re.compile(r"%\((\w+)\)s")
AMOUNT = re.compile(r"(\d+)[ \u00a0\u202f](\w+)")


def said_again(value: Any, labels: tuple[str, ...] = LABELS) -> Any:
    """The same data with its labels, and nothing that people typed, in the active language."""
    return _said(value, labels, False)


def _said(value: Any, labels: tuple[str, ...], ours: bool) -> Any:
    if isinstance(value, dict):
        return {key: _said(item, labels, key in labels) for key, item in value.items()}
    if isinstance(value, list):
        return [_said(item, labels, ours) for item in value]
    return gettext(value.translate(_SPACES)) if ours and value and isinstance(value, str) else value


def reference_said(data: dict[str, Any]) -> dict[str, Any]:
    """The same data with the words of the reference data in English, when the pages are in English."""
    if not (get_language() or "fr").startswith("en"):
        return data
    return {
        key: _walk(item, REFERENCE.get(key, ()), key == "open_points") for key, item in data.items()
    }


def _walk(value: Any, fields: tuple[str, ...], ours: bool = False) -> Any:
    if isinstance(value, dict):
        return {key: _walk(item, fields, key in fields) for key, item in value.items()}
    if isinstance(value, list):
        return [_walk(item, fields, ours) for item in value]
    return reworded(value) if ours and isinstance(value, str) else value


def reworded(text: str) -> str:
    """One text of the reference data or of the application itself in English; any other, as it is."""
    said = in_english(text)
    if said != text:
        return said
    if amount := AMOUNT.fullmatch(text):
        return f"{amount[1]} {in_english(amount[2])}"
    flat = text.translate(_SPACES)
    for msgid, pattern in _patterns():
        if found := pattern.fullmatch(flat):
            parts = {name: in_english(part) for name, part in found.groupdict().items()}
            return gettext(msgid) % parts
    return text


@lru_cache(maxsize=1)
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    return [(msgid, _pattern(msgid)) for msgid in SENTENCES]


def _pattern(msgid: str) -> re.Pattern[str]:
    pieces = SLOT.split(msgid)
    told = (
        f"(?P<{piece}>.+)" if place % 2 else re.escape(piece) for place, piece in enumerate(pieces)
    )
    return re.compile("".join(told))


def in_words(data: dict[str, Any]) -> dict[str, Any]:
    """Frozen data fit to print: bounded, spaced as their own language wants, our words in that of the pages."""
    own = str(data.get("language") or "fr")[:2]
    return reference_said(said_again(clean(data, own)))


def tongue(frozen: dict[str, Any], language: str) -> SafeString | str:
    """The attribute of what people typed, where the pages speak another language than theirs."""
    own = str(frozen.get("language") or "fr")[:2]
    return "" if own == language else format_html(' lang="{}"', own)
