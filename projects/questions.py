"""Which questions a registration asks: those of the kind, then those that an answer calls. Pure.

More risk only ever asks more: a question follows a yes or a don't know, never a no.
"""

from projects.reference import QuestionRow

CALLING = ("yes", "unknown")


def asked(
    questions: tuple[QuestionRow, ...], kind: str, answers: dict[str, str]
) -> tuple[QuestionRow, ...]:
    """The questions to show for a kind and the answers given so far, in their order."""
    known = {row.slug for row in questions}
    shown = {row.slug for row in questions if is_outright(row, kind)}
    while called := {
        row.slug
        for row in questions
        if row.slug not in shown and follows_one(row, shown & known, answers)
    }:
        shown |= called
    return tuple(row for row in questions if row.slug in shown)


def possible(questions: tuple[QuestionRow, ...], kind: str) -> tuple[QuestionRow, ...]:
    """Every question that a kind may come to ask, whatever is answered."""
    return asked(questions, kind, {row.slug: "yes" for row in questions})


def is_outright(row: QuestionRow, kind: str) -> bool:
    """Whether a question is asked of a kind whatever the answers."""
    return kind in row.kinds or not (row.kinds or row.follows)


def follows_one(row: QuestionRow, shown: set[str], answers: dict[str, str]) -> bool:
    """Whether a question that is shown calls this one."""
    return any(slug in shown and answers.get(slug) in CALLING for slug in row.follows)


def relevant(
    questions: tuple[QuestionRow, ...], kind: str, answers: dict[str, str]
) -> dict[str, str]:
    """The answers to the questions that are still asked; the others no longer count."""
    return {
        row.slug: answers[row.slug]
        for row in asked(questions, kind, answers)
        if row.slug in answers
    }
