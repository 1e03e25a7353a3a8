"""An owner said yes once to the same thing: the agreement that another project may take up."""

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from projects.dependency_words import needed_on
from projects.mapping import SETTLED
from projects.models import Dependency, Project

SOONEST_FIRST = ("-answered_at", "-pk")


def earlier_agreements(dependencies) -> dict[int, Dependency]:
    """For each dependency that waits, the latest agreement of the same owner on the same thing."""
    waiting = [row for row in dependencies if row.state == Dependency.State.TO_CONFIRM]
    known = agreements_on({row.system_id for row in waiting})
    found = {row.pk: next((e for e in known if holds_for(e, row)), None) for row in waiting}
    return {pk: earlier for pk, earlier in found.items() if earlier}


def agreements_on(systems) -> list[Dependency]:
    """The agreements that still run on these systems, the latest first, in one statement."""
    if not systems:
        return []
    today = timezone.localdate()
    rows = Dependency.objects.filter(
        Q(open_until=None) | Q(open_until__gte=today), system__in=systems, state__in=SETTLED
    )
    rows = rows.exclude(project__state=Project.State.CANCELLED).exclude(answered_at=None)
    return list(rows.select_related("project", "interface").order_by(*SOONEST_FIRST))


def holds_for(earlier: Dependency, row: Dependency) -> bool:
    """Whether an agreement says yes to the same thing: system, nature, direction, data, means."""
    same = all(
        getattr(earlier, name) == getattr(row, name)
        for name in ("system_id", "nature", "direction")
    )
    if not same or earlier.project_id == row.project_id or not row.categories:
        return False
    if set(earlier.categories) != set(row.categories):
        return False
    if row.interface_id and row.interface_id != earlier.interface_id:
        return False
    return runs_long_enough(earlier, row)


def runs_long_enough(earlier: Dependency, row: Dependency) -> bool:
    """Whether an agreement is still open, on the day this project needs it too."""
    if earlier.state not in SETTLED:
        return False
    ends = earlier.open_until
    need = max(needed_on(row.needed_by, row.project.launch_on), timezone.localdate())
    return ends is None or ends >= need


def open_interface(earlier: Dependency):
    """The interface of an agreement, unless the system closed it since."""
    interface = earlier.interface
    closed = interface and interface.ended_on and interface.ended_on < timezone.localdate()
    return None if closed else interface


def same_things(earlier: Dependency) -> list[str]:
    """What is identical, as one reads it."""
    told = [
        _("le même système et la même nature"),
        _("le même sens"),
        _("les mêmes catégories de données"),
    ]
    if earlier.interface_id:
        told.append(_("la même interface, %(name)s") % {"name": earlier.interface.name})
    return told
