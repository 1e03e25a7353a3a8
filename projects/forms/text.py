"""Text that people typed, without what the eye cannot see."""

from django import forms

from governance.typography import visible


class LineField(forms.CharField):
    """One line of visible text."""

    def to_python(self, value):
        return super().to_python(" ".join(visible(str(value or "")).split()))


class LaterField(LineField):
    """A line that the form itself asks for, once it knows whether it is needed."""

    def validate(self, value):
        if value:
            super().validate(value)


class TextField(forms.CharField):
    """A few lines of visible text."""

    widget = forms.Textarea

    def to_python(self, value):
        return super().to_python(visible(str(value or "")))
