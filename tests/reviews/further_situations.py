"""A scoping already signed, and the meeting called after it."""

from projects.models import Project
from reviews.actions.further_meetings import call_meeting
from reviews.actions.meetings import hold_meeting
from reviews.actions.minutes import close_meeting
from reviews.actions.outcomes import add_outcome, finish_outcome
from reviews.actions.signing import sign_minutes
from reviews.models import ScopingMeeting
from tests.factories import member
from tests.reviews.agenda_situations import point
from tests.reviews.meeting_situations import held, slot, soon, voice

PARTS = ("bearer", "vendor", "it")


def sign_all(meeting):
    minutes = close_meeting(meeting=meeting, by=voice(meeting, "bearer"))
    for part in PARTS:
        sign_minutes(minutes=minutes, answer="agreed", by=voice(meeting, part))
    return minutes


def scoped():
    """A signed scoping: a decision per topic, an action still running, one that is done."""
    meeting = held()
    lead, vendor = voice(meeting, "bearer"), voice(meeting, "vendor")
    hosting, support = point(meeting, "hosting"), point(meeting, "support")
    add_outcome(item=hosting, kind="decision", text="À Paris.", by=lead)
    add_outcome(item=support, kind="decision", text="Un an de support.", by=lead)
    owed = {"by": lead, "owner": vendor, "due_on": soon()}
    add_outcome(item=support, kind="action", text="Écrire la procédure.", **owed)
    done = add_outcome(item=support, kind="action", text="Donner le devis.", **owed)
    add_outcome(item=support, kind="risk", text="Un fournisseur seul.", by=lead)
    sign_all(meeting)
    finish_outcome(outcome=done, answer="Fait.", by=vendor)
    return Project.objects.get(pk=meeting.project_id)


def called(project, **facts):
    facts = {"reason": "Le réseau s’agrandit.", "by": member(project, "bearer")} | facts
    return call_meeting(project=project, **facts)


def hold(meeting):
    ScopingMeeting.objects.filter(pk=meeting.pk).update(state="planned", starts_at=slot())
    meeting.refresh_from_db()
    return hold_meeting(meeting=meeting, present=PARTS, by=voice(meeting, "bearer"))
