"""What two tabs typed in the same step of a registration, in words."""

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from governance import typography

LONGEST = 160


def differences(form: forms.Form, theirs: dict, mine: dict) -> list[dict]:
    """What is kept beside what was just typed, as rows for the table of differences."""
    rows = []
    for name, field in form.fields.items():
        key = form.add_prefix(name)
        before, after = (shown(field, typed.get(key)) for typed in (theirs, mine))
        if before == after or isinstance(field.widget, forms.HiddenInput):
            continue
        effect = "added" if not before else "removed" if not after else "changed"
        row = {"fact": field.label or name, "before": before, "after": after, "effect": effect}
        rows.append(row)
    before, after = (", ".join(typed.get("systems") or []) for typed in (theirs, mine))
    if before != after:
        fact = _("Dépendances")
        rows.append({"fact": fact, "before": before, "after": after, "effect": "changed"})
    return rows


def shown(field: forms.Field, value) -> str:
    """A typed value as its reader knows it: the words of a choice, the beginning of a text."""
    if value and isinstance(field, forms.BooleanField):
        return _("Oui")
    if value and isinstance(field, forms.DateField):
        return shown_day(field, value)
    values = value if isinstance(value, list) else [value or ""]
    words = {str(key): str(label) for key, label in getattr(field, "choices", [])}
    text = ", ".join(words.get(str(one), str(one)) for one in values if one)
    return Truncator(text).chars(LONGEST)


def shown_day(field: forms.DateField, value: str) -> str:
    """A typed day as one reads it; as typed when it is not one."""
    try:
        return typography.long_day(field.to_python(value))
    except forms.ValidationError:
        return Truncator(value).chars(LONGEST)
