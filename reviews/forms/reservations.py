"""The conditions of a decision: one line each, whole or empty, kept as typed."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.models import Closure, Person, Topic
from governance.widgets import DayInput
from projects.forms.text import LineField
from reviews.forms.findings import NATURES, WEIGHTS

RESERVATION_DAYS = 10
MOST_LINES = 8
PREFIX = "reserves"


class ReservationForm(forms.Form):
    """One condition of a decision: what, who, before when."""

    keep = forms.BooleanField(label=_("Garder cette réserve"), required=False, initial=True)
    text = LineField(label=_("Ce qu’il faut faire"), required=False, max_length=240)
    owner = forms.ModelChoiceField(
        label=_("Pour qui"), queryset=Person.objects.none(), required=False
    )
    due_on = forms.DateField(label=_("Avant le"), required=False, widget=DayInput)
    proof_asked = LineField(label=_("Preuve attendue"), required=False, max_length=160)
    weight = forms.ChoiceField(
        label=_("Poids"), choices=WEIGHTS, required=False, initial="reservation"
    )
    consequence = forms.ChoiceField(
        label=_("Nature"), choices=NATURES, required=False, initial="security"
    )
    topic = forms.ModelChoiceField(label=_("Sujet"), queryset=Topic.objects.none(), required=False)

    def __init__(self, *args, offers, **kwargs):
        super().__init__(*args, **kwargs)
        self.offers = offers
        self.use_required_attribute = False
        self.fields["owner"].queryset = offers.people
        self.fields["owner"].choices = offers.person_choices
        self.fields["topic"].queryset = offers.topics
        self.fields["topic"].choices = offers.topic_choices
        self.fields["due_on"].initial = offers.due_on

    def clean(self):
        """A line is whole or empty: what without who or when is nobody’s."""
        data = super().clean()
        if not self.is_filled:
            return data
        for name in ("weight", "consequence"):
            data[name] = data.get(name) or self.fields[name].initial
        if not data.get("owner"):
            self.add_error("owner", _("Dites qui lèvera cette réserve."))
        if "due_on" not in self.errors and not data.get("due_on"):
            self.add_error("due_on", _("Dites avant quel jour."))
        elif data.get("due_on") and data["due_on"] <= timezone.localdate():
            self.add_error("due_on", _("Ce jour est passé : laissez le temps de le faire."))
        return data

    @property
    def is_filled(self) -> bool:
        return bool(self.cleaned_data.get("text") and self.cleaned_data.get("keep"))

    @property
    def is_written(self) -> bool:
        """Whether the page shows it as a line to tick rather than as fields to fill."""
        return bool(str(self["text"].value() or "").strip())

    @property
    def owner_name(self) -> str:
        """Who was chosen, as the compact line names them."""
        return self.offers.names.get(str(self["owner"].value() or ""), "")

    @property
    def due_day(self):
        """The day chosen, when it is one."""
        field = self.fields["due_on"]
        try:
            return field.clean(self["due_on"].value())
        except forms.ValidationError:
            return None


class ReservationFormSet(forms.BaseFormSet):
    """The conditions of a decision; empty lines and unticked ones are ignored."""

    def lines(self) -> list[dict]:
        """What the verb receives: one dictionary a condition."""
        return [
            {name: value for name, value in form.cleaned_data.items() if name != "keep"}
            for form in self.forms
            if form.is_filled
        ]


class Offers:
    """What the lines of one page may choose from, read once for all of them."""

    def __init__(self, gate):
        seated = Person.objects.filter(seats__project=gate.project_id, seats__left_at=None)
        self.people = seated.filter(is_active=True).distinct()
        self.topics = gate.topics.all()
        self.names = {str(person.pk): str(person) for person in self.people}
        self.person_choices = [("", _("Choisir")), *self.names.items()]
        topics = [(str(topic.pk), str(topic)) for topic in self.topics]
        self.topic_choices = [("", _("Tout le point de validation")), *topics]
        self.due_on = Closure.cached_calendar().add(timezone.localdate(), RESERVATION_DAYS)


def reservations_of(gate, data=None, *, initial=(), extra: int = 1):
    """The set of condition lines of a gate's decision form."""
    factory = forms.formset_factory(
        ReservationForm,
        formset=ReservationFormSet,
        extra=extra,
        max_num=MOST_LINES,
        absolute_max=MOST_LINES,
    )
    offers = {"offers": Offers(gate)}
    return factory(data, prefix=PREFIX, initial=list(initial), form_kwargs=offers)


def one_more_line(gate, data):
    """The conditions typed so far, and an empty line: adding is not an error."""
    typed = reservations_of(gate, data)
    rows = [{name: form[name].value() for name in form.fields} for form in typed.forms]
    written = [row for row in rows if str(row["text"] or "").strip()]
    lines = reservations_of(gate, initial=written)
    lines.forms[-1].fields["text"].widget.attrs["data-focus"] = ""
    return lines
