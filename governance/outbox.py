"""The outbox: each e-mail leaves once. Its attempt is written before, its outcome after.

A worker that dies in between leaves an attempt without an outcome: nobody knows whether the
message left. It is counted on its row, shown to the stewards, and tried again under the same
Message-ID: a gathering of reminders once at most, the rest as any other failure.
"""

from collections.abc import Callable
from smtplib import (
    SMTPDataError,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPSenderRefused,
    SMTPServerDisconnected,
)
from time import monotonic

from django.conf import settings
from django.core.mail import get_connection
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.delivery import notice_message
from governance.models import MailSettings, Notice, Person
from governance.roles import Mandate

BATCH, SECONDS = 100, 30
PERMANENT = 500
LOST_IN_A_ROW = 3  # a server that hangs up so often is away
MOST_DOUBTS = 1  # how often a gathering of reminders may leave without anybody knowing
# Who reads a sort of message again at the moment it leaves: None when there is nothing left to
# say, otherwise what its page needs beside its words.
READERS: dict[str, Callable[[Notice], dict | None]] = {}


class MailServer:
    """One conversation with the mail server, taken up again after each trouble."""

    def __init__(self):
        self.connection, self.lost = None, 0

    def open(self):
        """The conversation, begun if it must be; raises when the server is away."""
        if self.connection is None:
            connection = get_connection()
            connection.open()
            self.connection = connection
        return self.connection

    def close(self) -> None:
        """Hang up, whatever the state of the line."""
        connection, self.connection = self.connection, None
        if connection is not None:
            try:
                connection.close()
            except (OSError, SMTPException):
                return

    @property
    def is_away(self) -> bool:
        return self.lost >= LOST_IN_A_ROW


def send_waiting(seconds: float = SECONDS) -> int:
    """Send the e-mails that are waiting, oldest first; how many left or had no need to."""
    limit, server, sent = monotonic() + seconds, MailServer(), 0
    try:
        while (ids := oldest()) and monotonic() < limit:
            if not answers(server, ids[0]):
                return sent
            for notice_id in ids:
                sent += send_notice(notice_id, server)
                if server.is_away:
                    return sent
    finally:
        server.close()
    return sent


def oldest() -> list[int]:
    """The messages that are free to leave, in the order in which they were written."""
    waiting = Notice.objects.free(timezone.now()).order_by("created_at", "pk")
    return list(waiting.values_list("pk", flat=True)[:BATCH])


def answers(server: MailServer, first: int) -> bool:
    """Whether the mail server is there; if not, the message that waits longest says why."""
    try:
        server.open()
    except OSError as error:
        Notice.objects.filter(pk=first).update(failure=str(error)[:500])
        return False
    return True


def send_notice(notice_id: int, server: MailServer | None = None) -> bool:
    """Send one notice by e-mail, once: safe to run twice, late, or beside itself."""
    if not Notice.objects.claim(notice_id, seconds=settings.NOTICE_LEASE_SECONDS):
        return False
    notice = Notice.objects.select_related("recipient__mail_settings").get(pk=notice_id)
    own = server or MailServer()
    try:
        why, message = prepare(notice)
        if why:
            return hold_back(notice, why)
        message.connection = own.open()
        notice.attempted_at = timezone.now()
        Notice.objects.filter(pk=notice_id).update(attempted_at=notice.attempted_at)
        message.send()
    except Exception as error:  # noqa: BLE001 -- kept on its row; tried again after the lease
        own.close()
        own.lost = own.lost + 1 if is_outage(error) else 0
        return keep_failure(notice, error)
    finally:
        if server is None:
            own.close()
    own.lost = 0
    Notice.objects.filter(pk=notice_id).update(done_at=timezone.now(), failure="")
    return True


def prepare(notice: Notice) -> tuple[str, object]:
    """Why a message stays here, or the message itself as it should be said now."""
    found = Notice.HeldBack
    if not notice.recipient.is_active:
        return found.LEFT, None
    gathered = notice.genre == Notice.Genre.DIGEST
    if gathered and notice.doubtful > MOST_DOUBTS:
        return found.UNKNOWN, None
    extra = READERS[notice.genre](notice) if notice.genre in READERS else {}
    if extra is None:
        return found.ANSWERED, None
    if gathered and muted(notice.recipient):
        return found.MUTED, None
    return "", notice_message(notice, extra)


def muted(person: Person) -> bool:
    """Whether a person reads their reminders here only."""
    try:
        return person.mail_settings.no_digest_since is not None
    except MailSettings.DoesNotExist:
        return False


def hold_back(notice: Notice, why: str) -> bool:
    """The message stays in the inbox; one that says what is over is not even new there."""
    now = timezone.now()
    read = {"read_at": now} if why == Notice.HeldBack.ANSWERED and not notice.read_at else {}
    Notice.objects.filter(pk=notice.pk).update(done_at=now, held_back=why, failure="", **read)
    return True


def keep_failure(notice: Notice, error: Exception) -> bool:
    """What went wrong, on the row; an attempt that surely failed is no attempt any more."""
    row, words = Notice.objects.filter(pk=notice.pk), str(error)[:500]
    if is_refusal(error):
        row.update(
            done_at=timezone.now(),
            held_back=Notice.HeldBack.REFUSED,
            failure=words,
            attempted_at=None,
        )
        tell_refused(notice.recipient, words)
    elif notice.attempted_at and is_unknown(error):
        row.update(failure=words)
    else:
        again = {"attempts": F("attempts") - 1} if is_outage(error) else {}
        row.update(failure=words, attempted_at=None, **again)
    return False


@transaction.atomic
def tell_refused(person: Person, words: str) -> None:
    """The stewards learn, once a day, that nobody can write to this address any more."""
    for steward in Person.objects.filter(mandate=Mandate.STEWARD, is_active=True):
        Notice.post(
            steward,
            key=f"refused:{person.pk}:{timezone.localdate():%Y%m%d}",
            subject=_("%(name)s ne reçoit plus nos messages") % {"name": person.name},
            body=_(
                "Le serveur de messagerie refuse l’adresse %(email)s : %(words)s. Vérifiez-la, ou "
                "fermez l’accès de cette personne. Ses notifications restent dans l’outil."
            )
            % {"email": person.email, "words": words},
        )


def is_refusal(error: Exception) -> bool:
    """Whether the server knows nobody at this address: there is no use in trying again."""
    return isinstance(error, SMTPRecipientsRefused) and not is_outage(error)


def is_unknown(error: Exception) -> bool:
    """Whether the conversation broke off: the message may have left all the same."""
    return isinstance(error, SMTPServerDisconnected | TimeoutError | ConnectionResetError)


def is_outage(error: Exception) -> bool:
    """Whether the mail server was away or busy: that is not a try, however long it lasts."""
    if isinstance(error, SMTPRecipientsRefused):
        return all(code < PERMANENT for code, _text in error.recipients.values())
    if isinstance(error, SMTPDataError | SMTPSenderRefused):
        return error.smtp_code < PERMANENT
    return isinstance(error, OSError)
