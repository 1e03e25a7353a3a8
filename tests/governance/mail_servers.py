"""Mail servers that fail, each in its own way."""

from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

from django.core.mail.backends.locmem import EmailBackend


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
