"""What the company's chat hears: the journal read on from where each channel stopped."""

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from governance import chat, journal
from governance.models import ChatChannel, JournalEntry
from projects.models import Move, Project

BATCH = 200
ESCALATED = "ball.escalated"
TOLD = (
    "gate.submitted",
    "gate.approved",
    "gate.reserved",
    "gate.changes",
    "gate.refused",
    "gate.waived",
    "meeting.closed",
    ESCALATED,
)
PAGES = {"reviews.gate": "reviews:gate", "reviews.scopingmeeting": "reviews:meeting"}


def announce() -> int:
    """Plan one post per channel and per thing that happened since; how many."""
    channels = ChatChannel.objects.filter(in_use=True).order_by("pk")
    return sum(announce_to(pk) for pk in channels.values_list("pk", flat=True))


@transaction.atomic
def announce_to(channel_id: int) -> int:
    """Read the journal on for one channel; two readers at once plan each post once."""
    rows = ChatChannel.objects.select_for_update().filter(pk=channel_id, in_use=True)
    channel = rows.first()
    if channel is None:
        return 0
    last, _hash = journal.head()
    span = JournalEntry.objects.filter(pk__gt=channel.heard_up_to, pk__lte=last)
    entries = list(span.filter(verb__in=TOLD).order_by("pk")[:BATCH])
    titles = dict(
        Project.objects.filter(key__in={entry.thread for entry in entries}).values_list(
            "key", "title"
        )
    )
    for entry in entries:
        chat.post(
            sentence_of(entry, titles.get(entry.thread, "")),
            settings.BASE_URL + page_of(entry),
            channel=channel,
            key=str(entry.pk),
        )
    heard = entries[-1].pk if len(entries) == BATCH else last
    ChatChannel.objects.filter(pk=channel.pk).update(heard_up_to=heard)
    return len(entries)


def sentence_of(entry: JournalEntry, project: str) -> str:
    """« Sophie Marchand valide avec réserves : Choix techniques (Refonte du site) ».

    A chat is read by more people than a project: what somebody wrote on a ball (a finding, a
    question, an action) stays here, and only its kind and its holder are told.
    """
    words = str(journal.VERBS[entry.verb])
    actor = f"{entry.actor_name} {words}" if entry.actor_id else words
    what = late_ball(entry.facts) if entry.verb == ESCALATED else entry.subject_text
    place = f" ({project})" if project and project != what else ""
    return f"{actor} : {what}{place}" if what else f"{actor}{place}"


def late_ball(facts: dict) -> str:
    """« Décider, chez Sophie Marchand »: never the words that somebody typed."""
    kinds = dict(Move.Kind.choices)
    told = {"kind": kinds.get(facts.get("kind"), ""), "holder": facts.get("holder", "")}
    if not (told["kind"] and told["holder"]):
        return str(told["kind"])
    return _("%(kind)s, chez %(holder)s") % told


def page_of(entry: JournalEntry) -> str:
    """Where one reads more of what happened."""
    if page := PAGES.get(entry.subject_label):
        return reverse(page, args=[entry.subject_id])
    return reverse("projects:project", args=[entry.thread])
