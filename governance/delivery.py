"""What the e-mail of a notice looks like; when it leaves is the outbox's business."""

import hashlib
import re

import css_inline
from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.filebased import EmailBackend as FileBackend
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from governance.models import Notice

WAY_OUT = signing.Signer(salt="unsubscribe")  # it names a person, says nothing, never ends
NOTICE = "email/notice.txt", "email/notice.html"
DIGEST = "email/digest.txt", "email/digest.html"
METHOD = re.compile(r"^METHOD:(REQUEST|CANCEL|PUBLISH)\r?$", re.MULTILINE)
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


def notice_message(notice: Notice, extra: dict | None = None) -> EmailMultiAlternatives:
    """The e-mail of a notice, in its reader's language, with its text twin.

    `extra` is what its page needs beside its words: the lines of a gathering of reminders.
    """
    with translation.override(notice.recipient.language or settings.LANGUAGE_CODE):
        context = {
            "notice": notice,
            "paragraphs": re.split(r"\n{2,}", notice.body),
            "url": settings.BASE_URL + notice.path if notice.path else "",
            "company": settings.COMPANY_NAME,
            "base_url": settings.BASE_URL,
            "profile_url": settings.BASE_URL + reverse("governance:profile"),
            "absences_url": settings.BASE_URL + reverse("governance:absences"),
            "unsubscribe_url": unsubscribe_url(notice),
        } | (extra or {})
        in_text, in_html = DIGEST if context.get("lines") else NOTICE
        text = render_to_string(in_text, context)
        html = _inliner.inline(render_to_string(in_html, context))
    message = EmailMultiAlternatives(
        subject=" ".join(notice.subject.split()),
        body=text,
        to=[notice.recipient.email],
        headers=headers_of(notice),
    )
    message.attach_alternative(html, "text/html")
    attach_calendar(message, notice.calendar)
    return message


def headers_of(notice: Notice) -> dict[str, str]:
    """The same Message-ID at each try; a way out of the reminders, never of the rest."""
    domain = settings.BASE_URL.split("//")[-1].split(":")[0]
    digest = hashlib.sha256(notice.key.encode()).hexdigest()[:32]
    found = {"Message-ID": f"<{digest}@{domain}>", "Auto-Submitted": "auto-generated"}
    if way_out := unsubscribe_url(notice):
        found["List-Unsubscribe"] = f"<{way_out}>"
        found["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return found


def unsubscribe_url(notice: Notice) -> str:
    """Where the reader of gathered reminders stops them, without signing in."""
    if notice.genre != Notice.Genre.DIGEST:
        return ""
    link = WAY_OUT.sign_object(notice.recipient_id)
    return settings.BASE_URL + reverse("governance:unsubscription", args=[link])


def attach_calendar(message: EmailMultiAlternatives, calendar: str) -> None:
    """The invitation twice: a part that Outlook, Gmail and Apple show, and a file for the others."""
    method = METHOD.search(calendar)
    if not method:
        return
    message.attach_alternative(calendar, f"text/calendar; method={method[1]}")  # charset=utf-8
    message.attach("invitation.ics", calendar.encode(), "application/ics")
