"""How tests fill the pages of ground rules, as a browser would."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from tests.projects.stewarding import typed

INDEX = reverse("projects:kept-rules")


def at(ref):
    return reverse("projects:kept-rule", args=[ref])


def add(topic):
    return f"{reverse('projects:kept-rule-add')}?sujet={topic}"


def opened(client, url, **changes) -> dict:
    """The form of a page as it is, with some answers changed; None takes one away."""
    context = client.get(url).context
    sent = {"seen": context["seen"], "sujet": context["topic"].slug}
    for part in context["form"].parts:
        sent |= typed(part)
    return {name: value for name, value in (sent | changes).items() if value is not None}


def attempt(client, url, sent):
    return client.post(url, sent | {"action": "try"})


def publish(client, url, sent):
    """Try first, then publish what was shown."""
    tried = attempt(client, url, sent)
    assert tried.status_code == 200, [part.errors for part in tried.context["form"].parts]
    return client.post(url, sent | {"action": "publish", "previewed": tried.context["stamp"]})


TODAY = timezone.localdate


def days(count):
    return (TODAY() + timedelta(days=count)).isoformat()
