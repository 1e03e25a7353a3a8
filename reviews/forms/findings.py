"""What somebody found: written, weighed, proven, lifted with what it really took."""

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from governance.models import Closure, Person, Topic
from governance.widgets import DayInput
from projects.forms.text import LineField
from reviews.models import Finding, Gate
from reviews.permissions import can_decide_gate

FINDING_DAYS = 10
NATURES = [(value, capfirst(label)) for value, label in Finding.Consequence.choices]
WEIGHTS = [(value, capfirst(label)) for value, label in Finding.Weight.choices]
MOST_EUROS, MOST_DAYS = 10_000_000, 999


def euros(label):
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=MOST_EUROS)


def days(label):
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=MOST_DAYS)


class FindingForm(forms.Form):
    """Write a finding outside a decision; its keys are the verb's arguments."""

    gate = forms.ModelChoiceField(
        label=_("Point de validation"), queryset=Gate.objects.none(), empty_label=_("Choisir")
    )
    text = LineField(label=_("Ce qu’il faut faire"), max_length=240)
    consequence = forms.ChoiceField(label=_("Nature"), choices=NATURES)
    topic = forms.ModelChoiceField(label=_("Sujet"), queryset=Topic.objects.none(), required=False)
    owner = forms.ModelChoiceField(
        label=_("Pour qui"), queryset=Person.objects.none(), empty_label=_("Choisir")
    )
    due_on = forms.DateField(label=_("Avant le"), widget=DayInput)
    proof_asked = LineField(label=_("Preuve attendue"), required=False, max_length=160)
    estimated_cost_eur = euros(_("Coût estimé, en euros"))
    estimated_days = days(_("Délai estimé, en jours"))
    weight = forms.ChoiceField(
        label=_("Poids"),
        choices=WEIGHTS,
        required=False,
        help_text=_("Un point bloquant arrête la mise en ligne tant qu’il n’est pas levé."),
    )

    def __init__(self, *args, project, user, **kwargs):
        super().__init__(*args, **kwargs)
        gates = project.gates.select_related("project", "milestone").order_by("milestone__position")
        self.fields["gate"].queryset = gates
        self.fields["gate"].label_from_instance = lambda gate: gate.name
        seated = Person.objects.filter(seats__project=project, seats__left_at=None)
        self.fields["owner"].queryset = seated.filter(is_active=True).distinct()
        self.fields["topic"].queryset = Topic.objects.filter(pk__in=project.topics.values("topic"))
        self.fields["topic"].empty_label = _("Tout le point de validation")
        day = Closure.cached_calendar().add(timezone.localdate(), FINDING_DAYS)
        self.fields["due_on"].initial = day
        if not any(can_decide_gate(user, gate) for gate in gates):
            del self.fields["weight"]

    def clean(self):
        data = super().clean()
        data["weight"] = data.get("weight") or Finding.Weight.RESERVATION
        return data


class WeightForm(forms.Form):
    """Say whether a finding blocks."""

    weight = forms.ChoiceField(choices=Finding.Weight.choices)


class LiftingForm(forms.Form):
    """Lift a finding; what it really took may be said."""

    real_cost_eur = euros(_("Coût réel, en euros"))
    real_days = days(_("Délai réel, en jours"))
