"""A filled sheet, read against the questions of its topic before anything is kept."""

from dataclasses import dataclass, field

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.models import Fact
from projects import answers
from projects.forms.choices import THREE_ANSWERS, ChoiceForm, field_of


class SheetForm(forms.Form):
    """One spreadsheet, as it was exported."""

    file = forms.FileField(
        label=gettext_lazy("La feuille remplie"),
        help_text=gettext_lazy("Au format .xlsx, 1 Mo et 200 lignes au plus."),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )


@dataclass
class Reading:
    """What a sheet would do to a draft: filled, changed, refused with the reason."""

    filled: list[tuple[str, str]] = field(default_factory=list)
    changed: list[tuple[str, str, str]] = field(default_factory=list)
    refused: list[tuple[str, str, str]] = field(default_factory=list)
    facts: dict = field(default_factory=dict)


def reading_of(facts: list[Fact], said: dict, typed: dict[str, str]) -> Reading:
    """Each answer of a sheet beside what the draft says; what cannot be read says why."""
    known = {fact.slug: fact for fact in facts}
    sent = {
        f"fact_{slug}": as_entered(known[slug], text)
        for slug, text in typed.items()
        if slug in known
    }
    form = ChoiceForm({"version": 1, **sent}, facts=facts, options=[])
    form.is_valid()
    given, reading = form.answers()["facts"], Reading()
    for slug, text in typed.items():
        if slug not in known:
            reason = _("Cette question n’est pas sur ce sujet.")
            reading.refused.append((slug, text, reason))
        elif problems := form.errors.get(f"fact_{slug}"):
            reading.refused.append((known[slug].label, text, " ".join(problems)))
        elif slug in given:
            _compare(reading, known[slug], said.get(slug), given[slug])
    return reading


def _compare(reading: Reading, fact: Fact, old, new) -> None:
    if old == new:
        return
    reading.facts[fact.slug] = new
    before, after = answers.shown(fact, old), answers.shown(fact, new)
    if before:
        reading.changed.append((fact.label, before, after))
    else:
        reading.filled.append((fact.label, after))


def as_entered(fact: Fact, text: str) -> str:
    """The words of a cell as the form of the topic expects them."""
    offered = {plain(words): value for value, words in offers(fact)}
    return str(offered.get(plain(text), text))


def offers(fact: Fact) -> list[tuple[str, str]]:
    """The (value, words) that a fact lets one choose from."""
    if fact.kind == Fact.Kind.YES_NO:
        return [(value, str(words)) for value, words in THREE_ANSWERS]
    if fact.kind == Fact.Kind.CHOICE:
        return answers.pairs(fact)
    if fact.kind == Fact.Kind.COUNTRY:
        return [pair for _group, pairs in field_of(fact).choices if _group for pair in pairs]
    return []


def plain(text: str) -> str:
    """Words whatever their capitals and their spaces."""
    return " ".join(str(text).split()).casefold()
