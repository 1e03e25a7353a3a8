from django import forms
from django.utils.translation import gettext_lazy as _

from projects.forms.text import TextField


class EndKnownForm(forms.Form):
    """Why a known choice is taken off the list."""

    word = TextField(
        label=_("Pourquoi le retirer ?"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Les projets qui l’ont repris devront confirmer leur réponse."),
        error_messages={"required": _("Dites en une phrase pourquoi il n’est plus admis.")},
    )
