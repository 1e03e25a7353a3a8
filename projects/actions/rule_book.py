"""The steward publishes ground rules: every version stays, the next one takes over on its day."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import journal
from governance.models import GroundRule, JournalEntry
from governance.verdicts import Incomplete
from projects.actions.pathbook import Overtaken

THREAD = "rules"
VERBS = ("rule.published", "rule.retired")


@transaction.atomic
def publish_rule(*, candidate: GroundRule, seen: int, by) -> GroundRule:
    """Write the next version of a rule; the one before ends the day before it."""
    journal.lock_chain()
    refuse_overtaken(candidate.ref, seen)
    refuse_past(candidate.valid_from, "valid_from")
    candidate.ref = candidate.ref or next_ref()
    versions = list(GroundRule.objects.filter(ref=candidate.ref).order_by("version"))
    candidate.pk, candidate._state.adding = None, True
    candidate.version = versions[-1].version + 1 if versions else 1
    candidate.valid_until, candidate.by_hand = None, True
    candidate.published_by, candidate.published_at = by, timezone.now()
    end_versions(versions, candidate.valid_from)
    candidate.save(force_insert=True)
    journal.record(
        candidate,
        "rule.published",
        by=by,
        thread=THREAD,
        ref=candidate.ref,
        version=candidate.version,
        what=str(candidate),
        note=candidate.change,
        valid_from=candidate.valid_from.isoformat(),
    )
    return candidate


@transaction.atomic
def retire_rule(*, ref: str, on: date, seen: int, note: str, by) -> GroundRule:
    """A rule stops counting on a day; its versions and what they said stay."""
    journal.lock_chain()
    refuse_overtaken(ref, seen)
    refuse_past(on, "on")
    versions = list(GroundRule.objects.filter(ref=ref).order_by("version"))
    end_versions(versions, on)
    last = versions[-1]
    journal.record(
        last,
        "rule.retired",
        by=by,
        thread=THREAD,
        ref=ref,
        version=last.version,
        what=str(last),
        note=note,
        valid_until=(on - timedelta(days=1)).isoformat(),
    )
    return last


def end_versions(versions: list[GroundRule], on: date) -> None:
    """Whatever would still count on a day ends the day before; nothing else of it changes."""
    for row in versions:
        if row.valid_until is None or row.valid_until >= on:
            row.valid_until, row.by_hand = on - timedelta(days=1), True
            row.save(update_fields=["valid_until", "by_hand"])


def refuse_overtaken(ref: str, seen: int) -> None:
    """Somebody published or retired since the page was opened: nothing is written."""
    if last_change(ref) != seen:
        raise Overtaken


def refuse_past(day: date | None, field: str) -> None:
    """A rule never starts or stops in the past: what was said then was said."""
    if day is None or day < timezone.localdate():
        raise Incomplete(**{field: _("Choisissez aujourd’hui ou un jour à venir.")})


def next_ref() -> str:
    """The reference after the last one given: R29."""
    refs = GroundRule.objects.order_by().values_list("ref", flat=True).distinct()
    numbers = [int(ref[1:]) for ref in refs if ref[:1] == "R" and ref[1:].isdecimal()]
    return f"R{max(numbers, default=0) + 1:02}"


def last_change(ref: str) -> int:
    """The number of the last change of a rule, of any new one when it has no reference yet."""
    return changes(ref).values_list("pk", flat=True).first() or 0


def changes_since(ref: str, seen: int) -> list[JournalEntry]:
    """Who published or retired what of a rule since a change, the newest first."""
    return list(changes(ref).filter(pk__gt=seen)[:10])


def changes(ref: str):
    """The trail of a rule; that of them all for a rule which has no reference yet."""
    rows = JournalEntry.objects.filter(thread=THREAD, verb__in=VERBS).order_by("-pk")
    return rows.filter(facts__ref=ref) if ref else rows
