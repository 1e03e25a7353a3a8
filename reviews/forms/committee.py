from django import forms
from django.utils.translation import gettext_lazy as _

from governance.widgets import ChoiceCards
from reviews.committee_period import Period

BACK = {
    Period.MONTH: _("Pour un point mensuel : ce qui a bougé depuis le dernier."),
    Period.QUARTER: _("Le rythme d’un comité de pilotage."),
    Period.HALF: _("Assez de réponses pour comparer les équipes."),
    Period.YEAR: _("Pour un bilan annuel."),
}


class CommitteeForm(forms.Form):
    """How far back the report of the portfolio looks."""

    period = forms.ChoiceField(
        label=_("Faits et délais depuis"),
        choices=Period.choices,
        initial=Period.QUARTER,
        widget=ChoiceCards(consequences=BACK),
        help_text=_(
            "Décisions, délais, constats et changements de besoin. L’état des projets est celui d’aujourd’hui."
        ),
        error_messages={
            "required": _("Choisissez une période."),
            "invalid_choice": _("Choisissez une période de la liste."),
        },
    )
