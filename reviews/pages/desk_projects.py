"""The projects of one's own desk: a card each, who follows them, what others owe on them. Pure."""

from datetime import date

from governance.roles import Voice
from governance.working_days import Calendar


def project_card(project, user, today: date, calendar: Calendar) -> dict:
    """A project as home draws it: the ball, the path, the trio, the health."""
    balls = project.summary.get("balls", [])
    mine = next((ball for ball in balls if holds(ball, user)), None)
    ball = mine or (balls[0] if balls else None)
    health = "on_track" if project.health == "good" else project.health
    told = [ball["title"]] if ball else []
    told += [project.health_reason] if health != "on_track" or not told else []
    return {
        "title": project.title,
        "url": project.get_absolute_url(),
        "health": health,
        "text": " ".join(sentence(text) for text in told),
        "launch_on": project.launch_on,
        "ball": ball and ball_chip_of(ball, today, calendar, mine=ball is mine),
        "more": max(len(balls) - 1, 0),
        "path": [step_of(step, today) for step in project.summary.get("path", [])],
        "trio": project.summary.get("trio", []),
    }


def sentence(text: str) -> str:
    """The same words, ended by a point."""
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def referents(projects, user) -> list[dict]:
    """The IT referents of one's projects, each with the projects they follow."""
    found: dict[int, dict] = {}
    for project in projects:
        for seat in project.summary.get("trio", []):
            if seat["voice"] == Voice.IT and seat["person"] and seat["person"] != user.pk:
                line = found.setdefault(seat["person"], {"name": seat["name"], "projects": []})
                line["projects"].append(project.title)
    return [line | {"projects": ", ".join(line["projects"])} for line in found.values()]


def awaited(projects, user, today: date, calendar: Calendar) -> list[dict]:
    """What others owe on one's projects, soonest first."""
    lines = [
        {"title": ball["title"], "project": project.title, "url": project.get_absolute_url()}
        | ball_chip_of(ball, today, calendar, mine=False)
        for project in projects
        for ball in project.summary.get("balls", [])
        if not holds(ball, user)
    ]
    return sorted(lines, key=lambda line: line["due"])


def holds(ball: dict, user) -> bool:
    """Whether a ball of a summary is this person's, or their team's while nobody took it."""
    if ball["person"]:
        return ball["person"] == user.pk
    return bool(user.team_id) and ball["team"] == user.team_id


def ball_chip_of(ball: dict, today: date, calendar: Calendar, *, mine: bool) -> dict:
    """What the ball chip shows."""
    due = date.fromisoformat(ball["due_on"])
    late = max(calendar.between(due, today), 0)
    return {"holder": ball["holder"], "side": ball["side"], "due": due, "late": late, "mine": mine}


def step_of(step: dict, today: date) -> dict:
    """A step as the small path draws it."""
    waiting = step["state"] in ("todo", "now")
    late = waiting and date.fromisoformat(step["due_on"]) < today
    return {
        "kind": step["genre"],
        "state": "late" if late else step["state"],
        "title": step["name"],
    }
