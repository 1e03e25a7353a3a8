"""What the pages of a gate show: lines made once, so that templates only place them."""

from datetime import date

from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.evaluation import facts_of
from governance.models import Closure, GroundRule, RuleVerdict
from projects.models import Move, Project
from reviews.criteria import criteria_lines, tally
from reviews.desk import ball_chip_of, holds
from reviews.models import Gate, Round
from reviews.readiness import missing_lines
from reviews.snapshots import gate_differences

VERDICT_KINDS = {
    "allowed": "conforming",
    "conditional": "advice",
    "dpo": "advice",
    "rssi": "advice",
    "refused": "nonconforming",
    "unknown": "expected",
}
OPINION_KINDS = {"favourable": "favourable", "reserved": "reserved", "unfavourable": "refused"}
GATE_KINDS = (Move.Kind.SUBMIT_GATE, Move.Kind.DECIDE_GATE)


def gate_lines(project: Project, user) -> list[dict]:
    """The gates of a project as a list: date, state, who decides, whose turn it is."""
    rows = project.gates.select_related("milestone", "team", "lead").order_by("milestone__position")
    today, balls = timezone.localdate(), balls_by_url(project, user)
    return [
        {
            "gate": row,
            "url": (url := reverse("reviews:gate", args=[row.pk])),
            "due_on": row.milestone.due_on,
            "late": not row.is_decided and row.milestone.due_on < today,
            "reason": row.milestone.reason or row.template_avoids,
            "decides": row.lead or row.team,
            "silence": row.get_silence_display(),
            "ball": balls.get(url) or balls.get(reverse("reviews:decision", args=[row.pk])),
        }
        for row in rows.annotate(template_avoids=F("template__avoids"))
    ]


def balls_by_url(project: Project, user) -> dict[str, dict]:
    """The open balls of a project's gates, by the page on which they are played."""
    today, calendar = timezone.localdate(), Closure.cached_calendar()
    return {
        ball["url"]: ball_chip_of(ball, today, calendar, mine=holds(ball, user))
        for ball in project.summary.get("balls", [])
        if ball["kind"] in GATE_KINDS
    }


def gate_context(gate: Gate, user) -> dict:
    """A gate with its rounds, its open moves and what it still lacks."""
    rounds = list(
        gate.rounds.select_related("submitted_by", "decision__decided_by").order_by("-number")
    )
    moves = list(Move.objects.open().about(gate).select_related("person__team", "team"))
    current = rounds[0] if rounds else None
    ball = next((move for move in moves if move.kind in GATE_KINDS), None)
    findings = list(gate.findings.select_related("owner", "lifted_by"))
    criteria = criteria_lines(gate.criteria, current.snapshot if current else None)
    return {
        "project": gate.project,
        "tab": "gates",
        "gate": gate,
        "rounds": rounds,
        "current": current,
        "snapshot_state": "sealed" if current and current.verdict else "frozen",
        "topics": snapshot_topics(current.snapshot) if current else [],
        "criteria": criteria,
        "tally": tally(criteria),
        "missing": [] if gate.is_decided else missing_lines(gate),
        "ball": ball and ball_lines(ball, user),
        "opinions": opinion_lines(current, moves, user) if current else [],
        "awaits_opinion": any(move.kind == Move.Kind.GIVE_OPINION for move in moves),
        "findings": findings,
        "left": left_to_lift(findings),
        "waivers": list(gate.waivers.select_related("risk_owner", "signed_by")),
    }


def left_to_lift(findings) -> str:
    """« Le point est décidé. Il reste 2 réserves à lever. »"""
    count = sum(finding.lifted_at is None for finding in findings)
    if not count:
        return ""
    return ngettext(
        "Il reste une réserve à lever, chez son responsable.",
        "Il reste %(n)s réserves à lever, chez leurs responsables.",
        count,
    ) % {"n": count}


