"""What a project leans on changes or leaves: the gate that judged it follows."""

from django.utils.translation import gettext as _

from governance import journal
from projects import afterwards
from projects.models import Dependency
from reviews.actions.rounds import LEANING_GATE, follow_change, gates_of


def register_all() -> None:
    """Ask the floor of the projects to be told when a dependency changes or leaves."""
    afterwards.register(afterwards.DEPENDENCY_CHANGED, follow_changed)
    afterwards.register(afterwards.DEPENDENCY_LEFT, follow_left)


def follow_changed(dependency: Dependency, *, by) -> None:
    """The project asks a system for something else."""
    text = _("Dépendance à %(system)s : modifiée par %(who)s.")
    _follow(dependency, text, by=by)


def follow_left(dependency: Dependency, *, by) -> None:
    """The project no longer leans on a system, or leans on another."""
    text = _("Dépendance à %(system)s : retirée ou remplacée par %(who)s.")
    _follow(dependency, text, by=by)


def _follow(dependency: Dependency, text: str, *, by) -> None:
    journal.lock_chain()
    reason = text % {"system": dependency.system, "who": by}
    for gate in gates_of(dependency.project).filter(ref=LEANING_GATE):
        follow_change(gate=gate, by=by, reason=reason)
