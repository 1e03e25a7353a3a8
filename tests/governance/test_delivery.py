"""A notice: one line of the inbox, one e-mail that says it in HTML and in text."""

import threading
from datetime import timedelta
from email import message_from_bytes

import pytest
import time_machine
from django.db import connection, transaction
from django.utils import timezone

from governance import delivery, outbox, tasks
from governance.models import Notice
from tests.factories import NoticeFactory, PersonFactory


def later(**delay):
    return time_machine.travel(timezone.now() + timedelta(**delay), tick=False)


def message_of(**fields):
    return delivery.notice_message(NoticeFactory(**fields))


def test_post_writes_once_per_key_and_person(db):
    person, other = PersonFactory.create_batch(2)

    for recipient in (person, person, other):
        Notice.post(recipient, key="gate:7:1", subject="À vous", body="Une question")

    assert Notice.objects.count() == 2


def test_post_leaves_nothing_when_its_cause_is_rolled_back(db, mailoutbox):
    @transaction.atomic
    def change():
        Notice.post(PersonFactory(), key="x", subject="À vous", body="Une question")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        change()

    assert (Notice.objects.count(), tasks.send_due_notices(), mailoutbox) == (0, 0, [])


def test_post_keeps_an_endless_subject_within_its_column(db):
    notice = Notice.post(PersonFactory(), key="x", subject="mot " * 100, body="b")

    assert len(notice.subject) == 200


def test_send_twice_sends_one_message(db, mailoutbox):
    notice = NoticeFactory()

    assert [outbox.send_notice(notice.pk), outbox.send_notice(notice.pk)] == [True, False]
    assert [message.to for message in mailoutbox] == [[notice.recipient.email]]


def test_a_message_waits_for_its_hour(db, mailoutbox):
    NoticeFactory(not_before=timezone.now() + timedelta(hours=2))

    assert tasks.send_due_notices() == 0
    with later(hours=3):
        assert tasks.send_due_notices() == 1


def test_a_digest_can_be_stopped_from_the_mail_reader_and_nothing_else_can(db):
    ways_out = {
        genre: delivery.headers_of(NoticeFactory(genre=genre)).get("List-Unsubscribe-Post")
        for genre in Notice.Genre
    }

    assert ways_out == {
        "act": None,
        "escalation": None,
        "digest": "List-Unsubscribe=One-Click",
    }


def test_a_message_that_cannot_be_written_does_not_hold_the_others(db, mailoutbox):
    NoticeFactory(recipient__email="a@b.example\nBcc: x@y.example")
    NoticeFactory()

    assert tasks.send_due_notices() == 1
    assert len(mailoutbox) == 1


def test_due_notices_go_oldest_first(db, mailoutbox):
    NoticeFactory(subject="Récente")
    NoticeFactory(subject="Ancienne", created_at=timezone.now() - timedelta(hours=2))

    tasks.send_due_notices()

    assert [message.subject for message in mailoutbox] == ["Ancienne", "Récente"]


def test_nothing_is_sent_to_somebody_who_left(db, mailoutbox):
    notice = NoticeFactory(recipient__is_active=False)

    assert outbox.send_notice(notice.pk) is True
    assert mailoutbox == []


def test_message_id_is_that_of_the_notice(db):
    notice = NoticeFactory()
    first, second = delivery.notice_message(notice), delivery.notice_message(notice)
    other = message_of()

    identifiers = [message.extra_headers["Message-ID"] for message in (first, second, other)]
    assert identifiers[0] == identifiers[1] != identifiers[2]


@pytest.mark.parametrize(
    "subject", ["Bonjour\nBcc: x@y.example", "Bonjour\r\nTo: x@y.example", "Bonjour\x0bX: y"]
)
def test_a_subject_cannot_add_a_header(db, subject):
    sent = message_from_bytes(message_of(subject=subject).message().as_bytes())

    assert sent["Bcc"] is None
    assert len(sent.get_all("To")) == 1


def test_message_says_it_in_html_and_in_text_with_its_button(db, settings):
    settings.BASE_URL = "https://cadrage.example"
    message = message_of(
        subject="À vous : l’hébergement",
        body="Premier point.\n\nDeuxième point.",
        action="Ouvrir le sujet",
        path="/sujets/7/",
    )

    html, _kind = message.alternatives[0]
    for content in (message.body, html):
        assert "Premier point." in content
        assert "https://cadrage.example/sujets/7/" in content
        assert "Ouvrir le sujet" in content
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"


def test_message_without_a_page_has_no_button(db):
    html, _kind = message_of(path="").alternatives[0]

    assert 'class="btn"' not in html


def test_message_escapes_what_people_wrote(db):
    message = message_of(subject="<b>A</b>", body="<script>x</script> & l’autre")

    html, _kind = message.alternatives[0]
    assert "<script>" not in html
    assert "<script>x</script> & l’autre" in message.body


def test_folder_backend_writes_a_file_that_reads_back(db, settings, tmp_path):
    settings.EMAIL_BACKEND = "governance.delivery.FolderBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    message_of(subject="À vous").send()

    [path] = tmp_path.iterdir()
    assert message_from_bytes(path.read_bytes())["To"].endswith("@verdier.example")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_senders_at_once_send_one_message(mailoutbox):
    notice, start, results = NoticeFactory(), threading.Barrier(3), []

    def send():
        try:
            start.wait(10)
            results.append(outbox.send_notice(notice.pk))
        finally:
            connection.close()

    senders = [threading.Thread(target=send) for _ in range(3)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join(30)

    assert (len(mailoutbox), sorted(results)) == (1, [False, False, True])
