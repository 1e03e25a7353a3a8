"""Known choices that come to their end: who rests on them confirms, once."""

import pytest

from governance.models import JournalEntry, Notice
from governance.verdicts import Incomplete, WrongState
from projects.actions import choices
from projects.actions import known as known_actions
from projects.models import KnownChoice, Move
from projects.tasks import ask_lapsed_choices
from tests.factories import (
    PersonFactory,
    member,
)
from tests.projects.known_situations import (
    asked_topic,
    data,
    html_of,
    in_days,
    known_for,
    submitted_with,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def subject():
    return asked_topic()


@pytest.fixture
def known(subject):
    return known_for(subject)


def test_each_day_a_lapsed_one_is_asked_again_once(client, subject, known):
    vendor = member(subject.project, "vendor")
    submitted_with(subject, known, vendor)
    assert ask_lapsed_choices() == 0
    KnownChoice.objects.filter(pk=known.pk).update(valid_until=in_days(-1))

    counts = [ask_lapsed_choices() for _n in range(3)]

    assert counts == [1, 0, 0]
    move = Move.objects.open().about(subject).get()
    assert (move.kind, move.person) == (Move.Kind.ANSWER_TOPIC, vendor)
    assert move.title.startswith("Confirmer le sujet")
    assert Notice.objects.filter(recipient=vendor, key__startswith="known-lapsed").count() == 1
    assert JournalEntry.objects.filter(verb="known.lapsed").count() == 1
    for person in (vendor, member(subject.project, "bearer")):
        client.force_login(person)
        assert "Elle est à confirmer" in html_of(client.get(subject.get_absolute_url()))


def test_the_last_day_still_counts(subject, known):
    submitted_with(subject, known, member(subject.project, "vendor"))
    KnownChoice.objects.filter(pk=known.pk).update(valid_until=in_days(0))

    assert ask_lapsed_choices() == 0


def test_confirmed_as_it_is_a_new_version_rests_on_itself(subject, known):
    vendor = member(subject.project, "vendor")
    first = submitted_with(subject, known, vendor)
    KnownChoice.objects.filter(pk=known.pk).update(valid_until=in_days(-1))
    ask_lapsed_choices()
    subject.refresh_from_db()
    same = data(version=2, label=first.label, facts=first.facts, option=first.option)

    second = choices.submit_choice(subject=subject, data=same, by=vendor)
    again = choices.submit_choice(subject=subject, data=same, by=vendor)

    assert (second.version, second.known, second.inherited) == (2, None, [])
    assert again == second
    assert not Move.objects.open().about(subject).exists()
    assert ask_lapsed_choices() == 0


def test_stopped_project_is_left_alone(subject, known):
    submitted_with(subject, known, member(subject.project, "vendor"))
    KnownChoice.objects.filter(pk=known.pk).update(valid_until=in_days(-1))
    subject.project.cancel(by=member(subject.project, "bearer"), reason="Abandonné")

    assert ask_lapsed_choices() == 0


def test_it_ends_one_with_a_word_and_who_rests_on_it_is_asked(client, subject, known):
    vendor = member(subject.project, "vendor")
    submitted_with(subject, known, vendor)
    client.force_login(PersonFactory(it=True))

    answer = client.post(known.get_absolute_url(), {"word": "La région ferme, voir Salamandre."})

    assert answer.status_code == 302
    known.refresh_from_db()
    assert known.ended_word == "La région ferme, voir Salamandre."
    assert Move.objects.open().about(subject).get().person == vendor
    client.force_login(vendor)
    html = html_of(client.get(subject.get_absolute_url()))
    assert "retiré par la DSI" in html
    assert "Salamandre" not in html + "".join(notice.body for notice in Notice.objects.all())


def test_ending_needs_a_word_and_happens_once(client, known):
    it = PersonFactory(it=True)
    client.force_login(it)

    assert client.post(known.get_absolute_url(), {"word": " \u200b"}).status_code == 422
    with pytest.raises(Incomplete):
        known_actions.end_known(known=known, word=" ", by=it)
    known_actions.end_known(known=known, word="Fini.", by=it)
    with pytest.raises(WrongState):
        known_actions.end_known(known=known, word="Fini.", by=it)


@pytest.mark.parametrize(
    ("role", "status"), [("bearer", 403), ("manager", 403), ("steward", 403), ("vendor", 403)]
)
def test_others_do_not_end_it(client, subject, known, role, status):
    client.force_login(member(subject.project, role))

    assert client.post(known.get_absolute_url(), {"word": "Non."}).status_code == status
    known.refresh_from_db()
    assert known.ended_at is None
