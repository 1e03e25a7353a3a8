"""The certificate of an express project: what fits on one page, whatever was typed."""

from typing import Any

from reviews.pdf.choices import all_verdicts
from reviews.pdf.figures.svg import first_line
from reviews.pdf.summary import listed, shortened

RULES, LINE = 7, 75
TITLE, SUBTITLE, NEED, REASONS, NAME = 160, 100, 320, 220, 28
TOPIC_WIDTH, REASON_WIDTH, WORD_WIDTH = 84.0, 250.0, 84.0


def section(frozen: dict[str, Any]) -> dict[str, Any]:
    """Title, reasons and the first answers of the ground rules: the longer the texts, the fewer the rules."""
    project = frozen["project"]
    need = shortened(project["need"].split("\n\n")[0], NEED)
    reasons = shortened(listed(project["level_reasons"]), REASONS)
    rules = [_rule(topic, verdict) for topic, verdict in all_verdicts(frozen["topics"])]
    shown = max(2, RULES - len(need) // LINE - len(reasons) // LINE)
    names = [part for part in (project["key"], frozen["company"]) if part]
    return {
        "title": shortened(project["title"], TITLE),
        "subtitle": shortened(", ".join(names), SUBTITLE),
        "need": need,
        "reasons": reasons,
        "voices": [
            {"sign": voice["voice"], "name": shortened(voice["name"], NAME)}
            for voice in frozen["voices"][:3]
        ],
        "rules": rules[:shown],
        "share": project.get("checked_share", 0),
        "more": max(0, len(rules) - shown),
    }


def _rule(topic: dict[str, Any], verdict: dict[str, Any]) -> dict[str, str]:
    return {
        "topic": first_line(topic["name"], TOPIC_WIDTH, 8.25, bold=True),
        "ref": verdict["ref"][:8],
        "reason": first_line(verdict["reason"], REASON_WIDTH, 8.25),
        "css": verdict["css"],
        "word": first_line(verdict["word"], WORD_WIDTH, 8.25),
    }
