"""The frozen facts of a gate record: what was judged, who advised, who decided, what is left."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.models.journal import fingerprint
from projects.models import Move
from reviews.criteria import criteria_lines
from reviews.gate_maps import record_maps
from reviews.models import Arbitration, Decision, Report
from reviews.silence import effect_of
from reviews.snapshots import local_iso
from reviews.words.arbitration import option_text

SCHEMA, SCHEMA_VERSION = "gate-record", 3  # 1: criteria without answers; 2: no rounds, no waivers


def gate_record(decision: Decision, *, number: int, code: str) -> dict:
    """Everything that the printed record of a decision shows, with its fingerprint."""
    current, gate = decision.round, decision.round.gate
    data = {
        "schema": SCHEMA,
        "schema_version": SCHEMA_VERSION,
        "kind": Report.Kind.GATE.value,
        "language": settings.LANGUAGE_CODE,
        "company": settings.COMPANY_NAME,
        "number": number,
        "frozen_at": local_iso(timezone.now()),
        "code": code,
        "verify_url": settings.BASE_URL + reverse("reviews:verification-code", args=[code]),
        "project": {"key": gate.project.key, "title": gate.project.title},
        "gate": {"ref": gate.ref, "name": gate.name, "days": gate.answer_days},
        "silence": str(effect_of(gate).label),
        "round": {
            "number": current.number,
            "submitted_by": str(current.submitted_by),
            "submitted_at": local_iso(current.submitted_at),
            "reason": current.reason,
            "sha256": current.sha256,
        },
        "decision": decision_lines(decision),
        "criteria": [
            criterion_facts(line) for line in criteria_lines(gate.criteria, current.snapshot)
        ],
        "rules": rule_lines(current.snapshot),
        "opinions": opinion_lines(decision),
        "findings": finding_lines(decision),
        "arbitrations": arbitration_lines(decision),
        "rounds": round_lines(decision),
        "waivers": waiver_lines(decision),
        **({"maps": maps} if (maps := record_maps(current.snapshot)) else {}),
    }
    return data | {"fingerprint": fingerprint(data)}


def criterion_facts(line: dict) -> dict:
    """A criterion as it was read: what judged it, why, who answered, on which document."""
    said = {name: str(line.get(name) or "") for name in ("text", "word", "note")}
    answer = line["answer"]
    if answer is None:
        return said
    told = {"value": answer["label"], "who": answer["by"]}
    said["answer"] = _("%(value)s, répond %(who)s") % told
    said["said"] = answer["word"]
    if answer["document"]:
        said["document"], said["sha256"] = (answer["document"][key] for key in ("name", "sha256"))
    return said


def decision_lines(decision: Decision) -> dict:
    """Who decided what, for whom, in which words."""
    return {
        "outcome": decision.outcome,
        "label": str(decision.get_outcome_display()),
        "by": decision.signature,
        "tacit": decision.tacit,
        "at": local_iso(decision.decided_at),
        "word": decision.word,
        "alternative": decision.alternative,
        "legal_ground": decision.legal_ground,
        "valid_until": decision.valid_until.isoformat() if decision.valid_until else "",
    }


def rule_lines(snapshot: dict) -> list[dict]:
    """The ground rules that spoke of the frozen choices, at the version that was read."""
    return [
        {
            "topic": topic["name"],
            "ref": line["ref"],
            "version": str(line.get("version", "")),
            "title": line["title"],
        }
        for topic in snapshot["topics"]
        for line in (topic["choice"] or {}).get("findings", [])
    ]


def opinion_lines(decision: Decision) -> list[dict]:
    """The opinions given on the round, then those that were asked and did not come."""
    current = decision.round
    given = [
        {
            "name": str(row.given_by),
            "domain": str(row.team or ""),
            "value": row.value,
            "word": str(row.get_value_display()),
            "text": row.text,
        }
        for row in current.opinions.select_related("given_by", "team")
    ]
    asked = Move.objects.about(current.gate, Move.Kind.GIVE_OPINION)
    asked = asked.filter(opened_at__gte=current.submitted_at).select_related("person", "team")
    answers = ("favourable", "reserved", "unfavourable")
    silent = asked.exclude(outcome__in=answers).order_by("pk")
    return given + [
        {"name": move.holder, "domain": str(move.team or ""), "word": _("pas donné"), "text": ""}
        for move in silent
    ]


def finding_lines(decision: Decision) -> list[dict]:
    """What the decision leaves to do, by whom, before when."""
    return [
        {
            "text": row.text,
            "weight": str(row.get_weight_display()),
            "consequence": str(row.get_consequence_display()),
            "owner": str(row.owner),
            "due_on": row.due_on.isoformat(),
            "proof": row.proof_asked,
        }
        for row in decision.findings.select_related("owner")
    ]


def round_lines(decision: Decision) -> list[dict]:
    """Every submission of the gate up to the one that was decided, each with its fingerprint."""
    rounds = decision.round.gate.rounds.filter(number__lte=decision.round.number)
    rows = rounds.select_related("submitted_by", "decision").order_by("number")
    return [
        {
            "number": row.number,
            "submitted_by": str(row.submitted_by),
            "submitted_at": local_iso(row.submitted_at),
            "sha256": row.sha256,
            "label": str(row.decision.get_outcome_display()) if hasattr(row, "decision") else "",
        }
        for row in rows
    ]


def waiver_lines(decision: Decision) -> list[dict]:
    """The waivers in force when it was decided: at whose risk, what protects meanwhile, what they name."""
    gate, at = decision.round.gate, decision.decided_at
    rows = gate.waivers.filter(signed_at__lte=at).exclude(ended_at__lte=at)
    return [
        {
            "risk_owner": str(row.risk_owner),
            "reason": row.reason,
            "measure": row.measure,
            "names": [finding.text for finding in row.names.all()],
            "expires_on": row.expires_on.isoformat(),
            "signed_by": str(row.signed_by),
            "signed_at": local_iso(row.signed_at),
        }
        for row in rows.select_related("risk_owner", "signed_by").prefetch_related("names")
    ]


def arbitration_lines(decision: Decision) -> list[dict]:
    """What was settled by arbiters at this gate since its decision before."""
    gate = decision.round.gate
    before = Decision.objects.filter(round__gate=gate, pk__lt=decision.pk).order_by("-pk").first()
    rows = Arbitration.objects.about(gate).filter(state=Arbitration.State.DECIDED)
    if before:
        rows = rows.filter(ended_at__gte=before.decided_at)
    return [
        {
            "question": row.question,
            "option": option_text(row.chosen),
            "stands": row.chosen.stands,
            "arbiters": [str(row.sponsor), str(row.cio)],
            "at": local_iso(row.ended_at),
            "words": [answer.word for answer in row.answers.exclude(word="")],
        }
        for row in rows.select_related("chosen", "sponsor", "cio").order_by("ended_at", "pk")
    ]