def ball_lines(move: Move, user) -> dict:
    """The ball of a gate as cards and chips show it: whose, since when, how late."""
    today, calendar = timezone.localdate(), Closure.cached_calendar()
    left = calendar.between(today, move.due_on)
    late = max(calendar.between(move.due_on, today), 0)
    return {
        "person": move.person or move.team,
        "side": move.side,
        "mine": move.person_id == user.pk,
        "title": move.title,
        "since": move.opened_at,
        "due": move.due_on,
        "late": late,
        "elapsed": min(max(move.days - max(left, 0), 1), move.days or 1) + late,
        "total": move.days if move.days <= 15 else 0,
    }


def opinion_lines(current: Round, moves: list[Move], user) -> list[dict]:
    """The opinions given on a round, then those still expected, then the decision to come."""
    given = [
        {
            "who": row.given_by,
            "domain": row.team,
            "kind": OPINION_KINDS[row.value],
            "word": row.get_value_display(),
            "text": row.text,
            "when": row.given_at,
        }
        for row in current.opinions.select_related("given_by", "team")
    ]
    expected = [
        {
            "who": move.holder,
            "domain": move.team,
            "due": move.due_on,
            "mine": move.person_id == user.pk,
        }
        for move in moves
        if move.kind == Move.Kind.GIVE_OPINION
    ]
    decides = [
        {
            "who": move.person,
            "domain": move.person.team,
            "decides": True,
            "mine": move.person_id == user.pk,
        }
        for move in moves
        if move.kind == Move.Kind.DECIDE_GATE and move.person
    ]
    return given + expected + decides


def decision_context(gate: Gate, user) -> dict:
    """What the one who decides reads: the differences first, then the whole frozen file."""
    context = gate_context(gate, user)
    current, rounds = context["current"], context["rounds"]
    previous = rounds[1] if len(rounds) > 1 else None
    return context | {
        "previous": previous,
        "differences": differences(previous, current) if previous else [],
        "before_label": round_label(previous) if previous else "",
        "after_label": round_label(current),
        "sent_by": current.submitted_by,
        "confirmed_topics": sum(line["choice"] is not None for line in context["topics"]),
    }


def differences(previous: Round, current: Round) -> list[dict]:
    """What changed since the round before, and which rules the changes settled."""
    reads = {
        rule.ref: facts_of(rule.condition) | facts_of(rule.requirement)
        for rule in GroundRule.objects.only("ref", "condition", "requirement")
    }
    return gate_differences(previous.snapshot, current.snapshot, reads)


def round_label(row) -> str:
    """« Passage 2 »."""
    return _("Passage %(n)s") % {"n": row.number}


def snapshot_topics(snapshot: dict) -> list[dict]:
    """The topics of a frozen file: the option, its facts in words, its verdicts."""
    return [
        {
            "name": line["name"],
            "choice": line["choice"],
            "facts": list(line["choice"]["said"].values()) if line["choice"] else [],
            "verdicts": verdict_rows(line["choice"]) if line["choice"] else [],
            "waivers": waiver_rows(snapshot, line.get("subject")),
        }
        for line in snapshot["topics"]
    ]


def waiver_rows(snapshot: dict, subject: int | None) -> list[dict]:
    """The waivers that stood beside the verdicts of a topic when the file was frozen."""
    return [
        {
            "ref": row["rule_ref"],
            "measure": row["measure"],
            "until": date.fromisoformat(row["until"]),
        }
        for row in snapshot.get("rule_waivers", [])
        if row["subject_id"] == subject
    ]


def verdict_rows(choice: dict) -> list[dict]:
    """What the ground rules said of a choice when it was submitted."""
    labels = dict(RuleVerdict.choices)
    return [
        {
            "kind": VERDICT_KINDS[finding["verdict"]],
            "ref": finding["ref"],
            "title": finding["title"],
            "label": labels.get(finding["verdict"], _("Réponse attendue")),
        }
        for finding in choice["findings"]
    ]
