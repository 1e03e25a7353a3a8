from governance.models.access import GuestSession
from governance.models.calendar import Absence, Closure
from governance.models.catalogue import FreezePeriod, System, SystemInterface
from governance.models.feeds import CalendarFeed
from governance.models.jobs import Job
from governance.models.journal import JournalEntry
from governance.models.notices import Notice
from governance.models.pathbook import PathVersion
from governance.models.paths import (
    Criterion,
    GateTemplate,
    Kind,
    Level,
    LevelCode,
    MilestoneTemplate,
    PathRule,
    ProfileQuestion,
    Silence,
)
from governance.models.people import Person, Team
from governance.models.reminding import ChatChannel, MailSettings, ReminderRung
from governance.models.rules import GroundRule, RuleVerdict
from governance.models.tokens import ApiToken
from governance.models.topics import Fact, Topic, TopicOption
from governance.models.vendors import Vendor, VendorAnswer

__all__ = [
    "Absence",
    "ApiToken",
    "CalendarFeed",
    "ChatChannel",
    "Closure",
    "Criterion",
    "Fact",
    "FreezePeriod",
    "GateTemplate",
    "GroundRule",
    "GuestSession",
    "Job",
    "JournalEntry",
    "Kind",
    "Level",
    "LevelCode",
    "MailSettings",
    "MilestoneTemplate",
    "Notice",
    "PathRule",
    "PathVersion",
    "Person",
    "ProfileQuestion",
    "ReminderRung",
    "RuleVerdict",
    "Silence",
    "System",
    "SystemInterface",
    "Team",
    "Topic",
    "TopicOption",
    "Vendor",
    "VendorAnswer",
]
