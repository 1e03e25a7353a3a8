"""The head of every page of a project: where one is, how it goes, the tabs and their balls."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import typography
from governance.models import Closure
from projects.commitments import ALREADY_LIVE
from projects.models import Move, Project

Kind = Move.Kind
HEALTH_STATES = {"good": "on_track", "watch": "watch", "trouble": "trouble", "live": "live"}
BALLS_OF_TABS = {
    "scoping": {
        Kind.CHOOSE_SLOT, Kind.PLAN_MEETING, Kind.HOLD_MEETING, Kind.SIGN_MINUTES, Kind.SETTLE,
        Kind.ACT, Kind.ANSWER_QUESTION,
    },
    "topics": {Kind.ANSWER_TOPIC},
    "gates": {Kind.SUBMIT_GATE, Kind.GIVE_OPINION, Kind.DECIDE_GATE},
    "dependencies": {Kind.CONFIRM_DEPENDENCY},
    "findings": {Kind.LIFT_FINDING},
}  # fmt: skip


def heading(project: Project, user, tab: str) -> dict:
    """Everything that the head of a project page shows, without one query."""
    return {
        "crumbs": crumbs(project, user),
        "title": project.title,
        "health": HEALTH_STATES[project.health],
        "health_reason": project.health_reason,
        "level": _("Chemin %(level)s") % {"level": project.get_level_display().lower()},
        "launch": launch_sentence(project),
        "report_url": reverse("reviews:report-request", args=[project.key]),
        "tabs": tabs(project, user, tab),
    }


def crumbs(project: Project, user) -> list[dict]:
    """Portefeuille › nature › référence."""
    label = _("Mes projets") if user.is_guest else _("Portefeuille")
    return [
        {"label": label, "url": reverse("projects:portfolio")},
        {"label": project.kind.name},
        {"label": project.key},
    ]


def launch_sentence(project: Project) -> str:
    """When the project should be in service, in words and in working days."""
    if project.state == Project.State.LIVE:
        return _("En service")
    if project.state == Project.State.CANCELLED:
        return _("Projet arrêté")
    today, day = timezone.localdate(), typography.long_day(project.launch_on)
    if ALREADY_LIVE in project.started and project.launch_on <= today:
        return _("Ouvert depuis %(day)s, chemin de rattrapage") % {"day": day}
    if project.launch_on < today:
        return _("Mise en ligne visée %(day)s, date passée") % {"day": day}
    left = Closure.cached_calendar().between(today, project.launch_on)
    if not left:
        return _("Mise en ligne visée %(day)s") % {"day": day}
    told = {"day": day, "left": typography.working_days(left)}
    return _("Mise en ligne visée %(day)s, dans %(left)s") % told


def is_mine(ball: dict, user) -> bool:
    """Whether a ball of a summary is held by this person, their team's included."""
    if ball["person"] is None:
        return ball["team"] is not None and ball["team"] == user.team_id
    return ball["person"] == user.pk


def tabs(project: Project, user, current: str) -> list[dict]:
    """The pages of a project, with the balls that this person has to play on each."""
    pages = (
        ("overview", _("Vue d’ensemble"), "projects:project"),
        ("scoping", _("Cadrage"), "reviews:scoping"),
        ("topics", _("Choix techniques"), "projects:topics"),
        ("gates", _("Validations"), "reviews:gates"),
        ("dependencies", _("Dépendances"), "projects:dependencies"),
        ("findings", _("Constats"), "reviews:findings"),
        ("journal", _("Journal"), "projects:journal"),
    )
    mine = [ball["kind"] for ball in project.summary.get("balls", ()) if is_mine(ball, user)]
    return [
        {
            "label": label,
            "url": reverse(page, args=[project.key]),
            "current": name == current,
            "count": sum(kind in BALLS_OF_TABS.get(name, ()) for kind in mine),
        }
        for name, label, page in pages
    ]
