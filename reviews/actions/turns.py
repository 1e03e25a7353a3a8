"""One at a time: what a verb takes before it reads what it is about to change.

The turn (the journal's lock) always comes before the rows: two verbs that took them in two orders
would wait for each other for ever.
"""

from django.utils.translation import gettext as _

from governance import journal
from governance.verdicts import WrongState
from projects.models import Move, Project


def take_turn(project: Project) -> None:
    """Wait for the verb under way, then go on unless the project was stopped meanwhile."""
    journal.lock_chain()
    if Project.objects.filter(pk=project.pk, state=Project.State.CANCELLED).exists():
        raise WrongState(_("Ce projet est arrêté : plus rien ne s’y décide."))


def take_turn_of(move: Move) -> None:
    """The same before a ball, which may be of the catalogue and of no project."""
    if move.project_id:
        take_turn(move.project)
    else:
        journal.lock_chain()
