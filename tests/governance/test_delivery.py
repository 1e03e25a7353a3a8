"""A notice: one line of the inbox, one e-mail, whatever happens to the mail server."""

import threading
from datetime import timedelta
from email import message_from_bytes
from smtplib import (
    SMTPAuthenticationError,
    SMTPDataError,
    SMTPRecipientsRefused,
    SMTPServerDisconnected,
)

import pytest
import time_machine
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection, transaction
from django.utils import timezone

from governance import delivery, outbox, tasks
from governance.models import Notice
from governance.models.jobs import MAX_ATTEMPTS
from tests.factories import NoticeFactory, PersonFactory


class BrokenBackend(EmailBackend):
    """A mail server that nobody answers at."""

    def open(self):
        raise ConnectionRefusedError("nobody there")


class HangingBackend(EmailBackend):
    """A mail server that hangs up in the middle of a message."""

    def send_messages(self, messages):
        raise SMTPServerDisconnected("hung up")


class RefusingBackend(EmailBackend):
    """A mail server that knows nobody of this name."""

    def send_messages(self, messages):
        raise SMTPRecipientsRefused({"nobody@verdier.example": (550, b"unknown")})


class ChoosyBackend(EmailBackend):
    """A mail server that does not want everybody."""

    def send_messages(self, messages):
        [message] = messages
        code = {"gone": 550, "busy": 451}.get(message.to[0].split("@")[0])
        if code:
            raise SMTPRecipientsRefused({message.to[0]: (code, b"no")})
        return super().send_messages(messages)


class DeadlyBackend(EmailBackend):
    """The worker is killed while the server has the message."""

    def send_messages(self, messages):
        raise KeyboardInterrupt


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


def test_send_that_fails_stays_due_and_is_tried_after_the_lease(db, settings, mailoutbox):
    notice = NoticeFactory()
    settings.EMAIL_BACKEND = "tests.governance.test_delivery.BrokenBackend"
    assert outbox.send_notice(notice.pk) is False
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    notice.refresh_from_db()
    assert (notice.done_at, notice.failure) == (None, "nobody there")
    assert tasks.send_due_notices() == 0
    with later(seconds=settings.NOTICE_LEASE_SECONDS + 1):
        assert tasks.send_due_notices() == 1

    notice.refresh_from_db()
    assert (notice.failure, len(mailoutbox)) == ("", 1)


def test_an_address_that_is_refused_is_not_tried_again_and_stewards_are_told_once(db, settings):
    """Scenario 60."""
    paul, person = PersonFactory(steward=True), PersonFactory(name="Lucie Moreau")
    settings.EMAIL_BACKEND = "tests.governance.test_delivery.RefusingBackend"

    for number in range(3):
        notice = NoticeFactory(recipient=person, key=f"refused:{number}")
        assert outbox.send_notice(notice.pk) is False

    notice.refresh_from_db()
    assert (notice.attempts, notice.held_back, notice.attempted_at) == (1, "refused", None)
    assert [row.subject for row in Notice.objects.filter(recipient=paul)] == [
        "Lucie Moreau ne reçoit plus nos messages"
    ]


def test_one_refused_recipient_does_not_hold_the_others(db, settings, mailoutbox):
    """Scenario 60."""
    settings.EMAIL_BACKEND = "tests.governance.test_delivery.ChoosyBackend"
    NoticeFactory(recipient__email="gone@verdier.example")
    busy = NoticeFactory(recipient__email="busy@verdier.example")
    others = [NoticeFactory(), NoticeFactory()]

    assert tasks.send_due_notices() == 2

    assert [letter.to[0] for letter in mailoutbox] == [row.recipient.email for row in others]
    busy.refresh_from_db()
    assert (busy.attempts, busy.done_at, busy.held_back) == (0, None, "")


