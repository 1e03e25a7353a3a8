"""What the page of a project shows, from its list columns and a few fetched rows. Pure, no query."""

from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance import typography
from governance.models import Closure
from governance.roles import Voice
from projects import path_words, unclear
from projects.commitments import hardest_first
from projects.heading import is_mine
from projects.models import Move, Project, ProjectTopic

Kind = Move.Kind
TopicState = ProjectTopic.State
AHEAD = ("todo", "now")
TOPIC_ORDER = ("blocked", "open", "proposed", "checked", "validated")


def steps(project: Project) -> list[dict]:
    """The path with its dates in words; a date that passed without the step is late."""
    today = timezone.localdate()
    return [step(project, known, today) for known in project.summary.get("path", ())]


def step(project: Project, known: dict, today: date) -> dict:
    """One step, as components/path.html draws it."""
    due_on, state = as_day(known["due_on"]), known["state"]
    late = state in AHEAD and due_on < today and project.state != Project.State.LIVE
    when = as_day(known["reached_on"]) if known["reached_on"] else due_on
    told = typography.short_day(when)
    if state == "now":
        told = _("avant %(day)s") % {"day": told}
    gate = known["genre"] == "gate"
    return {
        "kind": known["genre"],
        "state": "late" if late else state,
        "title": known["name"],
        "when": told,
        "note": known["note"],
        "reason": known["reason"],
        "alert": "st-ko" if late else "",
        "alert_text": _("date passée") if late else "",
        "url": gates_url(project, known["ref"]) if gate else "",
    }


def gates_url(project: Project, ref: str) -> str:
    """Where a gate is read: the validations of the project, at its place."""
    return f"{reverse('reviews:gates', args=[project.key])}#{ref}"


def seats(project: Project, *, may_invite: bool) -> list[dict]:
    """The three voices: on board, offered or to fill, and who among them has the ball."""
    holders = {ball["person"] for ball in project.summary.get("balls", ()) if ball["person"]}
    return [seat(project, line, holders, may_invite) for line in project.summary.get("trio", ())]


def seat(project: Project, line: dict, holders: set, may_invite: bool) -> dict:
    """One voice, as components/trio.html draws it."""
    if not line["name"]:
        invite = may_invite and line["voice"] == Voice.VENDOR
        return {
            "voice": line["voice"],
            "role": _("Inviter le prestataire") if invite else "",
            "url": reverse("projects:vendor-invitation", args=[project.key]) if invite else "",
        }
    guest = line["voice"] == Voice.VENDOR
    return {
        "voice": line["voice"],
        "name": line["name"],
        "role": line["organisation"] if guest else line["title"],
        "state": "aboard" if line["taken"] else "invited",
        "state_label": "" if line["taken"] or guest else _("Siège proposé"),
        "ball": line["person"] in holders,
    }


def balls(project: Project, user, reminded: dict) -> list[dict]:
    """The open balls, one's own first, then the most urgent; `reminded`: when each last was."""
    found = [{**ball, "mine": is_mine(ball, user)} for ball in project.summary.get("balls", ())]
    found.sort(key=lambda ball: not ball["mine"])
    return [told_ball(project, ball) | {"reminded": reminded.get(ball["id"])} for ball in found]


def told_ball(project: Project, ball: dict) -> dict:
    """A ball with its days counted and what can be done about it."""
    today, due_on, since = timezone.localdate(), as_day(ball["due_on"]), as_day(ball["since"])
    calendar = Closure.cached_calendar()
    return {
        **ball,
        "since": since,
        "due_on": due_on,
        "late": max(calendar.between(due_on, today), 0) if due_on < today else 0,
        "elapsed": max(calendar.between(since, today), 1),
        **action(project, ball),
    }


def action(project: Project, ball: dict) -> dict:
    """The button of one's own ball: where it leads, and whether it acts at once."""
    label = str(labels().get(ball["kind"], _("Ouvrir")))
    if ball["kind"] == Kind.TAKE_SEAT:
        return {"label": label, "post": seat_url(project, ball["person"]), "link": ""}
    if ball["kind"] == Kind.GO_LIVE:
        return {"label": label, "post": reverse("projects:launch", args=[project.key]), "link": ""}
    if ball["kind"] == Kind.FILL_SEAT:
        link = reverse("projects:vendor-invitation", args=[project.key])
        return {"label": label, "post": "", "link": link}
    return {"label": label, "post": "", "link": ball["url"]}


def seat_url(project: Project, person) -> str:
    """Where the seat offered to a person is taken."""
    lines = project.summary.get("trio", ())
    offered = (line for line in lines if line["person"] == person and not line["taken"])
    line = next(offered, None)
    return reverse("projects:seat", args=[line["seat"]]) if line else ""


