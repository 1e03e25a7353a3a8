from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from governance.verdicts import WrongState
from reviews.actions.minutes import close_meeting
from reviews.models import AgendaItem, ScopingMeeting
from tests.factories import member
from tests.factories_reviews import AgendaItemFactory
from tests.reviews.meeting_situations import held, slot, voice

pytestmark = pytest.mark.django_db


def test_notes_are_kept_and_say_who_wrote():
    item = AgendaItemFactory()
    writer = member(item.project, "vendor")

    item.write("Bonjour", version=0, by=writer)

    item.refresh_from_db()
    assert (item.notes, item.notes_version, item.written_by) == ("Bonjour", 1, writer)


def test_two_people_on_one_point_are_told_and_nothing_is_overwritten():  # failures.md 99
    item = AgendaItemFactory()
    stale = AgendaItem.objects.get(pk=item.pk)
    item.write("Le texte de l’un", version=0, by=member(item.project, "bearer"), page="a")

    with pytest.raises(WrongState):
        stale.write("Le texte de l’autre", version=0, by=member(item.project, "it"), page="b")

    item.refresh_from_db()
    assert item.notes == "Le texte de l’un"


def test_a_page_that_saves_by_itself_is_not_in_conflict_with_itself():
    item = AgendaItemFactory()
    writer = member(item.project, "it")
    item.write("Un", version=0, by=writer, page="a")

    item.write("Un deux", version=0, by=writer, page="a")

    assert (item.notes, item.notes_version) == ("Un deux", 2)


@pytest.mark.parametrize("state", [s for s in ScopingMeeting.State if s != "held"])
def test_notes_change_only_while_the_meeting_is_open(state):
    item = AgendaItemFactory(meeting__state=state, meeting__starts_at=slot())

    with pytest.raises(WrongState):
        item.write("Trop tard", version=0, by=member(item.project, "it"))


def test_the_organiser_closes_while_someone_types():
    meeting = held()
    item = meeting.items.first()
    close_meeting(meeting=meeting, by=voice(meeting, "bearer"))

    with pytest.raises(WrongState):
        item.write("Encore un mot", version=0, by=voice(meeting, "vendor"))


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_twenty_writers_at_once_lose_no_accepted_text():
    item = AgendaItemFactory()
    writer, start = member(item.project, "it"), Barrier(20)

    def play(number):
        start.wait()
        try:
            AgendaItem.objects.get(pk=item.pk).write(
                f"Texte {number}", version=0, by=writer, page=f"page-{number}"
            )
        except WrongState:
            return ""
        finally:
            connection.close()
        return f"Texte {number}"

    with ThreadPoolExecutor(20) as pool:
        kept = [text for text in pool.map(play, range(20)) if text]

    item.refresh_from_db()
    assert kept == [item.notes]
    assert item.notes_version == 1
