"""May this person ask for a document or read it? Pure answers with their sentence."""

from django.utils.translation import gettext as _

from governance.verdicts import ALLOWED, Verdict, refused
from projects.models import Project
from projects.permissions import part_of
from reviews.models import (
    Report,
)


def can_ask_report(user, project: Project) -> Verdict:
    """Those who sit at the table and management ask for the scoping report."""
    if user.is_manager or user.is_steward or part_of(user, project):
        return ALLOWED
    return refused(_("Demandez le dossier à l’une des trois voix du projet."))


def can_read_report(user, report: Report) -> Verdict:
    """Who sees the project reads its documents."""
    return ALLOWED
