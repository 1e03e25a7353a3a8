"""Several suggested dependencies declared in one gesture, each with what is already agreed."""

from django.db import transaction

from governance import journal
from projects.actions.dependencies import declare_dependency
from projects.actions.dependency_agreements import reuse_agreement
from projects.models import Dependency, Project
from projects.reuse import holds_for, open_interface


@transaction.atomic
def declare_suggested(*, project: Project, suggestions: list[dict], by) -> list[Dependency]:
    """Declare each as suggested; where its owner already agreed, ask for the same again."""
    journal.lock_chain()
    return [_declare(project, row, by=by) for row in suggestions]


def _declare(project: Project, row: dict, *, by) -> Dependency:
    earlier = row["earlier"]
    facts = {name: row[name] for name in ("system", "nature", "direction", "needed_by")}
    if earlier is None:
        return declare_dependency(project=project, by=by, **facts)
    same = {name: getattr(earlier, name) for name in ("data", "categories", "environment")}
    same["interface"] = open_interface(earlier)
    declared = declare_dependency(project=project, by=by, **facts, **same)
    if not holds_for(earlier, declared):
        return declared
    return reuse_agreement(dependency=declared, earlier=earlier, by=by)
