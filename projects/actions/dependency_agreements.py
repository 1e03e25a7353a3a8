"""Agreements given in one gesture: taken up from another project, or several at once."""

from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from governance import journal
from governance.verdicts import Incomplete, WrongState
from projects import afterwards, portfolio
from projects.actions.dependencies import answer_dependency, ask_owner
from projects.models import Dependency
from projects.permissions import can_answer_dependency
from projects.reuse import holds_for, open_interface, runs_long_enough, same_things

State = Dependency.State


@transaction.atomic
def reuse_agreement(*, dependency: Dependency, earlier: Dependency, by) -> Dependency:
    """Say that an owner already agreed to the same thing; they are still asked, in one gesture."""
    journal.lock_chain()
    row = Dependency.objects.select_for_update(of=("self",)).get(pk=dependency.pk)
    if row.state != State.TO_CONFIRM:
        raise WrongState(_("Cette dépendance a déjà reçu une réponse."))
    if not holds_for(earlier, row):
        raise WrongState(_("Cet accord ne porte plus sur la même chose, ou il a pris fin."))
    row.rewrite(
        {
            "reused_from": earlier,
            "interface": row.interface or open_interface(earlier),
            "protocol": row.protocol or earlier.protocol,
        }
    )
    told = {"key": earlier.project.key, "same": ", ".join(same_things(earlier))}
    journal.record(row, "dependency.reused", by=by, thread=row.project.key, source=told["key"])
    ask_owner(row, detail=_("Comme pour %(key)s : %(same)s.") % told)
    afterwards.follow(afterwards.DEPENDENCY_CHANGED, row, by=by)
    portfolio.refresh(row.project)
    return row


@transaction.atomic
def answer_as_before(*, dependency: Dependency, version: int, by) -> Dependency:
    """The owner says again what they said for the other project, conditions included."""
    journal.lock_chain()
    earlier = dependency.reused_from
    if earlier is None or not runs_long_enough(earlier, dependency):
        raise WrongState(_("L’accord repris a changé depuis : répondez à cette demande-ci."))
    return answer_dependency(
        dependency=dependency,
        state=earlier.state,
        by=by,
        word=earlier.word,
        open_until=earlier.open_until,
        interface=dependency.interface,
        version=version,
    )


@dataclass
class Answered:
    """What one gesture did: the dependencies confirmed, and those skipped with the reason."""

    done: list[Dependency] = field(default_factory=list)
    skipped: list[tuple[Dependency, str]] = field(default_factory=list)


def confirm_several(
    *, read: dict[int, int], by, word: str = "", open_until: date | None = None
) -> Answered:
    """Confirm each of these dependencies (number to version read); one that cannot be is said.

    Each is answered on its own: what stops one does not stop the others.
    """
    told = Answered()
    rows = (
        Dependency.objects.visible_to(by)
        .filter(pk__in=read)
        .select_related(
            "project", "system__owner_team", "needed_by", "interface", "reused_from__interface"
        )
    )
    for row in rows.order_by("project__launch_on", "pk"):
        problem = _confirm_one(row, read[row.pk], by=by, word=word, open_until=open_until)
        if problem:
            told.skipped.append((row, problem))
        else:
            told.done.append(row)
    return told


def _confirm_one(row: Dependency, version: int, *, by, word: str, open_until) -> str:
    """Confirm one; the sentence that says why not, or nothing."""
    verdict = can_answer_dependency(by, row)
    if not verdict:
        return verdict.reason
    try:
        with transaction.atomic():
            if row.reused_from_id and not (word or open_until):
                answer_as_before(dependency=row, version=version, by=by)
            else:
                answer_dependency(
                    dependency=row,
                    state=State.CONFIRMED,
                    by=by,
                    word=word,
                    open_until=open_until,
                    version=version,
                )
    except (WrongState, Incomplete) as problem:
        return str(problem)
    return ""