def test_a_conversation_that_breaks_off_leaves_a_doubt_and_does_not_go_on_for_ever(db, settings):
    notice = NoticeFactory()
    settings.EMAIL_BACKEND = "tests.governance.test_delivery.HangingBackend"

    for round_number in range(MAX_ATTEMPTS + 2):
        with later(hours=round_number):
            outbox.send_notice(notice.pk)

    notice.refresh_from_db()
    assert (notice.attempts, notice.doubtful) == (MAX_ATTEMPTS, MAX_ATTEMPTS - 1)


def test_a_server_that_hangs_up_again_and_again_is_left_alone(db, settings):
    settings.EMAIL_BACKEND = "tests.governance.test_delivery.HangingBackend"
    NoticeFactory.create_batch(10)

    assert tasks.send_due_notices() == 0
    assert Notice.objects.exclude(attempts=0).count() == outbox.LOST_IN_A_ROW


def test_a_server_that_is_away_takes_nothing_in_hand(db, settings):
    """Scenario 59."""
    settings.EMAIL_BACKEND = "tests.governance.test_delivery.BrokenBackend"
    NoticeFactory.create_batch(3)

    assert tasks.send_due_notices() == 0
    assert Notice.objects.filter(attempts=0, lease_until=None).count() == 3
    assert Notice.objects.exclude(failure="").count() == 1


@pytest.mark.parametrize("genre", ["act", "escalation", "digest"])
def test_a_worker_that_dies_in_mid_send_leaves_a_doubt_and_the_message_leaves_again(
    genre, db, settings, mailoutbox, monkeypatch
):
    """Scenario 58."""
    notice = NoticeFactory(genre=genre)
    monkeypatch.setattr(outbox, "READERS", {})
    dies_in_mid_send(notice, settings)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    with later(seconds=settings.NOTICE_LEASE_SECONDS + 1):
        assert tasks.send_due_notices() == 1

    notice.refresh_from_db()
    assert (notice.doubtful, len(mailoutbox)) == (1, 1)
    assert list(Notice.objects.uncertain()) == [notice]
    assert mailoutbox[0].extra_headers == delivery.headers_of(notice)


def test_a_digest_of_unknown_fate_leaves_again_once_only(db, settings, mailoutbox, monkeypatch):
    notice = NoticeFactory(genre="digest")
    monkeypatch.setattr(outbox, "READERS", {})
    for hours in (0, 1):
        with later(hours=hours):
            dies_in_mid_send(notice, settings)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    with later(hours=2):
        tasks.send_due_notices()

    notice.refresh_from_db()
    assert (mailoutbox, notice.doubtful, notice.held_back) == ([], 2, "unknown")


def dies_in_mid_send(notice, settings):
    """A worker that has told the server and not the database."""
    settings.EMAIL_BACKEND = "tests.governance.test_delivery.DeadlyBackend"
    with pytest.raises(KeyboardInterrupt):
        outbox.send_notice(notice.pk)
    notice.refresh_from_db()
    assert (notice.attempted_at is None, notice.done_at) == (False, None)


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


def test_send_survives_a_long_outage_of_the_mail_server(db, settings, mailoutbox):
    notice = NoticeFactory()
    settings.EMAIL_BACKEND = "tests.governance.test_delivery.BrokenBackend"
    for minutes in range(2, 120, 2):
        with later(minutes=minutes):
            assert outbox.send_notice(notice.pk) is False

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    with later(minutes=120):
        assert tasks.send_due_notices() == 1
    assert len(mailoutbox) == 1


@pytest.mark.parametrize(
    ("error", "outage"),
    [
        (ConnectionRefusedError(), True),
        (TimeoutError(), True),
        (SMTPAuthenticationError(535, b"who?"), True),
        (SMTPRecipientsRefused({"a@b.example": (451, b"later")}), True),
        (SMTPRecipientsRefused({"a@b.example": (550, b"unknown")}), False),
        (SMTPDataError(554, b"not this"), False),
        (SMTPDataError(452, b"full"), True),
        (ValueError("header"), False),
    ],
)
def test_what_counts_as_a_try(error, outage):
    assert outbox.is_outage(error) is outage


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
