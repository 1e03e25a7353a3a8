"""The lines of a condition on a page: a fact, how it is compared, the value that fits the fact."""

from dataclasses import dataclass, field

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from governance.evaluation import COUNTRY_GROUPS, facts_of
from governance.models import Fact, Kind, LevelCode, ProfileQuestion, Topic
from projects import countries
from projects.path_words import ANSWER_WORDS
from projects.rule_conditions import (
    MANY,
    MOST_ROWS,
    NOT_SAYS,
    NUMBERS,
    ONE,
    OPERATOR_WORDS,
    Lines,
    Row,
    build,
    read,
)

LINKS = [
    ("all", later("toutes ces conditions sont vraies")),
    ("any", later("l’une de ces conditions est vraie")),
]
PROFILE, TICKED = "profile", ("yes_no", "choice")


@dataclass(frozen=True, slots=True)
class Read:
    """Something a line may look at, with the answers it may give."""

    slug: str
    label: str
    kind: str
    answers: tuple = ()
    unit: str = ""


@dataclass(frozen=True)
class Vocabulary:
    """Everything that the rules of one topic may look at."""

    topic: dict[str, Read] = field(default_factory=dict)
    profile: dict[str, Read] = field(default_factory=dict)

    def get(self, slug: str) -> Read | None:
        return self.topic.get(slug) or self.profile.get(slug)

    def choices(self) -> list:
        """The list that a line offers, the facts of the topic first."""
        return [
            ("", _("Rien de plus")),
            (_("Le sujet"), [(row.slug, row.label) for row in self.topic.values()]),
            (_("Le profil du projet"), [(row.slug, row.label) for row in self.profile.values()]),
        ]


def vocabulary(topic: Topic, *trees: dict) -> Vocabulary:
    """The facts of a topic and the profile; what the rule already reads stays, even retired."""
    named = set().union(*(facts_of(tree) for tree in trees)) if trees else set()
    facts = [row for row in Fact.objects.all() if row.slug in named or own(row, topic)]
    asked = [row for row in ProfileQuestion.objects.all() if row.in_use or row.slug in named]
    answers = tuple((code, str(word)) for code, word in ANSWER_WORDS.items())
    profile = [Read(row.slug, row.noun or row.label, "yes_no", answers) for row in asked]
    kinds = tuple(Kind.objects.values_list("slug", "name"))
    profile.append(Read("kind", _("nature du projet"), "choice", kinds))
    profile.append(Read("level", _("chemin"), "choice", tuple(LevelCode.choices)))
    return Vocabulary(
        {row.slug: of_fact(row, answers) for row in facts}, {row.slug: row for row in profile}
    )


def own(fact: Fact, topic: Topic) -> bool:
    """Whether a fact in use belongs to a topic."""
    return fact.in_use and fact.topic_id == topic.pk


def of_fact(fact: Fact, answers: tuple) -> Read:
    """A fact as a line reads it."""
    offered = answers if fact.kind == Fact.Kind.YES_NO else tuple(map(tuple, fact.choices))
    return Read(fact.slug, fact.label, fact.kind, offered, fact.unit)


