"""What an arbitration refuses to be asked with: a blank question, one option, a biased arbiter."""

from django.utils import timezone
from django.utils.translation import gettext as _

from governance import typography
from governance.models import Person
from governance.roles import Side
from governance.typography import visible
from governance.verdicts import Incomplete
from projects.models import Project
from reviews.standins import relays_of
from reviews.words.arbitration import (
    FEWEST_OPTIONS,
    MOST_OPTIONS,
    POSITION_LENGTH,
    POSITION_LINES,
)

QUESTION_LENGTH, LABEL_LENGTH = 240, 160
MOST_EUROS = 2_000_000_000


def checked_question(question: str) -> str:
    """What is to be settled, in one visible sentence."""
    question = " ".join(visible(question).split())
    if not question:
        raise Incomplete(question=_("Dites en une phrase ce qu’il faut trancher."))
    if len(question) > QUESTION_LENGTH:
        raise Incomplete(question=_("Une phrase, en 240 signes au plus."))
    return question


def checked_position(text: str) -> str:
    """Five lines at most, so that an arbiter reads both sides in a minute."""
    lines = [line for line in visible(text).split("\n") if line]
    if not lines:
        raise Incomplete(text=_("Écrivez votre position, en cinq lignes au plus."))
    if len(lines) > POSITION_LINES:
        raise Incomplete(text=_("Cinq lignes au plus : gardez l’essentiel."))
    kept = "\n".join(lines)
    if len(kept) > POSITION_LENGTH:
        raise Incomplete(text=_("600 signes au plus : gardez l’essentiel."))
    return kept


def checked_options(options, standing: str = "") -> list[dict]:
    """Two to five different ways out; `standing`: the one that is always there."""
    lines: list[dict] = [{"label": standing, "stands": True}] if standing else []
    for option in options:
        known = [line["label"] for line in lines]
        lines.append(
            checked_option(option["label"], option.get("cost_eur"), option.get("ready_on"), known)
        )
    if not FEWEST_OPTIONS <= len(lines) <= MOST_OPTIONS:
        raise Incomplete(options=_("Il faut de deux à cinq options pour pouvoir trancher."))
    return lines


def checked_option(label: str, cost_eur, ready_on, known) -> dict:
    """A named way out, that nobody proposed yet, at a possible cost, on a day to come."""
    problems = {}
    label = " ".join(visible(label).split())
    if not label:
        problems["label"] = _("Nommez cette option.")
    elif len(label) > LABEL_LENGTH:
        problems["label"] = _("160 signes au plus.")
    elif label.casefold() in {one.casefold() for one in known}:
        problems["label"] = _("Cette option est déjà proposée.")
    if cost_eur is not None and not 0 <= cost_eur <= MOST_EUROS:
        problems["cost_eur"] = _("Un coût en euros, positif, ou rien s’il reste à dire.")
    if ready_on is not None and ready_on < timezone.localdate():
        told = {"day": typography.long_day(ready_on)}
        problems["ready_on"] = _("Le %(day)s est passé.") % told
    if problems:
        raise Incomplete(**problems)
    return {"label": label, "cost_eur": cost_eur, "ready_on": ready_on}


def checked_arbiters(project: Project, sponsor: Person, cio: Person) -> None:
    """Two active people of the company, of management or each of its house, no voice nor its relay."""
    if sponsor.pk == cio.pk:
        raise Incomplete(cio=_("Deux arbitres, deux personnes : choisissez quelqu’un d’autre."))
    voices = set(project.seats.voices().values_list("person_id", flat=True))
    relays = relays_of(project)
    problems = {
        "sponsor": why_not(sponsor, voices, Side.IT, _("L’arbitre du marketing n’est pas à la DSI.")),
        "cio": why_not(cio, voices, Side.BEARER, _("L’arbitre de la DSI n’est pas au marketing.")),
    }  # fmt: skip
    for name, person in (("sponsor", sponsor), ("cio", cio)):
        problems[name] = problems[name] or why_relay(person, relays)
    if found := {name: sentence for name, sentence in problems.items() if sentence}:
        raise Incomplete(**found)


def why_not(person: Person, voices: set, other_house: str, sentence: str) -> str:
    """Why this person cannot be an arbiter here, or nothing."""
    if person.is_guest or not person.is_active:
        return _("Un arbitre est une personne de l’entreprise, en activité.")
    if person.pk in voices:
        return _("%(name)s est l’une des voix du projet : on n’arbitre pas sa propre cause.") % {
            "name": person
        }
    return sentence if person.side == other_house else ""


def why_relay(person: Person, relays: dict[int, Person]) -> str:
    """Why somebody who plays for an absent voice cannot be an arbiter, or nothing."""
    if person.pk not in relays:
        return ""
    return _(
        "%(name)s agit en ce moment pour %(absent)s, l’une des voix du projet : choisissez une "
        "autre personne."
    ) % {"name": person, "absent": relays[person.pk]}
