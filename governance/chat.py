"""The company's chat hears of what happens: one post per channel, through the jobs table.

A channel that does not answer is tried again later and later; after a day of silence it is put
aside and the stewards are told. Nothing waits for a chat.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import jobs, journal, webhooks
from governance.models import ChatChannel, Job, Notice, Person
from governance.roles import Mandate

ONE_MINUTE, ONE_DAY = timedelta(minutes=1), timedelta(days=1)


def post(sentence: str, url: str, *, channel: ChatChannel, key: str) -> Job:
    """Have one sentence posted to one channel, once per key."""
    return Job.plan(
        "post_to_chat", key=f"{channel.pk}:{key}", channel=channel.pk, sentence=sentence, url=url
    )


def shaped(flavour: str, sentence: str, url: str) -> dict:
    """The sentence as each tool reads it."""
    words = _("Ouvrir dans Cadrage")
    if flavour == ChatChannel.Flavour.SLACK:
        return {"text": f"{escaped(sentence)} <{url}|{words}>"}
    if flavour == ChatChannel.Flavour.MATTERMOST:
        return {"text": f"{plain_markdown(sentence)} [{words}]({url})"}
    return {
        "type": "message",
        "attachments": [
            {
                "contentType": "application/vnd.microsoft.card.adaptive",
                "content": {
                    "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
                    "type": "AdaptiveCard",
                    "version": "1.4",
                    "body": [{"type": "TextBlock", "text": plain_markdown(sentence), "wrap": True}],
                    "actions": [{"type": "Action.OpenUrl", "title": words, "url": url}],
                },
            }
        ],
    }


def escaped(sentence: str) -> str:
    """Nobody is called out and nothing is a link because of what somebody wrote."""
    return sentence.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def plain_markdown(sentence: str) -> str:
    """The same where Markdown is read: no mention, no link, no emphasis."""
    for sign in "\\`*_[]<>#|@":
        sentence = sentence.replace(sign, f"\\{sign}" if sign != "@" else "@\u200b")
    return sentence


def send(channel: ChatChannel, sentence: str, url: str) -> None:
    """Post now; raises what went wrong."""
    webhooks.post_json(channel.url, shaped(channel.flavour, sentence, url))


def deliver(channel_id: int, sentence: str, url: str) -> None:
    """Do one post of the queue: wait while the channel is silent, stop when it is put aside."""
    channel = ChatChannel.objects.filter(pk=channel_id, in_use=True).first()
    if channel is None:
        return
    now = timezone.now()
    if channel.failing_since and (wait := next_try(channel) - now) > timedelta(0):
        raise jobs.Later(wait)
    try:
        send(channel, sentence, url)
    except (webhooks.Refused, webhooks.Failed) as error:
        silent(channel, now, str(error))
    else:
        answered(channel)


def next_try(channel: ChatChannel) -> datetime:
    """One minute after the first failure, then three, seven, fifteen… the last after a day."""
    return channel.failing_since + min(ONE_MINUTE * (2**channel.failures - 1), ONE_DAY)


def answered(channel: ChatChannel) -> None:
    """The channel is there again: what it missed is forgotten."""
    ChatChannel.objects.filter(pk=channel.pk).update(failures=0, failing_since=None)


def silent(channel: ChatChannel, now: datetime, words: str) -> None:
    """One failure more: tried again later, or put aside after a day of silence."""
    since = channel.failing_since or now
    if now - since >= ONE_DAY:
        put_aside(channel, words)
        return
    ChatChannel.objects.filter(pk=channel.pk).update(
        failures=F("failures") + 1, failing_since=since
    )
    channel.refresh_from_db()
    raise jobs.Later(next_try(channel) - now)


@transaction.atomic
def put_aside(channel: ChatChannel, words: str) -> None:
    """The channel hears of nothing any more, and the stewards learn it once."""
    journal.lock_chain()
    if not ChatChannel.objects.filter(pk=channel.pk, in_use=True).update(in_use=False):
        return
    journal.record(channel, "channel.stopped", by=None, thread="channels", words=words)
    for steward in Person.objects.filter(mandate=Mandate.STEWARD, is_active=True):
        Notice.post(
            steward,
            key=f"channel-stopped:{channel.pk}:{timezone.localdate():%Y%m%d}",
            subject=_("Le canal « %(name)s » ne répond plus") % {"name": channel.label},
            body=_(
                "Rien n’y passe depuis un jour (%(words)s). Il est mis de côté : vérifiez son "
                "adresse, essayez-le, puis remettez-le en usage."
            )
            % {"words": words},
            action=_("Ouvrir les canaux"),
            path=reverse("reviews:channels"),
        )
