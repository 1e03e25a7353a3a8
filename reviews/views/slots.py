"""The dates on offer: read and answered by the voices, proposed and chosen by whoever leads."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from governance import typography
from governance.forms.problems import add_problems
from governance.pages import render_page
from governance.verdicts import Incomplete, WrongState, require
from projects.models import Move
from projects.permissions import part_of
from reviews import slot_links
from reviews.actions import slots as verbs
from reviews.actions.minutes import voice_seats
from reviews.forms.slots import AnswersForm, ReasonForm, SlotsForm
from reviews.models import ScopingMeeting, Slot
from reviews.pages import slots as slot_pages
from reviews.permissions import can_answer_slots, can_plan_meeting, can_read_slots
from reviews.views.meetings import READ_OR_WRITE, find_meeting, page_context, posted
from reviews.words.meetings import meeting_when, slot_when

State = ScopingMeeting.State
OVER = {slot_links.FIXED: 409, slot_links.ENDED: 410, slot_links.PASSED: 410}


@READ_OR_WRITE
def slots(request, meeting_id):
    """The dates on offer, voice by voice; a voice answers here."""
    meeting = find_meeting(request, meeting_id)
    require(can_read_slots(request.user, meeting))
    offering = slot_pages.read_offering(meeting, list(voice_seats(meeting.project)))
    form = None
    if request.method == "POST":
        require(can_answer_slots(request.user, meeting))
        form = answers_form(request, offering, part_of(request.user, meeting.project))
        if form.is_valid() and answered(form, meeting, request.user):
            messages.success(request, told_after(meeting))
            return redirect("reviews:slots", meeting.pk)
    elif can_answer_slots(request.user, meeting):
        form = answers_form(request, offering, part_of(request.user, meeting.project))
    return show_slots(request, offering, form)


def answers_form(request, offering, voice: str) -> AnswersForm:
    """What this voice says of each date, with what it said already."""
    given = offering.given(voice)
    return AnswersForm(posted(request), slots=offering.coming, given=given)


def answered(form: AnswersForm, meeting: ScopingMeeting, person) -> bool:
    """Whether the answers are kept; otherwise the form says what is missing."""
    try:
        verbs.answer_slots(meeting=meeting, answers=form.answers(), by=person)
    except Incomplete as error:
        add_problems(form, error)
        return False
    return True


def told_after(meeting: ScopingMeeting) -> str:
    """What an answer led to."""
    if meeting.state == State.PLANNED:
        told = {"when": meeting_when(meeting)}
        return _("La date convient aux trois voix : %(when)s. L’invitation part.") % told
    return _("C’est noté. Vous pouvez changer vos réponses tant que la date n’est pas fixée.")


def show_slots(request, offering, form):
    """The page of the dates on offer."""
    meeting, user = offering.meeting, request.user
    open_now = meeting.state == State.TO_PLAN and bool(offering.coming)
    voice = part_of(user, meeting.project)
    context = page_context(request, meeting) | {
        "rows": slot_pages.grid(offering, slot_pages.notes_of(offering)),
        "columns": slot_pages.columns(offering.seats),
        "form": form if open_now else None,
        "awaited": open_now and form is not None and offering.awaits(voice),
        "may_lead": bool(can_plan_meeting(user, meeting)),
        "to_plan": meeting.state == State.TO_PLAN,
        "stuck": stuck_sentence(meeting),
    }
    status = 422 if form is not None and form.errors else 200
    return render_page(request, "reviews/slots.html", context, partial="creneaux", status=status)


def stuck_sentence(meeting: ScopingMeeting) -> str:
    """Why whoever organises has the ball again; nothing when they do not."""
    if meeting.state != State.TO_PLAN or not meeting.sequence and not meeting.slots.exists():
        return ""
    moves = Move.objects.open().about(meeting, Move.Kind.PLAN_MEETING)
    return moves.values_list("detail", flat=True).first() or ""


@READ_OR_WRITE
def slot_proposal(request, meeting_id):
    """Put dates on offer."""
    meeting = find_meeting(request, meeting_id)
    require(can_plan_meeting(request.user, meeting))
    if meeting.state != State.TO_PLAN:
        raise WrongState(_("La date de cette réunion est déjà fixée."))
    offering = slot_pages.read_offering(meeting, list(voice_seats(meeting.project)))
    place = {"place": meeting.place, "video_link": meeting.video_link}
    form = SlotsForm(posted(request), suggested=slot_pages.suggested(offering), initial=place)
    if form.is_valid():
        try:
            verbs.propose_slots(meeting=meeting, by=request.user, **form.verb_arguments())
        except Incomplete as error:
            add_problems(form, error)
        else:
            messages.success(request, _("Dates proposées. Les autres voix reçoivent un e-mail."))
            return redirect("reviews:slots", meeting.pk)
    context = (
        page_context(request, meeting)
        | slot_pages.answer_words()
        | {
            "form": form,
            "total": offering.minutes,
            "notes": slot_pages.away_lines(offering),
            "offered": [typography.moment(slot.starts_at) for slot in offering.coming],
        }
    )
    status = 422 if form.errors else 200
    return render_page(
        request, "reviews/slots_proposal.html", context, partial="proposition", status=status
    )


@require_POST
def slot_departure(request, slot_id):
    """Take a date off the offer."""
    slot = find_slot(request, slot_id)
    require(can_plan_meeting(request.user, slot.meeting))
    verbs.withdraw_slot(slot=slot, by=request.user)
    messages.success(request, _("Date retirée."))
    return redirect("reviews:slots", slot.meeting_id)


@READ_OR_WRITE
def slot_fixing(request, slot_id):
    """Choose a date for the three voices, saying why."""
    slot = find_slot(request, slot_id)
    meeting = slot.meeting
    require(can_plan_meeting(request.user, meeting))
    verbs.still_to_plan(meeting)
    offering = slot_pages.read_offering(meeting, list(voice_seats(meeting.project)))
    rows = slot_pages.grid(offering, slot_pages.notes_of(offering))
    row = next((row for row in rows if row["pk"] == slot.pk), None)
    if row is None:
        raise WrongState(_("Cette date n’est plus proposée."))
    form = ReasonForm(posted(request))
    if form.is_valid():
        try:
            verbs.fix_slot(slot=slot, by=request.user, **form.cleaned_data)
        except Incomplete as error:
            add_problems(form, error)
        else:
            messages.success(request, _("Date fixée. Les trois voix reçoivent l’invitation."))
            return redirect("reviews:meeting", meeting.pk)
    context = page_context(request, meeting) | {"form": form, "row": row}
    context |= {"slot_when": slot_when(slot.starts_at)}
    status = 422 if form.errors else 200
    return render_page(
        request, "reviews/slots_fixing.html", context, partial="choix", status=status
    )


def find_slot(request, slot_id) -> Slot:
    """A date of a meeting that this person may see."""
    meetings = ScopingMeeting.objects.visible_to(request.user)
    rows = Slot.objects.filter(meeting__in=meetings)
    return get_object_or_404(
        rows.select_related("meeting__project", "meeting__organiser"), pk=slot_id
    )


@login_not_required
@never_cache
@READ_OR_WRITE
def slot_link(request, link):
    """The dates on offer from an e-mail: reading changes nothing, the button answers."""
    found = slot_links.find(link)
    if found is None:
        raise Http404
    mine = request.user.is_authenticated and request.user.pk == found.seat.person_id
    if mine and found.state != slot_links.ENDED and request.method != "POST":
        return redirect("reviews:slots", found.meeting.pk)
    if found.state != slot_links.OPEN:
        return show_link(request, found, None, late=request.method == "POST")
    seats = list(voice_seats(found.meeting.project))
    offering = slot_pages.read_offering(found.meeting, seats)
    form = answers_form(request, offering, found.seat.part)
    if form.is_valid():
        try:
            kept = answered(form, found.meeting, found.seat.person)
        except WrongState:
            return show_link(request, slot_links.find(link), None, late=True)
        if kept:
            messages.success(request, told_after(found.meeting))
            return redirect("reviews:slot-link", link)
    return show_link(request, found, form)


def show_link(request, found, form, *, late=False):
    """The page behind a link: the project, whoever organises, the dates, and nothing else."""
    meeting = found.meeting
    context = {"state": found.state, "form": form, "title": "", "organiser": "", "when": ""}
    if found.state != slot_links.ENDED:
        organiser = verbs.organiser_of(meeting)
        context |= {"title": meeting.project.title, "organiser": organiser or ""}
        context["when"] = meeting_when(meeting) if meeting.starts_at else ""
    status = 422 if form is not None and form.errors else 200
    if found.state in OVER and (late or found.state != slot_links.FIXED):
        status = OVER[found.state]
    return render(request, "reviews/slots_link.html", context, status=status)
