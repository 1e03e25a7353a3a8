"""Twenty people on one meeting in the same instant: no lost edit, no error, versions that grow."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from governance.roles import Voice
from reviews.models import AgendaItem, Outcome, ScopingMeeting
from tests.factories import member
from tests.factories_reviews import AgendaItemFactory, OutcomeFactory

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
PEOPLE, TURNS = 20, 4


def test_twenty_clients_edit_and_move_the_table_at_once():
    """Scenario 99, twenty times."""
    item = AgendaItemFactory()
    other = AgendaItemFactory(meeting=item.meeting)
    line = OutcomeFactory(item=item, text="")
    people = [member(item.project, voice) for voice in Voice.values]
    start, before = Barrier(PEOPLE), item.meeting.live_version

    def play(rank):
        client, kept = Client(), []
        client.force_login(people[rank % len(people)])
        start.wait()
        try:
            for turn in range(TURNS):
                kept += one_turn(client, rank, turn, item, other, line)
        finally:
            connection.close()
        return kept

    with ThreadPoolExecutor(PEOPLE) as pool:
        kept = [said for told in pool.map(play, range(PEOPLE)) for said in told]

    notes = AgendaItem.objects.get(pk=item.pk)
    stored = Outcome.objects.get(pk=line.pk)
    for what, final, version in (
        ("notes", notes.notes, notes.notes_version),
        ("line", stored.text, stored.version - 1),
    ):
        said = [word for kind, word in kept if kind == what]
        assert len(said) == len(set(said)) == version
        assert all(f"[{word}]" in final for word in said)
    assert ScopingMeeting.objects.get(pk=item.meeting_id).live_version >= before + len(kept)


def one_turn(client, rank, turn, item, other, line):
    """Read, add one's word to both texts, move the table; what was accepted."""
    kept, word = [], f"{rank}.{turn}"
    notes, version = AgendaItem.objects.values_list("notes", "notes_version").get(pk=item.pk)
    sent = {"notes": f"{notes}[{word}]", "version": version, "page": f"page-{rank}-{turn}"}
    if accepted(client.post(reverse("reviews:item", args=[item.pk]), sent)):
        kept.append(("notes", word))
    text, version = Outcome.objects.values_list("text", "version").get(pk=line.pk)
    sent = {"text": f"{text}[{word}]", "version": version}
    if accepted(client.post(reverse("reviews:outcome-line", args=[line.pk]), sent)):
        kept.append(("line", word))
    table = (item, other)[rank % 2]
    assert accepted(client.post(reverse("reviews:item-table", args=[table.pk])))
    return kept


def accepted(response) -> bool:
    """Kept, or told that somebody was first; nothing else."""
    assert response.status_code in (302, 409), response.status_code
    return response.status_code == 302
