"""What a log line may say: an address whose secret is the key is written without its secret."""

import logging
import re

SECRETS = re.compile(r"/(agenda|creneaux|invitations|reunions/invitations)/(?!\d+/)[^/\s?]+")


class WithoutSecrets(logging.Filter):
    """Hide the secret part of addresses in every line."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = hidden(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(hidden(value) for value in record.args)
        return True


def hidden(value):
    """The same text without the secrets of our addresses; anything else as it is."""
    return SECRETS.sub(r"/\1/…", value) if isinstance(value, str) else value
