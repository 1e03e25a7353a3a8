from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.models import Closure, Person, Topic
from governance.widgets import ChoiceCards, DayInput
from reviews.models import Decision, Finding, Opinion

FEW_LINES = forms.Textarea(attrs={"rows": 3})
RESERVATION_DAYS = 10


class SubmissionForm(forms.Form):
    """Submit a gate; its keys are the verb's arguments."""

    reason = forms.CharField(
        label=_("Pourquoi soumettre sans attendre"),
        help_text=_("Seulement s’il manque des réponses. Le référent le lira en premier."),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
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
    text = forms.CharField(
        label=_("En une phrase"), required=False, max_length=2000, widget=FEW_LINES
    )


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
    word = forms.CharField(
        label=_("Un mot pour les trois voix"), required=False, max_length=4000, widget=FEW_LINES
    )
    round_number = forms.IntegerField(widget=forms.HiddenInput)


class ReservationForm(forms.Form):
    """One condition of a decision: what, who, before when."""

    text = forms.CharField(label=_("Ce qu’il faut faire"), required=False, max_length=240)
    owner = forms.ModelChoiceField(label=_("Pour qui"), queryset=Person.objects.none(), required=False)
    due_on = forms.DateField(label=_("Avant le"), required=False, widget=DayInput)
    consequence = forms.ChoiceField(
        label=_("Nature"), choices=Finding.Consequence.choices, initial="security"
    )
    weight = forms.ChoiceField(label=_("Poids"), choices=Finding.Weight.choices)
    topic = forms.ModelChoiceField(label=_("Sujet"), queryset=Topic.objects.none(), required=False)
    proof_asked = forms.CharField(label=_("Preuve attendue"), required=False, max_length=160)

    def __init__(self, *args, gate, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = people_of(gate.project)
        self.fields["topic"].queryset = gate.template.topics.all()
        self.fields["due_on"].initial = Closure.calendar().add(
            timezone.localdate(), RESERVATION_DAYS
        )

    def clean(self):
        """A line is whole or empty: what without who or when is nobody's."""
        data = super().clean()
        if not data.get("text", "").strip():
            return data
        if not data.get("owner"):
            self.add_error("owner", _("Dites qui lèvera cette réserve."))
        if not data.get("due_on"):
            self.add_error("due_on", _("Dites avant quel jour."))
        elif data["due_on"] <= timezone.localdate():
            self.add_error("due_on", _("Ce jour est passé : laissez le temps de le faire."))
        return data

    @property
    def is_filled(self) -> bool:
        return bool(self.cleaned_data.get("text", "").strip())


class ReservationFormSet(forms.BaseFormSet):
    """The conditions of a decision; empty lines are ignored."""

    def lines(self) -> list[dict]:
        """What the verb receives: one dictionary a condition."""
        return [form.cleaned_data for form in self.forms if form.is_filled]


def reservations_of(gate, data=None, *, extra: int = 1):
    """The set of condition lines of a gate's decision form."""
    factory = forms.formset_factory(ReservationForm, formset=ReservationFormSet, extra=extra)
    return factory(data, prefix="reserves", form_kwargs={"gate": gate})


def people_of(project):
    """Those who can be asked something on a project: whoever sits at its table."""
    return Person.objects.filter(
        seats__project=project, seats__left_at=None, is_active=True
    ).distinct()


class WaiverForm(forms.Form):
    """Sign a waiver; its keys are the verb's arguments."""

    risk_owner = forms.ModelChoiceField(
        label=_("Qui porte le risque"),
        queryset=Person.objects.none(),
        help_text=_("Une personne de l’entreprise, pas le prestataire."),
    )
    reason = forms.CharField(
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
        if day > timezone.localdate() + timedelta(days=92):
            raise forms.ValidationError(_("Trois mois au plus : choisissez un jour plus proche."))
        return day


class ProofForm(forms.Form):
    """Say what was done for a reservation."""

    proof = forms.CharField(
        label=_("Ce qui a été fait"),
        help_text=_("Un lien, un réglage, une pièce du projet : de quoi vérifier."),
        max_length=4000,
        widget=FEW_LINES,
    )
