"""What will hurt if nobody moves: always deduced from the facts, never typed.

Each signal is a code and its facts; the words are those of the page that prints it.
"""

from datetime import timedelta
from typing import TYPE_CHECKING

from projects.models import Project

if TYPE_CHECKING:
    from reviews.committee_data import Portfolio

ENDING_DAYS = 30
TROUBLE_DAYS = 5
PER_PROJECT = 2


def signals_of(known: "Portfolio") -> list[dict]:
    """The signals of a portfolio, the gravest first, two at most for each project."""
    found = [*blockers(known), *ending_waivers(known), *ending_rules(known)]
    for project in known.projects:
        if project.state not in (Project.State.LIVE, Project.State.CANCELLED):
            found += late_answer(known, project) or passed_step(known, project)
            found += empty_seats(known, project)
    found.sort(key=lambda row: (row["rank"], row["key"], row["code"]))
    counted: dict[str, int] = {}
    kept = []
    for row in found:
        counted[row["key"]] = counted.get(row["key"], 0) + 1
        if counted[row["key"]] <= PER_PROJECT:
            kept.append(row)
    return kept


def signal(code: str, rank: int, project: Project, *, who: dict, **facts) -> dict:
    """One signal: what it is, how grave, of which project, whose move it is."""
    about = {"key": project.key, "project": project.title, "rank": rank}
    return {"code": code, **about, "who": who, **facts}


def person(known: "Portfolio", name: str, due_on) -> dict:
    """Who must move, until when, how late."""
    day = due_on.isoformat()
    return {"side": "", "name": name, "due_on": day, "late": known.late(due_on)}


def holder(known: "Portfolio", project: Project) -> dict:
    """Who has the most urgent ball of a project; nobody when none is in play."""
    moves = known.moves.get(project.pk)
    if not moves:
        return {"side": "", "name": "", "due_on": "", "late": 0}
    move = moves[0]
    return person(known, move.holder, move.due_on) | {"side": move.side}


def blockers(known: "Portfolio") -> list[dict]:
    """What blocks a gate, late first."""
    return [
        signal(
            "blocker",
            0 if known.late(row.due_on) else 2,
            row.gate.project,
            who=person(known, str(row.owner), row.due_on),
            gate=row.gate.name,
            text=row.text,
            proof=row.proof_asked,
        )
        for row in known.findings
        if row.weight == "blocker"
    ]


def ending_waivers(known: "Portfolio") -> list[dict]:
    """The gates passed without validation whose leave ends soon."""
    soon = known.today + timedelta(days=ENDING_DAYS)
    return [
        signal(
            "waiver",
            1,
            row.gate.project,
            who=person(known, str(row.risk_owner), row.expires_on),
            gate=row.gate.name,
            text=row.reason,
            day=row.expires_on.isoformat(),
        )
        for row in known.waivers
        if row.expires_on <= soon
    ]


def ending_rules(known: "Portfolio") -> list[dict]:
    """The ground rules gone past for a while, when the while ends soon."""
    soon = known.today + timedelta(days=ENDING_DAYS)
    return [
        signal(
            "rule_waiver",
            3,
            row.project,
            who=person(known, str(row.asked_by), row.expires_on),
            gate=row.rule_ref,
            text=row.reason,
            day=row.expires_on.isoformat(),
        )
        for row in known.rule_waivers
        if row.expires_on <= soon
    ]


def late_answer(known: "Portfolio", project: Project) -> list[dict]:
    """The ball that is latest."""
    moves = known.moves.get(project.pk)
    late = known.late(moves[0].due_on) if moves else 0
    if not moves or not late:
        return []
    rank = 0 if late >= TROUBLE_DAYS else 2
    facts = {"what": moves[0].title, "day": moves[0].due_on.isoformat(), "days": late}
    step = (project.summary or {}).get("next") or {"name": "", "due_on": ""}
    facts |= {"step": step["name"], "step_on": str(step["due_on"])}
    return [signal("late_answer", rank, project, who=holder(known, project), **facts)]


def passed_step(known: "Portfolio", project: Project) -> list[dict]:
    """A step of the path whose day has passed."""
    step = (project.summary or {}).get("next")
    day = str(step["due_on"]) if step else ""
    if not step or day >= known.today.isoformat():
        return []
    late = known.late(type(known.today).fromisoformat(day))
    rank = 1 if late >= TROUBLE_DAYS else 2
    facts = {"step": step["name"], "day": day, "days": late}
    facts["launch_on"] = project.launch_on.isoformat()
    return [signal("passed_step", rank, project, who=holder(known, project), **facts)]


def empty_seats(known: "Portfolio", project: Project) -> list[dict]:
    """A voice that nobody holds, while the scoping is not signed."""
    if project.state != Project.State.REGISTERED:
        return []
    lines = (project.summary or {}).get("trio", [])
    empty = [line["voice"] for line in lines if not line["name"]]
    who = holder(known, project)
    return [signal("empty_seat", 3, project, who=who, voice=voice) for voice in empty]
