"""A meeting that follows another: what it reopens, what it carries over, what it signs."""

import json

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from governance.models import JournalEntry
from governance.verdicts import Incomplete, WrongState
from projects.models import Project
from reviews.actions.arranging import postpone_point
from reviews.actions.minutes import close_meeting
from reviews.actions.outcomes import add_outcome
from reviews.minutes import minutes_text
from reviews.minutes_report import minutes_report
from reviews.models import ScopingMeeting
from reviews.pdf import render_html
from tests.factories import DependencyFactory, ProjectTopicFactory, TopicFactory, member
from tests.factories_meetings import MeetingGuestFactory
from tests.reviews.agenda_situations import point, titles
from tests.reviews.further_situations import called, hold, scoped, sign_all
from tests.reviews.meeting_situations import slot, soon, voice

pytestmark = pytest.mark.django_db


def test_it_opens_with_its_reason_and_lists_only_what_is_new_or_reopened():
    project = scoped()
    ProjectTopicFactory(
        project=project, topic=TopicFactory(slug="data", name="Données"), reason="Nouveau"
    )
    DependencyFactory(project=project)

    meeting = called(project, topics=["hosting"])

    assert titles(meeting) == [
        "Pourquoi se revoir", "Sujet hosting", "Données", "Dépendances à confirmer",
        "Tour de table",
    ]  # fmt: skip
    assert meeting.items.first().why == "Le réseau s’agrandit."
    assert point(meeting, "hosting").mark == "rouvert"
    assert meeting.follows == project.meetings.get(state="signed")
    move = project.moves.open().get(kind="plan_meeting")
    assert (move.person, move.detail) == (member(project, "bearer"), "Le réseau s’agrandit.")
    assert JournalEntry.objects.get(verb="meeting.called").facts["reason"] == move.detail


def test_it_carries_what_still_holds_with_where_it_comes_from():
    meeting = called(scoped(), topics=["hosting"])

    carried = [(line["kind"], line["text"]) for line in meeting.carried]

    assert carried == [("decision", "Un an de support."), ("action", "Écrire la procédure.")]
    first = meeting.carried[0]
    assert (first["minutes"], first["point"], first["topic"]) == (1, "Sujet support", "support")
    assert first["meeting_on"] == soon(0).isoformat() or first["meeting_on"] > soon(0).isoformat()


def test_what_a_meeting_took_back_is_not_carried_by_the_next():
    project = scoped()
    second = hold(called(project, topics=["hosting"]))
    lead = voice(second, "bearer")
    add_outcome(item=point(second, "hosting"), kind="decision", text="À Lyon.", by=lead)
    sign_all(second)

    third = called(Project.objects.get(pk=project.pk))

    assert {line["text"] for line in third.carried} == {
        "Un an de support.", "À Lyon.", "Écrire la procédure."
    }  # fmt: skip


def test_the_minutes_freeze_what_was_carried_and_show_it(client):
    project = scoped()
    meeting = hold(called(project, topics=["hosting"]))
    minutes = close_meeting(meeting=meeting, by=voice(meeting, "bearer"))

    assert minutes.content["schema_version"] == 2
    assert [line["text"] for line in minutes.content["carried"]] == [
        "Un an de support.", "Écrire la procédure."
    ]  # fmt: skip
    assert minutes.content["follows"]["meeting_on"]
    client.force_login(voice(meeting, "bearer"))
    html = client.get(reverse("reviews:minutes", args=[minutes.pk])).content.decode()
    assert "Un an de support." in html
    assert "compte rendu version" in html


def test_what_was_carried_is_also_in_the_text_and_on_paper(client):
    """Scenario 86: the paper says what was signed, whole."""
    meeting = hold(called(scoped(), topics=["hosting"]))
    MeetingGuestFactory(meeting=meeting, person__name="Paul Roux")
    minutes = close_meeting(meeting=meeting, by=voice(meeting, "bearer"))
    client.force_login(voice(meeting, "bearer"))

    text = client.get(reverse("reviews:minutes-text", args=[minutes.pk])).content.decode()
    data = json.loads(json.dumps(minutes_report(minutes, code="7K2M-9QXA"), default=str))
    printed = render_html(data)

    kept = text[text.index("CE QUI RESTE VALABLE DES RÉUNIONS PRÉCÉDENTES") :]
    assert "- Décision. Un an de support." in kept
    assert "- Action. Écrire la procédure." in kept
    for told in (kept, printed):
        assert "compte rendu version 1" in told.replace("\u00a0", " ")
    assert "Ce qui reste valable des réunions précédentes" in printed.replace("\u00a0", " ")
    assert "Paul Roux" in printed


