"""Somebody who has the live page open, and what their page knows."""

import re

from django.urls import reverse

from reviews.pages import live as live_pages


class LivePage:
    """The page of one person on one point, asking as the browser does."""

    def __init__(self, client, item, person):
        self.client, self.item, self.person = client, item, person
        client.force_login(person)
        page = client.get(reverse("reviews:item", args=[item.pk]), headers={"HX-Request": ""})
        self.read(page.content.decode())

    def read(self, html):
        """What the page remembers of an answer: its token, and the marks of its pieces."""
        self.vu = re.search(r'id="direct-vu" value="([^"]*)"', html).group(1)
        found = re.findall(r'name="marque" value="([a-z]+):([0-9a-f]+)"', html)
        self.marks = {**getattr(self, "marks", {}), **dict(found)}
        version = re.search(r'id="version-lue" form="notes-form" value="(\d+)"', html)
        self.version = version.group(1) if version else getattr(self, "version", "")

    def ask(self, **facts):
        """One poll; the page remembers what it was told."""
        query = {
            "point": self.item.pk,
            "vu": self.vu,
            "marque": [f"{name}:{mark}" for name, mark in self.marks.items()],
            "version": self.version,
            **facts,
        }
        response = self.client.get(reverse("reviews:direct", args=[self.item.meeting_id]), query)
        if response.status_code == 200:
            self.read(response.content.decode())
        return response

    def news(self, **facts):
        """The names of the pieces that came, and the whole answer."""
        html = self.ask(**facts).content.decode()
        return sorted(re.findall(r'name="marque" value="([a-z]+):', html)), html


def token(meeting):
    return live_pages.token_of(meeting)
