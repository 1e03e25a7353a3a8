"""What a file says of each criterion of its gate: held, to look at, not held, left aside. Pure.

A criterion rests on what the tool reads by itself (criteria_signs.py) and on what the project's
side answered, with its proof. Nothing to rest on: nobody has said anything of it yet.
"""

from datetime import datetime
from hashlib import sha256

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.models import Criterion
from reviews.criteria_signs import CHECKS, HELD, LOOK, NOT_HELD, Sign, read
from reviews.models import CriterionAnswer

DECLARED, ASIDE = "declared", "aside"
WORST_FIRST = (NOT_HELD, LOOK, HELD, ASIDE)
KEY_LENGTH = 16
Proof = Criterion.Proof
Value = CriterionAnswer.Value
OF_ANSWER = {Value.HELD: HELD, Value.NOT_HELD: NOT_HELD, Value.NOT_CONCERNED: ASIDE}
KINDS = {HELD: "ok", LOOK: "warn", NOT_HELD: "ko", ASIDE: "neutral", DECLARED: "neutral"}
WORDS = {
    HELD: gettext_lazy("Tenu"),
    LOOK: gettext_lazy("À voir"),
    NOT_HELD: gettext_lazy("Pas tenu"),
    ASIDE: gettext_lazy("Sans objet"),
}
WORDS_OF_PROOF = {
    Proof.DECLARED: gettext_lazy("À déclarer"),
    Proof.DOCUMENT: gettext_lazy("Pièce attendue"),
    Proof.CHECKED: gettext_lazy("À constater"),
}


def criterion_key(criterion: dict) -> str:
    """The name of a criterion: its own words, so that a path laid again keeps its answer."""
    return sha256(criterion["text"].encode()).hexdigest()[:KEY_LENGTH]


def criteria_lines(criteria: list[dict], snapshot: dict | None) -> list[dict]:
    """The criteria of a gate as a page lists them: text, state, word, why, who answered."""
    file = snapshot or {}
    answers = answers_of(file)
    return [criterion_line(row, file, answers.get(criterion_key(row))) for row in criteria]


def answers_of(snapshot: dict) -> dict[str, dict]:
    """The answers that a file keeps, by criterion; the oldest files keep none."""
    rows = snapshot.get("criteria", ())
    return {row["key"]: row["answer"] for row in rows if row.get("answer")}


def criterion_line(criterion: dict, snapshot: dict, answer: dict | None = None) -> dict:
    """One criterion, judged by the worst of what it rests on."""
    read_signs = signs_of(criterion, snapshot, answer)
    said = answer and of_answer(answer, bare=is_bare(criterion, read_signs))
    signs = [*read_signs.values(), *([said] if said else [])]
    state, note = min(signs, key=lambda sign: WORST_FIRST.index(sign[0]), default=(DECLARED, ""))
    return {
        "key": criterion_key(criterion),
        "text": criterion["text"],
        "proof": criterion["proof"],
        "basis": tuple(criterion.get("basis", ())),
        "state": state,
        "kind": KINDS[state],
        "word": WORDS[state] if state in WORDS else WORDS_OF_PROOF[criterion["proof"]],
        "note": "" if state == HELD else note,
        "answer": shown_answer(answer) if answer else None,
        "owed": is_owed(read_signs, said),
        "checked": any(token in CHECKS for token in read_signs),
    }


def signs_of(criterion: dict, snapshot: dict, answer: dict | None) -> dict[str, Sign]:
    """What the tool reads by itself, by what it rests on, but for what people settled."""
    read_all = {token: read(token, snapshot) for token in criterion.get("basis", ())}
    return {
        token: sign for token, sign in read_all.items() if sign and not settles(token, sign, answer)
    }


def is_bare(criterion: dict, signs: dict[str, Sign]) -> bool:
    """Whether nothing but a document can prove a criterion."""
    return criterion["proof"] == Proof.DOCUMENT and not signs


def is_owed(signs: dict[str, Sign], said: Sign | None) -> bool:
    """Whether somebody still has to answer: nothing is said, the proof or a check is lacking.

    A criterion said not to be held owes no answer: it says so, and IT decides on it.
    """
    if said and said[0] == NOT_HELD:
        return False
    if said and said[0] == LOOK:
        return True
    checks = [sign for token, sign in signs.items() if token in CHECKS]
    return not (signs or said) or any(state != HELD for state, _note in checks)


def settles(token: str, sign: Sign, answer: dict | None) -> bool:
    """What the tool cannot see, people may say: a substitute, the written leave of a freeze."""
    if sign[0] != LOOK or not answer or answer["value"] != Value.HELD:
        return False
    return token == "seats" or (token == "freeze" and bool(answer["document"]))  # noqa: S105


def of_answer(answer: dict, *, bare: bool) -> Sign:
    """What an answer is worth; `bare`: nothing but a document can prove the criterion."""
    document = answer["document"]
    if answer["value"] == Value.HELD and document and document["withdrawn"]:
        return LOOK, _("La pièce a été retirée : joignez-en une autre")
    if answer["value"] == Value.HELD and bare and not document:
        return LOOK, _("Déclaré tenu, sans pièce")
    return OF_ANSWER[answer["value"]], ""


def shown_answer(answer: dict) -> dict:
    """An answer as a page shows it, under the state of its criterion."""
    at = datetime.fromisoformat(answer["at"])
    return answer | {"at": at, "label": str(Value(answer["value"]).label)}


def tally(lines: list[dict]) -> str:
    """« 4 tenus, 1 à voir, 5 sans réponse »: only what there is."""
    count = {state: sum(line["state"] == state for line in lines) for state in KINDS}
    parts = (
        (count[HELD], _("%(n)s tenus") if count[HELD] > 1 else _("%(n)s tenu")),
        (count[LOOK], _("%(n)s à voir")),
        (count[NOT_HELD], _("%(n)s pas tenus") if count[NOT_HELD] > 1 else _("%(n)s pas tenu")),
        (count[ASIDE], _("%(n)s sans objet")),
        (count[DECLARED], _("%(n)s sans réponse")),
    )
    return ", ".join(words % {"n": n} for n, words in parts if n)
