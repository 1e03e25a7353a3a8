"""What the pages of a gate show of its criteria, and the form that answers one."""

from django.utils.translation import gettext as _

from reviews.criteria import answers_of, criteria_lines, criterion_key, shown_answer, tally
from reviews.models import CriterionAnswer, Gate, Round
from reviews.readiness import missing_lines
from reviews.snapshots import criteria_file

SIGN_LENGTH = 8


def criteria_context(gate: Gate, current: Round | None) -> dict:
    """The criteria as they were judged, or as they stand today, and what is still missing.

    Under review: those of the frozen file, each with what was answered since. Decided: the frozen
    ones alone. In hand: today's.
    """
    frozen = current.snapshot if current else None
    if gate.is_decided and frozen:
        return shown(criteria_lines(gate.criteria, frozen), [])
    today = criteria_file(gate)
    missing = [] if gate.is_decided else missing_lines(gate, today)
    if gate.state != Gate.State.SUBMITTED or frozen is None:
        return shown(criteria_lines(gate.criteria, today), missing)
    lines = criteria_lines(gate.criteria, frozen)
    since = changed_since(frozen, today)
    return shown([line | {"later": since.get(line["key"])} for line in lines], missing)


def shown(lines: list[dict], missing: list) -> dict:
    """The lines, the sentence that counts them, and what is missing: criteria apart."""
    return {
        "criteria": lines,
        "tally": tally(lines),
        "missing": missing,
        "missing_first": [line for line in missing if not line.criterion],
        "missing_criteria": [line for line in missing if line.criterion],
    }


def changed_since(frozen: dict, today: dict) -> dict[str, dict]:
    """The answers that differ from those of the frozen file: they count for the next round."""
    before, now = answers_of(frozen), answers_of(today)
    changed = {key for key in {**before, **now} if is_other(before.get(key), now.get(key))}
    return {key: shown_answer(now[key]) if key in now else {"gone": True} for key in changed}


def is_other(before: dict | None, now: dict | None) -> bool:
    return (before or {}).get("version") != (now or {}).get("version")


def find_criterion(gate: Gate, key: str) -> dict | None:
    """The criterion of a gate that bears this name."""
    return next((row for row in gate.criteria if criterion_key(row) == key), None)


def answer_of(gate: Gate, key: str) -> CriterionAnswer | None:
    """The answer as it stands, a withdrawn one included: its version still counts."""
    rows = gate.answers.filter(key=key).select_related("written_by", "document")
    return rows.first()


def criterion_differences(before: dict, after: dict) -> list[dict]:
    """The criteria whose answer or check changed between two rounds, the worst first."""
    old = {line["key"]: line for line in criteria_lines(before.get("criteria", []), before)}
    rows = []
    for line in criteria_lines(after.get("criteria", []), after):
        was = old.get(line["key"])
        if was is None or told(was) == told(line) or not speaks(was, line):
            continue
        rows.append(
            {
                "fact": line["text"],
                "topic": _("Critère"),
                "before": told(was),
                "after": told(line),
                "effect": effect(was, line),
            }
        )
    return sorted(rows, key=lambda row: row["effect"] == "fixed")


def speaks(was: dict, now: dict) -> bool:
    """Whether people answered, or the tool looked something up: rules and facts have own rows."""
    return bool(was["answer"] or now["answer"] or was["checked"] or now["checked"])


def effect(was: dict, now: dict) -> str:
    if now["state"] == "held" and was["state"] in ("look", "not_held"):
        return "fixed"
    if not told(was):
        return "added"
    return "changed" if told(now) else "removed"


def told(line: dict) -> str:
    """A criterion in one cell: its state, why, in whose words, on which document."""
    if line["state"] == "declared":
        return ""
    answer = line["answer"] or {"word": "", "document": None}
    document = answer["document"]
    details = [line["note"], answer["word"], document_words(document)]
    said = " ; ".join(detail for detail in details if detail)
    return (
        _("%(state)s : %(said)s") % {"state": line["word"], "said": said}
        if said
        else str(line["word"])
    )


def document_words(document: dict | None) -> str:
    """A document by its name and its bytes: the same name may cover others."""
    if document is None:
        return ""
    return _("%(name)s, empreinte %(sign)s") % {
        "name": document["name"],
        "sign": document["sha256"][:SIGN_LENGTH],
    }
