from django import forms
from django.utils.translation import gettext_lazy as _

from governance.models import Person
from projects.forms.text import TextField
from reviews.pages.queues import colleagues


class HandoverForm(forms.Form):
    """Pass a ball to a colleague; its keys are the verb's arguments."""

    colleague = forms.ModelChoiceField(
        label=_("À qui"), queryset=Person.objects.none(), empty_label=_("Choisir un collègue")
    )
    reason = TextField(
        label=_("Un mot pour votre collègue, si besoin"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args, move, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["colleague"].queryset = colleagues(move.team, but=move.person)


class LeadForm(forms.Form):
    """Name the lead of a team; its key is the verb's argument."""

    lead = forms.ModelChoiceField(
        label=_("Responsable de l’équipe"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=_("Personne pour l’instant"),
    )

    def __init__(self, *args, team, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["lead"].queryset = colleagues(team)
        self.initial.setdefault("lead", team.lead_id)
