"""The discussion of a topic and the notes of IT: who writes, who reads, who never knows."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from governance.models import JournalEntry, Notice
from governance.roles import Role
from governance.verdicts import Incomplete, WrongState
from projects import activity
from projects.actions import talk
from projects.models import InternalNote, TopicMessage
from tests.factories import (
    InternalNoteFactory,
    PersonFactory,
    ProjectFactory,
    ProjectTopicFactory,
    SeatFactory,
    TopicMessageFactory,
    member,
)

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)> {{ 7|add:7 }} \u202egnp.exe"
SECRET = "Leur dernier contrat s’est mal fini"


@pytest.fixture
def subject():
    return ProjectTopicFactory(project=ProjectFactory(staffed=True))


def page(client, person, subject):
    client.force_login(person)
    return client.get(subject.get_absolute_url())


def add(client, subject, text, name="message"):
    url = reverse(f"projects:{name}-add", args=[subject.pk])
    return client.post(url, {f"{name}-text": text})


@pytest.mark.parametrize("role", ["bearer", "vendor", "it", "contributor"])
def test_whoever_sits_at_the_table_writes_and_everybody_there_reads(client, subject, role):
    client.force_login(member(subject.project, role))

    answer = add(client, subject, "Quel jour passe la sauvegarde ?")

    assert answer.status_code == 302
    assert answer.url == f"{subject.get_absolute_url()}#discussion"
    for reader in ("bearer", "vendor", "it"):
        shown = page(client, member(subject.project, reader), subject)
        assert "Quel jour passe la sauvegarde" in shown.content.decode()


@pytest.mark.parametrize(("role", "status"), [("observer", 403), ("manager", 403), ("guest", 404)])
def test_others_do_not_write(client, subject, role, status):
    client.force_login(member(subject.project, role))

    assert add(client, subject, "Bonjour").status_code == status
    assert not TopicMessage.objects.exists()


def test_two_clicks_write_one_message_and_a_minute_later_one_more(subject):
    """Scenario 2, for words."""
    vendor = member(subject.project, "vendor")
    with time_machine.travel("2026-10-08 09:41+02:00", tick=False) as clock:
        first = talk.write_message(subject=subject, text="Oui.", by=vendor)
        again = talk.write_message(subject=subject, text=" Oui.\u200b ", by=vendor)
        clock.shift(61)
        later = talk.write_message(subject=subject, text="Oui.", by=vendor)

    assert first == again != later
    assert JournalEntry.objects.filter(verb="message.written").count() == 2


@pytest.mark.parametrize("text", ["", "  \n ", "\u200b\u202e", "x" * 2001])
def test_empty_or_endless_words_are_shown_again(client, subject, text):
    client.force_login(member(subject.project, "bearer"))

    answer = add(client, subject, text)

    assert answer.status_code == 422
    assert text.strip("\u200b\u202e\n ") in answer.content.decode()
    assert not TopicMessage.objects.exists()


def test_verb_itself_bounds_the_words(subject):
    bearer = member(subject.project, "bearer")

    with pytest.raises(Incomplete):
        talk.write_message(subject=subject, text="x" * 2001, by=bearer)
    with pytest.raises(Incomplete):
        talk.write_message(subject=subject, text="\u200b", by=bearer)


def test_nothing_is_said_on_a_stopped_project(subject):
    bearer = member(subject.project, "bearer")
    subject.project.cancel(by=bearer, reason="Abandonné")

    with pytest.raises(WrongState):
        talk.write_message(subject=subject, text="Dommage.", by=bearer)


def test_others_are_told_once_an_hour_and_without_the_words(subject):
    vendor, bearer, it = (member(subject.project, part) for part in ("vendor", "bearer", "it"))
    SeatFactory(project=subject.project, part="contributor", offered=True)
    with time_machine.travel("2026-10-08 09:41+02:00", tick=False) as clock:
        talk.write_message(subject=subject, text="Un", by=vendor)
        talk.write_message(subject=subject, text="Deux", by=vendor)
        assert {notice.recipient for notice in Notice.objects.all()} == {bearer, it}
        clock.shift(timedelta(hours=1))
        talk.write_message(subject=subject, text="Trois", by=vendor)

    assert Notice.objects.filter(recipient=it).count() == 2
    assert not Notice.objects.filter(body__contains="Deux").exists()


def test_own_message_is_withdrawn_within_ten_minutes(client, subject):
    vendor = member(subject.project, "vendor")
    with time_machine.travel("2026-10-08 09:41+02:00", tick=False) as clock:
        message = talk.write_message(subject=subject, text="Trop vite.", by=vendor)
        url = reverse("projects:message-withdrawal", args=[subject.pk, message.pk])
        clock.shift(timedelta(minutes=9))
        client.force_login(vendor)
        assert url in client.get(subject.get_absolute_url()).content.decode()

        answers = [client.post(url), client.post(url)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert not TopicMessage.objects.exists()
    assert JournalEntry.objects.filter(verb="message.withdrawn").count() == 1


def test_later_or_by_another_it_stays(client, subject):
    vendor = member(subject.project, "vendor")
    with time_machine.travel("2026-10-08 09:41+02:00", tick=False) as clock:
        message = talk.write_message(subject=subject, text="Trop vite.", by=vendor)
        url = reverse("projects:message-withdrawal", args=[subject.pk, message.pk])
        client.force_login(member(subject.project, "bearer"))
        assert client.post(url).status_code == 403
        clock.shift(timedelta(minutes=11))
        client.force_login(vendor)
        assert url not in client.get(subject.get_absolute_url()).content.decode()
        assert client.post(url).status_code == 409

    assert TopicMessage.objects.exists()


def test_hostile_words_stay_words(client, subject):
    """Scenarios 102 and 103."""
    it = member(subject.project, "it")
    TopicMessageFactory(subject=subject, text=HOSTILE, written_by=it)
    InternalNoteFactory(subject=subject, text=HOSTILE, written_by=it)

    html = page(client, it, subject).content.decode()

    assert html.count("&lt;script&gt;") == 2
    assert "<script>alert" not in html
    assert "<img src=x" not in html
    assert "{{ 7|add:7 }}" in html


@pytest.mark.parametrize("role", ["bearer", "vendor", "it", "manager"])
def test_as_many_queries_for_three_messages_as_for_one(
    client, subject, django_assert_max_num_queries, role
):
    person = member(subject.project, role)
    TopicMessageFactory(subject=subject)
    InternalNoteFactory(subject=subject)
    page(client, person, subject)
    with django_assert_max_num_queries(60) as one:
        client.get(subject.get_absolute_url())
    for _n in range(2):
        TopicMessageFactory(subject=subject)
        InternalNoteFactory(subject=subject)
    with django_assert_max_num_queries(60) as three:
        client.get(subject.get_absolute_url())

    assert len(three) == len(one)


@pytest.fixture
def note(subject):
    it = member(subject.project, "it")
    return talk.write_note(subject=subject, text=SECRET, by=it)


def test_it_people_write_and_read_notes_apart_from_the_discussion(client, subject):
    client.force_login(member(subject.project, "it"))
    assert add(client, subject, SECRET, "note").url.endswith("#notes")

    html = page(client, PersonFactory(it=True), subject).content.decode()

    apart = html[html.index('id="notes"') :]
    assert "Entre la DSI" in apart
    assert SECRET in apart
    assert SECRET not in html[: html.index('id="notes"')]


OUTSIDE = ["bearer", "vendor", "contributor", "observer", "manager", "steward", "employee"]


@pytest.mark.parametrize("role", OUTSIDE)
def test_nobody_else_reads_writes_or_even_knows_of_a_note(client, subject, note, role):
    """A manager is not IT: what IT says to itself is not management's either."""
    person = member(subject.project, role)

    html = page(client, person, subject).content.decode()

    assert SECRET not in html
    assert "Entre la DSI" not in html
    assert 'id="notes"' not in html
    assert list(InternalNote.objects.visible_to(person)) == []
    answer = add(client, subject, "Moi aussi", "note")
    assert answer.status_code == 403
    assert SECRET not in answer.content.decode()


