from django import forms
from django.utils.translation import gettext_lazy as _

from governance.models import Team
from governance.widgets import DayInput
from projects.forms.text import TextField


class OpinionRequestForm(forms.Form):
    """Ask several teams for their advice; its keys are the verb's arguments."""

    teams = forms.ModelMultipleChoiceField(
        label=_("À quelles équipes"),
        queryset=Team.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )
    question = TextField(
        label=_("Votre question, si elle est précise"),
        required=False,
        max_length=240,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    due_on = forms.DateField(
        label=_("Avant le"),
        widget=DayInput,
        help_text=_("La décision n’attend pas les avis : ils l’éclairent."),
    )

    def __init__(self, *args, gate, **kwargs):
        super().__init__(*args, **kwargs)
        decides = gate.lead.team_id if gate.lead else gate.team_id
        self.fields["teams"].queryset = Team.objects.exclude(pk=decides)
