import pytest

from governance.models import JournalEntry, Notice
from governance.models.journal import fingerprint
from governance.roles import Voice
from governance.verdicts import WrongState
from projects.models import Move
from reviews.actions.meetings import reopen_meeting
from reviews.actions.minutes import close_meeting
from reviews.actions.outcomes import add_outcome
from reviews.minutes import minutes_text, missing_sentence
from reviews.models import Minutes, ScopingMeeting
from tests.factories_reviews import ScopingMeetingFactory
from tests.reviews.meeting_situations import closed, contested, held, sign, slot, soon, voice

pytestmark = pytest.mark.django_db


def close(meeting, part="bearer"):
    return close_meeting(meeting=meeting, by=voice(meeting, part))


def test_closing_freezes_the_minutes_and_asks_three_signatures():
    meeting = held()
    item = meeting.items.first()
    item.write("Bruno veut filtrer.", version=0, by=voice(meeting, "it"))
    vendor = voice(meeting, "vendor")
    add_outcome(
        item=item, kind="action", text="Décrire la trace", owner=vendor, due_on=soon(), by=vendor
    )

    minutes = close(meeting)

    meeting.refresh_from_db()
    assert meeting.state == "closed"
    assert minutes.number == 1
    assert minutes.sha256 == fingerprint(Minutes.objects.get(pk=minutes.pk).content)
    assert minutes.content["schema"] == "minutes"
    assert minutes.content["schema_version"] == 2
    assert minutes.content["present"] == list(Voice.values)
    line = minutes.content["items"][0]
    assert line["notes"] == "Bruno veut filtrer."
    assert line["outcomes"] == [
        {"kind": "action", "text": "Décrire la trace", "owner": vendor.name,
         "due_on": soon().isoformat()}
    ]  # fmt: skip
    signing = Move.objects.open().about(minutes)
    assert sorted(signing.values_list("kind", "side", "days")) == [
        ("sign_minutes", part, 2) for part in sorted(Voice.values)
    ]
    assert not Move.objects.open().filter(kind="hold_meeting").exists()
    assert not meeting.project.milestones.filter(state="done").exists()
    assert minutes.content["sign_by"] == signing.first().due_on.isoformat()
    assert JournalEntry.objects.filter(verb="meeting.closed").count() == 1


def test_the_minutes_leave_by_mail_as_text_the_same_day():
    meeting = held()
    meeting.items.first().write("Paris est retenu.", version=0, by=voice(meeting, "it"))

    minutes = close(meeting)

    sent = Notice.objects.filter(key__startswith=f"minutes:{minutes.pk}:")
    assert {notice.recipient for notice in sent} == {voice(meeting, v) for v in Voice.values}
    assert all("SUJET HOSTING\nParis est retenu." in notice.body for notice in sent)
    assert sent[0].path == f"/comptes-rendus/{minutes.pk}/signature/"


def test_a_missing_voice_is_said_in_the_minutes_and_must_sign():
    minutes = closed(present=("bearer", "it"))

    sentence = missing_sentence(minutes.content)
    assert sentence.startswith("Il manque une voix : la réunion ne peut pas compter")
    assert "le prestataire n’a pas lu" in sentence
    assert sentence in minutes_text(minutes.content)
    assert Move.objects.open().about(minutes).get(side="vendor").detail == sentence[:240]


def test_closing_twice_makes_one_version():
    meeting = held()
    stale = ScopingMeeting.objects.get(pk=meeting.pk)
    close(meeting)

    with pytest.raises(WrongState):
        close(stale)

    assert meeting.minutes.count() == 1


@pytest.mark.parametrize("state", [s for s in ScopingMeeting.State if s != "held"])
def test_only_an_open_meeting_is_closed(state):
    meeting = ScopingMeetingFactory(state=state, starts_at=slot())

    with pytest.raises(WrongState):
        close(meeting)

    assert not Minutes.objects.exists()


def test_a_second_round_makes_the_next_version_and_tells_who_had_signed():  # failures.md 95
    first = contested()
    sign(first, "bearer")
    meeting = ScopingMeeting.objects.get(pk=first.meeting_id)
    reopen_meeting(meeting=meeting, by=voice(meeting, "bearer"))

    second = close(meeting)

    assert (second.number, second.sha256 != first.sha256) == (2, True)
    assert first.signatures.count() == 2
    assert second.signatures.count() == 0
    told = Notice.objects.get(key=f"minutes:{second.pk}:{voice(meeting, 'bearer').pk}")
    assert told.body.startswith("Le compte rendu a changé depuis votre signature")
    assert Move.objects.open().about(second).count() == 3
    assert not Move.objects.open().about(first).exists()


def test_an_earlier_version_can_no_longer_be_signed():
    first = contested()
    meeting = ScopingMeeting.objects.get(pk=first.meeting_id)
    reopen_meeting(meeting=meeting, by=voice(meeting, "bearer"))
    close(meeting)

    with pytest.raises(WrongState, match="plus récente"):
        sign(first, "it")


def test_minutes_whose_content_was_altered_are_not_signed():
    minutes = closed()
    Minutes.objects.filter(pk=minutes.pk).update(content={**minutes.content, "place": "Ailleurs"})

    with pytest.raises(WrongState, match="empreinte"):
        sign(Minutes.objects.get(pk=minutes.pk), "it")
