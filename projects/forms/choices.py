from django import forms
from django.utils.translation import gettext_lazy as _

from governance.models import Fact
from governance.widgets import DayInput, ThreeWay
from projects import answers, countries
from projects.forms import compared
from projects.forms.text import LinesField
from projects.models import TechnicalChoice

LONGEST_TEXT = 4000
LONGEST_LIST = 40
WORDS = ("rationale", "alternatives", "effects", "exit_plan")
THREE_ANSWERS = [("yes", _("Oui")), ("no", _("Non")), ("unknown", _("Je ne sais pas"))]


class ManyLinesField(LinesField):
    """A list of facts, one item per line; a line too long is cut, the list is bounded."""

    def clean(self, value):
        items = [item[:200] for item in super().clean(value)]
        if len(items) > LONGEST_LIST:
            raise forms.ValidationError(_("Gardez 40 lignes au plus."))
        return items


class ChoiceForm(forms.Form):
    """What is proposed on a topic: a solution, the facts it asks for, the reasons."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=32000)
    option = forms.ChoiceField(
        label=_("Que proposez-vous ?"), required=False, widget=forms.RadioSelect
    )
    label = forms.CharField(label=_("Quelle solution ?"), max_length=120, required=False)
    rationale = forms.CharField(
        label=_("En deux ou trois phrases"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    alternatives = forms.CharField(
        label=_("Ce que vous avez écarté, et pourquoi"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    reversibility = forms.ChoiceField(
        label=_("Revenir en arrière dans six mois serait"),
        required=False,
        choices=TechnicalChoice.Reversibility.choices,
        widget=ThreeWay,
    )
    effects = forms.CharField(
        label=_("Effets sur les systèmes de l’entreprise"),
        help_text=_("Ce qu’il faut ouvrir, brancher, migrer ou surveiller chez votre client."),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    exit_plan = forms.CharField(
        label=_("Plan de sortie"),
        help_text=_("Comment reprendre les données et partir, en combien de temps, à quel coût."),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args, facts, options, **kwargs):
        super().__init__(*args, **kwargs)
        self.facts, self.options = list(facts), {option.slug: option for option in options}
        other = ("", _("Autre solution"))
        self.fields["option"].choices = [(o.slug, o.label) for o in options] + [other]
        for fact in self.facts:
            self.fields[f"fact_{fact.slug}"] = field_of(fact)
        self.fields.update(compared.fields())

    def clean(self):
        compared.refuse_nameless(self)
        return super().clean()

    def answers(self) -> dict:
        """What was typed, for the verbs; an answer that cannot be read is kept as it is."""
        clean = self.cleaned_data
        facts = {fact.slug: self._answer(fact) for fact in self.facts}
        option = self.options.get(clean.get("option", ""))
        return {
            "version": clean.get("version") or 0,
            "option": option,
            "label": "" if option else clean.get("label", self._typed("label", 120)),
            "facts": {slug: value for slug, value in facts.items() if value not in (None, "", [])},
            "reversibility": clean.get("reversibility", ""),
            "compared": compared.rows_of(self),
            **{name: clean.get(name, self._typed(name, LONGEST_TEXT)) for name in WORDS},
        }

    def _answer(self, fact: Fact):
        name = f"fact_{fact.slug}"
        if name not in self.cleaned_data:
            return self._typed(name, 300)
        value = self.cleaned_data[name]
        if fact.kind == Fact.Kind.NUMBER and value is not None:
            return int(value) if value == value.to_integral_value() else float(value)
        if fact.kind == Fact.Kind.DATE and value is not None:
            return value.isoformat()
        return value

    def _typed(self, name: str, longest: int) -> str:
        return str(self.data.get(name, "")).replace("\0", "")[:longest].strip()


def field_of(fact: Fact) -> forms.Field:
    """The form of a fact; none is compulsory: what is missing is an answer to come."""
    common = {"label": fact.label, "help_text": fact.help, "required": False}
    match fact.kind:
        case Fact.Kind.YES_NO:
            return forms.ChoiceField(choices=THREE_ANSWERS, widget=ThreeWay, **common)
        case Fact.Kind.CHOICE:
            offered = [("", _("Choisissez")), *answers.pairs(fact)]
            return forms.ChoiceField(choices=offered, **common)
        case Fact.Kind.COUNTRY:
            return forms.ChoiceField(choices=countries.choices, **common)
        case Fact.Kind.NUMBER:
            entry = forms.TextInput(attrs={"inputmode": "decimal"})
            return forms.DecimalField(
                max_digits=12, decimal_places=3, min_value=0, localize=True, widget=entry, **common
            )
        case Fact.Kind.DATE:
            return forms.DateField(widget=DayInput, **common)
        case Fact.Kind.LIST:
            common["help_text"] = fact.help or _("Une ligne par élément.")
            return ManyLinesField(
                max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 2}), **common
            )
    return forms.CharField(max_length=300, **common)


def initial_of(choice: TechnicalChoice | None, version: int) -> dict:
    """What the form shows first: the draft, or the version that it will replace."""
    if choice is None:
        return {"version": version, "option": ""}
    facts = {f"fact_{slug}": value for slug, value in choice.facts.items()}
    return {
        "version": version,
        "option": choice.option.slug if choice.option else "",
        "label": choice.label,
        "reversibility": choice.reversibility,
        **{name: getattr(choice, name) for name in WORDS},
        **compared.initial_of(choice.compared),
        "compared": choice.compared,
        **facts,
    }
