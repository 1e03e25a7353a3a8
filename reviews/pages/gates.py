"""What the pages of a gate show: lines made once, so that templates only place them."""

from datetime import date

from django.db.models import F, OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.evaluation import facts_of
from governance.models import Closure, GroundRule, RuleVerdict
from governance.roles import Side
from projects.models import Move, Project
from reviews.blocking import blockers_at
from reviews.gate_maps import shown_maps
from reviews.leaning_changes import LEANING_GATE, dependency_differences
from reviews.models import Decision, Gate, Round
from reviews.nudges import holds as in_hand
from reviews.nudges import nudgeable, reminder_lines
from reviews.pages.criteria import criteria_context, criterion_differences
from reviews.pages.desk_projects import ball_chip_of, holds
from reviews.pages.information import (
    answering_pages,
    ball_lines,
    question_lines,
    silence_lines,
    stopped_words,
)
from reviews.silence import effect_of
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
SHOWN_KINDS = (*GATE_KINDS, Move.Kind.ANSWER_INFO)


def gate_lines(project: Project, user) -> list[dict]:
    """The gates of a project as a list: date, state, who decides, whose turn it is."""
    rows = project.gates.select_related("milestone", "team", "lead", "project").order_by(
        "milestone__position"
    )
    today, balls = timezone.localdate(), balls_by_url(project, user)
    rows = list(rows.annotate(template_avoids=F("template__avoids"), tacit=was_tacit()))
    doubted = [place for place, row in enumerate(rows) if row.shown_state == Gate.State.TO_CONFIRM]
    first = min(doubted, default=len(rows))
    return [
        {
            "gate": row,
            "shaken": place > first and row.is_decided,
            "url": (url := reverse("reviews:gate", args=[row.pk])),
            "due_on": row.milestone.due_on,
            "late": not row.is_decided and row.milestone.due_on < today,
            "reason": row.milestone.reason or row.template_avoids,
            "decides": row.lead or row.team,
            "silence": effect_of(row).label,
            "tacit": row.tacit and row.state == Gate.State.APPROVED,
            "ball": balls.get(url) or balls.get(reverse("reviews:decision", args=[row.pk])),
        }
        for place, row in enumerate(rows)
    ]


def was_tacit() -> Subquery:
    """Whether the last decision of a gate was nobody's: a silence, as it was announced."""
    decisions = Decision.objects.filter(round__gate=OuterRef("pk")).order_by("-pk")
    return Subquery(decisions.values("tacit")[:1])


def balls_by_url(project: Project, user) -> dict[str, dict]:
    """The open balls of a project's gates, by the page on which they are played."""
    today, calendar = timezone.localdate(), Closure.cached_calendar()
    shown = [ball for ball in project.summary.get("balls", []) if ball["kind"] in SHOWN_KINDS]
    answers = any(ball["kind"] == Move.Kind.ANSWER_INFO for ball in shown)
    pages = answering_pages(project) if answers else {}
    return {
        pages.get(ball["url"], ball["url"]): ball_chip_of(
            ball, today, calendar, mine=holds(ball, user)
        )
        for ball in shown
    }


def gate_context(gate: Gate, user) -> dict:
    """A gate with its rounds, its open moves and what it still lacks."""
    rounds = list(
        gate.rounds.select_related(
            "submitted_by", "withdrawn_by", "decision__decided_by", "decision__on_behalf_of"
        ).order_by("-number")
    )
    moves = list(Move.objects.open().about(gate).select_related("person__team", "team"))
    current = rounds[0] if rounds else None
    ball = next((move for move in moves if move.kind in GATE_KINDS), None)
    open_to = nudgeable(moves, user)
    findings = list(gate.findings.select_related("owner", "lifted_by"))
    waivers = gate.waivers.select_related("risk_owner", "signed_by")
    ball = ball and ball_lines(ball, user) | reminder_lines(ball, open_to)
    return clock_context(gate, current, ball, user) | {
        "project": gate.project,
        "tab": "gates",
        "gate": gate,
        "rounds": rounds,
        "current": current,
        "verdict": current.verdict if current else None,
        "snapshot_state": "sealed" if current and current.verdict else "frozen",
        "topics": snapshot_topics(current.snapshot) if current else [],
        "maps": frozen_maps(current.snapshot, user) if current else [],
        **criteria_context(gate, current),
        "opinions": opinion_lines(current, moves, user, open_to) if current else [],
        "awaits_opinion": any(move.kind == Move.Kind.GIVE_OPINION for move in moves),
        "findings": findings,
        "left": left_to_lift(findings),
        "blockers": [] if gate.is_decided else blockers_at(gate),
        "renewals": list(gate.renewals.select_related("owner")),
        "waivers": list(waivers.prefetch_related("names__owner")),
    }


