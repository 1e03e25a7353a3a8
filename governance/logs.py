"""What a log line may say: an address whose secret is the key is written without its secret."""

import logging
import re

SECRETS = re.compile(r"/(agenda|creneaux|invitations|reunions/invitations)/(?!\d+/)[^/\s?]+")
TOKENS = re.compile(r"cadrage_[\w-]{20,}")


class WithoutSecrets(logging.Filter):
    """Hide the secret part of addresses in every line."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = hidden(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(hidden(value) for value in record.args)
        return True


def hidden(value):
    """The same text without the secrets of our addresses and tokens; anything else as it is."""
    if not isinstance(value, str):
        return value
    return TOKENS.sub("cadrage_…", SECRETS.sub(r"/\1/…", value))
