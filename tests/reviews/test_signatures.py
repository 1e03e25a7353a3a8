from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from governance.models import Job, JournalEntry, Notice
from governance.roles import Role, Voice
from governance.verdicts import Incomplete, WrongState
from projects.models import Move, Project, Seat
from reviews.actions.meetings import reopen_meeting
from reviews.actions.minutes import close_meeting
from reviews.actions.signing import sign_minutes
from reviews.models import Minutes, Report, ScopingMeeting, Signature
from reviews.permissions import can_sign_minutes
from tests.factories import PersonFactory, member
from tests.factories_reviews import GateFactory, MinutesFactory
from tests.reviews.meeting_situations import closed, contested, sign, signed, slot, voice

pytestmark = pytest.mark.django_db


def kinds_printed():
    """What the worker was given to print, sorted: one of each, and its job."""
    assert Job.objects.filter(kind="render_report").count() == Report.objects.count()
    return sorted(Report.objects.values_list("kind", flat=True))


def test_one_signature_closes_its_own_move_and_waits_for_the_others():
    minutes = closed()

    sign(minutes, "it")

    assert sorted(Move.objects.open().about(minutes).values_list("side", flat=True)) == [
        "bearer", "vendor",
    ]  # fmt: skip
    assert minutes.meeting.__class__.objects.get(pk=minutes.meeting_id).state == "closed"
    assert not Report.objects.exists()


@pytest.mark.parametrize("last", ["agreed", "remark"])
def test_three_agreements_sign_the_scoping(last):
    minutes = closed()
    project = minutes.project
    gate = GateFactory(project=project)
    sign(minutes, "bearer")
    sign(minutes, "vendor")

    sign(minutes, "it", last, "Prévoir l’accès aux journaux." if last == "remark" else "")

    project.refresh_from_db()
    meeting = ScopingMeeting.objects.get(pk=minutes.meeting_id)
    assert (meeting.state, project.state) == ("signed", Project.State.SCOPED)
    assert project.milestones.get(ref="scoping").state == "done"
    assert kinds_printed() == ["minutes", "scoping"]
    assert Move.objects.open().about(gate).get().kind == "submit_gate"
    assert JournalEntry.objects.filter(verb="project.scoped").count() == 1
    assert Notice.objects.filter(key__startswith=f"meeting:{meeting.pk}:signed").count() == 3


def test_a_remark_is_joined_and_blocks_nothing():
    minutes = closed()

    signature = sign(minutes, "vendor", "remark", "  Avec accès en lecture.  ")

    assert signature.remark == "Avec accès en lecture."
    assert not Move.objects.open().filter(kind="settle").exists()


@pytest.mark.parametrize("answer", ["remark", "disagreed"])
def test_anything_short_of_a_plain_yes_says_why(answer):
    minutes = closed()

    with pytest.raises(Incomplete) as refused:
        sign(minutes, "it", answer, "  ")

    assert list(refused.value.problems) == ["remark"]
    assert not Signature.objects.exists()


def test_a_disagreement_contests_and_gives_the_ball_to_the_bearer():  # failures.md 97
    minutes = closed()
    sign(minutes, "bearer")
    sign(minutes, "it")

    sign(minutes, "vendor", "disagreed", "Le support manque.")

    meeting = ScopingMeeting.objects.get(pk=minutes.meeting_id)
    move = Move.objects.open().get(kind="settle")
    assert meeting.state == "contested"
    assert (move.person, move.days, move.detail) == (
        voice(meeting, "bearer"),
        5,
        "Le support manque.",
    )
    assert move.get_absolute_url() == f"/comptes-rendus/{minutes.pk}/"
    assert meeting.project.state == Project.State.REGISTERED
    assert not Report.objects.exists()
    assert Notice.objects.filter(subject__contains="n’est pas d’accord").count() == 3


def test_the_others_may_still_sign_contested_minutes_without_completing_them():
    minutes = contested()

    sign(minutes, "bearer")
    sign(minutes, "it")

    assert ScopingMeeting.objects.get(pk=minutes.meeting_id).state == "contested"


def test_two_disagreements_open_one_arbitration():
    minutes = contested()

    sign(minutes, "it", "disagreed", "La sécurité aussi.")

    assert Move.objects.open().filter(kind="settle").count() == 1


