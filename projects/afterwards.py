"""What the floors above do after a verb of this one, in the same transaction.

This floor does not know who judges its facts. It says that one changed, by its name; the floor
above registered, when the application started, what it does then.
"""

from collections import defaultdict
from collections.abc import Callable

CHOICE_SUBMITTED = "choice.submitted"
DEPENDENCY_DECLARED = "dependency.declared"
DEPENDENCY_ANSWERED = "dependency.answered"
DEPENDENCY_ASKED_AGAIN = "dependency.asked_again"
GOING_LIVE = "project.going_live"
DEPENDENCY_CHANGED = "dependency.changed"
DEPENDENCY_LEFT = "dependency.left"
KNOWN = (
    CHOICE_SUBMITTED,
    DEPENDENCY_DECLARED,
    DEPENDENCY_ANSWERED,
    DEPENDENCY_ASKED_AGAIN,
    GOING_LIVE,
    DEPENDENCY_CHANGED,
    DEPENDENCY_LEFT,
)

_followers: dict[str, list[Callable]] = defaultdict(list)


def register(event: str, follower: Callable) -> None:
    """Ask to be called after an event; asking twice calls once."""
    if event not in KNOWN:
        raise LookupError(event)
    if follower not in _followers[event]:
        _followers[event].append(follower)


def follow(event: str, subject, *, by) -> None:
    """Call whoever asked, in order; what they refuse undoes the whole verb."""
    for follower in _followers[event]:
        follower(subject, by=by)
