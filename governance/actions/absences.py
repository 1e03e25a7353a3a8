"""Absences: noted beforehand or late, with somebody who plays meanwhile."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import journal
from governance.delegation import Away, chain_problem
from governance.models import Absence, Person
from governance.models.calendar import AWAY
from governance.permissions import can_keep_absences
from governance.typography import short_day
from governance.verdicts import Incomplete, WrongState, require

LONGEST = timedelta(days=366)
A_DAY = timedelta(days=1)


@transaction.atomic
def note_absence(
    *, person: Person, starts_on: date, ends_on: date, by: Person, delegate: Person | None = None
) -> Absence:
    """Keep an absence; two that share a day, or a delegation that goes round, are refused."""
    journal.lock_chain()
    require(can_keep_absences(by, person))
    _check_days(person, starts_on, ends_on)
    _check_delegate(person, delegate, starts_on, ends_on)
    absence = Absence(person=person, delegate=delegate, starts_on=starts_on, ends_on=ends_on)
    absence.save()
    days = {"first": starts_on.isoformat(), "last": ends_on.isoformat()}
    heir = delegate.name if delegate else ""
    journal.record(absence, "absence.noted", by=by, person=person.name, delegate=heir, **days)
    return absence


@transaction.atomic
def end_absence(*, absence: Absence, by: Person) -> None:
    """The person is back: one to come is forgotten, one under way ends yesterday."""
    journal.lock_chain()
    require(can_keep_absences(by, absence.person))
    today = timezone.localdate()
    fresh = Absence.objects.select_for_update().filter(pk=absence.pk).first()
    if fresh is None or fresh.ends_on < today:
        raise WrongState(_("Cette absence est déjà terminée."))
    journal.record(fresh, "absence.ended", by=by, person=fresh.person.name)
    if fresh.starts_on >= today:
        fresh.delete()
        return
    fresh.ends_on = today - A_DAY
    fresh.save(update_fields=["ends_on"])


def _check_days(person: Person, starts_on: date, ends_on: date) -> None:
    if ends_on < starts_on:
        raise Incomplete(ends_on=_("Le dernier jour vient avant le premier."))
    if ends_on < timezone.localdate():
        raise Incomplete(
            ends_on=_("Ces jours sont passés : notez une absence à venir ou en cours.")
        )
    if ends_on - starts_on > LONGEST:
        raise Incomplete(ends_on=_("Une absence dure un an au plus. Vérifiez l’année."))
    same = Absence.objects.filter(person=person, starts_on__lte=ends_on, ends_on__gte=starts_on)
    if clash := same.first():
        told = {"first": short_day(clash.starts_on), "last": short_day(clash.ends_on)}
        text = _("Une absence est déjà notée du %(first)s au %(last)s.")
        raise Incomplete(starts_on=text % told)


def _check_delegate(person: Person, delegate: Person | None, first: date, last: date) -> None:
    """Somebody else, still here, of the same house; and no chain that goes round or too far."""
    if delegate is None:
        return
    if delegate.pk == person.pk:
        raise Incomplete(delegate=_("On ne se remplace pas soi-même : choisissez quelqu’un."))
    if not delegate.is_active or delegate.vendor_id != person.vendor_id:
        raise Incomplete(delegate=_("Choisissez quelqu’un de la même société, toujours présent."))
    rows = Absence.objects.filter(starts_on__lte=last, ends_on__gte=first)
    known = [Away(*row) for row in rows.values_list(*AWAY)]
    problem = chain_problem(Away(person.pk, delegate.pk, first, last), known)
    told = {"name": delegate.name}
    if problem == "loop":
        text = _(
            "%(name)s est absent ces jours-là et compte sur vous : choisissez quelqu’un d’autre."
        )
        raise Incomplete(delegate=text % told)
    if problem == "long":
        text = _("La balle passerait par plus de trois délégués : choisissez quelqu’un de présent.")
        raise Incomplete(delegate=text)