class ConditionForm(forms.Form):
    """Up to six lines, and whether all of them count or any."""

    link = forms.ChoiceField(choices=LINKS, widget=forms.RadioSelect, required=False)

    def __init__(self, *args, condition: dict, known: Vocabulary, needed: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        self.condition, self.known, self.needed = condition, known, needed
        self.lines = read(condition)
        self.fields["link"].label = _("Elle compte si")
        self.initial["link"] = self.lines.link if self.lines else "all"
        for number in range(1, MOST_ROWS + 1) if self.is_written_here else ():
            self.add_row(number)

    @property
    def is_written_here(self) -> bool:
        """Whether lines can say this condition."""
        return self.lines is not None and all(self.known.get(r.fact) for r in self.lines.rows)

    def add_row(self, number: int):
        """One line: its value fits the fact chosen before this page was made."""
        rows = self.lines.rows if self.lines else ()
        row = rows[number - 1] if number <= len(rows) else None
        fact = self.data.get(self.add_prefix(f"fact_{number}"), "") if self.is_bound else ""
        read_fact = self.known.get(fact or (row.fact if row and not self.is_bound else ""))
        where = {"number": number}
        self.fields[f"fact_{number}"] = forms.ChoiceField(
            label=_("Condition %(number)d : ce qu’on regarde") % where,
            required=False,
            choices=self.known.choices(),
        )
        self.fields[f"op_{number}"] = forms.ChoiceField(
            label=_("Condition %(number)d : comparaison") % where,
            required=False,
            choices=operators(read_fact),
        )
        self.fields[f"value_{number}"] = value_field(read_fact)
        self.fields[f"value_{number}"].label = _("Condition %(number)d : valeur") % where
        for name in ("fact", "op", "value"):
            made = self.fields[f"{name}_{number}"]
            if not isinstance(made.widget, forms.CheckboxSelectMultiple):  # each box has its name
                made.widget.attrs["aria-label"] = made.label
        if row and not self.is_bound:
            self.initial |= {f"fact_{number}": row.fact, f"op_{number}": row.op}
            self.initial[f"value_{number}"] = shown_value(row, read_fact)

    @property
    def rows_shown(self) -> int:
        """The lines that are filled, and one more to fill."""
        filled = [
            n
            for n in range(1, MOST_ROWS + 1)
            if f"fact_{n}" in self.fields and self[f"fact_{n}"].value()
        ]
        return min(MOST_ROWS, max(filled, default=0) + 1)

    @property
    def rows(self):
        """The lines as the page draws them."""
        for number in range(1, self.rows_shown + 1) if self.is_written_here else ():
            fact = self[f"fact_{number}"]
            known = self.known.get(fact.value() or "")
            yield {
                "number": number,
                "fact": fact,
                "op": self[f"op_{number}"],
                "value": self[f"value_{number}"],
                "ticked": bool(known and known.kind in TICKED),
                "filled": bool(known),
                "unit": known.unit if known else "",
            }

    def clean(self):
        cleaned = super().clean()
        if not self.is_written_here:
            cleaned["condition"] = self.condition
            return cleaned
        rows = [row for n in range(1, MOST_ROWS + 1) if (row := self.read_row(cleaned, n))]
        if self.needed and not rows and not self.errors:
            self.add_error("fact_1", self.needed)
        cleaned["condition"] = build(Lines(cleaned.get("link") or "all", tuple(rows)))
        return cleaned

    def read_row(self, cleaned, number: int) -> Row | None:
        """One line, when it is whole; what it lacks is said beside it."""
        fact, value = cleaned.get(f"fact_{number}"), cleaned.get(f"value_{number}")
        op, known = cleaned.get(f"op_{number}") or "is", self.known.get(fact or "")
        if known is None or f"value_{number}" not in cleaned:
            return None
        if op == "known":
            return Row(fact, op)
        values = values_of(value, known)
        if wrong := refusal(known, op, values):
            self.add_error(f"value_{number}", wrong)
            return None
        if op in ONE and len(values) > 1:
            op = "in" if op == "is" else "not_in"
        if op in ONE and values[0] in COUNTRY_GROUPS:
            op = "in" if op == "is" else "not_in"
        return Row(fact, op, tuple(values))


def operators(known: Read | None) -> list:
    """The comparisons that make sense for a fact; all of them before one is chosen."""
    if known is None:
        kept = tuple(OPERATOR_WORDS)
    else:
        ticked = (*ONE, "in", "not_in", "says", NOT_SAYS, "known")
        by_kind = {"number": (*NUMBERS, *ONE, "known"), "country": (*MANY[:2], *ONE, "known")}
        by_kind |= dict.fromkeys(TICKED, ticked) | {"list": ("contains", "known")}
        kept = by_kind.get(known.kind, ("contains", *ONE, "known"))
    return [(op, word) for op, word in OPERATOR_WORDS.items() if op in kept]


def value_field(known: Read | None) -> forms.Field:
    """The way to say a value of a fact."""
    if known and known.kind in TICKED:
        return forms.MultipleChoiceField(
            choices=known.answers, required=False, widget=forms.CheckboxSelectMultiple
        )
    if known and known.kind == "country":
        offered = countries.choices()
        group = (_("Groupe de pays"), [("EEA", _("UE/EEE"))])
        return forms.ChoiceField(choices=[offered[0], group, *offered[1:]], required=False)
    if known and known.kind == "number":
        entry = forms.TextInput(attrs={"inputmode": "decimal"})
        return forms.DecimalField(
            max_digits=12, decimal_places=3, localize=True, required=False, widget=entry
        )
    return forms.CharField(max_length=120, required=False)


def shown_value(row: Row, known: Read | None):
    """The values of a line as its field holds them."""
    if known and known.kind in TICKED:
        return list(row.values)
    return row.values[0] if row.values else ""


def values_of(value, known: Read) -> list:
    """What was typed as a rule keeps it."""
    if value in (None, "", []):
        return []
    if known.kind == "number":
        return [int(value) if value == value.to_integral_value() else float(value)]
    return list(value) if isinstance(value, list) else [value]


def refusal(known: Read, op: str, values: list) -> str:
    """Why a line is not whole yet."""
    if op not in dict(operators(known)):
        return _("Cette comparaison ne convient pas à ce fait. Choisissez-en une autre.")
    if not values:
        return _("Dites avec quoi comparer.")
    if "unknown" in values and op not in ("says", NOT_SAYS):
        return _("« Je ne sais pas » se compare avec « a pour réponse ».")
    return ""
