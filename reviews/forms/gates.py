from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.models import Person
from governance.widgets import ChoiceCards, DayInput
from projects.forms.text import TextField
from reviews.models import Decision, Opinion

TWO_LINES = forms.Textarea(attrs={"rows": 2})
FEW_LINES = forms.Textarea(attrs={"rows": 3})
MOST_WAIVER_DAYS = 92


class SubmissionForm(forms.Form):
    """Submit a gate; its keys are the verb's arguments."""

    reason = TextField(
        label=_("Pourquoi soumettre sans attendre"),
        help_text=_("Le référent le lira en premier."),
        required=False,
        max_length=1000,
        widget=TWO_LINES,
    )


class OpinionForm(forms.Form):
    """Advise the lead; its keys are the verb's arguments."""

    value = forms.ChoiceField(
        label=_("Votre avis"),
        choices=Opinion.Value.choices,
        widget=ChoiceCards(
            consequences={
                "favourable": _("Rien ne s’oppose, dans votre domaine."),
                "reserved": _("Vous dites ce qu’il faudra faire."),
                "unfavourable": _("Vous dites ce qui bloque. La décision reste au référent."),
            }
        ),
    )
    text = TextField(label=_("En une phrase"), required=False, max_length=2000, widget=FEW_LINES)


class DecisionForm(forms.Form):
    """Decide a round; its keys are the verb's arguments."""

    outcome = forms.ChoiceField(
        label=_("Votre décision"),
        choices=[
            (Decision.Outcome.APPROVED, _("Valider")),
            (Decision.Outcome.RESERVED, _("Valider avec réserves")),
            (Decision.Outcome.CHANGES, _("Demander des modifications")),
            (Decision.Outcome.REFUSED, _("Refuser")),
        ],
        widget=ChoiceCards(
            consequences={
                "approved": _("Les sujets de ce point passent à « validé »."),
                "reserved": _("Le projet avance, les réserves ont un responsable et une date."),
                "changes": _("La balle repart chez celui qui a soumis."),
                "refused": _("Le choix doit être repensé. Dites par quoi le remplacer."),
            }
        ),
    )
    word = TextField(
        label=_("Un mot pour les trois voix"), required=False, max_length=4000, widget=FEW_LINES
    )
    round_number = forms.IntegerField(widget=forms.HiddenInput)

    def name_sender(self, person) -> None:
        """Say to whom the ball goes back when changes are asked."""
        cards = self.fields["outcome"].widget
        sentence = _("La balle repart chez %(person)s.") % {"person": person}
        cards.consequences = cards.consequences | {"changes": sentence}


class WaiverForm(forms.Form):
    """Sign a waiver; its keys are the verb's arguments."""

    risk_owner = forms.ModelChoiceField(
        label=_("Qui porte le risque"),
        queryset=Person.objects.none(),
        help_text=_("Une personne de l’entreprise, pas le prestataire."),
    )
    reason = TextField(
        label=_("Pourquoi le projet ne peut pas attendre"), max_length=2000, widget=FEW_LINES
    )
    expires_on = forms.DateField(
        label=_("Jusqu’au"), widget=DayInput, help_text=_("Trois mois au plus.")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["risk_owner"].queryset = Person.objects.filter(vendor=None, is_active=True)

    def clean_expires_on(self):
        day = self.cleaned_data["expires_on"]
        if day > timezone.localdate() + timedelta(days=MOST_WAIVER_DAYS):
            raise forms.ValidationError(_("Trois mois au plus : choisissez un jour plus proche."))
        return day


class ProofForm(forms.Form):
    """Say what was done for a reservation."""

    proof = TextField(
        label=_("Ce qui a été fait"),
        help_text=_("Un lien, un réglage, une pièce du projet : de quoi vérifier."),
        max_length=4000,
        widget=FEW_LINES,
    )
