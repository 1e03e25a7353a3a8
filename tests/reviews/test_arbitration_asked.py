"""The page that asks for an arbitration: from what, by whom, with what kept."""

import pytest

from reviews.models import Arbitration
from tests.factories import PersonFactory, member
from tests.reviews.arbitration_situations import QUESTION, asked, in_days, url, words
from tests.reviews.meeting_situations import closed, contested

pytestmark = pytest.mark.django_db


def typed(minutes, **facts):
    """A request as the browser sends it, with two options and three empty lines."""
    data = {
        "question": QUESTION,
        "sides": "vendor-bearer",
        "sponsor": PersonFactory(manager=True).pk,
        "cio": PersonFactory(manager=True).pk,
        "options-TOTAL_FORMS": "5",
        "options-INITIAL_FORMS": "0",
        "options-0-label": "L’agence",
        "options-0-cost_eur": "12 000 €",
        "options-0-ready_on": in_days(30).isoformat(),
        "options-1-label": "La DSI",
    }
    return data | facts


def test_a_leader_asks_from_the_contested_minutes(client):
    minutes = contested()
    client.force_login(member(minutes.project, "bearer"))
    assert (
        url(minutes, "arbitration-request") in client.get(url(minutes, "minutes")).content.decode()
    )

    page = words(client.get(url(minutes, "arbitration-request")))
    done = client.post(url(minutes, "arbitration-request"), typed(minutes), follow=True)

    assert "Le support n’a pas été dit." in page
    assert "Arbitrage demandé" in done.content.decode()
    arbitration = Arbitration.objects.get()
    assert [(row.label, row.cost_eur) for row in arbitration.options.all()] == [
        ("L’agence", 12_000),
        ("La DSI", None),
    ]
    assert {row.side for row in arbitration.positions.all()} == {"vendor", "bearer"}
    line = client.get(url(minutes, "minutes")).content.decode()
    assert url(arbitration) in line
    assert url(minutes, "arbitration-request") not in line
    assert client.get(url(minutes, "arbitration-request")).url == url(arbitration)


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"question": "\u200b"}, "obligatoire"),
        ({"options-1-label": " \u2060"}, "deux options au moins"),
        ({"options-1-cost_eur": "-3"}, "supérieure ou égale à 0"),
        ({"options-1-cost_eur": "1" + "0" * 40}, "inférieure ou égale"),
        ({"options-1-cost_eur": "beaucoup"}, "sans centimes"),
        ({"options-1-ready_on": "2001-01-01"}, "Ce jour est passé"),
        ({"options-2-cost_eur": "50"}, "Nommez cette option"),
        ({"options-2-label": "la dsi"}, "déjà proposée"),
        ({"sides": "bearer-bearer"}, "bearer-bearer"),
        ({"sponsor": "1" + "0" * 40}, ""),
        ({"options-TOTAL_FORMS": "x"}, ""),
    ],
)
def test_a_request_badly_filled_keeps_what_was_typed(client, facts, told):
    """Scenario 14."""
    minutes = contested()
    client.force_login(member(minutes.project, "it"))

    answered = client.post(url(minutes, "arbitration-request"), typed(minutes, **facts))

    assert answered.status_code == 422
    page = words(answered)
    assert told in page
    assert "L’agence" in page or "options-TOTAL_FORMS" in facts
    assert not Arbitration.objects.exists()


def test_the_same_arbiter_twice_or_a_voice_is_refused(client):
    minutes = contested()
    client.force_login(member(minutes.project, "bearer"))
    anne = PersonFactory(manager=True)
    seated = member(minutes.project, "it")

    for facts in ({"sponsor": anne.pk, "cio": anne.pk}, {"cio": seated.pk}):
        answered = client.post(url(minutes, "arbitration-request"), typed(minutes, **facts))
        assert answered.status_code == 422


def test_a_request_that_comes_too_late_keeps_its_words(client):
    minutes = contested()
    client.force_login(member(minutes.project, "bearer"))
    asked(minutes)
    answered = client.post(
        url(minutes, "arbitration-request"), typed(minutes, question="Ma question à moi ?")
    )

    assert answered.status_code == 409
    assert "Ma question à moi" in answered.content.decode()


def test_minutes_that_nobody_contests_offer_no_arbitration(client):
    minutes = closed()
    client.force_login(member(minutes.project, "bearer"))

    page = client.get(url(minutes, "minutes")).content.decode()
    answered = client.get(url(minutes, "arbitration-request"))

    assert "arbitrage" not in page.split("<main")[1].lower()
    assert answered.url == url(minutes, "minutes")


@pytest.mark.parametrize("role", ["vendor", "observer", "manager", "employee"])
def test_only_leaders_see_the_request(client, role):
    minutes = contested()
    client.force_login(member(minutes.project, role))

    assert client.get(url(minutes, "arbitration-request")).status_code == 403
    assert client.post(url(minutes, "arbitration-request"), {}).status_code == 403
    page = client.get(url(minutes, "minutes")).content.decode()
    assert url(minutes, "arbitration-request") not in page
