"""Answers to "may this person do this?": a yes, or a no that says why; and "not now"."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied


@dataclass(frozen=True, slots=True)
class Verdict:
    """Truthy when allowed; otherwise its reason is a sentence for the person."""

    reason: str = ""

    def __bool__(self) -> bool:
        return not self.reason


ALLOWED = Verdict()


def refused(reason: str) -> Verdict:
    """A no, with the sentence that explains it."""
    return Verdict(reason=reason)


def require(verdict: Verdict) -> None:
    """Turn a no into a 403 that shows its sentence."""
    if not verdict:
        raise PermissionDenied(str(verdict.reason))


class WrongState(Exception):
    """Not now: what was asked came too late, or too early. Shown as a 409 with its sentence."""


class Incomplete(Exception):
    """Badly filled: field name to sentence. Shown as a 422 beside the fields."""

    def __init__(self, **problems: str):
        super().__init__("; ".join(str(text) for text in problems.values()))
        self.problems = problems
