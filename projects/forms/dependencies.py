from django import forms
from django.utils.translation import gettext_lazy as _

from governance.models import System
from governance.widgets import ChoiceCards
from projects.models import Dependency, Milestone

State = Dependency.State


class DependencyForm(forms.ModelForm):
    """What a project leans on, in four facts and a date."""

    class Meta:
        model = Dependency
        fields = ["system", "nature", "direction", "data", "needed_by"]
        help_texts = {
            "data": _("Par exemple : comptes et préférences clients."),
            "needed_by": _("L’étape à laquelle ce lien doit être prêt."),
        }

    def __init__(self, *args, project, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["system"].queryset = System.objects.order_by("category", "name")
        self.fields["system"].empty_label = _("Choisissez un système")
        self.fields["needed_by"].queryset = Milestone.objects.filter(project=project)
        self.fields["needed_by"].empty_label = _("Avant la mise en ligne")


class AnswerForm(forms.Form):
    """What the owner of a system says: yes, yes if, or no because."""

    state = forms.ChoiceField(
        label=_("Votre réponse"),
        choices=[
            (State.CONFIRMED, _("Je confirme")),
            (State.CONDITIONAL, _("Je confirme sous conditions")),
            (State.REFUSED, _("Je refuse")),
        ],
        widget=ChoiceCards(
            consequences={
                State.CONFIRMED: _("Le projet compte sur ce système à cette date."),
                State.CONDITIONAL: _("Le projet voit vos conditions et doit les tenir."),
                State.REFUSED: _("La balle revient au porteur du besoin, avec votre raison."),
            }
        ),
    )
    word = forms.CharField(
        label=_("Votre mot"),
        help_text=_("Quelle interface, jusqu’à quand, à quelles conditions ; ou pourquoi non."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class AskAgainForm(forms.Form):
    """What changed since the refusal."""

    word = forms.CharField(
        label=_("Ce qui a changé depuis le refus"),
        help_text=_("Une autre interface, d’autres données, une autre date."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