def test_a_first_meeting_carries_nothing_in_its_text():
    assert "RESTE VALABLE" not in minutes_text(scoped().meetings.get().minutes.get().content)


def test_minutes_of_before_still_read(client):
    project = scoped()
    minutes = project.meetings.get().minutes.get()
    content = {k: v for k, v in minutes.content.items() if k not in ("carried", "follows")}
    type(minutes).objects.filter(pk=minutes.pk).update(content=content | {"schema_version": 1})
    client.force_login(member(project, "it"))

    assert client.get(reverse("reviews:minutes", args=[minutes.pk])).status_code == 200


def test_its_three_signatures_make_the_next_version():
    project = scoped()
    assert project.reports.filter(kind="scoping").count() == 1

    meeting = hold(called(project, topics=["hosting"]))
    add_outcome(
        item=point(meeting, "hosting"), kind="decision", text="À Lyon.", by=voice(meeting, "it")
    )
    sign_all(meeting)

    project.refresh_from_db()
    numbers = project.reports.filter(kind="scoping").values_list("number", flat=True)
    assert project.state == "scoped"
    assert sorted(numbers) == [1, 2]
    assert project.meetings.filter(state="signed").count() == 2


@pytest.mark.parametrize("state", ["to_plan", "planned", "held"])
def test_one_meeting_at_a_time(state):
    project = scoped()
    meeting = called(project)
    ScopingMeeting.objects.filter(pk=meeting.pk).update(state=state, starts_at=slot())

    with pytest.raises(WrongState):
        called(project)


@pytest.mark.parametrize("reason", ["", "   ", "\u200b"])
def test_a_reason_is_asked(reason):
    """Scenario 14."""
    with pytest.raises(Incomplete):
        called(scoped(), reason=reason)


def test_the_vendor_does_not_call_a_meeting():
    project = scoped()

    with pytest.raises(PermissionDenied):
        called(project, by=member(project, "vendor"))


def test_the_scoping_tab_lists_what_was_postponed_and_offers_another_meeting(client):
    project = scoped()
    client.force_login(member(project, "bearer"))
    tab = reverse("reviews:scoping", args=[project.key])
    ask = reverse("reviews:further-meeting", args=[project.key])
    assert ask in client.get(tab).content.decode()

    meeting = called(project, topics=["hosting"])
    postpone_point(item=point(meeting, "hosting"), by=member(project, "it"))

    html = client.get(tab).content.decode()
    assert ask not in html
    assert "Points reportés" in html
    assert "fait suite à la réunion du" in html


def test_another_meeting_is_asked_from_its_page(client):
    project = scoped()
    client.force_login(member(project, "it"))
    address = reverse("reviews:further-meeting", args=[project.key])

    assert client.get(address).status_code == 200
    empty = client.post(address, {"reason": " ", "topics": ["hosting"]})
    asked = client.post(address, {"reason": "Le réseau s’agrandit.", "topics": ["hosting"]})
    again = client.post(address, {"reason": "Encore."})

    assert empty.status_code == 422
    meeting = project.meetings.get(state="to_plan")
    assert asked.url == reverse("reviews:meeting", args=[meeting.pk])
    html = client.get(asked.url).content.decode()
    assert "Fait suite à la réunion du" in html
    assert "Un an de support." in html
    assert again.status_code == 409


def test_the_tab_asks_the_same_number_of_questions_for_one_meeting_and_three(client):
    project = scoped()
    client.force_login(member(project, "it"))
    tab = reverse("reviews:scoping", args=[project.key])
    client.get(tab)
    counts = []
    for _round in range(3):
        with CaptureQueriesContext(connection) as asked:
            client.get(tab)
        counts.append(len(asked))
        sign_all(hold(called(Project.objects.get(pk=project.pk))))

    assert counts[2] - counts[1] <= 4
