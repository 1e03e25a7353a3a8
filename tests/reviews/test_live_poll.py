"""The page asks every two seconds: almost nothing when nothing changed, else only what changed."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from governance.models import GuestSession
from reviews.actions.live import arrive, be_there, go_to_item, leave_page
from reviews.actions.minutes import close_meeting
from reviews.actions.outcomes import add_outcome, withdraw_outcome
from reviews.models import AgendaItem, Attendance, ScopingMeeting
from tests.factories import SeatFactory, member
from tests.reviews.live_situations import LivePage
from tests.reviews.meeting_situations import held, voice

pytestmark = pytest.mark.django_db
MOST_BYTES, MOST_STATEMENTS = 300, 2


@pytest.fixture
def meeting():
    return held()


@pytest.fixture
def item(meeting):
    return meeting.items.first()


@pytest.fixture
def screen(htmx_client, meeting, item):
    return LivePage(htmx_client, item, voice(meeting, "it"))


def bytes_of(response) -> int:
    """What goes over the wire: the status line, every header, the body."""
    lines = [f"HTTP/1.1 {response.status_code} {response.reason_phrase}"]
    lines += [f"{name}: {value}" for name, value in response.items()]
    lines += [f"Set-Cookie: {cookie.OutputString()}" for cookie in response.cookies.values()]
    return len("\r\n".join([*lines, "", ""]).encode()) + len(response.content)


@pytest.mark.parametrize("part", ["bearer", "vendor", "it", "observer", "manager"])
def test_an_unchanged_poll_is_nothing_in_two_statements(
    htmx_client, meeting, item, part, django_assert_max_num_queries
):
    screen = LivePage(htmx_client, item, member(meeting.project, part))
    screen.ask()

    with django_assert_max_num_queries(MOST_STATEMENTS):
        response = screen.ask()

    assert (response.status_code, response.content) == (204, b"")
    assert bytes_of(response) < MOST_BYTES
    assert not response.cookies


def test_in_production_the_empty_answer_is_as_small(settings, screen, htmx_client):
    settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = 31536000, True
    settings.SECURE_HSTS_PRELOAD = True
    meeting, secured = screen.item.meeting, Client(headers={"HX-Request": "true"})
    secured.force_login(screen.person)

    response = secured.get(
        reverse("reviews:direct", args=[meeting.pk]), {"vu": screen.vu}, secure=True
    )

    assert "Strict-Transport-Security" in response
    assert (response.status_code, bytes_of(response) < MOST_BYTES) == (204, True)


def test_time_passing_is_no_change(screen, meeting):
    ScopingMeeting.objects.filter(pk=meeting.pk).update(
        opened_at=timezone.now() - timedelta(minutes=20),
        current_since=timezone.now() - timedelta(minutes=20),
    )

    assert screen.ask().status_code == 204


def test_a_change_brings_what_changed_and_nothing_else(screen, meeting, item):
    add_outcome(item=item, kind="decision", text="Paris est retenu.", by=voice(meeting, "vendor"))

    names, html = screen.news()

    assert names == ["issues", "odj"]
    assert "Paris est retenu." in html
    assert 'id="d-issues" hx-swap-oob="outerMorph"' in html
    assert screen.ask().status_code == 204


def test_the_notes_of_another_reach_whoever_does_not_type(screen, meeting, item):
    item.write("Vu par un autre", version=0, by=voice(meeting, "vendor"))

    names, html = screen.news()

    assert {"notes", "etat"} <= set(names)
    assert "Vu par un autre</textarea>" in html
    assert 'form="notes-form" value="1"' in html
    assert "Votre propre texte" not in html


def test_the_field_under_the_hands_is_left_alone_and_the_other_text_is_shown(screen, meeting, item):
    """Scenario 99: both see it before anything is saved."""
    item.write("Vu par un autre", version=0, by=voice(meeting, "vendor"))

    names, html = screen.news(en_cours="1")

    assert not {"notes", "etat"} & set(names)
    assert "<textarea" not in html
    assert "vient d’écrire sur ce point" in html
    assert "Vu par un autre" in html


def test_arrivals_are_told(screen, meeting):
    be_there(meeting=meeting, by=voice(meeting, "vendor"))

    names, html = screen.news()

    assert names == ["voix"]
    assert "À la réunion, en ligne" in html


def test_who_writes_is_told_beside_the_field(screen, meeting, item):
    vendor = voice(meeting, "vendor")
    be_there(meeting=meeting, by=vendor, field=f"notes-{item.pk}")

    names, html = screen.news()

    assert "ecrit" in names
    assert f"{vendor.name} écrit ici" in html


def test_one_does_not_read_that_one_writes_oneself(screen, meeting, item):
    be_there(meeting=meeting, by=screen.person, field=f"notes-{item.pk}")

    assert "écrit ici" not in screen.news()[1]


def test_who_went_away_without_a_word_is_gone_after_three_quarters_of_a_minute(screen, meeting):
    be_there(meeting=meeting, by=voice(meeting, "vendor"))
    screen.news()
    Attendance.objects.update(seen_at=timezone.now() - timedelta(seconds=46))

    names, html = screen.news()

    assert names == ["voix"]
    assert "en ligne" not in html


def test_a_page_that_says_it_is_still_there_is_no_change(screen, meeting):
    vendor = voice(meeting, "vendor")
    be_there(meeting=meeting, by=vendor)
    screen.news()

    be_there(meeting=meeting, by=vendor)
    assert screen.ask().status_code == 204

    leave_page(meeting=meeting, by=vendor)
    assert screen.news()[0] == ["voix"]


def test_the_table_moves_and_the_others_are_told_where(screen, meeting, item):
    second = meeting.items.all()[1]
    go_to_item(item=second, by=voice(meeting, "vendor"))

    names, html = screen.news()

    assert "table" in names
    assert f"La réunion est passée à « {second.title} »" in html
    assert f'data-elsewhere="/reunions/points/{second.pk}/"' in html


def test_a_voice_that_arrives_makes_the_meeting_count(htmx_client):
    meeting = held(present=("bearer", "it"))
    screen = LivePage(htmx_client, meeting.items.first(), voice(meeting, "bearer"))
    arrive(meeting=meeting, by=voice(meeting, "vendor"))

    names, html = screen.news()

    assert {"presence", "voix"} <= set(names)
    assert "Trois voix présentes" in html


def test_the_closing_is_told_and_ends_the_asking(screen, meeting):
    close_meeting(meeting=meeting, by=voice(meeting, "bearer"))

    names, html = screen.news()

    assert "La réunion est close" in html
    assert '<div id="direct" hidden hx-swap-oob="outerHTML">' in html
    assert "every 2s" not in html
    assert "<textarea" in html
    assert "notes" in names


def test_a_line_being_changed_stays_even_when_somebody_takes_it_back(screen, meeting, item):
    vendor = voice(meeting, "vendor")
    line = add_outcome(item=item, kind="risk", text="Le délai", by=vendor)
    screen.news()
    withdraw_outcome(outcome=line, version=1, by=vendor)

    html = screen.news(edite=[line.pk])[1]

    assert f'id="issue-{line.pk}"' in html
    assert "retirée" in html


def test_a_point_that_is_gone_leads_back_to_the_table(screen, meeting, item):
    AgendaItem.objects.filter(pk=item.pk).delete()
    meeting.bump()

    assert screen.ask().status_code == 200


def test_a_guest_removed_gets_nothing_more_at_the_next_poll(htmx_client, meeting, item):
    """Scenario 38: open pages too."""
    guest = voice(meeting, "vendor")
    screen = LivePage(htmx_client, item, guest)
    assert screen.ask().status_code == 204
    meeting.project.seats.filter(person=guest).update(left_at=timezone.now())

    assert screen.ask().status_code == 404


def test_a_guest_session_ended_by_a_steward_is_ended_at_the_next_poll(htmx_client, meeting, item):
    """Scenario 38."""
    screen = LivePage(htmx_client, item, voice(meeting, "vendor"))
    assert screen.ask().status_code == 204
    GuestSession.objects.all().end()

    response = screen.ask()

    assert (response.status_code, "HX-Redirect" in response) == (204, True)


def test_asking_again_and_again_proves_nobody_there(htmx_client, meeting, item):
    """A forgotten tab does not keep a guest's session awake."""
    screen = LivePage(htmx_client, item, voice(meeting, "vendor"))
    asleep = timezone.now() - timedelta(minutes=90)
    GuestSession.objects.update(seen_at=asleep)
    here = reverse("reviews:attendance", args=[meeting.pk])

    screen.ask()
    meeting.bump()
    screen.ask()
    htmx_client.post(here, {"champ": ""})

    assert GuestSession.objects.get().seen_at == asleep


def test_somebody_from_elsewhere_or_signed_out_reads_nothing(client, meeting):
    address = reverse("reviews:direct", args=[meeting.pk])
    assert client.get(address, {"vu": "1.0.held"}).status_code == 302

    client.force_login(SeatFactory(vendor=True).person)
    assert client.get(address, {"vu": "1.0.held"}).status_code == 404
