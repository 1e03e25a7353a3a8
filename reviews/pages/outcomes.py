"""What came out of a point, line by line, as the live page shows it."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from reviews import live
from reviews.actions.effects import Settles, confirmer
from reviews.models import Outcome
from reviews.pages import meetings as meeting_pages


def outcome_lines(context: dict, editing, people) -> list[dict]:
    """What came out of the point; a line that this page edits stays even when taken back."""
    item, seats = context["item"], context["seats_held"]
    keep = Q(withdrawn_at=None) | Q(pk__in=editing)
    related = ("owner", "written_by", "subject__topic", "option", "dependency__system__owner")
    voices = {seat.person_id: seat.part for seat in seats}
    return [
        outcome_line(row, context, voices, people)
        for row in item.outcomes.filter(keep).select_related(*related)
    ]


def outcome_line(outcome: Outcome, context: dict, voices: dict, people) -> dict:
    """One line: what it says, who owes it, what it will settle, who changes it right now."""
    project, me = context["project"], context["me"]
    names = [
        row.person.name
        for row in people
        if row.field == f"issue-{outcome.pk}" and row.person_id != me
    ]
    return {
        "id": outcome.pk,
        "version": outcome.version,
        "icon": meeting_pages.ICONS[outcome.kind],
        "label": outcome.get_kind_display(),
        "text": outcome.text,
        "owner": outcome.owner.name if outcome.owner else "",
        "voice": voices.get(outcome.owner_id) or meeting_pages.owner_side(project, outcome.owner),
        "due": outcome.due_on,
        "url": reverse("reviews:outcome", args=[outcome.pk]) if outcome.is_owed else "",
        "settles": settles_sentence(outcome, context),
        "writing": live.writing_sentence(names),
        "withdrawn": outcome.withdrawn_at is not None,
        "may_edit": context["may_write"] and context["is_open"] and outcome.done_at is None,
    }


def settles_sentence(outcome: Outcome, context: dict) -> str:
    """What the decision will do when the meeting closes."""
    if outcome.dependency:
        system = outcome.dependency.system
        told = {"system": system, "owner": system.owner or system.owner_team}
        if confirmer(outcome, context["seats_held"], context["present_voices"]):
            return _("À la clôture : confirme la dépendance à %(system)s.") % told
        return _("À la clôture : propose à %(owner)s de confirmer %(system)s.") % told
    if not outcome.subject:
        return ""
    told = {"topic": outcome.subject.topic, "option": outcome.option or ""}
    if outcome.subject.unclear:
        return _("À la clôture : éclaircit le sujet « %(topic)s » et remplit son brouillon.") % told
    if outcome.option:
        return _("À la clôture : « %(option)s » remplit le sujet « %(topic)s ».") % told
    return _("À la clôture : cette phrase remplit le sujet « %(topic)s ».") % told


def settles_value(outcome: Outcome) -> str:
    """What the decision settles, as its form says it."""
    return Settles.of(outcome).value
