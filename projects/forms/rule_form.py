"""A ground rule being prepared: its words, its two conditions, its verdict, its day."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from governance.models import GroundRule, Team, Topic
from governance.widgets import DayInput
from projects.forms.rule_conditions import ConditionForm, vocabulary
from projects.forms.steward import WordsField, lines
from projects.forms.text import TextField


class ProseField(TextField):
    """A few lines of the company's words."""

    widget = forms.Textarea(attrs={"rows": 2})


class RuleForm(forms.ModelForm):
    """The next version of a rule; with it, when it applies and what makes a choice conform."""

    class Meta:
        model = GroundRule
        fields = [
            "title",
            "why",
            "allows",
            "trigger",
            "verdict",
            "alternative",
            "alternative_option",
            "source",
            "owner",
            "valid_from",
            "change",
        ]
        field_classes = {
            "title": WordsField,
            "change": WordsField,
            **dict.fromkeys(("why", "allows", "trigger", "alternative", "source"), ProseField),
        }
        widgets = {"valid_from": DayInput, **dict.fromkeys(("why", "allows"), lines())}
        labels = {
            "title": later("En une phrase, sans jargon"),
            "why": later("Pourquoi"),
            "allows": later("Ce que l’on peut faire"),
            "trigger": later("Quand elle s’applique, en clair"),
            "verdict": later("Alors"),
            "alternative": later("Ce qu’on propose à la place"),
            "alternative_option": later("Solution à reprendre d’un clic"),
            "source": later("D’où elle vient"),
            "owner": later("Qui répond aux questions"),
            "valid_from": later("En vigueur à partir du"),
            "change": later("Ce qui change"),
        }
        help_texts = {
            "why": later("Ce texte s’affiche tel quel au prestataire, dès qu’il répond."),
            "allows": later("La première chose qu’il lit : « Vous pouvez… »"),
            "change": later("Une ligne, gardée avec la version."),
        }

    def __init__(self, *args, topic: Topic, **kwargs):
        super().__init__(*args, **kwargs)
        rule = self.instance
        known = vocabulary(topic, rule.condition or {}, rule.requirement or {})
        shared = {"known": known, "data": self.data if self.is_bound else None}
        self.when = ConditionForm(condition=rule.condition or {}, prefix="si", **shared)
        self.holds = ConditionForm(condition=rule.requirement or {}, prefix="tenu", **shared)
        self.fields["verdict"].choices = [("", _("Choisissez")), *GroundRule.verdict.field.choices]
        self.fields["owner"].queryset = Team.objects.order_by("name")
        self.fields["owner"].required = True
        self.fields["owner"].empty_label = _("Choisissez une équipe")
        options = topic.options.filter(in_use=True) | topic.options.filter(
            pk=rule.alternative_option_id
        )
        self.fields["alternative_option"].queryset = options.distinct()
        self.fields["alternative_option"].empty_label = _("Aucune")
        self.fields["valid_from"].required = True
        self.fields["valid_from"].widget.attrs["min"] = timezone.localdate().isoformat()
        self.fields["change"].required = bool(rule.ref)

    def is_valid(self):
        return all([super().is_valid(), self.when.is_valid(), self.holds.is_valid()])

    @property
    def parts(self):
        """Everything that may hold an error."""
        return (self, self.when, self.holds)

    def clean_valid_from(self):
        """A rule starts today or later."""
        day = self.cleaned_data["valid_from"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("Choisissez aujourd’hui ou un jour à venir."))
        return day

    def candidate(self) -> GroundRule:
        """The version that would be published, not saved."""
        self.instance.condition = self.when.cleaned_data["condition"]
        self.instance.requirement = self.holds.cleaned_data["condition"]
        return self.instance


class EndForm(forms.Form):
    """The day a rule stops counting, and why."""

    on = forms.DateField(label=later("Ne plus l’appliquer à partir du"), widget=DayInput)
    note = WordsField(
        label=later("Pourquoi"),
        help_text=later("Une ligne, gardée avec la règle."),
        max_length=200,
    )

    def clean_on(self):
        """A rule ends today or later."""
        if self.cleaned_data["on"] < timezone.localdate():
            raise forms.ValidationError(_("Choisissez aujourd’hui ou un jour à venir."))
        return self.cleaned_data["on"]
