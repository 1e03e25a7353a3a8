"""What a change does, in sentences and in rows. Pure: what was computed in, words out."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from governance import typography
from governance.models import LevelCode
from projects.path_words import ANSWER_WORDS
from projects.reference import Reference
from projects.scope import FIELDS, Scope, changed_answers, changed_fields
from projects.standing import Relay


def level_word(code: str) -> str:
    """« renforcé »"""
    return str(LevelCode(code).label).lower()


def relay_sentences(relay: Relay, reference: Reference) -> list[str]:
    """What happens to the path, one sentence each, the heaviest first."""
    return [*_of_level(relay), *_of_gates(relay), *_of_topics(relay, reference), *_of_dates(relay)]


def _of_level(relay: Relay) -> Iterator[str]:
    if relay.level != relay.level_was:
        told = {"was": level_word(relay.level_was), "level": level_word(relay.level)}
        told["reason"] = " ".join(relay.reasons)
        text = _("Le chemin passe de %(was)s à %(level)s. %(reason)s")
        yield (text % told).strip()


def _of_gates(relay: Relay) -> Iterator[str]:
    days = dict(relay.dates)
    for step in relay.added:
        told = {"name": step.name, "day": typography.long_day(days[step.ref])}
        if step.genre == "gate":
            yield _("Point de validation ajouté : « %(name)s », avant %(day)s.") % told
        else:
            yield _("Étape ajoutée : %(name)s, avant %(day)s.") % told
    for gate in relay.dropped:
        text = _("Point de validation retiré : « %(name)s », que personne n’avait commencé.")
        yield text % {"name": gate.name}
    for gate in relay.kept:
        text = _("« %(name)s » n’est plus demandé, mais il a commencé : il reste sur le chemin.")
        yield text % {"name": gate.name}
    for gate in relay.unsettled:
        text = _("« %(name)s » était décidé : la décision est gardée, et à confirmer.")
        yield text % {"name": gate.name}


def _of_topics(relay: Relay, reference: Reference) -> Iterator[str]:
    names = {row.slug: row.name for row in reference.topics}
    for slug in relay.opened_topics:
        yield _("Sujet ouvert : %(name)s.") % {"name": names[slug]}
    for slug in relay.closed_topics:
        yield _("Sujet qui n’est plus demandé : %(name)s.") % {"name": names[slug]}
    for slug in relay.doubted_topics:
        text = _("Sujet à revoir : %(name)s, validé sur ce qui vient de changer.")
        yield text % {"name": names[slug]}
    if relay.systems:
        text = _("À déclarer si le projet s’en sert : %(systems)s.")
        yield text % {"systems": ", ".join(relay.systems)}


def _of_dates(relay: Relay) -> Iterator[str]:
    for step in relay.moved:
        told = {"name": step.name, "was": typography.short_day(step.was)}
        yield _("%(name)s : %(was)s → %(now)s") % {**told, "now": typography.short_day(step.now)}
    if relay.missing_days:
        yield short_sentence(relay)
    if relay.frozen_by:
        text = _("La mise en ligne tombe pendant une période de gel : %(freeze)s.")
        yield text % {"freeze": relay.frozen_by}


def short_sentence(relay: Relay) -> str:
    """The date is too near: what is missing, and the first one that leaves time to answer."""
    told = {"days": typography.working_days(relay.missing_days)}
    told["day"] = typography.long_day(relay.honest_date)
    text = _(
        "La date est proche : il manque %(days)s. Première date qui laisse le temps : %(day)s."
    )
    return text % told


def difference_rows(before: Scope, after: Scope, reference: Reference) -> list[dict]:
    """What changes, before and after, as components/differences.html draws it."""
    rows = [
        _row(str(FIELDS[name]), _value(before, name), _value(after, name))
        for name in changed_fields(before, after)
        if name in FIELDS
    ]
    nouns = {row.slug: row.noun for row in reference.questions}
    for slug in changed_answers(before, after):
        was, now = (_answer(scope.answers.get(slug, "")) for scope in (before, after))
        noun = nouns.get(slug, slug)
        rows.append(_row(noun[:1].upper() + noun[1:], was, now))
    return rows


def _row(fact: str, before: str, after: str) -> dict:
    effect = "changed" if before and after else ("added" if after else "removed")
    return {"fact": fact, "before": before, "after": after, "effect": effect}


def _value(scope: Scope, name: str) -> str:
    value = getattr(scope, name)
    return typography.long_day(value) if name == "launch_on" else value


def _answer(value: str) -> str:
    return str(ANSWER_WORDS.get(value, value))


def step_rows(relay: Relay, standing) -> list[dict]:
    """The path once changed, as components/path.html draws it."""
    days, new = dict(relay.dates), {row.ref: row for row in relay.added}
    there = {step.ref: step for step in standing.steps}
    unsettled = {step.ref for step in relay.unsettled}
    rows = []
    for ref in relay.order:
        known = there.get(ref) or new[ref]
        state = "new" if ref in new else getattr(known, "state", "todo")
        day = days.get(ref) or there[ref].due_on
        row = {"kind": known.genre, "title": known.name, "when": typography.short_day(day)}
        row["state"] = "todo" if ref in days and state in ("done", "waived") else state
        if ref in unsettled:
            row |= {"alert": "st-warn", "alert_text": _("à confirmer")}
        elif ref in new:
            row["note"] = new[ref].reason
        elif ref in days and days[ref] != there[ref].due_on:
            was = typography.short_day(there[ref].due_on)
            row["note"] = _("au lieu du %(day)s") % {"day": was}
        rows.append(row)
    return rows
