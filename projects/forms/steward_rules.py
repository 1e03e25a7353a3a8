"""A rule of the paths in lines that anybody reads: if this is answered, then that."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from governance.models import (
    GateTemplate,
    Kind,
    LevelCode,
    PathRule,
    ProfileQuestion,
    System,
    Topic,
)
from projects import steward_conditions as conditions
from projects.forms.steward import KeptForm, WordsField, lines
from projects.path_words import ANSWER_WORDS
from projects.steward_conditions import KIND, LEVEL, MOST_ROWS, Lines, Row

LINKS = [
    ("always", later("Toujours")),
    ("all", later("Si toutes ces conditions sont vraies")),
    ("any", later("Si l’une de ces conditions est vraie")),
]
ROWS = range(1, MOST_ROWS + 1)
GROUPS = {KIND: "kind:", LEVEL: "level:"}
ANSWER = "answer:"


def group_of(fact: str) -> str:
    """The prefix of the answers that a fact may give."""
    return GROUPS.get(fact, ANSWER)


class RuleForm(KeptForm):
    """The condition in lines, the effect, and the reason that people read."""

    link = forms.ChoiceField(label=later("Quand"), choices=LINKS, widget=forms.RadioSelect)
    aim = forms.ChoiceField(label=later("Alors"))

    class Meta:
        model = PathRule
        fields = ["link", "aim", "reason", "in_use"]
        field_classes = {"reason": WordsField}
        labels = {
            "reason": later("Raison, telle qu’elle est affichée"),
            "in_use": later("En usage"),
        }
        widgets = {"reason": lines()}
        help_texts = {"reason": later("Écrite pour la personne qui a répondu.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.lines = conditions.read(self.instance.condition or {})
        self.fields["aim"].choices = aims()
        if self.instance.pk:
            self.initial["aim"] = f"{self.instance.effect}:{self.instance.target}"
        if self.lines is None:
            del self.fields["link"]
            return
        self.initial.setdefault("link", self.lines.link if self.instance.pk else "all")
        self.add_rows(fact_choices(self.lines), answer_choices(self.lines))

    def add_rows(self, facts, answers):
        """The five lines, the first ones filled with what the rule says."""
        for number in ROWS:
            where = {"number": number}
            fact = forms.ChoiceField(label=_("Condition %(number)d") % where, required=False)
            fact.choices = facts
            fact.widget.attrs["aria-label"] = _("Condition %(number)d : ce qu’on regarde") % where
            says = forms.MultipleChoiceField(
                label=_("Condition %(number)d : ce qui compte") % where,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
            says.choices = answers
            self.fields[f"fact_{number}"], self.fields[f"says_{number}"] = fact, says
        for number, row in zip(ROWS, self.lines.rows, strict=False):
            self.initial[f"fact_{number}"] = row.fact
            self.initial[f"says_{number}"] = [group_of(row.fact) + value for value in row.says]

    @property
    def condition_rows(self):
        """The lines for the page: what is looked at, and the answers by group."""
        if self.lines is None:
            return
        for number in ROWS:
            says = self[f"says_{number}"]
            boxes = list(says)
            yield {
                "number": number,
                "fact": self[f"fact_{number}"],
                "says": says,
                "groups": [
                    (name, [box for box in boxes if box.data["value"].startswith(prefix)])
                    for name, prefix in (("answer", ANSWER), *GROUPS.items())
                ],
            }

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("aim"):
            cleaned["effect"], cleaned["target"] = cleaned["aim"].split(":", 1)
        cleaned["condition"] = self.instance.condition
        if self.lines is not None:
            cleaned["condition"] = conditions.build(self.read_lines(cleaned))
        weak = conditions.weakness(cleaned.get("effect", ""), cleaned["condition"] or {})
        if cleaned.get("in_use", True):
            self.refuse(weak, cleaned["condition"] or {})
        return cleaned

    def refuse(self, weak: str, condition: dict):
        """A rule in use asks more when there is more risk, and reads what is still asked."""
        if weak:
            self.add_error("aim", weak)
        retired = ProfileQuestion.objects.filter(in_use=False)
        if gone := [q.noun for q in retired if conditions.names(condition, q.slug)]:
            facts = {"questions": ", ".join(f"« {noun} »" for noun in gone)}
            self.add_error(None, _("Cette règle lit une question retirée : %(questions)s.") % facts)

    def read_lines(self, cleaned) -> Lines:
        """The lines that were filled, those half filled pointed at."""
        link = cleaned.get("link", "always")
        rows = [row for number in ROWS if (row := self.read_row(cleaned, number))]
        if link == "always":
            return Lines()
        if not rows and not self.errors:
            self.add_error("fact_1", _("Dites au moins une condition, ou choisissez « Toujours »."))
        return Lines(link, tuple(rows))

    def read_row(self, cleaned, number: int) -> Row | None:
        """One line: the answers that fit what it looks at."""
        fact = cleaned.get(f"fact_{number}")
        if not fact or cleaned.get("link") == "always":
            return None
        prefix = group_of(fact)
        says = [s.removeprefix(prefix) for s in cleaned.get(f"says_{number}", ())]
        kept = [value for value in says if ":" not in value]
        if not kept and f"says_{number}" in cleaned:
            self.add_error(f"says_{number}", _("Cochez au moins une réponse qui compte."))
        order = [value.removeprefix(prefix) for value, _w in self.fields[f"says_{number}"].choices]
        return Row(fact, tuple(sorted(kept, key=order.index)))

    def save(self, commit=True):
        for name in ("condition", "effect", "target"):
            setattr(self.instance, name, self.cleaned_data[name])
        return super().save(commit)


def aims():
    """What a rule may do: every effect with its targets."""
    return [
        ("", _("Choisissez un effet")),
        (_("relever le niveau"), [(f"level:{code}", name) for code, name in LevelCode.choices]),
        (
            _("ajouter un point de validation"),
            [(f"gate:{gate.ref}", str(gate)) for gate in GateTemplate.objects.filter(in_use=True)],
        ),
        (
            _("ouvrir un sujet"),
            [(f"topic:{row.slug}", row.name) for row in Topic.objects.filter(in_use=True)],
        ),
        (
            _("suggérer une dépendance"),
            [(f"system:{name}", name) for name in System.objects.values_list("name", flat=True)],
        ),
    ]


def fact_choices(lines: Lines):
    """What a line may look at; what the rule already reads stays, even retired."""
    read = [row.fact for row in lines.rows]
    rows = ProfileQuestion.objects.all()
    asked = [(row.slug, row.noun or row.label) for row in rows if row.in_use or row.slug in read]
    known = {slug for slug, _noun in asked} | conditions.RESERVED
    asked += [(fact, fact) for fact in dict.fromkeys(read) if fact not in known]
    return [
        ("", _("Rien de plus")),
        (_("une réponse"), asked),
        (_("le projet"), [(KIND, _("nature du projet")), (LEVEL, _("chemin"))]),
    ]


def answer_choices(lines: Lines):
    """Every answer, kind and level that may be ticked."""
    named = {value for row in lines.rows if row.fact == KIND for value in row.says}
    kinds = Kind.objects.all()
    return [
        *((ANSWER + code, word) for code, word in ANSWER_WORDS.items()),
        *((f"kind:{k.slug}", k.name) for k in kinds if k.in_use or k.slug in named),
        *((f"level:{code}", name) for code, name in LevelCode.choices),
    ]
