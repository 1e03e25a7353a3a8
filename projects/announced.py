"""What is announced on the systems of a project, as signals on its page; derived, never typed."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import catalogue
from governance.typography import short_day
from projects.collisions import LEANS
from projects.models import AnnouncementReach, Dependency, Project, SystemAnnouncement

Kind = SystemAnnouncement.Kind
NEAR = timedelta(days=60)


def sentence_of(made: SystemAnnouncement) -> str:
    """« CRM-VENTES s’arrête le jeu. 31 déc. », without a point: a title."""
    return sentence(made.system.name, made.kind, made.starts_on, made.ends_on)


def sentence(system: str, kind: str, starts_on, ends_on) -> str:
    """The same from what was typed."""
    facts = {"system": system, "first": short_day(starts_on)}
    facts["last"] = short_day(ends_on) if ends_on else ""
    several = ends_on and ends_on != starts_on
    if kind == Kind.RETIREMENT:
        words = _("%(system)s s’arrête le %(first)s")
    elif kind == Kind.FREEZE and several:
        words = _("%(system)s n’accepte aucune mise en ligne du %(first)s au %(last)s")
    elif kind == Kind.FREEZE:
        words = _("%(system)s n’accepte aucune mise en ligne le %(first)s")
    elif several:
        words = _("%(system)s change du %(first)s au %(last)s")
    else:
        words = _("%(system)s change le %(first)s")
    return words % facts


def reaches_of(project: Project) -> list[AnnouncementReach]:
    """What was announced to a project and is neither withdrawn nor over."""
    rows = AnnouncementReach.objects.filter(project=project, announcement__withdrawn_at=None)
    found = rows.select_related("announcement__system").order_by("announcement__starts_on", "pk")
    return [row for row in found if not is_over(row.announcement)]


def is_over(made: SystemAnnouncement) -> bool:
    """A retirement is over for nobody who still leans on the system; other days pass."""
    if made.kind == Kind.RETIREMENT:
        return False
    return (made.ends_on or made.starts_on) < timezone.localdate()


def signals_of(project: Project, leans: list[Dependency], user) -> list[dict]:
    """What its systems prepare for a project: what was announced, then what fiches alone say."""
    if project.is_over or not leans:
        return []
    kept = {row.system_id: row.system for row in leans if row.state in LEANS}
    reaches = [row for row in reaches_of(project) if row.announcement.system_id in kept]
    told = {row.announcement.system_id for row in reaches}
    found = [announced(row) for row in reaches]
    found += [ending(system, user) for pk, system in kept.items() if pk not in told]
    return [signal for signal in found if signal]


def announced(row: AnnouncementReach) -> dict:
    """An announcement: grave when near and unanswered, only to know once answered."""
    made = row.announcement
    near = made.starts_on - timezone.localdate() <= NEAR
    answered = row.answered_at is not None
    level = "note" if answered else "grave" if near and made.kind == Kind.RETIREMENT else "watch"
    return {
        "level": level,
        "icon": "speakerphone" if made.kind == Kind.CHANGE else "calendar-x",
        "title": sentence_of(made),
        "cause": _("Le projet répond : « %(word)s »") % {"word": row.word}
        if answered
        else made.text,
        "url": reverse("projects:announcement-answer", args=[row.pk]),
        "next": _("Relire la réponse") if answered else _("Dire ce que fait le projet"),
    }


def ending(system, user) -> dict | None:
    """A system that stops, is being replaced or was archived, although nobody announced it."""
    stage, today = catalogue.life_of(system), timezone.localdate()
    if stage == catalogue.ACTIVE:
        return None
    words = catalogue.life(system, today)["word"]
    return {
        "level": "note" if stage == catalogue.REPLACED else "watch",
        "icon": "calendar-x",
        "title": f"{system.name} : {words[0].lower()}{words[1:]}",
        "cause": _("Sa fiche le dit, et le projet s’y appuie."),
        "url": "" if user.is_guest else reverse("projects:system", args=[system.pk]),
        "next": _("Lire la fiche"),
    }
