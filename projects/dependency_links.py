"""The link of a notice that leads to one dependency to answer: signed, short-lived, for one person.

It opens a page and never answers: the session of the person is asked first, the form after.
"""

from datetime import timedelta

from django.core import signing
from django.urls import reverse

SALT = "projects.dependency"
LIFE = timedelta(days=10)


def link_to_answer(person, dependency) -> str:
    """The address by which this person answers, from their e-mail."""
    ticket = signing.dumps({"person": person.pk, "dependency": dependency.pk}, salt=SALT)
    return reverse("projects:dependency-link", args=[ticket])


def read_ticket(ticket: str) -> dict | None:
    """Who and which dependency, or nothing when the link is too old or was changed."""
    try:
        return signing.loads(ticket, salt=SALT, max_age=LIFE)
    except signing.BadSignature:
        return None
