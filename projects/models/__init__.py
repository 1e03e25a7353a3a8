from projects.models.announcements import AnnouncementReach, CollisionNote, SystemAnnouncement
from projects.models.changes import LaterCheck, LevelChange, ScopeChange
from projects.models.choices import ProjectTopic, TechnicalChoice
from projects.models.dependencies import Dependency
from projects.models.documents import Document
from projects.models.drafts import RegistrationDraft
from projects.models.imports import CatalogueImport
from projects.models.known import KnownChoice
from projects.models.milestones import Milestone
from projects.models.moves import Move, MovePause
from projects.models.projects import Project
from projects.models.seats import Invitation, Seat
from projects.models.talk import InternalNote, QuickOpinion, TopicMessage
from projects.models.views import SavedView
from projects.models.waivers import RuleWaiver

__all__ = [
    "AnnouncementReach",
    "CatalogueImport",
    "CollisionNote",
    "Dependency",
    "Document",
    "InternalNote",
    "Invitation",
    "KnownChoice",
    "LaterCheck",
    "LevelChange",
    "Milestone",
    "Move",
    "MovePause",
    "Project",
    "ProjectTopic",
    "QuickOpinion",
    "RegistrationDraft",
    "RuleWaiver",
    "SavedView",
    "ScopeChange",
    "Seat",
    "SystemAnnouncement",
    "TechnicalChoice",
    "TopicMessage",
]
