"""Paths computed from eight letters, one per question of the profile: y, n or u for unknown."""

from datetime import date

from governance.working_days import Calendar
from projects.reference import LEVEL_ORDER
from projects.registration import compute_path

QUESTIONS = (
    "personal_data",
    "sign_in",
    "company_tool",
    "content_module",
    "external_hosting",
    "payment",
    "brand_emails",
    "large_audience",
)
WORDS = {"y": "yes", "n": "no", "u": "unknown"}
CALENDAR = Calendar()
EXPRESS, STANDARD, REINFORCED = LEVEL_ORDER


def answers_of(code):
    return {slug: WORDS[letter] for slug, letter in zip(QUESTIONS, code, strict=True)}


def path_of(code, rows, **changes):
    given = {"kind": "other", "launch_on": date(2027, 6, 1), "registered_on": date(2026, 10, 8)}
    return compute_path(answers_of(code), reference=rows, calendar=CALENDAR, **(given | changes))
