"""An arbitration: asked on one page, argued, answered, taken back."""

from django import forms
from django.db.models import Case, Q, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.models import Person
from governance.roles import Mandate, Side, Voice
from governance.widgets import ChoiceCards, DayInput
from projects.forms.text import LineField, TextField
from reviews.standins import relays_of
from reviews.words.arbitration import (
    FEWEST_OPTIONS,
    MOST_OPTIONS,
    POSITION_LENGTH,
    POSITION_LINES,
    cost_words,
    ready_words,
)

MOST_EUROS = 2_000_000_000
TWO_LINES = forms.Textarea(attrs={"rows": 2})
PAIRS = (
    (Voice.BEARER, Voice.IT),
    (Voice.VENDOR, Voice.BEARER),
    (Voice.VENDOR, Voice.IT),
)
PREFIX = "options"


class PersonField(forms.ModelChoiceField):
    """A person of the company, with what they do there."""

    def label_from_instance(self, person):
        return ", ".join(filter(None, [person.name, person.job_title]))


class EurosField(forms.IntegerField):
    """An amount as people write it: « 12 000 € »."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def to_python(self, value):
        return super().to_python("".join(str(value or "").replace("€", "").split()))


class RequestForm(forms.Form):
    """What is to be settled, between whom, by whom; its keys are the verb's arguments."""

    question = LineField(
        label=_("Ce qu’il faut trancher"),
        help_text=_("Une question à laquelle chaque option répond."),
        max_length=240,
    )
    sides = forms.ChoiceField(
        label=_("Les deux voix qui s’opposent"),
        widget=forms.RadioSelect,
        choices=[
            ("-".join(pair), f"{pair[0].label} / {pair[1].label}") for pair in PAIRS
        ],
    )  # fmt: skip
    sponsor = PersonField(
        label=_("Arbitre du marketing"),
        help_text=_("Une personne de la direction qui ne porte aucune voix du projet."),
        queryset=Person.objects.none(),
        empty_label=_("Choisir"),
    )
    cio = PersonField(
        label=_("Arbitre de la DSI"),
        help_text=_("Le directeur ou la directrice des systèmes d’information."),
        queryset=Person.objects.none(),
        empty_label=_("Choisir"),
    )

    def __init__(self, *args, project, **kwargs):
        super().__init__(*args, **kwargs)
        voices = project.seats.voices().values("person")
        people = Person.objects.filter(vendor=None, is_active=True).exclude(pk__in=voices)
        people = people.exclude(pk__in=relays_of(project))
        managers_first = people.select_related("team").order_by(
            Case(When(mandate=Mandate.MANAGER, then=0), default=1), "name", "pk"
        )
        manages = ~Q(mandate=Mandate.NONE)
        marketing = Q(team=None) | ~Q(team__side=Side.IT)
        self.fields["sponsor"].queryset = managers_first.filter(manages | marketing)
        elsewhere = Q(team__isnull=False) & ~Q(team__side=Side.BEARER)
        self.fields["cio"].queryset = managers_first.filter(manages | elsewhere)

    def clean_sides(self):
        return tuple(self.cleaned_data["sides"].split("-"))

    def clean(self):
        data = super().clean()
        if data.get("sponsor") and data.get("sponsor") == data.get("cio"):
            self.add_error(
                "cio", _("Deux arbitres, deux personnes : choisissez quelqu’un d’autre.")
            )
        return data


class OptionForm(forms.Form):
    """A way out: its name, what it costs, when it is ready; its keys are the verb's arguments."""

    label = LineField(label=_("Option"), max_length=160)
    cost_eur = EurosField(
        label=_("Coût en euros"),
        required=False,
        min_value=0,
        max_value=MOST_EUROS,
        error_messages={"invalid": _("Un nombre d’euros, sans centimes.")},
    )
    ready_on = forms.DateField(label=_("Prête le"), required=False, widget=DayInput)

    def clean_ready_on(self):
        day = self.cleaned_data["ready_on"]
        if day and day < timezone.localdate():
            raise forms.ValidationError(_("Ce jour est passé."))
        return day


class OptionLineForm(OptionForm):
    """One of the options of the request; a line left empty is no option."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["label"].required = False

    def clean(self):
        data = super().clean()
        if not data.get("label") and (data.get("cost_eur") is not None or data.get("ready_on")):
            self.add_error("label", _("Nommez cette option."))
        return data

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed on this line."""
        return not any(str(self[name].value() or "").strip() for name in self.fields)


class OptionSet(forms.BaseFormSet):
    """The options of the request, two at least; empty lines are ignored."""

    def lines(self) -> list[dict]:
        """What the verb receives: one dictionary an option."""
        return [form.cleaned_data for form in self.forms if form.cleaned_data.get("label")]

    def clean(self):
        if not any(self.errors) and len(self.lines()) < FEWEST_OPTIONS:
            raise forms.ValidationError(_("Il faut deux options au moins pour pouvoir trancher."))


def options_of(data=None, *, room: int = MOST_OPTIONS) -> OptionSet:
    """The lines where the options of a request are written, as many as there is room for."""
    factory = forms.formset_factory(
        OptionLineForm,
        formset=OptionSet,
        extra=room,
        max_num=room,
        absolute_max=room,
    )
    return factory(data, prefix=PREFIX)


class PositionForm(forms.Form):
    """What one side holds; its keys are the verb's arguments."""

    text = TextField(
        label=_("Votre position"),
        help_text=_("Cinq lignes et 600 signes au plus : ce que vous demandez, et pourquoi."),
        max_length=POSITION_LENGTH,
        widget=forms.Textarea(attrs={"rows": POSITION_LINES}),
    )


class ArbiterForm(forms.Form):
    """The option that an arbiter holds for; its keys are the verb's arguments."""

    option = forms.TypedChoiceField(label=_("L’option que vous retenez"), coerce=int)
    word = TextField(
        label=_("Un mot pour les voix"), required=False, max_length=1000, widget=TWO_LINES
    )

    def __init__(self, *args, options, **kwargs):
        super().__init__(*args, **kwargs)
        said = {
            str(row.pk): f"{cost_words(row.cost_eur)}, {ready_words(row.ready_on)}"
            for row in options
        }
        field = self.fields["option"]
        field.widget = ChoiceCards(consequences=said)
        field.choices = [(row.pk, row.label) for row in options]


class WithdrawalForm(forms.Form):
    """Why there is nothing left to settle; its keys are the verb's arguments."""

    reason = TextField(
        label=_("Sur quoi les voix se sont accordées"), max_length=1000, widget=TWO_LINES
    )
