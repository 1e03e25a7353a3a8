"""Views of the company's map joined to a gate, or taken back before the next file is frozen."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import journal
from governance.verdicts import Incomplete, WrongState, require
from projects.models import SavedView
from reviews.actions.turns import take_turn
from reviews.models import Gate, GateMap
from reviews.permissions import can_join_map

MOST_MAPS = 6


@transaction.atomic
def join_map(*, gate: Gate, view: SavedView, by) -> GateMap:
    """Join a view to a gate: the next file that is frozen keeps what it shows that day."""
    take_turn(gate.project)
    gate.refresh_from_db(fields=["state"])
    require(can_join_map(by, gate))
    _check_open(gate)
    if gate.maps.count() >= MOST_MAPS:
        full = _("Ce point a déjà %(n)s cartes : retirez-en une avant d’en joindre une autre.")
        raise Incomplete(view=full % {"n": MOST_MAPS})
    facts = {"name": view.name, "page": view.page, "filters": view.filters}
    try:
        with transaction.atomic():
            joined = GateMap.objects.create(
                gate=gate, joined_by=by, joined_at=timezone.now(), **facts
            )
    except IntegrityError:
        already = _("« %(name)s » est déjà jointe à ce point.")
        raise Incomplete(view=already % {"name": view.name}) from None
    journal.record(gate, "map.joined", by=by, thread=gate.project.key, name=view.name)
    return joined


@transaction.atomic
def take_map_back(*, joined: GateMap, by) -> None:
    """The next file will not hold it; the files already frozen keep theirs."""
    gate = joined.gate
    take_turn(gate.project)
    gate.refresh_from_db(fields=["state"])
    require(can_join_map(by, gate))
    _check_open(gate)
    if not GateMap.objects.filter(pk=joined.pk).delete()[0]:
        raise WrongState(_("Cette carte a déjà été retirée."))
    journal.record(gate, "map.taken_back", by=by, thread=gate.project.key, name=joined.name)


def _check_open(gate: Gate) -> None:
    if gate.project.is_over or gate.is_decided or gate.state == Gate.State.SUBMITTED:
        raise WrongState(
            _("Le dossier de ce point est figé : ses cartes ne changent qu’avant d’être soumises.")
        )
