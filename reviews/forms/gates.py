from django import forms
from django.utils.translation import gettext_lazy as _

from governance.widgets import ChoiceCards
from projects.forms.text import TextField
from reviews.models import Decision, Opinion

TWO_LINES = forms.Textarea(attrs={"rows": 2})
# an answer to a criterion draws the page again around what is being typed
TWO_LINES_KEPT = forms.Textarea(attrs={"rows": 2, "hx-preserve": "true"})
FEW_LINES = forms.Textarea(attrs={"rows": 3})


class SubmissionForm(forms.Form):
    """Submit a gate; its keys are the verb's arguments."""

    reason = TextField(
        label=_("Pourquoi soumettre sans attendre"),
        help_text=_("Le référent le lira en premier."),
        required=False,
        max_length=1000,
        widget=TWO_LINES_KEPT,
    )


class ReasonForm(forms.Form):
    """Why a round is taken back or a decision put in question; its key is the verb's argument."""

    reason = TextField(
        label=_("Pourquoi, en une phrase"),
        help_text=_("Les trois voix le liront au dossier."),
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
                "approved": _("Les sujets concernés passent à « validé »."),
                "reserved": _("Le projet avance, les réserves ont un responsable et une date."),
                "changes": _("La balle repart chez celui qui a soumis."),
                "refused": _("Le choix doit être repensé. Dites par quoi le remplacer."),
            }
        ),
    )
    alternative = TextField(
        label=_("Ce qui serait accepté à la place"),
        help_text=_("Un refus montre une autre voie, ou cite le texte qui l’interdit."),
        required=False,
        max_length=2000,
        widget=TWO_LINES,
    )
    legal_ground = forms.CharField(
        label=_("Ou le texte qui l’interdit"), required=False, max_length=240
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


class ProofForm(forms.Form):
    """Say what was done for a reservation."""

    proof = TextField(
        label=_("Ce qui a été fait"),
        help_text=_("Un lien, un réglage, une pièce du projet : de quoi vérifier."),
        max_length=4000,
        widget=FEW_LINES,
    )
