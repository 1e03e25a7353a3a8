"""Servers that refuse, hang up, are away or die in mid-send: what leaves again, and what does not."""

from datetime import timedelta
from smtplib import SMTPAuthenticationError, SMTPDataError, SMTPRecipientsRefused

import pytest
import time_machine
from django.utils import timezone

from governance import delivery, outbox, tasks
from governance.models import Notice
from governance.models.jobs import MAX_ATTEMPTS
from tests.factories import NoticeFactory, PersonFactory


def later(**delay):
    return time_machine.travel(timezone.now() + timedelta(**delay), tick=False)


def test_send_that_fails_stays_due_and_is_tried_after_the_lease(db, settings, mailoutbox):
    notice = NoticeFactory()
    settings.EMAIL_BACKEND = "tests.governance.mail_servers.BrokenBackend"
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
    settings.EMAIL_BACKEND = "tests.governance.mail_servers.RefusingBackend"

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
    settings.EMAIL_BACKEND = "tests.governance.mail_servers.ChoosyBackend"
    NoticeFactory(recipient__email="gone@verdier.example")
    busy = NoticeFactory(recipient__email="busy@verdier.example")
    others = [NoticeFactory(), NoticeFactory()]

    assert tasks.send_due_notices() == 2

    assert [letter.to[0] for letter in mailoutbox] == [row.recipient.email for row in others]
    busy.refresh_from_db()
    assert (busy.attempts, busy.done_at, busy.held_back) == (0, None, "")


def test_a_conversation_that_breaks_off_leaves_a_doubt_and_does_not_go_on_for_ever(db, settings):
    notice = NoticeFactory()
    settings.EMAIL_BACKEND = "tests.governance.mail_servers.HangingBackend"

    for round_number in range(MAX_ATTEMPTS + 2):
        with later(hours=round_number):
            outbox.send_notice(notice.pk)

    notice.refresh_from_db()
    assert (notice.attempts, notice.doubtful) == (MAX_ATTEMPTS, MAX_ATTEMPTS - 1)


def test_a_server_that_hangs_up_again_and_again_is_left_alone(db, settings):
    settings.EMAIL_BACKEND = "tests.governance.mail_servers.HangingBackend"
    NoticeFactory.create_batch(10)

    assert tasks.send_due_notices() == 0
    assert Notice.objects.exclude(attempts=0).count() == outbox.LOST_IN_A_ROW


def test_a_server_that_is_away_takes_nothing_in_hand(db, settings):
    """Scenario 59."""
    settings.EMAIL_BACKEND = "tests.governance.mail_servers.BrokenBackend"
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
    settings.EMAIL_BACKEND = "tests.governance.mail_servers.DeadlyBackend"
    with pytest.raises(KeyboardInterrupt):
        outbox.send_notice(notice.pk)
    notice.refresh_from_db()
    assert (notice.attempted_at is None, notice.done_at) == (False, None)


def test_send_survives_a_long_outage_of_the_mail_server(db, settings, mailoutbox):
    notice = NoticeFactory()
    settings.EMAIL_BACKEND = "tests.governance.mail_servers.BrokenBackend"
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
