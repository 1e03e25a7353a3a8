"""What a frozen file says of each criterion of its gate: held, to look at, not held. Pure.

A criterion rests on ground rules (R13), on answered facts (fact:hosting_country) or on the
dependencies (listed, confirmed). Nothing to rest on: it is declared, and the referent reads.
"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.models import Criterion, RuleVerdict

HELD, LOOK, NOT_HELD, DECLARED = "held", "look", "not_held", "declared"
WORST_FIRST = (NOT_HELD, LOOK, HELD)
OF_VERDICT = {"allowed": HELD, "refused": NOT_HELD}
Proof = Criterion.Proof
KINDS = {HELD: "ok", LOOK: "warn", NOT_HELD: "ko", DECLARED: "neutral"}
WORDS = {
    HELD: gettext_lazy("Tenu"),
    LOOK: gettext_lazy("À voir"),
    NOT_HELD: gettext_lazy("Pas tenu"),
}
WORDS_OF_PROOF = {
    Proof.DECLARED: gettext_lazy("Déclaré"),
    Proof.DOCUMENT: gettext_lazy("Sur pièce"),
    Proof.CHECKED: gettext_lazy("À constater"),
}


def criteria_lines(criteria: list[dict], snapshot: dict | None) -> list[dict]:
    """The criteria of a gate as a page lists them: text, state, word, and why when not held."""
    return [criterion_line(criterion, snapshot or {}) for criterion in criteria]


def criterion_line(criterion: dict, snapshot: dict) -> dict:
    """One criterion, judged by the worst of what it rests on."""
    signs = [sign for token in criterion.get("basis", ()) if (sign := read(token, snapshot))]
    state, note = min(signs, key=lambda sign: WORST_FIRST.index(sign[0]), default=(DECLARED, ""))
    word = WORDS[state] if state in WORDS else WORDS_OF_PROOF[criterion["proof"]]
    shown_note = "" if state == HELD else note
    return {
        "text": criterion["text"],
        "state": state,
        "kind": KINDS[state],
        "word": word,
        "note": shown_note,
    }


def read(token: str, snapshot: dict) -> tuple[str, str] | None:
    """What the file says of one thing that a criterion rests on; nothing when it does not speak."""
    if token in ("listed", "confirmed"):
        return of_dependencies(token, snapshot.get("dependencies", []))
    if token.startswith("fact:"):
        return of_fact(token.removeprefix("fact:"), snapshot)
    return of_rule(token, snapshot)


def of_rule(ref: str, snapshot: dict) -> tuple[str, str] | None:
    """The verdict that a ground rule gave; a rule that was not concerned says nothing."""
    labels = dict(RuleVerdict.choices) | {"unknown": _("Réponse attendue")}
    for choice in choices(snapshot):
        for finding in choice["findings"]:
            if finding["ref"] == ref:
                state = OF_VERDICT.get(finding["verdict"], LOOK)
                label = str(labels[finding["verdict"]])
                return state, f"{finding['title']} : {label[0].lower()}{label[1:]}"
    return None


def of_fact(slug: str, snapshot: dict) -> tuple[str, str] | None:
    """Whether a fact was answered; « je ne sais pas » is not an answer."""
    answers = [choice["facts"].get(slug) for choice in choices(snapshot)]
    if not answers:
        return None
    known = any(answer not in (None, "", "unknown", []) for answer in answers)
    return (HELD, "") if known else (LOOK, _("Pas encore précisé"))


def of_dependencies(token: str, lines: list[dict]) -> tuple[str, str] | None:
    """Whether dependencies are written down, or all answered by their owners."""
    if not lines:
        return None
    refused = [line["system"] for line in lines if line["state"] == "refused"]
    waiting = [line["system"] for line in lines if line["state"] == "to_confirm"]
    if token == "listed":  # noqa: S105 -- a word of the criteria, not a secret
        return HELD, ""
    if refused:
        return NOT_HELD, _("Refusé : %(systems)s") % {"systems": ", ".join(refused)}
    if waiting:
        return LOOK, _("À confirmer : %(systems)s") % {"systems": ", ".join(waiting)}
    return HELD, ""


def choices(snapshot: dict) -> list[dict]:
    """The choices of a frozen file."""
    return [line["choice"] for line in snapshot.get("topics", []) if line["choice"]]


def tally(lines: list[dict]) -> str:
    """« 4 tenus, 1 à voir, 5 à lire »: only what there is."""
    count = {state: sum(line["state"] == state for line in lines) for state in KINDS}
    parts = (
        (count[HELD], _("%(n)s tenus") if count[HELD] > 1 else _("%(n)s tenu")),
        (count[LOOK], _("%(n)s à voir")),
        (count[NOT_HELD], _("%(n)s pas tenus") if count[NOT_HELD] > 1 else _("%(n)s pas tenu")),
        (count[DECLARED], _("%(n)s à lire")),
    )
    return ", ".join(words % {"n": n} for n, words in parts if n)
