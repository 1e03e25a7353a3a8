"""Documents shared with somebody from outside for one meeting: by whom, which, once."""

import pytest
from django.core.exceptions import PermissionDenied

from governance.models import JournalEntry
from governance.verdicts import Incomplete
from reviews.actions.meeting_guests import settle_shared
from reviews.models import SharedDocument
from tests.factories import DocumentFactory, SeatFactory, member
from tests.factories_meetings import SharedDocumentFactory
from tests.factories_reviews import ScopingMeetingFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    return ScopingMeetingFactory(planned=True)


@pytest.mark.parametrize("part", ["bearer", "vendor", "it"])
def test_each_voice_shares_documents_and_takes_them_back(meeting, part):
    first, second = DocumentFactory.create_batch(2, project=meeting.project)
    by = member(meeting.project, part)

    settle_shared(meeting=meeting, wanted={first.pk}, seen=set(), by=by)
    told = settle_shared(meeting=meeting, wanted={second.pk}, seen={first.pk}, by=by)

    assert [row.document for row in SharedDocument.objects.all()] == [second]
    assert told == "Une pièce partagée. Une pièce n’est plus partagée."
    verbs = JournalEntry.objects.filter(verb__startswith="meeting.document_")
    assert verbs.count() == 3


def test_sharing_twice_shares_once(meeting):
    piece, by = DocumentFactory(project=meeting.project), member(meeting.project, "bearer")

    for _ in range(2):
        settle_shared(meeting=meeting, wanted={piece.pk}, seen=set(), by=by)

    assert SharedDocument.objects.count() == 1
    assert JournalEntry.objects.filter(verb="meeting.document_shared").count() == 1


def test_what_somebody_else_shared_meanwhile_stays_shared(meeting):
    mine, theirs = DocumentFactory.create_batch(2, project=meeting.project)
    SharedDocumentFactory(meeting=meeting, document=theirs)

    settle_shared(
        meeting=meeting, wanted={mine.pk}, seen=set(), by=member(meeting.project, "bearer")
    )

    assert SharedDocument.objects.filter(meeting=meeting).count() == 2


@pytest.mark.parametrize("facts", [{"state": "scanning"}, {"state": "refused"}, {}])
def test_only_a_readable_document_of_the_project_is_shared(meeting, facts):
    piece = DocumentFactory(project=meeting.project, **facts) if facts else DocumentFactory()

    with pytest.raises(Incomplete):
        settle_shared(
            meeting=meeting, wanted={piece.pk}, seen=set(), by=member(meeting.project, "bearer")
        )

    assert not SharedDocument.objects.exists()


def test_an_observer_shares_nothing(meeting):
    piece = DocumentFactory(project=meeting.project)
    observer = SeatFactory(project=meeting.project, part="observer").person

    with pytest.raises(PermissionDenied):
        settle_shared(meeting=meeting, wanted={piece.pk}, seen=set(), by=observer)
