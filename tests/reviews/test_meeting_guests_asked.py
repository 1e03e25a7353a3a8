"""The page that asks somebody from outside to a meeting."""

import pytest
from django.urls import reverse

from governance.delivery import notice_message
from governance.models import Notice
from reviews.models import MeetingGuest
from tests.factories import member
from tests.factories_meetings import MeetingGuestFactory
from tests.factories_reviews import ScopingMeetingFactory

pytestmark = pytest.mark.django_db


ADDRESS = "paul.roux@payline.example"


@pytest.fixture
def meeting():
    return ScopingMeetingFactory(planned=True, place="Salle Lin")


@pytest.mark.parametrize(
    "forged", [{"HTTP_HOST": "pirate.example"}, {"HTTP_X_FORWARDED_HOST": "pirate.example"}]
)
def test_a_forged_host_is_in_no_letter(client, settings, meeting, forged):
    """Failures 50."""
    client.force_login(member(meeting.project, "bearer"))
    client.post(reverse("reviews:meeting-guests", args=[meeting.pk]), typed(), **forged)

    letters = [notice_message(row).message().as_string() for row in Notice.objects.all()]
    assert not any("pirate.example" in letter for letter in letters)


def typed(**given):
    facts = {"email": ADDRESS, "name": "Paul Roux", "vendor_name": "Payline", "reason": "Expert"}
    return facts | given


@pytest.mark.parametrize("name", ["name", "reason", "email"])
@pytest.mark.parametrize("blank", ["", "\u200b \u2060"])
def test_a_blank_field_is_asked_again_and_the_rest_is_kept(client, meeting, name, blank):
    """Scenario 14."""
    client.force_login(member(meeting.project, "bearer"))

    answer = client.post(
        reverse("reviews:meeting-guests", args=[meeting.pk]), typed(**{name: blank})
    )

    assert answer.status_code == 422
    assert "Payline" in answer.content.decode()
    assert not MeetingGuest.objects.exists()


def test_asking_somebody_by_the_page(client, meeting):
    client.force_login(member(meeting.project, "it"))
    url = reverse("reviews:meeting-guests", args=[meeting.pk])

    answer = client.post(url, typed(), follow=True)

    html = answer.content.decode()
    assert "Paul Roux" in html
    assert "Expert" in client.get(reverse("reviews:meeting", args=[meeting.pk])).content.decode()
    assert client.post(url, typed()).status_code == 422


def test_too_late_to_ask_keeps_what_was_typed(client, meeting):
    client.force_login(member(meeting.project, "bearer"))
    MeetingGuestFactory.create_batch(8, meeting=meeting)

    answer = client.post(reverse("reviews:meeting-guests", args=[meeting.pk]), typed())

    assert answer.status_code == 409
    assert "paul.roux@payline.example" in answer.content.decode()
