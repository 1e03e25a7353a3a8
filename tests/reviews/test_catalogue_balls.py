"""A ball of the catalogue has no project: every place that reads balls shows it all the same."""

import json
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from governance import outbox
from governance.models import JournalEntry, Notice
from governance.tasks import send_due_notices
from projects import portfolio
from projects.models import Move
from reviews.actions.dues import recompute_dues
from reviews.actions.nudging import remind_by_hand
from reviews.actions.queues import hand_over_move, release_move, take_move
from reviews.actions.reminders import plan_reminders
from reviews.feeds import feed_file
from reviews.models import Reminder
from reviews.pages import desk
from tests.factories import MoveFactory, PersonFactory, ProjectFactory, ReminderRungFactory
from tests.factories_house import SystemFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def crm():
    return SystemFactory(name="CRM", owned=True)


@pytest.fixture
def ball(crm):
    return of_catalogue(crm, person=crm.owner)


def of_catalogue(system, **facts):
    """« Confirmer la fiche », without a project."""
    facts = {"days": 20, "due_on": timezone.localdate(), **facts}
    return MoveFactory(
        project=None,
        kind="confirm_system",
        side="owner",
        subject_label="governance.system",
        subject_id=system.pk,
        title=f"Confirmer la fiche de {system}",
        **facts,
    )


def test_home_counts_it_and_leads_to_the_fiche(client, crm, ball):
    client.force_login(crm.owner)

    page = client.get(reverse("reviews:home"))

    assert [line["url"] for line in page.context["moves"]] == [f"/systemes/{crm.pk}/"]
    assert "Catalogue SI" in page.context["moves"][0]["text"]
    assert client.get(f"/systemes/{crm.pk}/").wsgi_request.user.open_moves == 1


def test_stopped_it_is_told_too(ball):
    ball.paused_at = timezone.now()

    assert "Catalogue SI" in desk.stopped_line(ball)["text"]


def test_no_guest_sees_it(ball):
    guest = PersonFactory(guest=True)

    assert list(Move.objects.visible_to(guest)) == []
    assert list(Move.objects.visible_to(PersonFactory())) == [ball]


def test_calendar_feed_has_its_day(crm, ball):
    assert "Confirmer la fiche de CRM\\, Catalogue SI" in feed_file(crm.owner).decode()


def test_digest_tells_it_and_the_post_takes_it_away(crm, ball, settings, mailoutbox):
    settings.REMIND_ON_WORKING_MORNINGS = False
    ReminderRungFactory(code="day", days=0)

    assert plan_reminders() == 1
    send_due_notices()

    assert len(mailoutbox) == 1
    assert "Catalogue SI" in mailoutbox[0].body


def test_played_meanwhile_its_digest_stays_home(crm, ball, settings, mailoutbox):
    settings.REMIND_ON_WORKING_MORNINGS = False
    ReminderRungFactory(code="day", days=0)
    plan_reminders()
    Move.close_for(crm, outcome="confirmed")

    send_due_notices()

    assert mailoutbox == []


def test_late_it_climbs_and_the_journal_says_of_what(crm, ball, settings):
    settings.REMIND_ON_WORKING_MORNINGS = False
    manager = PersonFactory(manager=True)
    ReminderRungFactory(code="day", days=0)
    ReminderRungFactory(code="up", days=3, audience="management", urgent=True)
    Move.objects.update(due_on=timezone.localdate() - timedelta(days=12))
    plan_reminders()
    yesterday = timezone.now() - timedelta(days=1)
    Reminder.objects.update(planned_at=yesterday)

    plan_reminders()

    (notice,) = Notice.objects.filter(recipient=manager)
    assert "CRM" in notice.body
    entry = JournalEntry.objects.get(verb="ball.escalated")
    assert (entry.subject_label, entry.thread) == ("governance.system", f"system-{crm.pk}")
    assert outbox.READERS[Notice.Genre.ESCALATION](notice) == {}


def test_a_steward_reminds_by_hand_and_nobody_else(client, crm, ball):
    steward = PersonFactory(steward=True)
    with pytest.raises(PermissionDenied):
        remind_by_hand(move=ball, by=PersonFactory())

    client.force_login(steward)
    answer = client.post(reverse("reviews:nudge", args=[ball.pk]))

    assert (answer.status_code, answer.url) == (302, f"/systemes/{crm.pk}/")
    assert JournalEntry.objects.get(verb="ball.reminded").thread == f"system-{crm.pk}"
    assert Notice.objects.get().recipient == crm.owner


def test_team_takes_it_passes_it_and_gives_it_back(client, crm):
    team = crm.owner_team
    move = of_catalogue(crm, person=None, team=team)
    one, two = PersonFactory(team=team), PersonFactory(team=team)
    client.force_login(one)

    assert "Catalogue SI" in client.get(reverse("reviews:queue", args=[team.slug])).content.decode()
    take_move(move=move, by=one)
    hand_over = client.get(reverse("reviews:ball-handover", args=[move.pk]))
    assert "Catalogue SI" in hand_over.content.decode()
    hand_over_move(move=move, by=one, colleague=two)
    release_move(move=move, by=two)

    move.refresh_from_db()
    assert move.person is None
    told = JournalEntry.objects.values_list("verb", "thread")
    assert set(told) == {
        (verb, f"system-{crm.pk}")
        for verb in ("queue.taken", "queue.handed_over", "queue.released")
    }


def test_recomputing_dues_leaves_it_alone(ball):
    assert recompute_dues(force=True) == 0


def test_summary_of_a_project_never_holds_it(ball):
    project = ProjectFactory(staffed=True)
    portfolio.refresh(project)

    assert json.dumps(project.summary["balls"]) == "[]"
