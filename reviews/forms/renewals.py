"""Waivers and renewals: what is asked of whoever signs, decides or owes."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.models import Person
from governance.roles import Mandate
from governance.widgets import DayInput
from projects.forms.text import TextField
from projects.models import Document
from reviews.actions.gate_waivers import MOST_WAIVER_DAYS
from reviews.actions.renewals import ASKED

FEW_LINES = forms.Textarea(attrs={"rows": 3})


class WaiverTermsForm(forms.Form):
    """Why a project goes on, what protects it meanwhile, until when."""

    reason = TextField(
        label=_("Pourquoi le projet ne peut pas attendre"), max_length=2000, widget=FEW_LINES
    )
    measure = TextField(
        label=_("Ce qui protège en attendant"),
        help_text=_("La mesure prise à la place de la validation."),
        max_length=2000,
        widget=FEW_LINES,
    )
    expires_on = forms.DateField(
        label=_("Jusqu’au"), widget=DayInput, help_text=_("Trois mois au plus.")
    )

    def clean_expires_on(self):
        day = self.cleaned_data["expires_on"]
        if day > timezone.localdate() + timedelta(days=MOST_WAIVER_DAYS):
            raise forms.ValidationError(_("Trois mois au plus : choisissez un jour plus proche."))
        return day


class WaiverForm(WaiverTermsForm):
    """Sign a waiver; its keys are the verb's arguments."""

    risk_owner = forms.ModelChoiceField(
        label=_("Qui porte le risque"),
        queryset=Person.objects.none(),
        empty_label=_("Choisir"),
        help_text=_("Une personne de la direction."),
    )
    field_order = ("risk_owner", "reason", "measure", "expires_on")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        managers = Person.objects.filter(mandate=Mandate.MANAGER, vendor=None, is_active=True)
        self.fields["risk_owner"].queryset = managers


class RenewalForm(forms.Form):
    """Say what was renewed; its keys are the verb's arguments."""

    proof = TextField(label=_("Ce qui a été renouvelé"), max_length=4000, widget=FEW_LINES)
    document = forms.ModelChoiceField(
        label=_("Pièce du projet"),
        queryset=Document.objects.none(),
        required=False,
        empty_label=_("Aucune pièce"),
    )
    next_on = forms.DateField(
        label=_("Prochaine fin"),
        help_text=_("Cadrage le redemandera à temps."),
        required=False,
        widget=DayInput,
    )

    def __init__(self, *args, renewal, **kwargs):
        super().__init__(*args, **kwargs)
        documents = Document.objects.filter(project=renewal.gate.project_id).current()
        self.fields["document"].queryset = documents
        if renewal.genre == "decision":
            del self.fields["next_on"]


class RenewalRequestForm(forms.Form):
    """Say what will have to be renewed; its keys are the verb's arguments."""

    genre = forms.ChoiceField(
        label=_("Quoi"), choices=[(genre.value, genre.label) for genre in ASKED]
    )
    owner = forms.ModelChoiceField(
        label=_("Pour qui"), queryset=Person.objects.none(), empty_label=_("Choisir")
    )
    due_on = forms.DateField(label=_("Avant le"), widget=DayInput)

    def __init__(self, *args, project, **kwargs):
        super().__init__(*args, **kwargs)
        seated = Person.objects.filter(seats__project=project, seats__left_at=None)
        self.fields["owner"].queryset = seated.filter(is_active=True).distinct()
