"""A validation and the true-or-false statements that it asks for, on one page."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from governance.models import Criterion, GateTemplate, Team
from governance.roles import Side
from projects.actions.pathbook import new_gate_ref
from projects.forms.steward import Boxes, KeptForm, Shared, WordsField, lines, whole

MOST_CRITERIA, EMPTY_ROWS = 40, 3
OWNERS = "owners"


class CriterionForm(forms.ModelForm):
    """One statement, from which level, and how it is proven."""

    class Meta:
        model = Criterion
        fields = ["text", "level", "proof"]
        field_classes = {"text": WordsField}
        labels = {
            "text": later("Énoncé, vrai ou faux"),
            "level": later("Dès le niveau"),
            "proof": later("Preuve"),
        }
        widgets = {"text": lines()}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            self.initial = {"level": "express", "proof": "declared"} | self.initial


class CriteriaSet(forms.BaseInlineFormSet):
    """The statements of a gate, in their order; new ones come last."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = _("Retirer")

    def save_new(self, form, commit=True):
        form.instance.position = self.last_position() + 1
        return super().save_new(form, commit)

    def last_position(self) -> int:
        positions = self.instance.criteria.values_list("position", flat=True)
        return max(positions, default=0)


CriteriaFormSet = forms.inlineformset_factory(
    GateTemplate,
    Criterion,
    form=CriterionForm,
    formset=CriteriaSet,
    extra=EMPTY_ROWS,
    max_num=MOST_CRITERIA,
    absolute_max=MOST_CRITERIA + EMPTY_ROWS,
    validate_max=True,
)


class GateForm(Shared, KeptForm):
    """Who decides, when, what silence means, and the criteria."""

    once = "name"
    answer_days = whole(
        later("Délai de réponse, en jours ouvrés"),
        1,
        60,
        required=False,
        help_text=later("Vide : celui du niveau."),
    )
    validity_months = whole(
        later("Validité de la décision, en mois"),
        1,
        60,
        required=False,
        help_text=later("Vide : sans limite."),
    )
    advice = forms.MultipleChoiceField(label=later("Avis demandés"), required=False, widget=Boxes)

    class Meta:
        model = GateTemplate
        fields = [
            "name",
            "avoids",
            "domain",
            "team",
            "advice",
            "silence",
            "answer_days",
            "validity_months",
            "topics",
            "percent",
            "in_use",
        ]
        field_classes = {"name": WordsField, "avoids": WordsField}
        labels = {
            "name": later("Nom"),
            "avoids": later("Ce qu’il évite"),
            "domain": later("Domaine"),
            "team": later("Équipe qui décide"),
            "silence": later("Sans réponse à temps"),
            "topics": later("Sujets qu’il demande"),
            "in_use": later("En usage"),
        }
        widgets = {"topics": Boxes, "avoids": lines()}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = Team.objects.filter(
            Q(side=Side.IT) | Q(pk=self.instance.team_id)
        )
        self.fields["team"].empty_label = _("Choisissez une équipe")
        silences = list(self.fields["silence"].choices)[1:]
        self.fields["silence"].choices = [("", _("comme le niveau")), *silences]
        teams = list(Team.objects.values_list("slug", "name"))
        self.fields["advice"].choices = [(OWNERS, _("Propriétaires des systèmes liés")), *teams]
        self.criteria = CriteriaFormSet(
            self.data if self.is_bound else None, instance=self.instance, prefix="criteria"
        )

    @property
    def kept_criteria(self) -> int:
        """How many statements stay, those just written included."""
        return sum(
            bool(form.cleaned_data) and not form.cleaned_data.get("DELETE")
            for form in self.criteria.forms
        )

    def is_valid(self):
        criteria_are_valid = self.criteria.is_valid()
        return super().is_valid() and criteria_are_valid

    def clean(self):
        cleaned = super().clean()
        if self.criteria.is_valid() and not self.kept_criteria:
            self.add_error(
                None, _("Écrivez au moins un critère : sans lui, il n’y a rien à vérifier.")
            )
        return cleaned

    def save(self, commit=True):
        if not self.instance.ref:
            self.instance.ref = new_gate_ref()
        gate = super().save(commit)
        self.criteria.instance = gate
        self.criteria.save()
        return gate
