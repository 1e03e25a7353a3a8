"""What a steward says of a new key."""

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.models import ApiToken
from governance.typography import visible
from governance.widgets import ChoiceCards, DayInput


class TokenForm(forms.Form):
    """The inventory that will hold it, what it may do, until when."""

    name = forms.CharField(
        label=_("Quel inventaire s’en servira ?"),
        max_length=60,
        help_text=_("Le journal le nomme : « par l’inventaire Mercator »."),
    )
    scope = forms.ChoiceField(
        label=_("Ce qu’il peut faire"),
        choices=[
            (ApiToken.Scope.READ, _("Lire")),
            (ApiToken.Scope.WRITE, _("Lire et écrire")),
        ],
        initial=ApiToken.Scope.READ,
        widget=ChoiceCards(
            consequences={
                ApiToken.Scope.READ: _("Il lit les systèmes et les dépendances."),
                ApiToken.Scope.WRITE: _("Il les crée et les change aussi, en votre nom."),
            }
        ),
    )
    expires_on = forms.DateField(
        label=_("Dernier jour"),
        required=False,
        widget=DayInput,
        help_text=_("Sans date, il sert jusqu’à ce que vous le retiriez."),
    )

    def clean_name(self):
        return " ".join(visible(self.cleaned_data["name"]).split())
