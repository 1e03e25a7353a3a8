from django import forms
from django.utils.translation import gettext_lazy as _

from projects.forms.text import TextField
from projects.models import LaterCheck


class LaterCheckForm(forms.Form):
    """What was found when an express project was read again."""

    outcome = forms.ChoiceField(
        label=_("Votre constat"), choices=LaterCheck.Outcome.choices, widget=forms.RadioSelect
    )
    word = TextField(
        label=_("En une phrase"),
        required=False,
        max_length=500,
        help_text=_("Nécessaire si quelque chose a changé."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
