"""The link of a notice that leads to one decision: signed, short-lived, for one person.

It opens a page and never decides: the session of the person is asked first, the form after.
"""

from datetime import timedelta

from django.core import signing

SALT = "reviews.decision"
LIFE = timedelta(hours=72)


def decision_ticket(*, person, round) -> str:
    """What the address carries: who may follow it, and to which round."""
    return signing.dumps({"person": person.pk, "round": round.pk}, salt=SALT)


def read_ticket(ticket: str) -> dict | None:
    """Who and which round, or nothing when the link is too old or was changed."""
    try:
        return signing.loads(ticket, salt=SALT, max_age=LIFE)
    except signing.BadSignature:
        return None
