from django import forms
from django.utils.translation import gettext_lazy as _

from governance.widgets import ChoiceCards
from projects.forms.text import TextField
from projects.models import Document


class QuestionForm(forms.Form):
    """Ask what is missing before deciding; its keys are the verb's arguments."""

    asked = forms.ChoiceField(label=_("À qui"), widget=ChoiceCards())
    question = TextField(
        label=_("Ce qui vous manque pour décider"),
        help_text=_("Une seule question, précise. Le délai s’arrête jusqu’à la réponse."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, seats, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["asked"].choices = [
            (seat.part, f"{seat.person}, {seat.get_part_display()}") for seat in seats
        ]
        if len(seats) == 1:
            self.initial.setdefault("asked", seats[0].part)


class InformationAnswerForm(forms.Form):
    """Answer what was asked; its keys are the verb's arguments."""

    answer = TextField(
        label=_("Votre réponse"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5})
    )
    document = forms.ModelChoiceField(
        label=_("Une pièce du dossier, si elle aide"),
        queryset=Document.objects.none(),
        required=False,
        empty_label=_("Aucune pièce"),
    )

    def __init__(self, *args, project, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["document"].queryset = Document.objects.filter(project=project).current()
