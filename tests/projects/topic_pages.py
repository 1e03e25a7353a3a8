"""How tests fill the pages of a topic, as a browser would."""

from django.urls import reverse

from governance.models import Fact
from tests.projects.stewarding import typed


def add(topic, sort):
    return reverse("projects:kept-topic-row-add", args=[topic.pk, sort])


def at(row):
    sort = "faits" if isinstance(row, Fact) else "solutions"
    return reverse("projects:kept-topic-row", args=[row.topic_id, sort, row.pk])


def opened(client, url, **changes):
    context = client.get(url).context
    sent = typed(context["form"]) | {"seen": context["seen"]} | changes
    return {name: value for name, value in sent.items() if value is not None}
