from django import forms
from django.utils.translation import gettext_lazy as _

from governance.widgets import ChoiceCards, DayInput
from projects.forms.text import TextField

LONGEST = 2000
FEW_LINES = forms.Textarea(attrs={"rows": 3})


class WaiverRequestForm(forms.Form):
    """Ask to go past a ground rule; its keys are the verb's arguments."""

    reason = TextField(
        label=_("Pourquoi la règle ne peut pas être tenue"),
        max_length=LONGEST,
        widget=FEW_LINES,
        error_messages={"required": _("Dites pourquoi la règle ne peut pas être tenue.")},
    )
    measure = TextField(
        label=_("Ce que vous ferez à la place"),
        help_text=_("La mesure qui couvre le risque en attendant."),
        max_length=LONGEST,
        widget=FEW_LINES,
        error_messages={"required": _("Dites ce que vous ferez à la place.")},
    )
    expires_on = forms.DateField(
        label=_("Jusqu’au"), widget=DayInput, help_text=_("Douze mois au plus.")
    )


class WaiverAnswerForm(forms.Form):
    """Grant or decline; its keys are the verb's arguments."""

    state = forms.ChoiceField(
        label=_("Votre réponse"),
        choices=[("granted", _("Accorder")), ("declined", _("Refuser"))],
        widget=ChoiceCards(
            consequences={
                "granted": _("Le verdict du socle reste, la dérogation est écrite à côté."),
                "declined": _("Le projet tient la règle, ou propose autre chose."),
            }
        ),
        error_messages={"required": _("Dites si vous accordez la dérogation ou la refusez.")},
    )
    word = TextField(
        label=_("Un mot pour les trois voix"),
        max_length=LONGEST,
        widget=FEW_LINES,
        error_messages={"required": _("Dites en une phrase pourquoi : les trois voix la liront.")},
    )
