import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from governance.models import Closure, Notice
from governance.verdicts import Incomplete, WrongState
from projects.models import Move
from reviews.actions.meetings import reopen_meeting
from reviews.actions.minutes import close_meeting
from reviews.models import Arbitration, ScopingMeeting
from tests.factories import PersonFactory, SeatFactory, TeamFactory, member
from tests.reviews.arbitration_situations import (
    answer,
    argued,
    asked,
    in_days,
    minutes_of,
    one_more,
    say,
    ways_out,
)
from tests.reviews.meeting_situations import closed, contested, sign, voice

pytestmark = pytest.mark.django_db

BLANK = "\u200b \u2060\n\u00ad"


def balls(arbitration, kind):
    rows = Move.objects.open().about(arbitration, kind)
    return sorted(rows.values_list("person__name", flat=True))


def meeting_of(arbitration):
    return ScopingMeeting.objects.get(pk=minutes_of(arbitration).meeting_id)


def test_asking_gives_the_sides_two_days_and_the_arbiters_five():
    minutes = contested()

    arbitration = asked(minutes)

    today, calendar = timezone.localdate(), Closure.calendar()
    assert arbitration.due_on == calendar.add(today, 5)
    written = Move.objects.open().about(arbitration, "give_position")
    assert {move.side for move in written} == {"vendor", "bearer"}
    assert {move.due_on for move in written} == {calendar.add(today, 2)}
    assert balls(arbitration, "arbitrate") == ["Anne Delmas", "Denis Roy"]
    assert not Move.objects.open().about(minutes, "settle").exists()


def test_the_arbiters_read_the_whole_page_in_their_mail():
    arbitration = asked()

    notice = Notice.objects.get(recipient=arbitration.cio, key__contains=":opened")
    for words in ("Qui tient le support", "L’agence", "12 000 €".replace(" ", "\u202f", 1)[:6],
                  "coût à dire", "pas encore écrite", "Anne Delmas"):  # fmt: skip
        assert words in notice.body

    for side in ("vendor", "bearer"):
        say(arbitration, side, f"Ce que dit {side}.")

    notice = Notice.objects.get(recipient=arbitration.sponsor, key__contains=":positions")
    assert "Ce que dit vendor." in notice.body
    assert "Ce que dit bearer." in notice.body


@pytest.mark.parametrize("role", ["vendor", "contributor", "observer", "manager", "employee"])
def test_only_a_leader_asks(role):
    minutes = contested()

    with pytest.raises(PermissionDenied):
        asked(minutes, by=member(minutes.project, role))

    assert not Arbitration.objects.exists()


def test_minutes_that_nobody_contests_are_not_arbitrated():
    with pytest.raises(WrongState, match="pas contesté"):
        asked(closed())


def test_minutes_that_a_later_version_replaced_are_not_arbitrated():
    first = contested()
    meeting = ScopingMeeting.objects.get(pk=first.meeting_id)
    reopen_meeting(meeting=meeting, by=voice(meeting, "bearer"))
    second = close_meeting(meeting=meeting, by=voice(meeting, "bearer"))
    sign(second, "vendor", "disagreed", "Toujours pas.")

    with pytest.raises(WrongState):
        asked(first)
    assert asked(second).is_open


def test_asking_twice_is_refused():
    minutes = contested()
    asked(minutes)

    with pytest.raises(WrongState, match="déjà demandé"):
        asked(minutes)


def test_a_stopped_project_is_not_arbitrated():
    minutes = contested()
    minutes.project.cancel(by=member(minutes.project, "bearer"), reason="Budget coupé")

    with pytest.raises(WrongState):
        asked(minutes)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"question": BLANK}, "question"),
        ({"question": "x" * 241}, "question"),
        ({"options": []}, "options"),
        ({"options": ways_out()[:1]}, "options"),
        ({"options": [{"label": f"Option {n}"} for n in range(6)]}, "options"),
        ({"options": [*ways_out(), {"label": BLANK}]}, "label"),
        ({"options": [*ways_out(), {"label": "la dsi"}]}, "label"),
        ({"options": [*ways_out(), {"label": "x" * 161}]}, "label"),
        ({"options": [*ways_out(), {"label": "Autre", "cost_eur": -1}]}, "cost_eur"),
        ({"options": [*ways_out(), {"label": "Autre", "cost_eur": 10**40}]}, "cost_eur"),
        ({"options": [*ways_out(), {"label": "Autre", "ready_on": in_days(-1)}]}, "ready_on"),
        ({"sides": ("bearer", "bearer")}, "sides"),
        ({"sides": ("bearer", "management")}, "sides"),
        ({"sides": ("bearer",)}, "sides"),
    ],
)
def test_what_is_badly_asked_is_said_beside_its_field(facts, field):
    """Scenario 14."""
    with pytest.raises(Incomplete) as refused:
        asked(**facts)

    assert list(refused.value.problems) == [field]
    assert not Arbitration.objects.exists()


