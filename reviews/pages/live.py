"""What the live page of a meeting shows, piece by piece, and what tells whether it changed."""

import secrets
from dataclasses import dataclass, field

from django.db.models import Exists, F, Func, IntegerField, OuterRef, Prefetch, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.keeping import writer_mark
from governance.models import GuestSession
from governance.models.access import digest_of
from projects.permissions import part_of
from reviews import live
from reviews.actions.live import AWAY_AFTER, online
from reviews.actions.minutes import voice_seats
from reviews.forms.meetings import NotesForm, OutcomeForm
from reviews.live_guests import guest_lines
from reviews.models import AgendaItem, Attendance, Outcome, ScopingMeeting
from reviews.pages import meetings as meeting_pages
from reviews.pages.meeting_guests import shared_lines
from reviews.pages.outcomes import outcome_lines
from reviews.permissions import can_plan_meeting, can_write_minutes
from reviews.words.meetings import meeting_when

UNDER_THE_HANDS = ("notes", "etat")


def seen_token(user, session_key: str, meeting_id: int) -> str:
    """Sight of the meeting, the guest's session and the version: all in one statement."""
    now = timezone.now()
    here = Attendance.objects.filter(meeting=OuterRef("pk"), seen_at__gt=now - AWAY_AFTER)
    count = here.order_by().annotate(n=Func(F("pk"), function="COUNT")).values("n")
    rows = ScopingMeeting.objects.visible_to(user).filter(pk=meeting_id).order_by()
    if user.is_guest:
        own = Q(key_digest=digest_of(session_key), person=user)
        rows = rows.filter(Exists(GuestSession.objects.open().filter(own)))
    rows = rows.annotate(online=Subquery(count, output_field=IntegerField()))
    found = rows.values_list("live_version", "online", "state").first()
    return live.token(*found) if found else ""


def token_of(meeting: ScopingMeeting) -> str:
    """The same token, for a page that is being written."""
    rows = ScopingMeeting.objects.filter(pk=meeting.pk)
    version, state = rows.values_list("live_version", "state").get()
    return live.token(version, online(meeting).count(), state)


@dataclass
class Reading:
    """How a page stands before a meeting: what it has seen, and what is under its hands."""

    token: str = ""
    marks: frozenset = frozenset()
    version: int | None = None
    typing: bool = False
    editing: frozenset = field(default_factory=frozenset)

    @classmethod
    def of(cls, query) -> "Reading":
        """What the page said of itself when it asked."""
        version = query.get("version", "")
        return cls(
            token=query.get("vu", ""),
            marks=frozenset(query.getlist("marque")),
            version=int(version) if version.isdigit() else None,
            typing=query.get("en_cours") == "1",
            editing=frozenset(int(n) for n in query.getlist("edite") if n.isdigit()),
        )


def agenda_items(meeting: ScopingMeeting) -> list[AgendaItem]:
    """The points on the agenda, with what stands of what came out of them."""
    standing = Prefetch("outcomes", Outcome.objects.standing().select_related("owner"))
    rows = meeting.items.filter(place=AgendaItem.Place.AGENDA).prefetch_related(standing)
    return list(rows.order_by("position", "pk"))


def item_on_table(meeting: ScopingMeeting, items: list[AgendaItem]) -> AgendaItem | None:
    """The point that the meeting is on; without one, the first that nobody spoke of."""
    on_table = next((item for item in items if item.pk == meeting.current_item_id), None)
    return on_table or meeting_pages.current_item(items)


def page_context(item: AgendaItem, user, reading: Reading) -> dict:
    """Everything that the live page shows on one point."""
    meeting = item.meeting
    vu = token_of(meeting)
    items, seats = agenda_items(meeting), list(voice_seats(meeting.project))
    part, people = part_of(user, meeting.project), present_people(meeting)
    present = meeting.voices_present()
    is_open = meeting.state == ScopingMeeting.State.HELD
    context = {
        "meeting": meeting,
        "project": meeting.project,
        "item": item,
        "why": item.whole_why,
        "is_open": is_open,
        "may_write": bool(can_write_minutes(user, meeting)),
        "may_lead": bool(can_plan_meeting(user, meeting)),
        "may_arrive": is_open and part in meeting_pages.Voice.values and part not in present,
        "vu": vu,
        "me": user.pk,
        "seats_held": seats,
        "present_voices": present,
    }
    context |= head(meeting, items, item, seats, people)
    context |= around_notes(item, user, people, reading)
    context["outcomes"] = outcome_lines(context, reading.editing, people)
    context["following"] = meeting_pages.next_item(items, item)
    context["marks"] = marks_of(context)
    return context


def present_people(meeting: ScopingMeeting) -> list[Attendance]:
    """Who has the page before them."""
    return list(online(meeting).select_related("person").order_by("pk"))


