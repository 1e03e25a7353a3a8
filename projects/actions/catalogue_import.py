"""A file of systems or dependencies: read, shown, then written in one go, or not at all."""

from contextlib import suppress
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import journal
from governance.models import Job
from governance.permissions import can_import_catalogue
from governance.verdicts import Incomplete, WrongState, require
from projects.actions.dependencies_import import write_dependencies
from projects.actions.systems_import import write_systems
from projects.inventory import dependencies, previews, systems, tables
from projects.inventory.plan import REFUSED, Plan, digest_of, moved
from projects.inventory.rows import Rows
from projects.models import CatalogueImport

PLAN = {"systems": systems.plan, "dependencies": dependencies.plan}
WRITE = {"systems": write_systems, "dependencies": write_dependencies}
AT_ONCE = 150_000  # bytes: a larger file is read and written by the worker
EVERY = 2_000
KEPT_DAYS = 7
State = CatalogueImport.State


class Moved(Exception):
    """The catalogue changed in a way that changes the plan: what was shown is shown again."""


def start_import(*, kind: str, name: str, content: bytes, default_team, by) -> CatalogueImport:
    """Keep a file and read it: now when it is small, else by the worker."""
    require(can_import_catalogue(by))
    now = timezone.now()
    old = CatalogueImport.objects.filter(asked_at__lt=now - timedelta(days=KEPT_DAYS))
    old.exclude(content=None).update(content=None)
    facts = {"kind": kind, "name": name[:180], "content": content, "default_team": default_team}
    if len(content) > AT_ONCE:
        row = CatalogueImport.objects.create(**facts, asked_by=by, asked_at=now)
        Job.plan("read_import", key=str(row.pk), import_id=row.pk)
        return row
    row = CatalogueImport(**facts, asked_by=by, asked_at=now)
    _show(row, _plan_of(row))  # what cannot be read is said on the form, and nothing is kept
    row.save()
    return row


def read_import(*, import_id: int) -> None:
    """Read a large file, saying how far it is; safe to run twice."""
    row = CatalogueImport.objects.get(pk=import_id)
    if row.state != State.READING or row.content is None:
        return
    try:
        _show(row, _plan_of(row, tick=_ticking(row)))
    except Incomplete as unreadable:
        row.state, row.content = State.UNREADABLE, None
        row.problem = " ".join(str(text) for text in unreadable.problems.values())
    row.save()


def _rows_of(row: CatalogueImport) -> Rows:
    return tables.read(bytes(row.content), row.kind)


def _ticking(row: CatalogueImport):
    """Write down every two thousand rows how far the reading is."""

    def tick(count: int) -> None:
        if count % EVERY == 0:
            CatalogueImport.objects.filter(pk=row.pk).update(rows_read=count)

    return tick


def _plan_of(row: CatalogueImport, tick=lambda n: None) -> Plan:
    """What the file kept would do to the catalogue of this instant."""
    rows = _rows_of(row)
    if row.pk:
        CatalogueImport.objects.filter(pk=row.pk).update(rows=len(rows.rows))
    return PLAN[row.kind](rows, default_team=row.default_team, tick=tick)


def _show(row: CatalogueImport, plan: Plan, *, since: dict | None = None) -> None:
    """Keep what the page prints of a plan, and the mark of each of its lines."""
    row.state, row.rows, row.rows_read = State.READY, len(plan.lines), len(plan.lines)
    row.marks = plan.marks()
    row.digest = digest_of(row.marks)
    row.report = previews.report_of(plan, moved(plan, since) if since is not None else [])


def confirm_import(*, row: CatalogueImport, digest: str, without_refused: bool, by) -> None:
    """Write what was shown, in one go; a large file is written by the worker."""
    require(can_import_catalogue(by))
    row = _ready(row.pk, digest)
    if row.report["counts"][REFUSED] and not without_refused:
        text = _(
            "Des lignes sont refusées : corrigez le fichier, ou cochez que vous importez sans."
        )
        raise Incomplete(without_refused=text)
    if not (row.report["counts"]["created"] or row.report["counts"]["changed"]):
        raise WrongState(_("Ce fichier ne change rien : il n’y a rien à importer."))
    if len(row.content) <= AT_ONCE:
        _write(row.pk, by=by)
        return
    rows = CatalogueImport.objects.filter(pk=row.pk, state=State.READY)
    if rows.update(state=State.WRITING, confirmed_by=by, confirmed_at=timezone.now()):
        key = f"{row.pk}:{row.digest[:24]}"
        job = Job.plan("write_import", key=key, import_id=row.pk)
        job.try_again()


def _ready(pk: int, digest: str) -> CatalogueImport:
    """The import as it stands, refused unless it is the one that was read."""
    row = CatalogueImport.objects.get(pk=pk)
    if row.state == State.DONE:
        raise WrongState(_("Ce fichier est déjà importé."))
    if row.state != State.READY or row.content is None:
        raise WrongState(_("Ce fichier n’est pas prêt, ou trop ancien : déposez-le de nouveau."))
    if row.digest != digest:
        raise Moved
    return row


def write_import(*, import_id: int) -> None:
    """The worker's turn; what changed meanwhile brings the file back to be read again."""
    row = CatalogueImport.objects.select_related("confirmed_by").get(pk=import_id)
    if row.state != State.WRITING:
        return
    with suppress(Moved, WrongState):  # shown again, or already written by another worker
        _write(row.pk, by=row.confirmed_by)


def _write(pk: int, *, by) -> None:
    """One transaction: the plan is made again, compared, written, told; else nothing is."""
    changed, kept = None, CatalogueImport.objects.get(pk=pk)
    if kept.content is None:
        raise WrongState(_("Ce fichier est déjà importé."))
    rows = _rows_of(kept)  # the file does not change: it is read before anybody is made to wait
    with transaction.atomic():
        journal.lock_chain()
        row = CatalogueImport.objects.select_for_update(of=("self",)).get(pk=pk)
        if row.state not in (State.READY, State.WRITING):
            raise WrongState(_("Ce fichier est déjà importé."))
        plan, before = PLAN[row.kind](rows, default_team=row.default_team), row.marks
        if digest_of(plan.marks()) != row.digest:
            changed = plan
        else:
            WRITE[row.kind](plan=plan, by=by, source=row.name)
            _finish(row, plan, by=by)
    if changed is not None:
        _show(row, changed, since=before)
        row.confirmed_by, row.confirmed_at = None, None
        row.save()
        raise Moved


def _finish(row: CatalogueImport, plan: Plan, *, by) -> None:
    """The file is let go; its figures and its name stay."""
    row.state, row.content = State.DONE, None
    row.confirmed_by, row.confirmed_at = by, timezone.now()
    row.save()
    counts = plan.counts()
    journal.record(row, "catalogue.imported", by=by, what=row.get_kind_display(), counts=counts)
