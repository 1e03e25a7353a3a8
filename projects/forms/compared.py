"""Up to three solutions compared with the one proposed, as plain fields of the form of a choice."""

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.compared import MOST, PARTS
from projects.models import TechnicalChoice

LONGEST = {"solution": 120, "strengths": 600, "weaknesses": 600, "cost": 120}
BACK = [("", _("Choisissez")), *TechnicalChoice.Reversibility.choices]


def name_of(number: int, part: str) -> str:
    """The field of one part of one compared solution."""
    return f"compared_{number}_{part}"


def fields() -> dict[str, forms.Field]:
    """The fields of every compared solution, none of them compulsory."""
    return {name_of(n, part): field_of(part) for n in range(1, MOST + 1) for part in PARTS}


def field_of(part: str) -> forms.Field:
    """The field of one part, in the width that its answer needs."""
    if part == "reversibility":
        return forms.ChoiceField(label=PARTS[part], choices=BACK, required=False)
    long = part in ("strengths", "weaknesses")
    entry = forms.Textarea(attrs={"rows": 2}) if long else forms.TextInput()
    return forms.CharField(
        label=PARTS[part], max_length=LONGEST[part], required=False, widget=entry
    )


def initial_of(rows: list[dict]) -> dict:
    """What the fields show first."""
    return {
        name_of(number, part): row.get(part, "")
        for number, row in enumerate(rows[:MOST], start=1)
        for part in PARTS
    }


def rows_of(form: forms.Form) -> list[dict]:
    """The solutions compared, those left empty put aside; unreadable words are kept as typed."""
    rows = [
        {part: _said(form, name_of(n, part), part) for part in PARTS} for n in range(1, MOST + 1)
    ]
    return [row for row in rows if any(row.values())]


def refuse_nameless(form: forms.Form) -> None:
    """A solution that is described must be named."""
    for n in range(1, MOST + 1):
        said = [form.cleaned_data.get(name_of(n, part)) for part in PARTS]
        name = name_of(n, "solution")
        if any(said) and not said[0] and name not in form.errors:
            form.add_error(name, _("Nommez la solution que vous comparez."))


def columns(form: forms.Form) -> list[dict]:
    """The fields as columns, one per solution; all empty, they can stay folded."""
    return [
        {
            "number": n,
            "fields": [form[name_of(n, part)] for part in PARTS],
            "open": any(form[name_of(n, part)].value() for part in PARTS),
        }
        for n in range(1, MOST + 1)
    ]


def _said(form: forms.Form, name: str, part: str) -> str:
    typed = str(form.data.get(name, "")).replace("\0", "").strip()
    said = form.cleaned_data.get(name, "" if part == "reversibility" else typed)
    return said[: LONGEST.get(part, 12)]
