"""Where guests come in without a seat: the floors above say which of their rooms are open to them."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

_askers: list[Callable] = []


@dataclass(frozen=True, slots=True)
class Room:
    """Something that a guest reads besides their projects: a meeting to which they are asked."""

    title: str
    words: str
    url: str


def register(asker: Callable) -> None:
    """Ask to be told which guests are shown; asking twice asks once."""
    if asker not in _askers:
        _askers.append(asker)


def rooms_of(people: Iterable) -> dict[int, list[Room]]:
    """The rooms open to each of these guests, by the number of the person."""
    people, found = list(people), defaultdict(list)
    for asker in _askers:
        for person, room in asker(people):
            found[person].append(room)
    return found
