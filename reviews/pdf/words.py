"""The labels that the frozen data keep, said again in the language of the pages.

They are frozen in the source language of the interface, so that each is its own key in the catalogues.
"""

from typing import Any

from django.utils.translation import gettext

LABELS = (
    "label",
    "state_label",
    "level_label",
    "consequence",
    "weight",
    "reversibility",
    "silence",
)


def said_again(value: Any, labels: tuple[str, ...] = LABELS) -> Any:
    """The same data with its labels, and nothing that people typed, in the active language."""
    if isinstance(value, dict):
        return {
            key: gettext(item)
            if key in labels and isinstance(item, str) and item
            else said_again(item, labels)
            for key, item in value.items()
        }
    if isinstance(value, list):
        return [said_again(item, labels) for item in value]
    return value
