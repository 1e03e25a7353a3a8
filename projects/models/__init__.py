from projects.models.changes import LaterCheck, LevelChange, ScopeChange
from projects.models.choices import ProjectTopic, TechnicalChoice
from projects.models.dependencies import Dependency
from projects.models.documents import Document
from projects.models.drafts import RegistrationDraft
from projects.models.milestones import Milestone
from projects.models.moves import Move
from projects.models.projects import Project
from projects.models.seats import Invitation, Seat

__all__ = [
    "Dependency",
    "Document",
    "Invitation",
    "LaterCheck",
    "LevelChange",
    "Milestone",
    "Move",
    "Project",
    "ProjectTopic",
    "RegistrationDraft",
    "ScopeChange",
    "Seat",
    "TechnicalChoice",
]
