"""The frozen facts of a committee report: a portfolio in, one JSON document out, in a fixed number of queries."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from governance.models import Closure
from governance.models.journal import fingerprint
from governance.working_days import Calendar
from projects.models import Move, Project, RuleWaiver
from reviews.committee_period import Period, started
from reviews.committee_signals import signals_of
from reviews.committee_tempo import tempo_lines
from reviews.models import Decision, Finding, Gate, Round, Waiver
from reviews.snapshots import local_iso

SCHEMA, SCHEMA_VERSION = "committee-report", 2
MAX_PROJECTS, MAX_ROWS = 300, 1000
MOST_LINES = 150
RANK = {"trouble": 0, "watch": 1, "good": 2, "live": 3}


@dataclass
class Portfolio:
    """Everything that the report reads, gathered once."""

    projects: list[Project]
    today: date
    calendar: Calendar
    period: str
    since: date
    moves: dict[int, list[Move]] = field(default_factory=dict)
    gates: dict[int, Gate] = field(default_factory=dict)
    waivers: list[Waiver] = field(default_factory=list)
    rule_waivers: list[RuleWaiver] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    waiting: list[Round] = field(default_factory=list)

    @classmethod
    def read(cls, projects: list[Project], period: str) -> "Portfolio":
        """One query per kind of fact, whatever the number of projects."""
        today, keys = timezone.localdate(), [project.pk for project in projects]
        known = cls(projects, today, Closure.calendar(), period, started(period, today))
        moves = Move.objects.running().filter(project__in=keys).select_related("person", "team")
        known.moves = defaultdict(list)
        for move in moves.order_by("due_on", "pk"):
            known.moves[move.project_id].append(move)
        gates = Gate.objects.filter(project__in=keys).select_related("project")
        known.gates = {gate.milestone_id: gate for gate in gates}
        known.read_waivers(keys)
        known.read_decisions(keys)
        return known

    def read_waivers(self, keys: list[int]) -> None:
        """What was let through, and what is left to do."""
        rows = Waiver.objects.filter(gate__project__in=keys, ended_at=None)
        rows = rows.select_related("gate__project", "risk_owner").order_by("expires_on", "pk")
        self.waivers = list(rows)
        asked = RuleWaiver.objects.filter(project__in=keys, state="granted")
        asked = asked.filter(expires_on__gte=self.today).select_related("project", "asked_by")
        self.rule_waivers = list(asked.order_by("expires_on", "pk"))
        found = Finding.objects.open().filter(gate__project__in=keys)
        found = found.select_related("gate__project", "owner").order_by("due_on", "pk")
        self.findings = list(found)

    def read_decisions(self, keys: list[int]) -> None:
        """What IT answered in the period, and what it still has in hand."""
        rows = Decision.objects.filter(round__gate__project__in=keys)
        rows = rows.filter(decided_at__date__gte=self.since).order_by("-decided_at", "-pk")
        people = ("round__gate__project", "decided_by", "on_behalf_of")
        self.decisions = list(rows.select_related(*people))
        rounds = Round.objects.filter(gate__project__in=keys, decision=None, withdrawn_at=None)
        submitted = Q(gate__state=Gate.State.SUBMITTED)
        rounds = rounds.filter(submitted).select_related("gate__project")
        latest = {row.gate_id: row for row in rounds.order_by("number", "pk")}
        self.waiting = sorted(latest.values(), key=lambda row: (row.submitted_at, row.pk))

    def late(self, due_on: date) -> int:
        """Working days past a day; nought before it."""
        return max(self.calendar.between(due_on, self.today), 0)


def committee_data(
    projects, *, selection: list[dict], by, number: int, code: str, period: str = Period.QUARTER
) -> dict:
    """Everything that the printed report of a portfolio shows, with its fingerprint."""
    known = Portfolio.read(in_order(projects), period)
    data = {
        "schema": SCHEMA,
        "schema_version": SCHEMA_VERSION,
        "kind": "committee",
        "language": settings.LANGUAGE_CODE,
        "company": settings.COMPANY_NAME,
        "number": number,
        "frozen_at": local_iso(timezone.now()),
        "code": code,
        "verify_url": settings.BASE_URL + reverse("reviews:verification-code", args=[code]),
        "as_of": known.today.isoformat(),
        "period": str(known.period),
        "since": known.since.isoformat(),
        "selection": selection,
        "asked_by": str(by),
        "projects": [project_line(known, project) for project in known.projects],
        **shown(lists_of(known)),
        "tempo": tempo_lines(known),
    }
    return data | {"fingerprint": fingerprint(data)}


def lists_of(known: Portfolio) -> dict[str, list[dict]]:
    """The lists of the report, whole."""
    return {
        "signals": signals_of(known),
        "decisions": [decision_line(known, row) for row in known.decisions],
        "waiting": [waiting_line(known, row) for row in known.waiting],
        "findings": [finding_line(known, row) for row in known.findings],
        "waivers": waiver_lines(known) + rule_waiver_lines(known),
    }


def shown(lists: dict[str, list[dict]]) -> dict:
    """As many lines of each list as a committee reads, and how many there are in all."""
    counts = {name: len(lines) for name, lines in lists.items()}
    return {name: lines[:MOST_LINES] for name, lines in lists.items()} | {"counts": counts}


def rows_of(data: dict) -> int:
    """How many lines of tables the report would print."""
    return sum(len(data[name]) for name in ("projects", *data["counts"]))


def in_order(projects) -> list[Project]:
    """Those in trouble first, then by date of going live."""
    return sorted(projects, key=lambda row: (RANK[row.health], row.launch_on, row.key))


def project_line(known: Portfolio, project: Project) -> dict:
    """One row of the portfolio."""
    summary, live = project.summary or {}, project.state == Project.State.LIVE
    step = None if live else summary.get("next")
    return {
        "key": project.key,
        "title": project.title,
        "kind": project.kind.name,
        "catch_up": bool(summary.get("catch_up")),
        "state": project.state,
        "state_label": str(project.get_state_display()),
        "level_label": str(project.get_level_display()),
        "health": project.health,
        "health_label": str(project.get_health_display()),
        "health_reason": project.health_reason,
        "voices": [
            {"voice": line["voice"], "name": line["name"]} for line in summary.get("trio", [])
        ],
        "path": [step_line(known, project, step) for step in summary.get("path", [])],
        "ball": ball_line(known, known.moves.get(project.pk, [])),
        "next": {"name": step["name"], "due_on": str(step["due_on"])} if step else None,
        "launch_on": project.launch_on.isoformat(),
    }


def step_line(known: Portfolio, project: Project, step: dict) -> dict:
    """A step of the path with the one sign that it is drawn with."""
    return {"genre": step["genre"], "name": step["name"], "sign": sign_of(known, project, step)}


def sign_of(known: Portfolio, project: Project, step: dict) -> str:
    """What the step shows: how its gate was decided, or that its day has passed."""
    gate, state = known.gates.get(step["id"]), step["state"]
    if state == "waived":
        return "waived"
    if state == "done":
        decided = gate and gate.state in (Gate.State.APPROVED, Gate.State.RESERVED)
        return gate.state if decided else "approved" if step["genre"] == "gate" else "done"
    late = project.state != Project.State.LIVE and str(step["due_on"]) < known.today.isoformat()
    return "late" if late else state


def ball_line(known: Portfolio, moves: list[Move]) -> dict | None:
    """Whose move: the most urgent ball, and how many more wait."""
    if not moves:
        return None
    return holder_line(known, moves[0]) | {"what": moves[0].title, "more": len(moves) - 1}


def holder_line(known: Portfolio, move: Move) -> dict:
    """Who has a ball, until when, how late."""
    due_on = move.due_on.isoformat()
    return {
        "side": move.side,
        "name": move.holder,
        "due_on": due_on,
        "late": known.late(move.due_on),
    }


def decision_line(known: Portfolio, row: Decision) -> dict:
    """A gate that IT decided: when, by whom, in how many working days for how many promised."""
    current, gate = row.round, row.round.gate
    start = timezone.localdate(current.submitted_at)
    taken = known.calendar.between(start, timezone.localdate(row.decided_at))
    return {
        **of_gate(gate),
        "round": current.number,
        "outcome": row.outcome,
        "label": str(row.get_outcome_display()),
        "by": row.signature,
        "at": local_iso(row.decided_at),
        "days": max(taken, 0),
        "promised": gate.answer_days,
    }


def waiting_line(known: Portfolio, row: Round) -> dict:
    """A gate that waits for its answer, with the day on which it was promised."""
    start = timezone.localdate(row.submitted_at)
    due_on = known.calendar.add(start, row.gate.answer_days)
    return {
        **of_gate(row.gate),
        "round": row.number,
        "submitted_on": start.isoformat(),
        "due_on": due_on.isoformat(),
        "late": known.late(due_on),
    }


def of_gate(gate: Gate) -> dict:
    """Which gate, of which project."""
    project = gate.project
    return {"key": project.key, "project": project.title, "gate": gate.name}


def finding_line(known: Portfolio, row: Finding) -> dict:
    """What is left to do after a decision, by whom, before when."""
    return {
        **of_gate(row.gate),
        "text": row.text,
        "weight": row.weight,
        "weight_label": str(row.get_weight_display()),
        "owner": str(row.owner),
        "due_on": row.due_on.isoformat(),
        "late": known.late(row.due_on),
    }


def waiver_lines(known: Portfolio) -> list[dict]:
    """The gates that were passed without a validation, the next to end first."""
    return [
        {
            **of_gate(row.gate),
            "reason": row.reason,
            "owner": str(row.risk_owner),
            "expires_on": row.expires_on.isoformat(),
        }
        for row in known.waivers
    ]


def rule_waiver_lines(known: Portfolio) -> list[dict]:
    """The ground rules that a project may go past for a while."""
    return [
        {
            "key": row.project.key,
            "project": row.project.title,
            "gate": row.rule_ref,
            "reason": row.reason,
            "owner": str(row.asked_by),
            "expires_on": row.expires_on.isoformat(),
        }
        for row in known.rule_waivers
    ]
