"""Dependencies written from an inventory outside: declared for their projects, asked to owners."""

from collections import defaultdict

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.shortcuts import resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance import journal
from governance.models import Closure, Notice, Person, System, SystemInterface
from governance.roles import Side
from projects import afterwards, portfolio
from projects.actions.dependencies import CONFIRM_DAYS, declare_dependency
from projects.actions.dependency_changes import edit_dependency
from projects.inventory.columns import DEPENDENCIES, labels
from projects.inventory.plan import CHANGED, CREATED, Line, Plan
from projects.models import Dependency, Milestone, Move, Project

FEW = 20  # up to so many are declared one by one, each owner asked as a project would
A_PART = 500
OBJECTS = {"interface_id": ("interface", SystemInterface), "needed_by_id": ("needed_by", Milestone)}
KEY = "external_key"


@transaction.atomic
def write_dependencies(*, plan: Plan, by, source: str) -> None:
    """Declare and change what a plan says; what it does not name is left alone."""
    journal.lock_chain()
    created = plan.of(CREATED)
    if len(created) <= FEW:
        for line in created:
            _declare(line, by=by)
    else:
        _declare_all(created, by=by, source=source)
    for line in plan.of(CHANGED):
        _edit(line, by=by)


def _declare(line: Line, *, by) -> Dependency:
    """One dependency, as its project would declare it."""
    facts = facts_of(line)
    place = {
        "project": Project.objects.get(pk=facts.pop("project_id")),
        "system": System.objects.select_related("owner").get(pk=facts.pop("system_id")),
    }
    return declare_dependency(**place, **facts, by=by)


def facts_of(line: Line) -> dict:
    """The facts of a line as the verbs take them: rows in place of their numbers."""
    facts = dict(line.facts)
    for column, (name, model) in OBJECTS.items():
        if column in facts:
            pk = facts.pop(column)
            facts[name] = model.objects.get(pk=pk) if pk else None
    return facts


def _edit(line: Line, *, by) -> None:
    """One dependency said otherwise; its owner is asked again when it weighs."""
    facts = facts_of(line)
    row = Dependency.objects.get(pk=line.pk)
    if key := facts.pop(KEY, None):
        old = row.external_key or ""
        Dependency.objects.filter(pk=row.pk).update(external_key=key, version=F("version") + 1)
        told = [{"fact": labels(DEPENDENCIES)[KEY], "before": old, "after": key}]
        journal.record(row, "dependency.changed", by=by, thread=row.project.key, changes=told)
        row.refresh_from_db()
    if facts:
        edit_dependency(dependency=row, facts=facts, version=row.version, by=by)


def _declare_all(lines: list[Line], *, by, source: str) -> None:
    """Many at once: rows, journal and balls in a few statements, one e-mail to each owner."""
    rows = [Dependency(**line.facts) for line in lines]
    Dependency.objects.bulk_create(rows, batch_size=A_PART)
    systems = _by_pk(System.objects.select_related("owner", "owner_team"), rows, "system_id")
    projects = _by_pk(Project.objects.select_related("kind"), rows, "project_id")
    for row in rows:
        row.system, row.project = systems[row.system_id], projects[row.project_id]
    told = ((r, r.project.key, {"nature": r.nature, "source": source}) for r in rows)
    journal.record_all(told, "dependency.declared", by=by)
    _ask_owners(rows)
    last = {row.project_id: row for row in rows}
    for row in last.values():  # a project is judged once, with all that it now leans on
        afterwards.follow(afterwards.DEPENDENCY_DECLARED, row, by=by)
        portfolio.refresh(row.project)


def _by_pk(rows, dependencies: list[Dependency], column: str) -> dict:
    """What dependencies point to, in a few questions."""
    wanted, found = sorted({getattr(row, column) for row in dependencies}), {}
    for at in range(0, len(wanted), A_PART):
        found |= rows.in_bulk(wanted[at : at + A_PART])
    return found


def _ask_owners(rows: list[Dependency]) -> None:
    """A ball for each dependency, to the owner of its system, else to their team."""
    now, today = timezone.now(), timezone.localdate()
    due_on = Closure.calendar().add(today, CONFIRM_DAYS)
    title, asked, moves = _("Confirmer la dépendance à %(system)s"), defaultdict(list), []
    for row in rows:
        owner, team = row.system.active_owner, row.system.owner_team
        asked[owner or team].append(row)
        moves.append(
            Move(
                project=row.project,
                kind=Move.Kind.CONFIRM_DEPENDENCY,
                side=Side.OWNER,
                person=owner,
                team=None if owner else team,
                subject_label=Dependency._meta.label_lower,
                subject_id=row.pk,
                title=(title % {"system": row.system})[:160],
                detail=(row.data or row.get_nature_display())[:240],
                opened_at=now,
                due_on=due_on,
                days=CONFIRM_DAYS,
            )
        )
    Move.objects.bulk_create(moves, batch_size=A_PART)
    for holder, theirs in asked.items():
        _tell(holder, theirs)


def _tell(holder, rows: list[Dependency]) -> None:
    """One message for all that somebody is asked, whatever its number."""
    team = None if isinstance(holder, Person) else holder
    people = Person.objects.filter(team=team, is_active=True) if team else [holder]
    text = ngettext(
        "Un projet s’appuie sur vos systèmes : une dépendance est à confirmer.",
        "Des projets s’appuient sur vos systèmes : %(count)s dépendances sont à confirmer.",
        len(rows),
    )
    for person in people:
        Notice.post(
            person,
            key=f"dependencies:{rows[0].pk}",
            subject=_("Des dépendances à confirmer sur vos systèmes"),
            body=text % {"count": len(rows)},
            action=_("Voir ce qui m’attend"),
            path=resolve_url(settings.LOGIN_REDIRECT_URL),
        )
