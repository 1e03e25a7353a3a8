"""Express projects accepted at once: some are drawn by lot and read again later."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.models import Closure, JournalEntry, Level, Notice, Topic
from governance.roles import Role
from governance.verdicts import Incomplete, WrongState
from projects.models import LaterCheck, Move
from reviews.actions.later_checks import answer_check, correction_url, lot
from reviews.actions.opening import accept_express
from reviews.pdf import render_html
from reviews.report_data import report_data
from tests.factories import (
    LaterCheckFactory,
    LevelFactory,
    MilestoneFactory,
    PersonFactory,
    ProjectFactory,
    ProjectTopicFactory,
    member,
)

pytestmark = pytest.mark.django_db


def express(share=20, **facts):
    """An express project with its three voices, about to be accepted."""
    facts = {"answers": {"payment": "no"}} | facts
    project = ProjectFactory(level="express", staffed=True, **facts)
    LevelFactory(code="express", answer_days=2, silence="tacit")
    Level.objects.filter(code="express").update(checked_share=share)
    MilestoneFactory(project=project, ref="scoping")
    return project


def accepted(project, number=0):
    accept_express(project=project, by=member(project, Role.BEARER), lot=lambda: number)
    return project


def drawn(**facts):
    check = LaterCheckFactory(project=express(**facts))
    Move.open_for(
        check,
        Move.Kind.CHECK_LATER,
        project=check.project,
        side="it",
        person=member(check.project, Role.IT),
        title="Relire",
        days=20,
    )
    return check


@pytest.mark.parametrize(
    ("share", "number", "out"),
    [(20, 0, True), (20, 19, True), (20, 20, False), (0, 0, False), (100, 99, True)],
)
def test_project_is_drawn_when_its_number_is_below_the_share(share, number, out):
    project = accepted(express(share), number)

    assert LaterCheck.objects.filter(project=project).exists() is out
    assert JournalEntry.objects.filter(verb="project.drawn").exists() is out
    assert JournalEntry.objects.get(verb="project.accepted").facts["share"] == share


def test_lot_is_a_number_out_of_a_hundred():
    assert all(0 <= lot() < 100 for _try in range(50))


@pytest.mark.parametrize("days", [200, 10])
def test_drawn_project_waits_for_it_until_twenty_days_or_the_launch(days):
    launch = timezone.localdate() + timedelta(days=days)
    project = accepted(express(launch_on=launch))

    move = Move.objects.open().get(kind="check_later")

    calendar, today = Closure.calendar(), timezone.localdate()
    assert move.person == member(project, Role.IT)
    assert move.due_on == (calendar.add(today, 20) if days == 200 else move.due_on)
    assert today <= move.due_on < launch
    assert move.get_absolute_url() == reverse("reviews:later-check", args=[project.key])


def test_answers_that_hold_close_the_check():
    check = drawn()

    answer_check(check=check, outcome="held", word="", by=member(check.project, Role.IT))

    assert not Move.objects.open().filter(kind="check_later").exists()
    assert JournalEntry.objects.get(verb="check.held").thread == check.project.key
    assert not Notice.objects.filter(key__startswith="later-check").exists()


def test_answers_that_no_longer_hold_go_back_to_the_bearer_without_blame():
    check = drawn()

    answer_check(
        check=check, outcome="not_held", word="Un paiement.", by=member(check.project, Role.IT)
    )

    notice = Notice.objects.get(recipient=member(check.project, Role.BEARER))
    assert "Un paiement." in notice.body
    assert "Rien n’est reproché" in notice.body
    assert notice.path == correction_url(check.project)


def test_what_does_not_hold_is_said_in_a_sentence():
    check = drawn()

    with pytest.raises(Incomplete):
        answer_check(check=check, outcome="not_held", word=" ", by=member(check.project, Role.IT))


def test_project_is_read_again_once():
    check = drawn()
    same = LaterCheck.objects.get(pk=check.pk)
    lucie = member(check.project, Role.IT)
    answer_check(check=check, outcome="held", word="", by=lucie)

    with pytest.raises(WrongState):
        answer_check(check=same, outcome="not_held", word="Si.", by=lucie)


def test_page_shows_answers_and_choices_and_takes_the_finding(client, reference):
    check = drawn()
    ProjectTopicFactory(
        project=check.project, version=1, headline="Hexanuage", topic=Topic.objects.first()
    )
    client.force_login(member(check.project, Role.IT))
    url = reverse("reviews:later-check", args=[check.project.key])

    page = client.get(url).content.decode()
    empty = client.post(url, {})
    silent = client.post(url, {"outcome": "not_held"})
    done = client.post(url, {"outcome": "held", "word": "Rien de neuf."}, follow=True)
    again = client.post(url, {"outcome": "held"})

    assert "Hexanuage" in page
    assert (empty.status_code, silent.status_code, again.status_code) == (422, 422, 409)
    assert "Rien de neuf." in done.content.decode()


def test_colleague_of_the_referent_reads_too(client):
    check = drawn()
    colleague = PersonFactory(team=member(check.project, Role.IT).team)
    client.force_login(colleague)

    done = client.post(
        reverse("reviews:later-check", args=[check.project.key]), {"outcome": "held"}
    )

    assert done.status_code == 302


def test_nobody_reads_again_what_they_registered(client):
    check = drawn()
    lucie = member(check.project, Role.IT)
    type(check.project).objects.filter(pk=check.project.pk).update(registered_by=lucie)
    client.force_login(lucie)

    done = client.post(
        reverse("reviews:later-check", args=[check.project.key]), {"outcome": "held"}
    )

    assert done.status_code == 403


def test_project_that_was_not_drawn_has_no_such_page(client):
    project = express()
    client.force_login(member(project, Role.IT))

    assert client.get(reverse("reviews:later-check", args=[project.key])).status_code == 404


@pytest.mark.parametrize(("share", "said"), [(20, True), (0, False)])
def test_certificate_says_the_share_that_is_read_later(share, said):
    project = express(share)
    data = report_data(project, kind="certificate", number=1, code="7K2M-9QXA")

    assert ("checked_share" in data["project"]) is said
    assert ("Sur cent projets acceptés ainsi, 20" in render_html(data)) is said
