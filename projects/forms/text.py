"""Text that people typed, without what the eye cannot see."""

import unicodedata

from django import forms

UNSEEN = {"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"}


def visible(text: str) -> str:
    """The same text without zero-width, control and direction signs."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    kept = ["".join(" " if s == "\t" else s for s in line if _is_seen(s)) for line in lines]
    return "\n".join(line.strip() for line in kept).strip()


def _is_seen(sign: str) -> bool:
    return sign == "\t" or unicodedata.category(sign) not in UNSEEN


class LineField(forms.CharField):
    """One line of visible text."""

    def to_python(self, value):
        return super().to_python(" ".join(visible(str(value or "")).split()))


class TextField(forms.CharField):
    """A few lines of visible text."""

    widget = forms.Textarea

    def to_python(self, value):
        return super().to_python(visible(str(value or "")))
