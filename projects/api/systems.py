"""Systems: listed, read, and written under the key that an inventory gave them."""

from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router

from governance.models import System
from governance.verdicts import WrongState
from projects.actions.systems_import import write_systems
from projects.api import answers
from projects.api.doorkeeper import require_write, take_turn
from projects.api.shapes import Place, Problem, SystemIn, SystemOut, SystemPage
from projects.api.words import cells_of, key_of, line_of, most
from projects.inventory import systems as plans
from projects.inventory.plan import CREATED, UNCHANGED
from projects.inventory.rows import Row, Rows

router = Router(tags=["systems"])
ERASABLE = frozenset({"owner", "replaced_by", "retires_on", "nature"})
REFUSALS = {401: Problem, 429: Problem}


@router.get("", response={200: SystemPage, **REFUSALS}, url_name="systems")
def list_systems(
    request,
    after: Place = 0,
    limit: int = 50,
    category: str = "",
    team: str = "",
    name: str = Query("", description="Le nom exact, majuscules sans importance."),
    archived: bool = False,
):
    """Les systèmes, dans l’ordre du catalogue ; les archivés à part."""
    rows = known().filter(number__gt=after, archived_at__isnull=not archived)
    rows = rows.filter(category=line_of(category)) if category else rows
    rows = rows.filter(owner_team__slug=line_of(team)) if team else rows
    rows = rows.filter(name__iexact=line_of(name)) if name else rows
    limit = most(limit)
    page = list(rows.order_by("number")[: limit + 1])
    last = page[limit - 1].number if len(page) > limit else None
    items = [shown(system) for system in page[:limit]]
    return answers.answer(request, {"items": items, "next": last})


@router.get("/{path:key}", response={200: SystemOut, 404: Problem, **REFUSALS}, url_name="system")
def read_system(request, key: str):
    """Une fiche, sous la clé de l’inventaire."""
    system = known().filter(external_key=key_of(key)).first()
    if system is None:
        raise Http404
    return answers.answer(request, shown(system))


@router.put(
    "/{path:key}",
    response={
        200: SystemOut, 201: SystemOut, 403: Problem, 409: Problem, 412: Problem, 422: Problem,
        **REFUSALS,
    },
    url_name="system",
)  # fmt: skip
def put_system(request, key: str, payload: SystemIn):
    """Crée la fiche, ou la change ; la même requête envoyée deux fois ne change rien la seconde."""
    require_write(request)
    key = key_of(key)
    with transaction.atomic():
        take_turn(request)
        current = known().filter(external_key=key).first()
        answers.check_version(request, shown(current) if current else None)
        if current and current.archived_at:
            text = _("%(name)s est archivé : remettez-le d’abord au catalogue.")
            raise WrongState(text % {"name": current})
        row = Row(1, cells_of(payload, ERASABLE, key))
        plan = plans.plan(Rows([row]))
        line = plan.lines[0]
        if line.problems:
            return answers.refuse_line(line)
        outcome = line.outcome
        if outcome != UNCHANGED:
            write_systems(plan=plan, by=request.auth.actor, source=request.auth.name)
        saved = shown(known().get(external_key=key))
    return answers.answer(request, saved, status=201 if outcome == CREATED else 200)


def known():
    """Every system with what is said of it."""
    return System.objects.select_related("owner_team", "owner", "replaced_by")


def shown(system: System) -> dict:
    """One system, as SystemOut describes it."""
    confirmed = system.confirmed_at
    return {
        "key": system.external_key,
        "number": system.number,
        "name": system.name,
        "category": system.category,
        "nature": system.nature,
        "owner_team": system.owner_team.slug,
        "owner": system.owner.email if system.owner else None,
        "criticality": system.criticality,
        "personal_data": system.personal_data,
        "replaced_by": system.replaced_by.name if system.replaced_by else None,
        "retires_on": system.retires_on,
        "archived": system.archived_at is not None,
        "confirmed_on": timezone.localdate(confirmed) if confirmed else None,
        "version": system.version,
    }
