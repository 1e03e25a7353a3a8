"""How a notice reaches its person: the inbox at once, the e-mail through the outbox."""

import hashlib
import re
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPSenderRefused

import css_inline
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.filebased import EmailBackend as FileBackend
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import timezone, translation

from governance.models import Notice

PERMANENT = 500
_inliner = css_inline.CSSInliner(load_remote_stylesheets=False)


class FolderBackend(FileBackend):
    """E-mails as one .eml file each, in a folder that the application can show."""

    def send_messages(self, email_messages):
        for message in email_messages:
            stamp = timezone.now().strftime("%Y%m%d-%H%M%S-%f")
            content = message.message().as_bytes()
            digest = hashlib.sha256(content).hexdigest()[:8]
            path = f"{self.file_path}/{stamp}-{digest}.eml"
            with open(path, "wb") as file:
                file.write(content)
        return len(email_messages)


def send_notice(notice_id: int) -> bool:
    """Send one notice by e-mail, once: safe to run twice, late, or beside itself."""
    if not Notice.objects.claim(notice_id, seconds=settings.NOTICE_LEASE_SECONDS):
        return False
    notice = Notice.objects.select_related("recipient").get(pk=notice_id)
    try:
        if notice.recipient.is_active:
            notice_message(notice).send()
    except Exception as error:  # noqa: BLE001 -- kept on its row; tried again after the lease
        again = {"attempts": F("attempts") - 1} if is_outage(error) else {}
        Notice.objects.filter(pk=notice_id).update(failure=str(error)[:500], **again)
        return False
    Notice.objects.filter(pk=notice_id).update(done_at=timezone.now(), failure="")
    return True


def is_outage(error: Exception) -> bool:
    """Whether the mail server was away or busy: that is not a try, however long it lasts."""
    if isinstance(error, SMTPRecipientsRefused):
        return all(code < PERMANENT for code, _text in error.recipients.values())
    if isinstance(error, (SMTPDataError, SMTPSenderRefused)):
        return error.smtp_code < PERMANENT
    return isinstance(error, OSError)


def notice_message(notice: Notice) -> EmailMultiAlternatives:
    """The e-mail of a notice, in its reader's language, with its text twin."""
    with translation.override(notice.recipient.language or settings.LANGUAGE_CODE):
        context = {
            "notice": notice,
            "paragraphs": re.split(r"\n{2,}", notice.body),
            "url": settings.BASE_URL + notice.path if notice.path else "",
            "company": settings.COMPANY_NAME,
            "base_url": settings.BASE_URL,
        }
        text = render_to_string("email/notice.txt", context)
        html = _inliner.inline(render_to_string("email/notice.html", context))
    domain = settings.BASE_URL.split("//")[-1].split(":")[0]
    digest = hashlib.sha256(notice.key.encode()).hexdigest()[:32]
    message = EmailMultiAlternatives(
        subject=" ".join(notice.subject.split()),
        body=text,
        to=[notice.recipient.email],
        headers={"Message-ID": f"<{digest}@{domain}>", "Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(html, "text/html")
    return message
