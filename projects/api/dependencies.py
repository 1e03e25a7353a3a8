"""Dependencies: listed, read, and declared or corrected under the key of an inventory."""

from django.db import transaction
from django.db.models import Q
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router

from governance.verdicts import WrongState
from projects.actions.dependencies_import import write_dependencies
from projects.api import answers
from projects.api.doorkeeper import require_write, take_turn
from projects.api.shapes import DependencyIn, DependencyOut, DependencyPage, Place, Problem
from projects.api.words import cells_of, key_of, line_of, most
from projects.inventory import dependencies as plans
from projects.inventory.plan import CREATED, UNCHANGED
from projects.inventory.rows import Row, Rows
from projects.models import Dependency

router = Router(tags=["dependencies"])
ERASABLE = frozenset({"data", "categories", "interface", "protocol", "volume", "needed_by"})
REFUSALS = {401: Problem, 429: Problem}


@router.get("", response={200: DependencyPage, **REFUSALS}, url_name="dependencies")
def list_dependencies(
    request,
    after: Place = 0,
    limit: int = 50,
    project: str = "",
    system: str = "",
    state: str = "",
    nature: str = "",
):
    """Ce dont les projets ont besoin ; les retirées seulement avec `state=replaced`."""
    rows = visible(request).filter(pk__gt=after)
    rows = rows.filter(state=line_of(state)) if state else rows.standing()
    rows = rows.filter(project__key__iexact=line_of(project)) if project else rows
    if system := line_of(system):
        rows = rows.filter(Q(system__external_key=system) | Q(system__name__iexact=system))
    rows = rows.filter(nature=line_of(nature)) if nature else rows
    limit = most(limit)
    page = list(rows.order_by("pk")[: limit + 1])
    last = page[limit - 1].pk if len(page) > limit else None
    return answers.answer(request, {"items": [shown(row) for row in page[:limit]], "next": last})


@router.get(
    "/{path:key}", response={200: DependencyOut, 404: Problem, **REFUSALS}, url_name="dependency"
)
def read_dependency(request, key: str):
    """Une dépendance, sous la clé de l’inventaire."""
    row = visible(request).filter(external_key=key_of(key)).first()
    if row is None:
        raise Http404
    return answers.answer(request, shown(row))


@router.put(
    "/{path:key}",
    response={
        200: DependencyOut, 201: DependencyOut, 403: Problem, 409: Problem, 412: Problem,
        422: Problem, **REFUSALS,
    },
    url_name="dependency",
)  # fmt: skip
def put_dependency(request, key: str, payload: DependencyIn):
    """Déclare la dépendance, ou la corrige ; son propriétaire est invité à répondre."""
    require_write(request)
    key = key_of(key)
    with transaction.atomic():
        take_turn(request)
        current = visible(request).filter(external_key=key).first()
        answers.check_version(request, shown(current) if current else None)
        refuse_over(current)
        rows = Rows([Row(1, cells_of(payload, ERASABLE, key))])
        plan = plans.plan(rows)
        line = plan.lines[0]
        if line.problems:
            return answers.refuse_line(line)
        outcome = line.outcome
        if outcome != UNCHANGED:
            write_dependencies(plan=plan, by=request.auth.actor, source=request.auth.name)
        saved = shown(visible(request).get(external_key=key))
    return answers.answer(request, saved, status=201 if outcome == CREATED else 200)


def refuse_over(current: Dependency | None) -> None:
    """What was withdrawn, or belongs to a project that stopped, changes no more."""
    if current is None:
        return
    if current.state == Dependency.State.REPLACED:
        raise WrongState(_("Le projet a retiré cette dépendance. Lui seul la déclare de nouveau."))
    if current.project.is_over:
        raise WrongState(_("Ce projet est arrêté : ses dépendances ne changent plus."))


def visible(request):
    """The dependencies that the steward of the token may see, with what is said of them."""
    rows = Dependency.objects.visible_to(request.auth.created_by)
    return rows.select_related("project", "system", "interface", "needed_by")


def shown(row: Dependency) -> dict:
    """One dependency, as DependencyOut describes it."""
    answered = row.answered_at
    return {
        "id": row.pk,
        "key": row.external_key,
        "project": row.project.key,
        "system": row.system.name,
        "system_key": row.system.external_key,
        "nature": row.nature,
        "direction": row.direction,
        "data": row.data,
        "categories": row.categories,
        "interface": row.interface.name if row.interface else None,
        "protocol": row.protocol,
        "volume": row.volume,
        "environment": row.environment,
        "needed_by": row.needed_by.name if row.needed_by else None,
        "state": row.state,
        "word": row.word,
        "answered_on": timezone.localdate(answered) if answered else None,
        "open_until": row.open_until,
        "version": row.version,
    }
