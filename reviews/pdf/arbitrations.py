"""Disagreements that two arbiters settled: the question, the two positions, what was retained."""

from typing import Any

from django.utils.translation import gettext as _

from reviews.pdf.dates import moment


def section(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One table per arbitration; none when nothing had to be settled."""
    return [
        {
            "question": line["question"],
            "option": line["option"],
            "arbiters": _(" et ").join(line["arbiters"]),
            "decided": moment(line["decided_at"]),
            "positions": [
                {"who": f"{row['name']} ({row['label']})", "text": row["text"] or _("pas écrite")}
                for row in line["positions"]
            ],
        }
        for line in lines
    ]
