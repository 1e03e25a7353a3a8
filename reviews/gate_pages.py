"""What the pages of a gate show: lines made once, so that templates only place them."""

from django.utils import timezone
from django.utils.translation import gettext as _

from governance.models import Closure, RuleVerdict
from projects.models import Move, Project
from reviews.models import Gate
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


def gate_lines(project: Project) -> list[dict]:
    """The gates of a project as a list: state, date, who decides, what silence means."""
    rows = project.gates.select_related("milestone", "team", "lead").order_by("milestone__position")
    return [
        {
            "gate": row,
            "due_on": row.milestone.due_on,
            "reason": row.milestone.reason,
            "decides": row.lead or row.team,
            "silence": row.get_silence_display(),
        }
        for row in rows
    ]


def gate_context(gate: Gate) -> dict:
    """A gate with its rounds, its open moves and what it still lacks."""
    rounds = list(
        gate.rounds.select_related("submitted_by", "decision__decided_by")
        .prefetch_related("opinions__given_by", "opinions__team")
        .order_by("-number")
    )
    moves = list(Move.objects.open().about(gate).select_related("person", "team"))
    current = rounds[0] if rounds else None
    return {
        "project": gate.project,
        "tab": "gates",
        "gate": gate,
        "rounds": rounds,
        "current": current,
        "topics": snapshot_topics(current.snapshot) if current else [],
        "missing": [] if gate.is_decided else missing_lines(gate),
        "ball": next((m for m in moves if m.kind != Move.Kind.GIVE_OPINION), None),
        "awaited": [move for move in moves if move.kind == Move.Kind.GIVE_OPINION],
        "findings": list(gate.findings.select_related("owner", "lifted_by")),
        "waivers": list(gate.waivers.select_related("risk_owner", "signed_by")),
    }


def decision_context(gate: Gate) -> dict:
    """What the one who decides reads: the differences first, then the whole frozen file."""
    context = gate_context(gate)
    current, move = context["current"], context["ball"]
    previous = context["rounds"][1] if len(context["rounds"]) > 1 else None
    today, calendar = timezone.localdate(), Closure.cached_calendar()
    left = calendar.between(today, move.due_on) if move else 0
    return context | {
        "previous": previous,
        "differences": gate_differences(previous.snapshot, current.snapshot) if previous else [],
        "before_label": round_label(previous) if previous else "",
        "after_label": round_label(current),
        "elapsed": max(move.days - max(left, 0), 1) if move else 0,
        "late": max(-left, 0),
        "opinions": list(current.opinions.all()),
    }


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
        }
        for line in snapshot["topics"]
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
