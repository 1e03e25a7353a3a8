from reviews.models.arbitration import (
    ArbiterAnswer,
    Arbitration,
    ArbitrationOption,
    ArbitrationPosition,
)
from reviews.models.attendance import Attendance, MeetingGuest, SharedDocument
from reviews.models.bundles import CommitteeBundle
from reviews.models.calendars import CalendarEntry
from reviews.models.criteria import CriterionAnswer
from reviews.models.decisions import Decision
from reviews.models.findings import Finding, Waiver
from reviews.models.gate_maps import GateMap
from reviews.models.gate_silences import GateSilence
from reviews.models.gates import Gate
from reviews.models.information import InformationRequest, Renewal
from reviews.models.items import AgendaItem, Outcome
from reviews.models.meetings import Presence, ScopingMeeting
from reviews.models.minutes import Minutes, Signature, SilentVoice
from reviews.models.opinions import Opinion
from reviews.models.printed_files import PrintedFile
from reviews.models.reminders import Reminder
from reviews.models.reports import Report
from reviews.models.rounds import Round
from reviews.models.slots import Slot, SlotAnswer

__all__ = [
    "AgendaItem",
    "ArbiterAnswer",
    "Arbitration",
    "ArbitrationOption",
    "ArbitrationPosition",
    "Attendance",
    "CalendarEntry",
    "CriterionAnswer",
    "CommitteeBundle",
    "Decision",
    "Finding",
    "Gate",
    "GateMap",
    "GateSilence",
    "InformationRequest",
    "MeetingGuest",
    "Minutes",
    "Opinion",
    "Outcome",
    "Presence",
    "PrintedFile",
    "Reminder",
    "Renewal",
    "Report",
    "Round",
    "ScopingMeeting",
    "SharedDocument",
    "Signature",
    "SilentVoice",
    "Slot",
    "SlotAnswer",
    "Waiver",
]
