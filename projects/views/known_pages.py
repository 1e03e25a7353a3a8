"""Known choices as pages show them; a guest never reads where they come from."""

from django.db.models import Count, Q
from django.utils import timezone

from projects import inheritance, topics
from projects.models import KnownChoice, ProjectTopic
from projects.permissions import can_propose_choice

MOST = 6


def known_on(subject: ProjectTopic, user, data: dict | None = None) -> dict:
    """What the page of a topic says of known choices: offers, facts taken over, what lapsed."""
    last = topics.latest_choice(subject)
    draft = subject.choices.filter(submitted_at=None).select_related("known").first()
    owed = owed_by(draft or last, data)
    return {
        "known_offers": offers(subject, owed["known"]) if user else [],
        "may_adopt": bool(user and data and can_propose_choice(user, subject.project)),
        "known": owed["known"],
        "inherited": owed["inherited"],
        "lost": last.known if last and inheritance.is_lost(last) else None,
    }


def owed_by(choice, data: dict | None) -> dict:
    """What is still taken over: in what is typed, or in the version shown."""
    if choice is None:
        return inheritance.NOTHING
    if data is not None:
        return inheritance.heritage(choice, data)
    return {"known": choice.known, "inherited": choice.inherited}


def offers(subject: ProjectTopic, taken: KnownChoice | None) -> list[KnownChoice]:
    """The known choices that this project may take over, the one it has taken left out."""
    rows = KnownChoice.objects.usable().filter(topic=subject.topic_id)
    rows = rows.filter(Q(kinds=None) | Q(kinds=subject.project.kind_id)).distinct()
    rows = rows.exclude(source__subject=subject).select_related("option")
    return list(rows.exclude(pk=taken.pk if taken else None)[:MOST])


def known_list() -> dict:
    """Every known choice, those that hold first, with where it comes from and who took it over."""
    rows = KnownChoice.objects.select_related(
        "topic", "option", "made_by", "ended_by", "source__subject__project"
    )
    submitted = Q(adopted__submitted_at__isnull=False)
    rows = rows.prefetch_related("kinds").annotate(
        taken_by=Count("adopted__subject__project", filter=submitted, distinct=True)
    )
    found, today = list(rows.order_by("topic__position", "label", "pk")), timezone.localdate()
    return {
        "holding": [row for row in found if inheritance.is_usable(row, today)],
        "over": [row for row in found if not inheritance.is_usable(row, today)],
    }


def resting_on(known: KnownChoice, user) -> list[ProjectTopic]:
    """The topics on which some submitted version takes this known choice over."""
    rows = ProjectTopic.objects.visible_to(user).filter(
        choices__known=known, choices__submitted_at__isnull=False
    )
    return list(rows.select_related("project", "topic").distinct())