def labels() -> dict:
    """The verb on the button, by kind of ball."""
    return {
        Kind.TAKE_SEAT: _("Prendre mon siège"),
        Kind.FILL_SEAT: _("Inviter quelqu’un"),
        Kind.PLAN_MEETING: _("Fixer la réunion"),
        Kind.HOLD_MEETING: _("Ouvrir la réunion"),
        Kind.SIGN_MINUTES: _("Relire et signer"),
        Kind.ANSWER_TOPIC: _("Répondre"),
        Kind.CONFIRM_DEPENDENCY: _("Répondre"),
        Kind.SUBMIT_GATE: _("Préparer le passage"),
        Kind.GIVE_OPINION: _("Donner l’avis"),
        Kind.QUICK_OPINION: _("Répondre en une ligne"),
        Kind.DECIDE_GATE: _("Ouvrir la décision"),
        Kind.LIFT_FINDING: _("Voir la réserve"),
        Kind.ACT: _("Voir l’action"),
        Kind.ANSWER_QUESTION: _("Répondre"),
        Kind.SETTLE: _("Trancher"),
        Kind.GO_LIVE: _("Mettre en service"),
        Kind.CHECK_LATER: _("Relire"),
        Kind.AGREE_LEVEL: _("Répondre"),
        Kind.ANSWER_WAIVER: _("Répondre"),
        Kind.CHOOSE_SLOT: _("Répondre aux créneaux"),
        Kind.GIVE_POSITION: _("Écrire ma position"),
        Kind.ARBITRATE: _("Arbitrer"),
        Kind.ANSWER_INFO: _("Répondre"),
        Kind.RENEW: _("Renouveler"),
        Kind.ANSWER_ANNOUNCEMENT: _("Répondre"),
    }


def started(project: Project) -> dict:
    """What was done before registration, without blame; nothing when nothing was."""
    if not (project.started or project.already_started):
        return {}
    told = path_words.catch_up_of(tuple(hardest_first(project.started)))
    until = project.regularise_until
    return {**told, "words": project.already_started, "until": until and open_until(until)}


def open_until(day: date) -> str:
    """« Régularisation ouverte jusqu’au mar. 22 déc. : rien n’est reproché. »"""
    text = _("Régularisation ouverte jusqu’au %(day)s : rien n’est reproché.")
    if day < timezone.localdate():
        text = _("La régularisation était ouverte jusqu’au %(day)s : voyez la suite avec la DSI.")
    return text % {"day": typography.short_day(day)}


def topics(project: Project, rows: list[ProjectTopic]) -> list[dict]:
    """The ten subjects, the blocked ones first."""
    dates = {step["id"]: step["due_on"] for step in project.summary.get("path", ())}
    ordered = sorted(rows, key=lambda row: (row.state != TopicState.BLOCKED, row.topic.position))
    return [topic(row, dates.get(row.needed_by_id), project) for row in ordered]


def topic(row: ProjectTopic, due_on, project: Project) -> dict:
    """One subject, as components/topics.html draws it."""
    waits = {TopicState.BLOCKED: Voice.VENDOR, TopicState.PROPOSED: Voice.IT}
    voice = waits.get(row.state, "")
    if row.state == TopicState.OPEN and due_on:
        voice = Voice.VENDOR
    waits = unclear.is_unclear(row)
    if waits:
        voice = row.voice or Voice.VENDOR
    return {
        "icon": row.topic.icon,
        "name": row.topic.name,
        "url": reverse("projects:choice", args=[row.pk]),
        "text": row.headline
        or (unclear.unclear_words(row, project) if waits else expected(row, due_on)),
        "state": row.state,
        "state_label": _("À éclaircir") if waits else "",
        "voice": voice,
        "note": "" if voice or not row.version else f"v{row.version}",
    }


def expected(row: ProjectTopic, due_on) -> str:
    """What an open subject waits for."""
    if due_on:
        return _("À dire avant %(day)s") % {"day": typography.short_day(as_day(due_on))}
    return row.reason or _("À éclaircir ensemble, si le projet en a besoin")


def topic_counts(rows: list[ProjectTopic]) -> str:
    """« 2 validés · 3 vérifiés · 1 bloqué »."""
    counts = {state: sum(row.state == state for row in rows) for state in TOPIC_ORDER}
    words = {
        "validated": ngettext("%(n)d validé", "%(n)d validés", counts["validated"]),
        "checked": ngettext("%(n)d vérifié", "%(n)d vérifiés", counts["checked"]),
        "proposed": ngettext("%(n)d proposé", "%(n)d proposés", counts["proposed"]),
        "open": ngettext("%(n)d ouvert", "%(n)d ouverts", counts["open"]),
        "blocked": ngettext("%(n)d bloqué", "%(n)d bloqués", counts["blocked"]),
    }
    return " · ".join(text % {"n": counts[state]} for state, text in words.items() if counts[state])


def as_day(value) -> date:
    """A day of a summary, whether it has been through the database or not."""
    return value if isinstance(value, date) else date.fromisoformat(value)