def head(meeting, items, item, seats, people) -> dict:
    """What stands around the point: voices, agenda, the table, the clocks."""
    now = timezone.now()
    table = item_on_table(meeting, items)
    on_table = table is not None and table.pk == item.pk
    guests = guest_lines(meeting, people)
    return {
        "seats": seat_lines(meeting, seats, people),
        "others": other_readers(seats, guests, people),
        "guests": guests,
        "shared": shared_lines(meeting),
        "when": meeting_when(meeting) if meeting.starts_at else "",
        "presence": meeting_pages.presence_line(meeting),
        "agenda": agenda_lines(meeting, items, item, now),
        "table": None if on_table else table,
        "on_table": on_table,
        "rank": next((n for n, line in enumerate(items, 1) if line.pk == item.pk), 0),
        "count": len(items),
        "clock": live.clock(
            planned=meeting.minutes_planned,
            spent=0,
            since=meeting.opened_at if meeting.state == ScopingMeeting.State.HELD else None,
            now=now,
        ),
        "point_clock": point_clock(meeting, item, now),
        "now": int(now.timestamp()),
    }


def point_clock(meeting: ScopingMeeting, item: AgendaItem, now) -> dict:
    """The clock of one point; it runs while the point is on the table."""
    running = meeting.current_item_id == item.pk
    return live.clock(
        planned=item.minutes_planned,
        spent=item.spent_seconds,
        since=meeting.current_since if running else None,
        now=now,
    )


def seat_lines(meeting: ScopingMeeting, seats, people) -> list[dict]:
    """The three voices: noted as there, on the page, both or neither."""
    lines = meeting_pages.trio(meeting, seats)
    if meeting.state != ScopingMeeting.State.HELD:
        return lines
    here, holders = {row.person_id for row in people}, {seat.part: seat for seat in seats}
    present = meeting.voices_present()
    for line in lines:
        seat = holders.get(line["voice"])
        is_online = bool(seat) and seat.person_id in here
        words = live.seat_words(present=line["voice"] in present, is_online=is_online)
        line["state"], line["state_label"] = words
    return lines


def other_readers(seats, guests, people) -> str:
    """Who else has the page before them, without a voice and without being asked."""
    known = {seat.person_id for seat in seats} | {line["person"] for line in guests}
    return ", ".join(row.person.name for row in people if row.person_id not in known)


def agenda_lines(meeting, items, item, now) -> list[dict]:
    """The agenda, with the time that each point took and where the meeting is."""
    lines = meeting_pages.agenda_lines(items, item)
    for line, row in zip(lines, items, strict=True):
        spent = live.spent_sentence(row.spent_seconds) if row.pk != item.pk else ""
        line["note"] = ", ".join(filter(None, [line["note"], spent]))
        if row.pk == meeting.current_item_id and row.pk != item.pk:
            line["note"] = ", ".join([line["note"], _("sur la table")])
    return lines


def around_notes(item: AgendaItem, user, people, reading: Reading) -> dict:
    """The notes, who writes in them, and what somebody else wrote under the hands of this page."""
    names = [row.person.name for row in people if row.field == f"notes-{item.pk}"]
    mine = [row for row in people if row.person_id == user.pk]
    names = [name for name in names if not mine or name != mine[0].person.name]
    return {
        "notes_form": notes_form(item),
        "saved": meeting_pages.saved_sentence(item),
        "writing": live.writing_sentence(names),
        "elsewhere": written_elsewhere(item, user, reading),
        "conflict": "",
        "problem": "",
        "live_url": reverse("reviews:item", args=[item.pk]),
        "draft_mark": writer_mark(user),
        "outcome_form": OutcomeForm(item=item, initial={"kind": "decision"}),
    }


def notes_form(item: AgendaItem) -> NotesForm:
    """The notes as they are kept, with what tells this page from another."""
    page = secrets.token_urlsafe(12)
    return NotesForm(initial={"notes": item.notes, "version": item.notes_version, "page": page})


def written_elsewhere(item: AgendaItem, user, reading: Reading) -> str:
    """Who wrote on this point since this page, which is being typed in, read it."""
    newer = reading.version is not None and item.notes_version > reading.version
    if reading.typing and newer and item.written_by_id != user.pk:
        return item.written_by.name
    return ""


def marks_of(context: dict) -> dict[str, str]:
    """The fingerprint of each piece, from what it says; what ticks by itself is not in it."""
    item, is_open, may = context["item"], context["is_open"], context["may_write"]
    point = {key: context["point_clock"][key] for key in ("planned", "spent", "since")}
    whole = {key: context["clock"][key] for key in ("planned", "since")}
    following = context["following"]
    table = context["table"]
    facts = {
        "presence": (context["presence"], context["may_arrive"], is_open),
        "voix": (context["seats"], context["guests"], context["others"]),
        "pieces": [(row.document_id, row.document.name) for row in context["shared"]],
        "odj": (context["agenda"], whole, is_open),
        "table": (table.pk if table else 0, table and table.title, is_open),
        "horloge": (point, item.title, context["rank"], context["count"]),
        "notes": (item.notes_version, item.notes, may, is_open),
        "etat": (item.notes_version, context["saved"], following and following.pk, is_open),
        "ecrit": (context["writing"], context["elsewhere"] and item.notes_version),
        "issues": (context["outcomes"], is_open),
    }
    return {name: live.mark(name, told) for name, told in facts.items()}


def changed_pieces(context: dict, reading: Reading) -> list[str]:
    """The pieces to send again: never the field under the hands of this page."""
    names = live.changed(context["marks"], reading.marks)
    return [name for name in names if not (reading.typing and name in UNDER_THE_HANDS)]
