from django import forms
from django.utils.translation import gettext_lazy as _

from projects.forms.text import LineField
from projects.models import SavedView


class SavedViewForm(forms.Form):
    """The name of a way of looking at the map, and who finds it in their list."""

    name = LineField(
        label=_("Nom de la vue"),
        max_length=80,
        help_text=_("Par exemple : Systèmes qui s’arrêtent, avec données personnelles."),
    )
    is_shared = forms.BooleanField(
        label=_("La partager avec l’entreprise"),
        required=False,
        help_text=_("Chaque collègue la trouve au-dessus de la carte, avec votre nom."),
    )


class NewViewForm(SavedViewForm):
    """The same, for what a map shows now."""

    page = forms.ChoiceField(choices=SavedView.Page, widget=forms.HiddenInput)
