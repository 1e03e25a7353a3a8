"""The frozen facts of a scoping report: rows in, one JSON document out (schema in pdf/)."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.models import RuleVerdict
from governance.models.journal import fingerprint
from governance.roles import Voice
from projects.compared import worded
from projects.models import Project, TechnicalChoice
from projects.topics import headline, latest_choice
from reviews.actions.later_checks import checked_share
from reviews.answers import answer_facts, silences_of
from reviews.arbitration_report import arbitration_lines
from reviews.models import Finding, Minutes, Outcome
from reviews.revisions import revision_lines
from reviews.snapshots import dependency_lines, document_lines, local_iso, said_lines

SCHEMA_VERSION = 1
EARLY_TOPICS = ("hosting", "authentication", "analytics", "security", "personal-data")


def report_data(project: Project, *, kind: str, number: int, code: str) -> dict:
    """Everything a report prints, as it stands now, with its fingerprint."""
    topics = topic_lines(project)
    data = {
        "schema": "scoping-report",
        "schema_version": SCHEMA_VERSION,
        "kind": kind,
        "language": settings.LANGUAGE_CODE,
        "company": settings.COMPANY_NAME,
        "number": number,
        "signed": project.state in (Project.State.SCOPED, Project.State.LIVE),
        "frozen_at": local_iso(timezone.now()),
        "code": code,
        "verify_url": settings.BASE_URL + reverse("reviews:verification-code", args=[code]),
        "project": project_lines(project) | sampling_lines(project, kind),
        "health": {
            "code": project.health,
            "label": project.get_health_display(),
            "reason": project.health_reason,
        },
        "voices": voice_lines(project),
        "ball": ball_lines(project),
        "path": path_lines(project),
        "early_questions": [early_line(line) for line in topics if line["slug"] in EARLY_TOPICS],
        "topics": topics,
        "dependencies": dependency_lines(project),
        "gates": gate_lines(project),
        "meeting": meeting_lines(project),
        "actions": action_lines(project),
        "open_points": open_points(project, topics),
        "waivers": waiver_lines(project),
        "arbitrations": arbitration_lines(project),
        "documents": document_lines(project),
    }
    data["revisions"] = revision_lines(project, data)
    return data | {"fingerprint": fingerprint(data)}


def project_lines(project: Project) -> dict:
    """The need, and the path it takes."""
    return {
        "key": project.key,
        "title": project.title,
        "kind": project.kind.name,
        "level": project.level,
        "level_label": project.get_level_display(),
        "need": project.need,
        "audience": project.audience,
        "launch_on": project.launch_on.isoformat(),
        "launch_reason": project.launch_reason,
        "registered_on": timezone.localdate(project.registered_at).isoformat(),
        "started_already": bool(project.started or project.already_started),
        "level_reasons": [str(reason) for reason in project.path_reasons],
    }


def sampling_lines(project: Project, kind: str) -> dict:
    """How many in a hundred of the projects accepted at once are read later; nothing at zero."""
    share = checked_share(project) if kind == "certificate" else 0
    return {"checked_share": share} if share else {}


def voice_lines(project: Project) -> list[dict]:
    """The three voices, with what each answered to the last minutes."""
    minutes = last_minutes(project)
    given = minutes.signatures.select_related("signed_by", "on_behalf_of") if minutes else []
    answers, silences = {s.voice: s for s in given}, silences_of(minutes)
    seats = {seat.part: seat for seat in project.seats.voices().select_related("person__vendor")}
    return [
        _voice_line(voice, seats.get(voice), answers.get(voice), silences.get(voice, ""))
        for voice in Voice
    ]


def _voice_line(voice, seat, signature, silence: str) -> dict:
    person = seat.person if seat else None
    facts = answer_facts(person.name if person else "", signature, silence)
    return facts | {
        "voice": voice.value,
        "label": str(voice.label),
        "name": person.name if person else "",
        "title": person.job_title if person else "",
        "organisation": str(person.vendor or settings.COMPANY_NAME) if person else "",
        "answer": signature.answer if signature else "",
        "answered_at": local_iso(signature.signed_at) if signature else "",
        "remark": signature.remark if signature else "",
    }


def ball_lines(project: Project) -> list[dict]:
    """Who has the ball."""
    moves = project.moves.open().select_related("person", "team")
    return [
        {"voice": m.side, "name": m.holder, "what": m.title, "due_on": m.due_on.isoformat()}
        for m in moves
    ]


def path_lines(project: Project) -> list[dict]:
    """The dated steps, with the one that is late marked so."""
    today = timezone.localdate()
    return [
        {
            "ref": step.ref,
            "name": step.name,
            "genre": step.genre,
            "due_on": step.due_on.isoformat(),
            "reached_on": step.reached_on.isoformat() if step.reached_on else None,
            "state": "late"
            if step.state in ("todo", "now") and step.due_on < today
            else step.state,
            "note": step.note,
        }
        for step in project.milestones.order_by("position")
    ]


def topic_lines(project: Project) -> list[dict]:
    """The ten topics, with the version that counts of each choice."""
    return [
        {
            "slug": subject.topic.slug,
            "name": subject.topic.name,
            "question": subject.topic.question,
            "state": subject.state,
            "state_label": subject.get_state_display(),
            "choice": choice_lines(choice) if (choice := latest_choice(subject)) else None,
        }
        for subject in project.topics.select_related("topic").order_by("topic__position")
    ]


def choice_lines(choice: TechnicalChoice) -> dict:
    """A submitted choice in words."""
    return {
        "version": choice.version,
        "option": headline(choice),
        "facts": list(said_lines(choice).values()),
        "rationale": choice.rationale,
        **{name: getattr(choice, name) for name in ("alternatives", "effects", "exit_plan")},
        "compared": [worded(row) for row in choice.compared],
        "reversibility": choice.get_reversibility_display() if choice.reversibility else "",
        "verdicts": [_verdict_line(finding) for finding in choice.findings],
        "fingerprint": choice.fingerprint,
        "submitted_by": str(choice.submitted_by),
        "submitted_at": local_iso(choice.submitted_at),
    }


def _verdict_line(finding: dict) -> dict:
    labels = dict(RuleVerdict.choices) | {"unknown": _("Réponse attendue")}
    return {
        "ref": finding["ref"],
        "verdict": finding["verdict"],
        "label": str(labels[finding["verdict"]]),
        "reason": finding["reason"],
        "alternative": finding["alternative"],
    }


def early_line(topic: dict) -> dict:
    """One of the questions that used to come too late, with its answer of today."""
    answer = topic["choice"]["option"] if topic["choice"] else _("pas encore de réponse")
    return {"question": topic["question"], "answer": answer, "state": topic["state"]}


def gate_lines(project: Project) -> list[dict]:
    """Each gate that was submitted: rounds, opinions, decisions, findings."""
    gates = project.gates.filter(rounds__isnull=False).distinct().order_by("milestone__position")
    return [
        {
            "ref": gate.ref,
            "name": gate.name,
            "rounds": [_round_line(row) for row in gate.rounds.select_related("submitted_by")],
            "findings": [
                _finding_line(row) for row in gate.findings.select_related("owner", "topic")
            ],
        }
        for gate in gates
    ]


def _round_line(row) -> dict:
    opinions = row.opinions.select_related("given_by", "team")
    decision = getattr(row, "decision", None)
    return {
        "number": row.number,
        "submitted_at": local_iso(row.submitted_at),
        "submitted_by": str(row.submitted_by),
        "fingerprint": row.sha256,
        "opinions": [
            {
                "name": str(opinion.given_by),
                "domain": str(opinion.team or ""),
                "value": opinion.value,
                "text": opinion.text,
            }
            for opinion in opinions
        ],
        "decision": decision
        and {
            "outcome": "tacit" if decision.tacit else decision.outcome,
            "label": _("accord tacite") if decision.tacit else str(decision.get_outcome_display()),
            "by": "" if decision.tacit else str(decision.decided_by),
            "at": local_iso(decision.decided_at),
            "word": decision.word,
        },
    }


def _finding_line(row: Finding) -> dict:
    return {
        "text": row.text,
        "topic": row.topic.name if row.topic else "",
        "consequence": str(row.get_consequence_display()),
        "blocking": row.weight == Finding.Weight.BLOCKER,
        "owner": str(row.owner),
        "due_on": row.due_on.isoformat(),
        "state": "lifted" if row.lifted_at else "open",
        "proof": row.proof,
    }


def last_minutes(project: Project):
    """The minutes that count: the last ones closed."""
    return Minutes.objects.filter(meeting__project=project).order_by("-closed_at", "-pk").first()


def meeting_lines(project: Project) -> dict | None:
    """The frozen minutes, as signed."""
    minutes = last_minutes(project)
    if minutes is None:
        return None
    content = minutes.content
    return {
        "held_at": content["held_at"],
        "place": content["place"],
        "present": content["present"],
        "items": content["items"],
    }


def action_lines(project: Project) -> list[dict]:
    """Actions and questions that came out of meetings, with where they stand."""
    rows = Outcome.objects.filter(
        item__meeting__project=project, kind__in=["action", "question"]
    ).select_related("owner")
    return [
        {
            "text": row.text,
            "owner": str(row.owner),
            "due_on": row.due_on.isoformat(),
            "state": "done" if row.done_at else "open",
        }
        for row in rows
    ]


def open_points(project: Project, topics: list[dict]) -> list[str]:
    """What nobody has answered yet."""
    waiting = [line["question"] for line in topics if line["state"] in ("open", "blocked")]
    unconfirmed = project.dependencies.filter(state="to_confirm").select_related("system")
    sentence = _("%(system)s : dépendance à confirmer")
    return waiting + [sentence % {"system": row.system} for row in unconfirmed]


def waiver_lines(project: Project) -> list[dict]:
    """Where the project goes on without a validation, at whose risk."""
    return [
        {
            "gate": waiver.gate.name,
            "risk_owner": str(waiver.risk_owner),
            "reason": waiver.reason,
            "measure": waiver.measure,
            "expires_on": waiver.expires_on.isoformat(),
        }
        for gate in project.gates.prefetch_related("waivers__risk_owner")
        for waiver in gate.waivers.all()
    ]
