from django import forms
from django.utils.translation import gettext_lazy as _

from governance.roles import Voice
from projects.forms.text import TextField

LONGEST_ANSWER = 1000


class ClearingForm(forms.Form):
    """What is known now of a topic that nobody could answer."""

    clarified = TextField(
        label=_("Ce que l’on sait maintenant"),
        max_length=LONGEST_ANSWER,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Dites en une ou deux phrases ce que l’on sait maintenant.")},
    )


class TopicVoiceForm(forms.Form):
    """Which voice must clear a topic."""

    voice = forms.ChoiceField(label=_("Qui peut l’éclaircir ?"), choices=Voice.choices)
