"""The steward's page of the chat channels: their address is written once, shown masked."""

import pytest
from django.urls import reverse

from governance import journal, webhooks
from governance.models import ChatChannel, JournalEntry
from reviews.forms.channels import masked
from tests.factories import ChatChannelFactory, PersonFactory

pytestmark = pytest.mark.django_db
LIST = "/reglages/canaux/"
SECRET = "https://203.0.114.10/hooks/secret-abc"
NEW = {"label": "Projets", "flavour": "slack", "url": SECRET}


@pytest.fixture(autouse=True)
def _steward(client):
    client.force_login(PersonFactory(steward=True))


def test_a_channel_is_added_and_hears_of_what_happens_from_now_on(client):
    answer = client.post(f"{LIST}ajout/", NEW)

    channel = ChatChannel.objects.get()
    assert (answer.status_code, channel.url) == (302, SECRET)
    assert JournalEntry.objects.filter(pk__gt=channel.heard_up_to).count() == 1
    assert JournalEntry.objects.get(verb="channel.added").facts == {"what": "Projets"}


def test_the_address_is_never_shown_again(client):
    channel = ChatChannelFactory(url=SECRET)

    for url in (LIST, reverse("reviews:channel", args=[channel.pk])):
        page = client.get(url).content.decode()
        assert masked(SECRET) in page
        assert "secret-abc" not in page


@pytest.mark.parametrize("url", ["", "http://203.0.114.10/x", "https://127.0.0.1/x", "abc"])
def test_an_address_that_may_not_be_posted_to_is_not_kept(client, url):
    """Scenario 113."""
    assert client.post(f"{LIST}ajout/", NEW | {"url": url}).status_code == 422
    assert not ChatChannel.objects.exists()


def test_an_empty_address_keeps_the_one_it_has(client):
    channel = ChatChannelFactory(url=SECRET)
    data = {"label": "Autre nom", "flavour": "teams", "url": "", "in_use": "on"}

    client.post(reverse("reviews:channel", args=[channel.pk]), data)

    channel.refresh_from_db()
    assert (channel.label, channel.url, channel.in_use) == ("Autre nom", SECRET, True)


def test_a_channel_that_comes_back_does_not_hear_of_what_it_missed(client):
    channel = ChatChannelFactory(url=SECRET, in_use=False, failures=9)
    journal.record(channel, "channel.stopped", by=None)
    data = {"label": "Projets", "flavour": "teams", "url": "", "in_use": "on"}

    client.post(reverse("reviews:channel", args=[channel.pk]), data)

    channel.refresh_from_db()
    assert (channel.failures, channel.heard_up_to) == (0, journal.head()[0] - 1)


@pytest.mark.parametrize("error", [None, webhooks.Refused("inner"), webhooks.Failed("HTTP 404")])
def test_a_trial_says_what_happened(client, monkeypatch, error):
    def post_json(_url, _payload):
        if error:
            raise error

    monkeypatch.setattr(webhooks, "post_json", post_json)
    channel = ChatChannelFactory()

    page = client.post(reverse("reviews:channel-trial", args=[channel.pk]), follow=True)

    said = {None: "Essai reçu", webhooks.Refused: "à l’intérieur", webhooks.Failed: "HTTP 404"}
    assert said[type(error) if error else None] in page.content.decode()
