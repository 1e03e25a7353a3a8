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


class LinesField(forms.CharField):
    """A list, one item per line; what is too long is said by those who use it."""

    widget = forms.Textarea

    def prepare_value(self, value):
        return "\n".join(str(item) for item in value) if isinstance(value, list) else value

    def has_changed(self, initial, data):
        return lines_of(data or "") != (initial or [])

    def clean(self, value):
        return lines_of(super().clean(value))


class TextField(forms.CharField):
    """A few lines of visible text."""

    widget = forms.Textarea

    def to_python(self, value):
        return super().to_python(visible(str(value or "")))


def lines_of(text: str) -> list[str]:
    """The lines that say something, without what the eye cannot see."""
    written = (" ".join(visible(line).split()) for line in text.splitlines())
    return [line for line in written if line]