def test_a_guest_of_another_project_meets_nothing(client, subject, note):
    guest = member(subject.project, Role.GUEST)
    client.force_login(guest)

    assert client.get(subject.get_absolute_url()).status_code == 404
    assert add(client, subject, "Bonjour", "note").status_code == 404
    assert list(InternalNote.objects.visible_to(guest)) == []


def test_even_a_guest_with_an_it_seat_reads_no_note(subject, note):
    guest = PersonFactory(guest=True)
    SeatFactory(project=subject.project, part="contributor", person=guest)

    assert list(InternalNote.objects.visible_to(guest)) == []


def test_a_note_is_in_no_notice_journal_page_or_search(client, subject, note):
    vendor = member(subject.project, "vendor")
    lines, _following = activity.entries(subject.project, subject.project.registered_by)

    assert not Notice.objects.exists()
    assert not any("note" in line["sentence"] for line in lines)
    assert JournalEntry.objects.get(verb="note.written").thread == ""
    assert SECRET not in str(JournalEntry.objects.get(verb="note.written").facts)
    subject.project.refresh_from_db()
    assert SECRET not in str(subject.project.summary) + subject.project.search
    client.force_login(vendor)
    for url in (
        subject.project.get_absolute_url(),
        reverse("projects:journal", args=[subject.project.key]),
        reverse("projects:portfolio-export"),
    ):
        body = b"".join(client.get(url)).decode()
        assert SECRET not in body
        assert "note interne" not in body


def test_what_is_wrong_in_a_message_shows_no_note_to_the_vendor(client, subject, note):
    client.force_login(member(subject.project, "vendor"))

    answer = add(client, subject, "")

    assert answer.status_code == 422
    assert SECRET not in answer.content.decode()
    assert 'id="notes"' not in answer.content.decode()
