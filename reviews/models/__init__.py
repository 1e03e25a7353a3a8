from reviews.models.findings import Finding, Waiver
from reviews.models.gates import Decision, Gate, Opinion, Round
from reviews.models.items import AgendaItem, Outcome
from reviews.models.meetings import Presence, ScopingMeeting
from reviews.models.minutes import Minutes, Signature
from reviews.models.reminders import Reminder
from reviews.models.reports import Report

__all__ = [
    "AgendaItem",
    "Decision",
    "Finding",
    "Gate",
    "Minutes",
    "Opinion",
    "Outcome",
    "Presence",
    "Reminder",
    "Report",
    "Round",
    "ScopingMeeting",
    "Signature",
    "Waiver",
]
