"""Two projects whose dates cross, or one that launches in a freeze, write down what they agreed."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import journal
from governance.models import FreezePeriod, Notice, System
from governance.roles import Voice
from governance.typography import visible
from governance.verdicts import Incomplete, WrongState, require
from projects import collisions
from projects.actions.pathbook import Overtaken
from projects.collisions import Collision
from projects.models import CollisionNote, Project
from projects.permissions import can_agree_on_collision


def meeting_of(user, project: Project, other: Project) -> Collision | None:
    """How two projects collide now, if they do."""
    systems = collisions.kept(project.dependencies.select_related("system"))
    found, _freezes = collisions.met_by(user, project, systems, only=other.key)
    return found[0] if found else None


def stamp_of(row: Collision) -> str:
    """What a page showed of a collision, in short."""
    return f"{row.shared.starts_on}:{row.shared.ends_on}:{'|'.join(sorted(row.systems))}"


@transaction.atomic
def agree_on_collision(*, project: Project, other: Project, note: str, stamp: str, by) -> None:
    """What two projects agreed, on each system they share, in the weeks that were shown."""
    journal.lock_chain()
    require(can_agree_on_collision(by, project, other))
    row = meeting_of(by, project, other)
    if row is None:
        raise WrongState(_("Ces deux projets ne se croisent plus."))
    if stamp_of(row) != stamp:
        raise Overtaken
    text = said(note)
    for system in System.objects.filter(name__in=row.systems).order_by("pk"):
        CollisionNote.objects.create(
            project=project,
            other=other,
            system=system,
            starts_on=row.shared.starts_on,
            ends_on=row.shared.ends_on,
            note=text,
            noted_by=by,
            noted_at=timezone.now(),
        )
    for one, two in ((project, other), (other, project)):
        facts = {"note": text, "systems": list(row.systems), "other": two.key}
        journal.record(one, "collision.agreed", by=by, thread=one.key, **facts)
    tell(project, other, text, by=by)


def said(note: str) -> str:
    """What was agreed, in words."""
    if not visible(note):
        raise Incomplete(note=_("Écrivez ce que vous avez convenu."))
    return visible(note)


def tell(project: Project, other: Project, text: str, *, by) -> None:
    """The bearers of both projects read what was agreed, whoever wrote it excepted."""
    for one, two in ((project, other), (other, project)):
        seats = one.seats.current().filter(part=Voice.BEARER).exclude(person=by)
        for seat in seats.select_related("person"):
            Notice.post(
                seat.person,
                key=f"collision:{one.pk}:{two.pk}:{timezone.now():%Y%m%d%H%M%S}",
                subject=_("Un accord avec « %(title)s »") % {"title": two.title},
                body=_("%(name)s a noté : « %(note)s »") % {"name": by.name, "note": text},
                action=_("Voir le projet"),
                path=one.get_absolute_url(),
            )


def freeze_met(user, project: Project, freeze_id: int):
    """The freeze in which a project launches as its dates stand, if it is this one."""
    systems = collisions.kept(project.dependencies.select_related("system"))
    _found, freezes = collisions.met_by(user, project, systems)
    return next((row for row in freezes if row.pk == freeze_id), None)


@transaction.atomic
def agree_on_freeze(*, project: Project, freeze: FreezePeriod, note: str, stamp: str, by) -> None:
    """The launch stays on its day in a freeze, and why that was accepted."""
    journal.lock_chain()
    require(can_agree_on_collision(by, project))
    project.refresh_from_db(fields=["launch_on", "state", "summary"])
    if freeze_met(by, project, freeze.pk) is None:
        raise WrongState(_("La mise en ligne ne tombe plus dans cette période."))
    if stamp != str(project.launch_on):
        raise Overtaken
    CollisionNote.objects.create(
        project=project,
        freeze=freeze,
        system=freeze.system,
        starts_on=project.launch_on,
        ends_on=project.launch_on,
        note=said(note),
        noted_by=by,
        noted_at=timezone.now(),
    )
    facts = {"note": said(note), "freeze": str(freeze)}
    journal.record(project, "collision.agreed", by=by, thread=project.key, **facts)