def test_the_two_arbiters_are_two_active_people_of_the_company():
    person = PersonFactory(manager=True)
    for facts, field in (
        ({"sponsor": person, "cio": person}, "cio"),
        ({"cio": PersonFactory(guest=True)}, "cio"),
        ({"sponsor": PersonFactory(is_active=False)}, "sponsor"),
        ({"sponsor": PersonFactory(team=TeamFactory(side="it"))}, "sponsor"),
        ({"cio": PersonFactory(team=TeamFactory(side="bearer"))}, "cio"),
    ):
        with pytest.raises(Incomplete) as refused:
            asked(**facts)
        assert list(refused.value.problems) == [field]


@pytest.mark.parametrize("part", ["bearer", "it"])
def test_a_voice_of_the_project_is_no_arbiter(part):
    minutes = contested()

    with pytest.raises(Incomplete, match="sa propre cause"):
        asked(minutes, sponsor=member(minutes.project, part))


def test_an_empty_seat_faces_nobody():
    minutes = contested()
    minutes.project.seats.filter(part="it").update(left_at=timezone.now())

    with pytest.raises(Incomplete, match="à pourvoir"):
        asked(minutes, sides=("vendor", "it"))


@pytest.mark.parametrize(
    "text", ["", BLANK, "\n".join("123456"), "x" * 601], ids=["empty", "blank", "six", "long"]
)
def test_a_position_is_visible_and_holds_in_five_lines(text):
    """Scenario 14."""
    arbitration = asked()

    with pytest.raises(Incomplete) as refused:
        say(arbitration, "vendor", text)

    assert list(refused.value.problems) == ["text"]


def test_five_lines_and_six_hundred_signs_are_a_position():
    arbitration = asked()
    text = "\n".join(["x" * 119] * 4 + ["y" * 120])

    position = say(arbitration, "vendor", text.replace("\n", "\r\n\r\n"))

    assert position.text == text
    assert balls(arbitration, "give_position") == [member(arbitration.project, "bearer").name]


def test_a_position_changes_until_an_arbiter_answers():
    arbitration = argued()
    say(arbitration, "vendor", "Autrement dit.")
    answer(arbitration, arbitration.sponsor)

    with pytest.raises(WrongState, match="a déjà répondu"):
        say(arbitration, "vendor", "Trop tard.")
    with pytest.raises(WrongState, match="a déjà répondu"):
        one_more(arbitration, "Trop tard")

    assert arbitration.positions.get(side="vendor").text == "Autrement dit."


def test_whoever_holds_the_seat_now_writes_the_position():
    arbitration = asked()
    arbitration.project.seats.filter(part="vendor").update(left_at=timezone.now())
    heir = SeatFactory(project=arbitration.project, vendor=True).person

    position = say(arbitration, "vendor", by=heir)

    assert position.holder == heir
    assert balls(arbitration, "give_position") == [member(arbitration.project, "bearer").name]


@pytest.mark.parametrize("role", ["it", "observer", "manager", "employee"])
def test_a_position_is_not_written_for_another(role):
    """Scenario 96."""
    arbitration = asked()

    with pytest.raises(PermissionDenied):
        say(arbitration, "vendor", by=member(arbitration.project, role))


def test_both_sides_and_the_arbiters_add_options_up_to_five():
    arbitration = asked()
    one_more(arbitration, "Un tiers", by=member(arbitration.project, "vendor"), cost_eur=0)
    one_more(arbitration, "Personne", by=arbitration.cio)
    one_more(arbitration, "Plus tard", by=member(arbitration.project, "bearer"))

    with pytest.raises(Incomplete, match="Cinq options"):
        one_more(arbitration, "Encore")
    with pytest.raises(PermissionDenied):
        one_more(arbitration, "Encore", by=member(arbitration.project, "it"))

    assert arbitration.options.get(label="Un tiers").cost_eur == 0
    assert [row.position for row in arbitration.options.all()] == [0, 1, 2, 3, 4]
