"""Text that people typed, without what the eye cannot see."""

from django import forms

from governance.typography import visible


class LineField(forms.CharField):
    """One line of visible text."""

    def to_python(self, value):
        return super().to_python(" ".join(visible(str(value or "")).split()))


class TextField(forms.CharField):
    """A few lines of visible text."""

    widget = forms.Textarea

    def to_python(self, value):
        return super().to_python(visible(str(value or "")))
