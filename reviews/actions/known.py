"""A choice that a gate accepted, made known: other projects may take it over."""

from datetime import date

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
    label, conditions = " ".join(visible(label).split()), visible(conditions)
    kept = {fact.slug: choice.facts[fact.slug] for fact, _w in knowing.copied_facts(choice)
            if fact.slug in facts}  # fmt: skip
    _refuse_incomplete(gate, label, conditions, kept, valid_until)
    known = KnownChoice.objects.create(
        topic=choice.subject.topic,
        option=choice.option,
        label=label,
        facts=kept,
        conditions=conditions,
        valid_until=valid_until,
        source=choice,
        made_by=by,
        made_at=timezone.now(),
    )
    known.kinds.set(kinds)
    journal.record(
        choice, "known.made", by=by, thread=gate.project.key, known=known.pk, until=str(valid_until)
    )
    return known


def _same_click(known: KnownChoice, by) -> KnownChoice:
    """The same click again shows what it made; somebody else's comes too late."""
    if known.made_by_id != by.pk:
        said = {"name": known.made_by.name}
        raise WrongState(_("%(name)s en a déjà fait un choix connu.") % said)
    return known


def _refuse_incomplete(gate: Gate, label, conditions, facts: dict, valid_until: date) -> None:
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
