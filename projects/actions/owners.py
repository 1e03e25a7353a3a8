"""Who answers for the systems: balls that follow an owner, fiches to confirm once a year."""

import logging
from datetime import datetime, time

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import catalogue, journal
from governance.models import Person, System
from governance.roles import Mandate, Side
from governance.typography import short_day
from projects import impact, portfolio
from projects.models import Dependency, Move, Project

CONFIRM_DAYS, NAME_DAYS = 20, 10
logger = logging.getLogger(__name__)


def pass_on(system: System) -> int:
    """The open balls of a system go to whoever answers for it now: the person, else the team."""
    person, team = system.active_owner, system.owner_team
    asked = Dependency.objects.filter(system=system).values("pk")
    label = Dependency._meta.label_lower
    theirs = Q(kind=Move.Kind.CONFIRM_DEPENDENCY, side=Side.OWNER, subject_label=label)
    theirs &= Q(subject_id__in=asked)
    own = Q(kind=Move.Kind.CONFIRM_SYSTEM, subject_label=Move.CATALOGUE, subject_id=system.pk)
    moves = Move.objects.open().filter(theirs | own)
    elsewhere = moves.exclude(person=person) if person else moves.exclude(person=None, team=team)
    projects = set(elsewhere.exclude(project=None).values_list("project", flat=True))
    moved = elsewhere.update(person=person, team=None if person else team, taken_at=None)
    for project in Project.objects.filter(pk__in=projects).order_by("pk"):
        portfolio.refresh(project)
    return moved


def follow_systems() -> int:
    """Owners who left, fiches that nobody confirmed for a year; how many systems moved."""
    return sum(follow_one(pk) for pk in to_follow())


def to_follow() -> list[int]:
    """The systems that need somebody: their owner left, or their fiche is old and leaned on."""
    left = Q(owner__is_active=False)
    dawn = datetime.combine(catalogue.stale_since(timezone.localdate()), time.max)
    old = Q(confirmed_at=None) | Q(confirmed_at__lte=timezone.make_aware(dawn))
    rows = System.objects.in_use().filter(left | (old & impact.leaned_on()))
    return list(rows.order_by("pk").values_list("pk", flat=True))


def follow_one(system_id: int) -> bool:
    """One system; what went wrong with it is said, and the others go on."""
    try:
        return follow_system(system_id=system_id)
    except Exception:
        logger.exception("the system %s could not be followed", system_id)
        return False


@transaction.atomic
def follow_system(*, system_id: int) -> bool:
    """Give once the balls that a system needs; running it twice gives none twice."""
    journal.lock_chain()
    rows = System.objects.in_use().select_related("owner", "owner_team__lead")
    system = rows.filter(pk=system_id).first()
    if system is None:
        return False
    left = leave_to_team(system)
    return ask_confirmation(system) or left


def leave_to_team(system: System) -> bool:
    """The owner left: the team answers, and its lead, else a steward, names somebody."""
    if system.owner_id is None or system.active_owner:
        return False
    moved = bool(pass_on(system))
    if Move.objects.open().about(system, Move.Kind.NAME_OWNER).exists():
        return moved
    person = namer_of(system)
    Move.open_for(
        system,
        Move.Kind.NAME_OWNER,
        side=person.side if person else Side.OWNER,
        person=person,
        team=None if person else system.owner_team,
        title=_("Nommer le propriétaire de %(system)s") % {"system": system},
        detail=_("%(name)s ne répond plus de ce système.") % {"name": system.owner},
        days=NAME_DAYS,
    )
    return True


def namer_of(system: System) -> Person | None:
    """Who says who comes next: the lead of the team, else a steward."""
    lead = system.owner_team.lead
    if lead and lead.is_active:
        return lead
    stewards = Person.objects.filter(mandate=Mandate.STEWARD, is_active=True)
    return stewards.order_by("pk").first()


def ask_confirmation(system: System) -> bool:
    """A year has passed: whoever answers for the system reads its fiche again."""
    if not needs_confirmation(system):
        return False
    if Move.objects.open().about(system, Move.Kind.CONFIRM_SYSTEM).exists():
        return False
    owner = system.active_owner
    Move.open_for(
        system,
        Move.Kind.CONFIRM_SYSTEM,
        side=Side.OWNER,
        person=owner,
        team=None if owner else system.owner_team,
        title=_("Confirmer la fiche de %(system)s") % {"system": system},
        detail=last_word(system),
        days=CONFIRM_DAYS,
    )
    return True


def needs_confirmation(system: System) -> bool:
    """Old, and leaned on by a project under way: others may wait."""
    if not catalogue.is_stale(system, timezone.localdate()):
        return False
    return System.objects.filter(impact.leaned_on(), pk=system.pk).exists()


def last_word(system: System) -> str:
    """When somebody last said that the fiche was right."""
    if system.confirmed_at is None:
        return _("Des projets s’y appuient et personne n’a encore confirmé sa fiche.")
    day = short_day(timezone.localdate(system.confirmed_at))
    return _("Des projets s’y appuient ; la fiche a été confirmée le %(day)s.") % {"day": day}
