"""A path in the words and shapes of the pages. Pure: Path in, plain dictionaries out."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.utils.translation import ngettext

from governance import typography
from governance.models import LevelCode
from projects.commitments import Commitment
from projects.reference import Reference
from projects.registration import Gate, Path

ANSWER_WORDS = {"yes": later("oui"), "no": later("non"), "unknown": later("je ne sais pas")}


def level_title(path: Path) -> str:
    """« Chemin renforcé »"""
    return _("Chemin %(level)s") % {"level": str(LevelCode(path.level).label).lower()}


def gates_count(path: Path) -> str:
    """« trois points de validation »"""
    words = typography.count_in_words(len(path.gates)).lower()
    text = ngettext("%(n)s point de validation", "%(n)s points de validation", len(path.gates))
    return text % {"n": words}


def because(path: Path) -> list[str]:
    """The answers that decide the level, in two words each."""
    return list(dict.fromkeys(noun for reason in path.reasons for noun, _a in reason.answers))


def preview_steps(path: Path, before: Path | None, names: dict[str, str]) -> list[dict]:
    """The column beside the questions: scoping, gates, launch; what just came is marked."""
    known = {gate.ref for gate in before.gates} if before else {gate.ref for gate in path.gates}
    gates = [
        {
            "kind": "gate",
            "state": "todo" if gate.ref in known else "new",
            "title": gate.name,
            "note": gate_note(gate),
        }
        for gate in path.gates
    ]
    return [
        {
            "kind": "milestone",
            "state": "todo",
            "title": _("Réunion de cadrage"),
            "note": scoping_note(path, names),
        },
        *gates,
        {
            "kind": "milestone",
            "state": "todo",
            "title": _("Recette, puis mise en ligne"),
            "note": launch_note(path),
        },
    ]


def launch_note(path: Path) -> str:
    """The date that is aimed at; for a service already open, when its path is caught up."""
    if path.is_live:
        day = typography.long_day(path.steps[-1].due_on)
        return _("Le service est ouvert : le chemin est rattrapé le %(day)s.") % {"day": day}
    return _("La date que vous visez : %(day)s.") % {"day": typography.long_day(path.launch_on)}


def gate_note(gate: Gate) -> str:
    """Why a gate is there: what was answered, else what always holds."""
    answered = [reason.text for reason in gate.reasons if reason.answers]
    return " ".join(answered or [reason.text for reason in gate.reasons])


def scoping_note(path: Path, names: dict[str, str]) -> str:
    """« Toujours. Deux sujets à éclaircir : hébergement, modules de contenu. »"""
    unclear = [names[topic.slug].lower() for topic in path.unknown_topics]
    if not unclear:
        return _("Toujours, à trois voix.")
    text = ngettext(
        "Toujours. %(n)s sujet à éclaircir : %(names)s.",
        "Toujours. %(n)s sujets à éclaircir : %(names)s.",
        len(unclear),
    )
    return text % {"n": typography.count_in_words(len(unclear)), "names": ", ".join(unclear)}


def difference(path: Path, before: Path | None) -> str:
    """What a changed answer did to the path, for those who hear it."""
    if before is None:
        return ""
    was, now = ({gate.ref: gate.name for gate in p.gates} for p in (before, path))
    parts = [level_title(path)] if path.level != before.level else []
    parts += [_("%(gate)s ajouté") % {"gate": now[ref]} for ref in now if ref not in was]
    parts += [_("%(gate)s retiré") % {"gate": was[ref]} for ref in was if ref not in now]
    return ", ".join(parts)


def dated_steps(path: Path) -> list[dict]:
    """The whole path with its dates, as it will be once registered."""
    return [_dated(step, path) for step in path.steps]


def _dated(step, path: Path) -> dict:
    day = typography.short_day(step.due_on)
    shown = {"kind": step.genre, "state": "todo", "title": step.name}
    if step.ref == "registered":
        return {**shown, "state": "now", "when": _("aujourd’hui")}
    if step.ref == "launch":
        return {**shown, "when": day, "note": margin_words(path)}
    when = _("avant %(day)s") % {"day": day}
    return {**shown, "when": when, "note": typography.working_days(step.days)}


def margin_words(path: Path) -> str:
    """« 6 jours de marge », or what is missing."""
    if path.is_live:
        return _("service déjà ouvert")
    count = typography.days(abs(path.margin_days))
    if path.is_too_short:
        return _("il manque %(days)s") % {"days": count}
    return _("%(days)s de marge") % {"days": count}


def date_title(path: Path) -> str:
    """The title of the last page: the date holds, or what is missing."""
    if path.is_live:
        day = typography.long_day(path.steps[-1].due_on)
        return _("Votre service est ouvert : le chemin est rattrapé le %(day)s") % {"day": day}
    count = typography.working_days(abs(path.margin_days))
    if path.is_too_short:
        return _("Votre date est trop proche : il manque %(days)s") % {"days": count}
    return _("Votre date tient : %(days)s de marge") % {"days": count}


def gate_reasons(path: Path) -> list[dict]:
    """Each gate with the answers behind it and what it avoids."""
    return [
        {
            "name": gate.name,
            "answers": [(capfirst(noun), ANSWER_WORDS[answer]) for noun, answer in gate.answers],
            "always": " ".join(reason.text for reason in gate.reasons if not reason.answers),
            "avoids": gate.avoids,
        }
        for gate in path.gates
    ]


def lighter_words(path: Path) -> list[dict]:
    """What saying no to one thing would save, in a sentence each."""
    return [_lighter(way, path) for way in path.lighter]


def _lighter(way, path: Path) -> dict:
    level = level_title_of(way.level) if way.level != path.level else _("même chemin")
    saved = typography.working_days(way.fewer_days)
    text = _("Sans « %(noun)s » : %(level)s, %(days)s de moins.")
    facts = {"noun": way.noun, "level": level, "days": saved}
    return {"text": text % facts, "honest_date": way.honest_date}


def level_title_of(code: str) -> str:
    """« chemin standard »"""
    return _("chemin %(level)s") % {"level": str(LevelCode(code).label).lower()}


def topic_rows(path: Path, reference: Reference) -> list[dict]:
    """The subjects to answer: what is already done, what nobody knows, then the others."""
    rows = {row.slug: row for row in reference.topics}
    ranks = {"started": 0, "unknown": 1}
    ordered = sorted(path.topics, key=lambda topic: ranks.get(topic.origin, 2))
    return [
        {
            "icon": rows[topic.slug].icon,
            "name": rows[topic.slug].name,
            "reason": topic.reason,
            "unclear": topic.origin == "unknown",
        }
        for topic in ordered
    ]


def preview(path: Path, before: Path | None, names: dict[str, str]) -> dict:
    """The column beside the questions, and the line of the save bar."""
    best = path.lighter[0] if path.lighter else None
    return {
        "level": level_title(path),
        "gates": gates_count(path),
        "because": because(path),
        "always": "" if because(path) else " ".join(reason.text for reason in path.reasons),
        "weeks": path.weeks,
        "steps": preview_steps(path, before, names),
        "lighter": _lighter(best, path)["text"] if best else "",
        "short": margin_words(path) if path.is_too_short else "",
        "catch_up": catch_up(path),
    }


def catch_up(path: Path) -> dict:
    """The title and the notes of a catch-up path; nothing when nothing has started."""
    return catch_up_of(path.commitments) if path.catch_up else {}


def catch_up_of(rows: tuple[Commitment, ...]) -> dict:
    """What is already done, in words, the hardest to undo first."""
    notes = [{"text": str(row.label), "mark": undo_words(row)} for row in rows]
    return {
        "title": _("Chemin de rattrapage"),
        "lead": _("Rien n’est reproché : ce qui est difficile à défaire est relu en premier."),
        "notes": notes,
    }


def undo_words(row: Commitment) -> str:
    """How hard it would be to go back, in two words."""
    words = {
        "irreversible": _("très difficile à défaire"),
        "costly": _("coûteux à défaire"),
        "easy": _("facile à défaire"),
    }
    return words[row.reversibility]
