"""What the pages of an agenda show, as plain values: its points, what changed, what was left."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reviews.actions.agenda import is_untouchable, meeting_day, planned_agenda, waiting_points
from reviews.actions.arranging import agenda_rows, may_move
from reviews.actions.minutes import voice_seats
from reviews.actions.outcomes import project_people
from reviews.agenda import CLOSING, too_long
from reviews.agenda_sync import Plan
from reviews.forms.agenda import PointForm, TermsForm
from reviews.models import AgendaItem, ScopingMeeting
from reviews.pages.carried import carried_rows
from reviews.pages.meetings import agenda_lines, preview_lines

State = ScopingMeeting.State


def arranging_context(meeting: ScopingMeeting, **given) -> dict:
    """The points with what may be done with each, what was postponed, what changed since."""
    rows, people = agenda_rows(meeting), list(project_people(meeting.project))
    voices = {seat.person_id: seat.part for seat in voice_seats(meeting.project)}
    free = [row.pk for row in rows if may_move(row, meeting)]
    forms = given.get("forms", {})
    return {
        "meeting": meeting,
        "project": meeting.project,
        "lines": [
            arranged_line(row, meeting, rank, free, voices)
            | {"form": forms.get(row.pk) or TermsForm(item=row, people=people)}
            for rank, row in enumerate(rows, 1)
        ],
        "seen": ",".join(str(row.pk) for row in rows),
        "merged": list(meeting.items.filter(place="merged").select_related("merged_into")),
        "postponed": postponed_lines(meeting),
        "total": sum(row.minutes_planned for row in rows),
        "too_long": too_long(sum(row.minutes_planned for row in rows)),
        "news": news(planned_agenda(meeting)),
        "point_form": PointForm(project=meeting.project),
        "problem": "",
        "told": "",
        "moved": None,
        "towards": "",
    } | {name: value for name, value in given.items() if name != "forms"}


def arranged_line(row: AgendaItem, meeting, rank: int, free: list[int], voices: dict) -> dict:
    """One point, its place among those that may move, and why it may not."""
    place = free.index(row.pk) if row.pk in free else None
    return {
        "item": row,
        "rank": rank,
        "voice": (voices.get(row.owner_id) or row.owner.side) if row.owner else "",
        "free": place is not None,
        "place": place,
        "up": place - 1 if place else None,
        "down": place + 1 if place is not None and place + 1 < len(free) else None,
        "closed": is_untouchable(row, meeting),
        "fixed": fixed_words(row, meeting),
        "focus": "",
    }


def moved_words(context: dict) -> str:
    """« Hébergement : point 2 sur 6 », for whoever moved it without seeing it.

    The button that moved the point keeps the focus; at the end of its way, the other one has it.
    """
    line = next((line for line in context["lines"] if line["item"].pk == context["moved"]), None)
    if line is None:
        return ""
    ways = ("down", "up") if context["towards"] == "down" else ("up", "down")
    line["focus"] = next((way for way in ways if line[way] is not None), "")
    told = {"title": line["item"].title, "rank": line["rank"], "count": len(context["lines"])}
    return _("%(title)s : point %(rank)d sur %(count)d.") % told


def fixed_words(row: AgendaItem, meeting: ScopingMeeting) -> str:
    """Why a point does not move."""
    if row.key == CLOSING:
        return _("reste à la fin")
    if row.pk == meeting.current_item_id:
        return _("sur la table")
    return _("traité") if is_untouchable(row, meeting) else ""


def postponed_lines(meeting: ScopingMeeting) -> list[dict]:
    """What this meeting postponed, and may take back."""
    rows = meeting.items.postponed().select_related("owner").order_by("position", "pk")
    return [{"item": row, "words": reason_words(row)} for row in rows]


def backlog_lines(project) -> list[dict]:
    """Every point of a project that was postponed and that no meeting took up since."""
    return [{"item": row, "day": meeting_day(row.meeting)} for row in waiting_points(project)]


def reason_words(row: AgendaItem) -> str:
    """« 10 min, Sophie Marchand »"""
    return ", ".join(
        filter(None, [f"{row.minutes_planned} min", row.owner.name if row.owner else ""])
    )


def news(plan: Plan) -> dict:
    """« 2 sujets ont changé depuis », with which ones; nothing when nothing did."""
    count = plan.news
    if not count:
        return {}
    sentence = ngettext("%(n)d sujet a changé depuis.", "%(n)d sujets ont changé depuis.", count)
    words = [(_("Nouveau : %(title)s"), plan.came), (_("Réglé : %(title)s"), plan.left)]
    words.append((_("Changé : %(title)s"), plan.changed))
    told = [text % {"title": point.title} for text, points in words for point in points]
    return {"sentence": sentence % {"n": count}, "lines": told}


def meeting_context(meeting: ScopingMeeting, items: list[AgendaItem]) -> dict:
    """The agenda of a meeting as everybody reads it, and what it takes as agreed."""
    coming = meeting.state in (State.TO_PLAN, State.PLANNED)
    plan = planned_agenda(meeting) if coming else None
    agenda, total = read_lines(items), meeting.minutes_planned
    if plan and not items:
        agenda, total = preview_lines(plan.points), plan.minutes
    return {
        "agenda": agenda,
        "total": total,
        "too_long": too_long(total),
        "news": news(plan) if plan and items else {},
        "arrangeable": coming,
        "follows": meeting.follows,
        "follows_day": meeting_day(meeting.follows) if meeting.follows else "",
        "carried": carried_rows(meeting.carried),
    }


def read_lines(items: list[AgendaItem]) -> list[dict]:
    """The points with their whole reason and who bears them."""
    return [
        line
        | {
            "why": item.whole_why,
            "note": ", ".join(filter(None, [line["note"], item.owner.name if item.owner else ""])),
        }
        for item, line in zip(items, agenda_lines(items), strict=True)
    ]
