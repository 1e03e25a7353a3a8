"""A choice that a gate accepted, made known: other projects may take it over."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import journal
from governance.models import Kind
from governance.typography import long_day, visible
from governance.verdicts import Incomplete, WrongState, require
from projects.models import KnownChoice, TechnicalChoice
from reviews import known as knowing
from reviews.actions.turns import take_turn
from reviews.models import Gate
from reviews.permissions import can_make_known


@transaction.atomic
def make_known(
    *,
    gate: Gate,
    choice: TechnicalChoice,
    label: str,
    valid_until: date,
    by,
    conditions: str = "",
    facts: tuple[str, ...] | list[str] = (),
    kinds: list[Kind] | tuple = (),
) -> KnownChoice:
    """Let other projects take an accepted choice over: topic, option, facts, conditions, end."""
    take_turn(gate.project)
    require(can_make_known(by, gate))
    gate.refresh_from_db(fields=["state"])
    if choice not in knowing.accepted_choices(gate):
        raise WrongState(
            _("Ce point de validation n’a pas accepté ce choix, ou ne l’accepte plus.")
        )
    already = KnownChoice.objects.filter(source=choice, ended_at=None).first()
    if already:
        return _same_click(already, by)
    said = _checked(gate, choice, label, conditions, facts, valid_until)
    known = KnownChoice.objects.create(
        topic=choice.subject.topic,
        option=choice.option,
        source=choice,
        made_by=by,
        made_at=timezone.now(),
        **said,
    )
    known.kinds.set(kinds)
    thread, until = gate.project.key, str(valid_until)
    journal.record(choice, "known.made", by=by, thread=thread, known=known.pk, until=until)
    return known


def _checked(gate: Gate, choice, label: str, conditions: str, facts, valid_until: date) -> dict:
    """What will be written, once nothing is missing and nothing names anybody."""
    offered = {fact.slug for fact, _words in knowing.copied_facts(choice)}
    said: dict[str, Any] = {
        "label": " ".join(visible(label).split()),
        "conditions": visible(conditions),
        "facts": {slug: choice.facts[slug] for slug in facts if slug in offered},
        "valid_until": valid_until,
    }
    _refuse_incomplete(gate, **said)
    return said


def _same_click(known: KnownChoice, by) -> KnownChoice:
    """The same click again shows what it made; somebody else's comes too late."""
    if known.made_by_id != by.pk:
        said = {"name": known.made_by.name}
        raise WrongState(_("%(name)s en a déjà fait un choix connu.") % said)
    return known


def _refuse_incomplete(
    gate: Gate, *, label: str, conditions: str, facts: dict, valid_until: date
) -> None:
    if not label:
        raise Incomplete(label=_("Dites en clair ce qui est admis."))
    today, last = timezone.localdate(), knowing.last_day()
    if not today < valid_until <= last:
        said = {"day": long_day(last)}
        raise Incomplete(
            valid_until=_("Choisissez un jour à venir, au plus tard %(day)s : deux ans.") % said
        )
    texts = {
        "label": label,
        "conditions": conditions,
        "facts": " \n".join(map(str, facts.values())),
    }
    for field, text in texts.items():
        name = knowing.named_in(gate, text)
        if name:
            said = {"name": name}
            raise Incomplete(
                **{field: _("D’autres projets le liront : n’y nommez pas « %(name)s ».") % said}
            )