def clock_context(gate: Gate, current: Round | None, ball: dict | None, user) -> dict:
    """Whose ball it is, for what the decision's clock stands still, and what silence did."""
    asked = question_lines(gate, user)
    waiting = asked["waiting"]
    return {
        "effect": effect_of(gate),
        "ball": (asked["answering"] if waiting else None) or ball,
        "questions": asked["questions"],
        "waiting": waiting,
        "stopped_words": stopped_words(waiting, ball) if waiting else "",
        "silences": silence_lines(current) if current else [],
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


def opinion_lines(current: Round, moves: list[Move], user, open_to=frozenset()) -> list[dict]:
    """The opinions given on a round, then those still expected, then the decision to come."""
    given = [
        {
            "who": row.given_by,
            "side": Side.IT,
            "domain": row.team,
            "kind": OPINION_KINDS[row.value],
            "word": row.get_value_display(),
            "text": row.text,
            "when": row.given_at,
            "absent": row.on_behalf_of,
        }
        for row in current.opinions.select_related("given_by", "team", "on_behalf_of")
    ]
    expected = [
        {
            "who": move.holder,
            "domain": move.team if move.person else None,
            "side": move.side,
            "due": move.due_on,
            "mine": in_hand(move, user),
            **reminder_lines(move, open_to),
        }
        for move in moves
        if move.kind == Move.Kind.GIVE_OPINION
    ]
    decides = [
        {
            "who": move.holder,
            "side": Side.IT,
            "domain": move.person.team if move.person else None,
            "decides": True,
            "mine": in_hand(move, user),
        }
        for move in moves
        if move.kind == Move.Kind.DECIDE_GATE
    ]
    return given + silent_lines(current) + expected + decides


def silent_lines(current: Round) -> list[dict]:
    """The opinions that did not come in time on a round, and are awaited no more."""
    moves = Move.objects.about(current.gate, Move.Kind.GIVE_OPINION).filter(outcome="silent")
    asked = moves.filter(opened_at__gte=current.submitted_at).order_by("pk")
    return [
        {
            "who": move.holder,
            "side": move.side,
            "domain": move.team,
            "kind": "neutral",
            "word": _("sans avis, le délai est passé"),
            "when": move.closed_at,
        }
        for move in asked.select_related("person", "team")
    ]


def decision_context(gate: Gate, user, read: str = "") -> dict:
    """What the one who decides reads: the differences first, then the whole frozen file.

    `read`: the number of the round they had opened, when another took its place.
    """
    context = gate_context(gate, user)
    current, rounds = context["current"], context["rounds"]
    previous = compared_round(rounds, read)
    return context | {
        "previous": previous,
        "differences": differences(gate, previous.snapshot, current.snapshot) if previous else [],
        "before_label": round_label(previous) if previous else "",
        "after_label": round_label(current),
        "sent_by": current.submitted_by,
        "confirmed_topics": sum(line["choice"] is not None for line in context["topics"]),
    }


def compared_round(rounds: list[Round], read: str = "") -> Round | None:
    """The round that the current one is compared with: read, confirmed, decided, or the last."""
    current, *earlier = rounds
    opened = [row for row in earlier if str(row.number) == read]
    confirmed = [row for row in earlier if row.verdict and row.verdict.pk == current.confirms_id]
    decided = [row for row in earlier if row.verdict]
    return next(iter([*opened, *confirmed, *decided, *earlier]), None)


def differences(gate: Gate, before: dict, after: dict) -> list[dict]:
    """What changed between two frozen files of a gate, and which rules the changes settled."""
    reads = {
        rule.ref: facts_of(rule.condition) | facts_of(rule.requirement)
        for rule in GroundRule.objects.only("ref", "condition", "requirement")
    }
    leaning = dependency_differences(before, after) if gate.ref == LEANING_GATE else []
    told = gate_differences(before, after, reads) + leaning
    return told + criterion_differences(before, after)


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


def frozen_maps(snapshot: dict, user) -> list[dict]:
    """The maps of a frozen file, as this person may read them."""
    return [
        line | {"day": date.fromisoformat(line["drawn_on"])} for line in shown_maps(snapshot, user)
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