def test_after_a_second_round_three_agreements_sign_the_scoping():
    first = contested()
    meeting = ScopingMeeting.objects.get(pk=first.meeting_id)
    reopen_meeting(meeting=meeting, by=voice(meeting, "bearer"))
    second = close_meeting(meeting=meeting, by=voice(meeting, "bearer"))

    for part in Voice.values:
        sign(second, part)

    assert ScopingMeeting.objects.get(pk=meeting.pk).state == "signed"
    assert kinds_printed() == ["minutes", "scoping"]


def test_a_voice_signs_once():
    minutes = closed()
    sign(minutes, "it")

    with pytest.raises(WrongState, match="déjà signé"):
        sign(minutes, "it", "disagreed", "Finalement non.")

    assert minutes.signatures.get().answer == "agreed"


def test_signed_minutes_take_no_more_answers():
    minutes = signed()

    with pytest.raises(WrongState):
        sign(minutes, "it")


@pytest.mark.parametrize("state", ["to_plan", "planned", "held", "signed"])
def test_minutes_are_signed_only_while_they_are_awaited(state):
    minutes = MinutesFactory(meeting__state=state, meeting__starts_at=slot())

    with pytest.raises(WrongState):
        sign(minutes, "it")


@pytest.mark.parametrize("role", list(Role))
def test_only_a_voice_signs(role):  # failures.md 96
    minutes = MinutesFactory()
    person = member(minutes.project, role)

    assert bool(can_sign_minutes(person, minutes)) is (role in Voice.values)


def test_nobody_signs_for_another():
    minutes = closed()

    with pytest.raises(PermissionDenied):
        sign_minutes(minutes=minutes, answer="agreed", by=PersonFactory())

    assert not Signature.objects.exists()


def test_one_person_never_signs_for_two_voices():  # failures.md 96
    minutes = closed()
    person = voice(minutes.meeting, "bearer")
    sign(minutes, "bearer")
    project = minutes.project
    project.seats.filter(part__in=["bearer", "it"]).update(left_at=minutes.closed_at)
    Seat.objects.create(project=project, part="it", person=person, offered_at=minutes.closed_at)

    with pytest.raises(PermissionDenied, match="une personne, une voix"):
        sign_minutes(minutes=minutes, answer="agreed", by=person)


def test_a_voice_replaced_between_meeting_and_signature_signs_by_its_new_holder():  # failures.md 98
    minutes = closed()
    sign(minutes, "bearer")
    project = minutes.project
    project.seats.filter(part="it").update(left_at=minutes.closed_at)
    heir = member(project, "it")

    sign_minutes(minutes=minutes, answer="agreed", by=heir)

    assert minutes.signatures.get(voice="it").signed_by == heir
    assert list(Move.objects.open().about(minutes).values_list("side", flat=True)) == ["vendor"]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_three_voices_at_the_same_instant_make_one_complete_transition():  # failures.md 94
    minutes = closed()
    people = [voice(minutes.meeting, part) for part in Voice.values]
    start = Barrier(len(people))

    def play(person):
        start.wait()
        try:
            sign_minutes(minutes=Minutes.objects.get(pk=minutes.pk), answer="agreed", by=person)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(people)) as pool:
        list(pool.map(play, people))

    assert minutes.signatures.count() == 3
    assert JournalEntry.objects.filter(verb="meeting.signed").count() == 1
    assert JournalEntry.objects.filter(verb="project.scoped").count() == 1
    assert kinds_printed() == ["minutes", "scoping"]
    assert (
        Notice.objects.filter(key__startswith=f"meeting:{minutes.meeting_id}:signed").count() == 3
    )


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_one_voice_in_twenty_tabs_signs_once():
    minutes = closed()
    person = voice(minutes.meeting, "it")
    start = Barrier(20)

    def play(_):
        start.wait()
        try:
            sign_minutes(minutes=Minutes.objects.get(pk=minutes.pk), answer="agreed", by=person)
        except WrongState:
            return "late"
        finally:
            connection.close()
        return "signed"

    with ThreadPoolExecutor(20) as pool:
        results = list(pool.map(play, range(20)))

    assert sorted(results) == ["late"] * 19 + ["signed"]
    assert minutes.signatures.count() == 1
