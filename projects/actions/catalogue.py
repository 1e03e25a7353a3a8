"""A system of the catalogue, kept by those who answer for it: facts, interfaces, freezes, end."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import catalogue, journal
from governance.models import FreezePeriod, PathRule, System, SystemInterface
from governance.permissions import can_add_system, can_keep_system
from governance.typography import visible
from governance.verdicts import Incomplete, WrongState, require
from projects import impact
from projects.actions.owners import pass_on
from projects.actions.pathbook import Overtaken
from projects.models import Move

FACTS = (
    "name",
    "category",
    "nature",
    "owner_team",
    "owner",
    "criticality",
    "personal_data",
    "replaced_by",
    "retires_on",
)
BY_HAND_FROM = 1001  # the numbers below are those of the reference
CATALOGUE_BALLS = (Move.Kind.CONFIRM_SYSTEM, Move.Kind.NAME_OWNER)


def hold(system: System, *, by) -> System:
    """The system as it is in this instant, nobody else changing it, for somebody who keeps it."""
    journal.lock_chain()
    rows = System.objects.select_related("owner", "owner_team", "replaced_by")
    kept = rows.select_for_update(of=("self",)).get(pk=system.pk)
    require(can_keep_system(by, kept))
    return kept


def hold_in_use(system: System, *, by) -> System:
    """The same, refused once it is archived: what is kept for memory no longer changes."""
    kept = hold(system, by=by)
    if kept.archived_at:
        raise WrongState(_("%(name)s est archivé : sa fiche ne change plus.") % {"name": kept})
    return kept


@transaction.atomic
def add_system(*, by, **facts) -> System:
    """A system enters the catalogue, with a number that the reference will never use."""
    journal.lock_chain()
    require(can_add_system(by))
    refuse_taken(facts["name"])
    last = System.objects.aggregate(last=Max("number"))["last"] or 0
    number = max(last + 1, BY_HAND_FROM)
    now = timezone.now()
    system = System.objects.create(
        number=number, by_hand=True, confirmed_at=now, confirmed_by=by, **facts
    )
    journal.record(system, "system.added", by=by, thread=system.thread)
    return system


@transaction.atomic
def edit_system(*, system: System, seen: int, by, **facts) -> System:
    """Write what changed, unless somebody did since version `seen`; it counts as confirmed."""
    kept = hold_in_use(system, by=by)
    if kept.version != seen:
        raise Overtaken
    refuse_taken(facts.get("name", kept.name), but=kept)
    refuse_circle(kept, facts.get("replaced_by"))
    before = {name: told(kept, name) for name in FACTS}
    old_name, holders = kept.name, (kept.owner_id, kept.owner_team_id)
    for name in FACTS:
        setattr(kept, name, facts.get(name, getattr(kept, name)))
    changes = {
        name: [before[name], told(kept, name)] for name in FACTS if before[name] != told(kept, name)
    }
    write(kept, by=by, columns=FACTS)
    if kept.name != old_name:
        rename_in_paths(old_name, kept.name)
    if (kept.owner_id, kept.owner_team_id) != holders:
        pass_on(kept)
    Move.close_for(kept, Move.Kind.CONFIRM_SYSTEM, outcome="edited")
    if kept.active_owner:
        Move.close_for(kept, Move.Kind.NAME_OWNER, outcome="named")
    journal.record(kept, "system.edited", by=by, thread=kept.thread, changes=changes)
    return kept


def write(kept: System, *, by, columns=()) -> None:
    """Save a system kept by hand from now on, said to be right today, as its next version."""
    kept.by_hand, kept.version = True, kept.version + 1
    kept.confirmed_by, kept.confirmed_at = by, timezone.now()
    kept.save(update_fields=[*columns, "by_hand", "version", "confirmed_by", "confirmed_at"])


def told(system: System, name: str) -> str:
    """A fact of a system in words, as the journal and the page of a conflict say it."""
    display = getattr(system, f"get_{name}_display", None)
    value = display() if display else getattr(system, name)
    if hasattr(value, "strftime"):
        return value.strftime("%d/%m/%Y")
    return str(value) if value is not None else ""


def refuse_taken(name: str, *, but: System | None = None) -> None:
    """Two systems of one name would be one trap."""
    others = System.objects.filter(name__iexact=name)
    if others.exclude(pk=but.pk if but else None).exists():
        raise Incomplete(name=_("Ce nom est déjà celui d’un autre système."))


def refuse_circle(system: System, heir: System | None) -> None:
    """Nothing is replaced by what it replaces, however long the way."""
    if heir and heir.archived_at:
        raise Incomplete(replaced_by=_("%(name)s est archivé.") % {"name": heir})
    if heir and heir.pk == system.pk:
        raise Incomplete(replaced_by=_("Un système ne se remplace pas lui-même."))
    if chain := catalogue.succession(system, heir):
        raise Incomplete(
            replaced_by=_("Ces remplacements tournent en rond : %(chain)s.")
            % {"chain": " → ".join(chain)}
        )


def rename_in_paths(old: str, new: str) -> None:
    """The rules of the paths that suggest a system follow its new name."""
    rules = PathRule.objects.filter(effect=PathRule.Effect.SYSTEM, target=old)
    rules.update(target=new)


@transaction.atomic
def confirm_system(*, system: System, seen: int, by) -> System:
    """« Tout est juste »: what is written of a system still holds, said by who answers for it."""
    kept = hold_in_use(system, by=by)
    if kept.version != seen:
        raise WrongState(_("La fiche a changé depuis que vous l’avez ouverte. Relisez-la."))
    kept.confirmed_by, kept.confirmed_at = by, timezone.now()
    kept.save(update_fields=["confirmed_by", "confirmed_at"])
    Move.close_for(kept, Move.Kind.CONFIRM_SYSTEM, outcome="confirmed")
    journal.record(kept, "system.confirmed", by=by, thread=kept.thread)
    return kept


@transaction.atomic
def add_interface(*, system: System, name: str, protocol: str, note: str, by) -> SystemInterface:
    """A way in or out is offered; one that was closed under this name opens again."""
    kept = hold_in_use(system, by=by)
    same = kept.interfaces.filter(name__iexact=name).first()
    if same and not (same.ended_on and same.ended_on <= timezone.localdate()):
        raise Incomplete(name=_("Cette interface est déjà sur la fiche."))
    interface = same or SystemInterface(system=kept, name=name)
    interface.protocol, interface.note, interface.ended_on = protocol, note, None
    interface.save()
    journal.record(kept, "system.interface_opened", by=by, thread=kept.thread, what=interface.name)
    return interface


@transaction.atomic
def end_interface(*, interface: SystemInterface, by) -> None:
    """An interface is no longer offered from today on; the projects that use it keep its name."""
    kept = hold_in_use(interface.system, by=by)
    rows = SystemInterface.objects.filter(pk=interface.pk, ended_on=None)
    if not rows.update(ended_on=timezone.localdate()):
        raise WrongState(_("Cette interface est déjà fermée."))
    journal.record(kept, "system.interface_ended", by=by, thread=kept.thread, what=interface.name)


@transaction.atomic
def add_freeze(*, system: System, label: str, starts_on, ends_on, by) -> FreezePeriod:
    """Days without a release on a system; the projects that launch then see it at once."""
    kept = hold_in_use(system, by=by)
    refuse_days(starts_on, ends_on)
    days = {"label": label, "starts_on": starts_on, "ends_on": ends_on}
    freeze, created = FreezePeriod.objects.get_or_create(system=kept, **days)
    if created:
        spoken = {name: str(value) for name, value in days.items()}
        journal.record(kept, "system.freeze_added", by=by, thread=kept.thread, **spoken)
    return freeze


def refuse_days(starts_on, ends_on) -> None:
    """Days in their order, not over yet."""
    if ends_on < starts_on:
        raise Incomplete(ends_on=_("Le dernier jour vient après le premier."))
    if ends_on < timezone.localdate():
        raise Incomplete(ends_on=_("Ces jours sont passés."))


@transaction.atomic
def withdraw_freeze(*, freeze: FreezePeriod, by) -> None:
    """A freeze that will not be; one that was announced is withdrawn with its announcement."""
    kept = hold_in_use(freeze.system, by=by)
    current = FreezePeriod.objects.filter(pk=freeze.pk).first()
    if current is None:
        raise WrongState(_("Cette période est déjà retirée."))
    if getattr(current, "announcement", None):
        raise WrongState(_("Cette période a été annoncée aux projets : retirez l’annonce."))
    spoken = {"label": current.label, "starts_on": str(current.starts_on)}
    journal.record(kept, "system.freeze_withdrawn", by=by, thread=kept.thread, **spoken)
    current.delete()


@transaction.atomic
def archive_system(*, system: System, reason: str, stamp: str, by) -> System:
    """Kept for memory, proposed to nobody; its projects were on the page that asked."""
    kept = hold_in_use(system, by=by)
    if impact.stamp_of(impact.leaning_on(kept)) != stamp:
        raise Overtaken
    if not visible(reason):
        raise Incomplete(reason=_("Dites pourquoi ce système quitte le catalogue."))
    kept.archived_by, kept.archived_at, kept.archival = by, timezone.now(), visible(reason)
    kept.version += 1
    kept.save(update_fields=["archived_by", "archived_at", "archival", "version"])
    Move.close_for(kept, *CATALOGUE_BALLS, outcome="archived")
    journal.record(kept, "system.archived", by=by, thread=kept.thread, reason=kept.archival)
    return kept


@transaction.atomic
def restore_system(*, system: System, by) -> System:
    """An archived system comes back as it was."""
    kept = hold(system, by=by)
    if kept.archived_at is None:
        raise WrongState(_("%(name)s est déjà au catalogue.") % {"name": kept})
    kept.archived_by, kept.archived_at, kept.archival = None, None, ""
    kept.version += 1
    kept.save(update_fields=["archived_by", "archived_at", "archival", "version"])
    journal.record(kept, "system.restored", by=by, thread=kept.thread)
    return kept
