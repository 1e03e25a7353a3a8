"""What reminders say: one digest a day, an escalation alone, only what is still to do when they leave."""

from datetime import date

import pytest
from django.utils import timezone

from governance import outbox
from governance.models import Notice
from governance.tasks import send_due_notices
from projects.models import Move
from reviews.actions.reminders import plan_reminders
from tests.factories import MailSettingsFactory, MoveFactory, PersonFactory
from tests.reviews.reminder_situations import (  # noqa: F401 -- the ladder is a fixture
    THURSDAY,
    _policy,
    at,
    sweep,
)

pytestmark = pytest.mark.django_db


def test_sixty_balls_make_one_digest_with_their_own_links(mailoutbox):
    """Scenario 65."""
    person = PersonFactory()
    for number in range(60):
        MoveFactory(person=person, due_on=date(2026, 3, 25), subject_id=number)

    with at(THURSDAY):
        plan_reminders()
        send_due_notices()

    notice, [letter] = Notice.objects.get(), mailoutbox
    assert notice.body.count("Mettre en service") == 60
    html, _kind = letter.alternatives[0]
    assert all(move.get_absolute_url() in html for move in Move.objects.all())
    assert html.count('class="what') == 60


def test_one_digest_a_day_what_comes_later_waits_for_the_next_morning():
    sophie = PersonFactory()
    MoveFactory(person=sophie, due_on=date(2026, 3, 26))
    sweep(THURSDAY)

    MoveFactory(person=sophie, due_on=date(2026, 3, 26), subject_id=2)
    assert sweep("2026-03-26 15:00+01:00") == 0
    assert sweep("2026-03-27 09:00+01:00") == 1


def test_an_escalation_is_alone_says_who_was_reminded_and_cannot_be_cut(mailoutbox):
    anne = MailSettingsFactory(person__manager=True, no_digest_since=timezone.now()).person
    sophie = PersonFactory(it=True)
    MoveFactory(person=sophie, due_on=date(2026, 3, 18))
    with at("2026-03-19 09:00+01:00"):
        plan_reminders()
    with at("2026-03-25 07:00+01:00"):
        plan_reminders()
        send_due_notices()

    letter = next(letter for letter in mailoutbox if letter.to == [anne.email])
    assert "List-Unsubscribe" not in letter.extra_headers
    assert "Retard de 5 jours ouvrés" in letter.subject.replace("\u00a0", " ")
    assert sophie.name in letter.body
    assert "Déjà relancé" in letter.body


def test_the_digest_drops_what_was_played_between_the_plan_and_the_mail(mailoutbox):
    """Scenario 64."""
    sophie = PersonFactory()
    kept = MoveFactory(person=sophie, due_on=date(2026, 3, 25), title="À garder")
    gone = MoveFactory(person=sophie, due_on=date(2026, 3, 25), title="Déjà joué", subject_id=2)
    with at(THURSDAY):
        plan_reminders()
        Move.objects.filter(pk=gone.pk).update(closed_at=timezone.now())
        send_due_notices()

    [letter] = mailoutbox
    assert kept.title in letter.body
    assert gone.title not in letter.body
    assert gone.title not in Notice.objects.get().body


@pytest.mark.parametrize(
    "change",
    [
        {"closed_at": timezone.now()},
        {"paused_at": timezone.now()},
        {"due_on": date(2026, 4, 20)},
    ],
)
def test_a_digest_that_has_nothing_left_to_say_is_not_sent(change, mailoutbox):
    """Scenarios 59 and 64."""
    MoveFactory(due_on=date(2026, 3, 25))
    with at(THURSDAY):
        plan_reminders()
        Move.objects.update(**change)
        send_due_notices()

    notice = Notice.objects.get()
    assert mailoutbox == []
    assert (notice.held_back, notice.read_at is None) == ("answered", False)


def test_whoever_cut_their_reminders_reads_them_in_the_inbox_only(mailoutbox):
    person = MailSettingsFactory(no_digest_since=timezone.now()).person
    MoveFactory(person=person, due_on=date(2026, 3, 25))
    with at(THURSDAY):
        plan_reminders()
        send_due_notices()

    notice = Notice.objects.get()
    assert mailoutbox == []
    assert (notice.held_back, notice.read_at) == ("muted", None)


def test_the_digest_is_written_in_the_language_of_its_reader(mailoutbox):
    MoveFactory(person=PersonFactory(language="en"), due_on=date(2026, 3, 25))
    with at(THURSDAY):
        plan_reminders()
        send_due_notices()

    assert "Wed 25 Mar" in mailoutbox[0].body


def test_every_genre_of_message_is_read_again_when_it_leaves():
    assert set(outbox.READERS) == set(Notice.Genre)
