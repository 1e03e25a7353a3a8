"""What a form would change of the row as it is now, in words: for two stewards at once. Pure."""

from django.forms import BoundField, CheckboxInput
from django.utils.translation import gettext as _


def typed_differences(form) -> list[dict]:
    """Each field that says something else than the row does, as components/differences.html."""
    rows = []
    for name in form.changed_data:
        if name in form.fields:
            bound = form[name]
            before, after = in_words(bound, bound.initial), in_words(bound, bound.data)
            if before != after:
                rows.append(
                    {"fact": bound.label, "before": before, "after": after, "effect": "changed"}
                )
    return rows


def in_words(bound: BoundField, value) -> str:
    """A value of a field as people read it."""
    if isinstance(bound.field.widget, CheckboxInput):
        return _("oui") if value else _("non")
    value = bound.field.prepare_value(value)
    choices = getattr(bound.field, "choices", None)
    values = value if isinstance(value, list | tuple) else [value]
    if choices is not None:
        known = labels(choices)
        values = [known.get(str(one), one) for one in values]
    return ", ".join(str(one) for one in values if one not in (None, ""))


def labels(choices) -> dict[str, str]:
    """The words of every choice, groups opened."""
    found = {}
    for value, label in choices:
        inner = label if isinstance(label, list | tuple) else [(value, label)]
        found |= {str(getattr(code, "value", code)): str(text) for code, text in inner}
    return found
