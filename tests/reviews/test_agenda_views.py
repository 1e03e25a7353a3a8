"""The page where an agenda is arranged: what it shows, how it answers, by keyboard and without."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reviews.actions.agenda import sync_agenda
from reviews.actions.arranging import add_point, move_point, postpone_point
from reviews.models import ScopingMeeting
from tests.factories import ProjectTopicFactory, TopicFactory
from tests.reviews.meeting_situations import held, meeting_to_plan, voice

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def meeting():
    meeting = meeting_to_plan()
    sync_agenda(meeting)
    return meeting


@pytest.fixture
def lead(client, meeting):
    client.force_login(voice(meeting, "bearer"))
    return client


def page(meeting):
    return reverse("reviews:agenda", args=[meeting.pk])


def at(name, item):
    return reverse(f"reviews:{name}", args=[item.pk])


def point(meeting, word):
    return meeting.items.get(title__contains=word)


def seen(meeting):
    return ",".join(str(row.pk) for row in meeting.items.on_agenda())


def text(response):
    return response.content.decode().replace("\xa0", " ").replace("\u202f", " ")


def titles(meeting):
    return [row.title for row in meeting.items.on_agenda()]


def test_the_meeting_leads_to_its_agenda(lead, meeting):
    answer = lead.get(reverse("reviews:meeting", args=[meeting.pk]))

    assert page(meeting) in text(answer)
    assert lead.get(page(meeting)).status_code == 200


def test_the_vendor_reads_the_agenda_and_does_not_arrange_it(client, meeting):
    client.force_login(voice(meeting, "vendor"))

    answer = client.get(reverse("reviews:meeting", args=[meeting.pk]))

    assert "Sujet hosting" in text(answer)
    assert page(meeting) not in text(answer)
    assert client.get(page(meeting)).status_code == 403


def test_reading_changes_nothing(lead, meeting):
    project = meeting.project
    project.topics.filter(topic__slug="support").update(state="checked")
    before = list(meeting.items.values())

    for address in (page(meeting), reverse("reviews:meeting", args=[meeting.pk])):
        assert "1 sujet a changé depuis" in text(lead.get(address))

    assert list(meeting.items.values()) == before


def test_an_update_takes_what_changed(lead, meeting):
    project = meeting.project
    project.topics.filter(topic__slug="support").update(state="checked")
    ProjectTopicFactory(
        project=project, topic=TopicFactory(slug="data", name="Données"), reason="Public"
    )

    told = text(lead.get(page(meeting)))
    assert "2 sujets ont changé depuis" in told
    assert "Nouveau : Données" in told
    assert "Réglé : Sujet support" in told
    answer = lead.post(reverse("reviews:agenda-update", args=[meeting.pk]), follow=True)

    assert titles(meeting) == ["Sujet hosting", "Données", "Tour de table"]
    assert "changé depuis" not in text(answer)


def test_a_button_moves_a_point_and_keeps_the_focus(lead, meeting):
    item = point(meeting, "hosting")

    answer = lead.post(at("point-rank", item), {"rank": 1, "seen": seen(meeting)}, headers=HTMX)

    html = text(answer)
    assert answer.status_code == 200
    assert titles(meeting) == ["Sujet support", "Sujet hosting", "Tour de table"]
    assert html.count("data-focus") == 1
    focused = html.split("data-focus")[1].split(">")[0]
    assert "Monter « Sujet hosting »" in focused  # the end of its way down: the other button
    assert 'hx-swap-oob="innerHTML:#annonces">Sujet hosting : point 2 sur 3.' in html
    assert "<html" not in html


def test_the_way_that_was_taken_keeps_the_focus(lead, meeting):
    for title in ("Un", "Deux"):
        add_point(meeting=meeting, title=title, why="", minutes=5, by=voice(meeting, "bearer"))
    item = point(meeting, "hosting")

    down = lead.post(at("point-rank", item), {"rank": 1, "seen": seen(meeting)}, headers=HTMX)
    up = lead.post(
        at("point-rank", point(meeting, "Deux")), {"rank": 2, "seen": seen(meeting)}, headers=HTMX
    )

    assert "Descendre « Sujet hosting »" in text(down).split("data-focus")[1].split(">")[0]
    assert "Monter « Deux »" in text(up).split("data-focus")[1].split(">")[0]


def test_without_script_the_page_comes_back_on_the_point(lead, meeting):
    item = point(meeting, "support")

    answer = lead.post(at("point-rank", item), {"rank": 0, "seen": seen(meeting)})
    shown = lead.get(answer.url.split("#")[0])

    assert answer.url == f"{page(meeting)}?deplace={item.pk}&sens=haut#point-{item.pk}"
    assert "autofocus" in text(shown)
    assert "Sujet support : point 1 sur 3." in text(shown)


def test_an_older_order_is_refused_and_the_one_that_counts_is_shown(lead, meeting):
    item, older = point(meeting, "hosting"), seen(meeting)
    it = voice(meeting, "it")
    order = [int(pk) for pk in older.split(",")]
    move_point(item=point(meeting, "support"), rank=0, seen=order, by=it)

    answer = lead.post(at("point-rank", item), {"rank": 1, "seen": older}, headers=HTMX)

    html = text(answer)
    assert answer.status_code == 409
    assert "Quelqu’un a changé l’ordre entre-temps" in html
    assert html.index("Sujet support") < html.index("Sujet hosting")
    assert f'value="{seen(meeting)}"' in html


@pytest.mark.parametrize(
    "data",
    [{}, {"rank": "x", "seen": "1"}, {"rank": "-1", "seen": "1"}, {"rank": "0", "seen": "1;2"},
     {"rank": "0", "seen": "9" * 3000}, {"rank": "9" * 40, "seen": "1"}],
)  # fmt: skip
def test_a_move_that_says_nothing_clear_is_a_422(lead, meeting, data):
    """Scenario 116."""
    answer = lead.post(at("point-rank", point(meeting, "hosting")), data)

    assert answer.status_code == 422
    assert titles(meeting)[0] == "Sujet hosting"


def test_terms_are_set_and_bad_ones_keep_what_was_typed(lead, meeting):
    item = point(meeting, "hosting")
    it = voice(meeting, "it")
    read = {"seen_minutes": item.minutes_planned, "seen_owner": item.owner_id or ""}

    bad = lead.post(at("point-terms", item), {"minutes": 500, "owner": it.pk, **read})
    good = lead.post(at("point-terms", item), {"minutes": 25, "owner": it.pk, **read})

    assert bad.status_code == 422
    assert 'value="500"' in text(bad)
    assert "<details" in text(bad)
    assert " open>" in text(bad)
    item.refresh_from_db()
    assert good.status_code == 302
    assert (item.minutes_planned, item.owner) == (25, it)


def test_terms_that_changed_meanwhile_are_a_409_that_keeps_what_was_typed(lead, meeting):
    item = point(meeting, "hosting")

    late = lead.post(
        at("point-terms", item), {"minutes": 33, "owner": "", "seen_minutes": 1, "seen_owner": ""}
    )

    assert late.status_code == 409
    assert 'value="33"' in text(late)
    assert "Quelqu’un vient de régler ce point" in text(late)
    fresh = {"seen_minutes": item.minutes_planned, "seen_owner": item.owner_id or ""}
    assert all(f'value="{value}"' in text(late) for value in fresh.values() if value)


def test_a_point_is_added_from_the_page(lead, meeting):
    topic = meeting.project.topics.first().topic
    data = {"title": "La fête", "why": "Elle tombe mal.", "minutes": 10, "topic": topic.pk}

    assert lead.post(page(meeting), data).status_code == 302
    refused = lead.post(page(meeting), data | {"title": "\u200b", "why": "Gardé"})

    assert titles(meeting)[-2:] == ["La fête", "Tour de table"]
    assert refused.status_code == 422
    assert "Gardé" in text(refused)


def test_merging_splitting_postponing_and_returning_from_the_page(lead, meeting):
    hosting, support = point(meeting, "hosting"), point(meeting, "support")

    lead.post(at("point-merging", support), {"into": hosting.pk})
    assert "« Sujet support » est réuni à Sujet hosting." in text(lead.get(page(meeting)))
    lead.post(at("point-splitting", support))
    lead.post(at("point-postponing", support))
    assert "Ramener" in text(lead.get(page(meeting)))
    lead.post(at("point-return", support))

    assert titles(meeting) == ["Sujet hosting", "Sujet support", "Tour de table"]


@pytest.mark.parametrize("into", ["", "abc", "0", "9" * 40])
def test_merging_into_nothing_is_refused(lead, meeting, into):
    answer = lead.post(at("point-merging", point(meeting, "support")), {"into": into})

    assert answer.status_code == 409
    assert "n’est plus à l’ordre du jour" in text(answer)


def test_what_was_done_already_is_a_409_with_the_agenda(lead, meeting):
    item = point(meeting, "support")
    postpone_point(item=item, by=voice(meeting, "it"))

    for name in ("point-postponing", "point-splitting"):
        answer = lead.post(at(name, item))
        assert answer.status_code == 409
        assert "Arranger l’ordre du jour" in text(answer)


def test_while_the_meeting_is_held_only_what_is_ahead_moves(client):
    meeting = held()
    client.force_login(voice(meeting, "it"))
    meeting.refresh_from_db()

    html = text(client.get(page(meeting)))

    assert "sur la table" in html
    assert "Monter « Sujet hosting »" not in html
    assert "Monter « Sujet support »" in html


def test_the_agenda_of_a_past_meeting_is_not_arranged(lead, meeting):
    ScopingMeeting.objects.filter(pk=meeting.pk).update(
        state="signed", starts_at="2026-10-01T10:00Z"
    )

    assert lead.get(page(meeting)).status_code == 409


def test_more_than_an_hour_is_said(lead, meeting):
    item = point(meeting, "hosting")
    read = {"seen_minutes": item.minutes_planned, "seen_owner": item.owner_id or ""}
    lead.post(at("point-terms", item), {"minutes": 90, "owner": "", **read})

    assert "c’est plus d’une heure" in text(lead.get(page(meeting)))


def test_the_page_asks_the_same_number_of_questions_for_one_point_and_three(lead, meeting):
    lead.get(page(meeting))
    for row in list(meeting.items.on_agenda())[:2]:
        meeting.items.filter(pk=row.pk).update(place="backlog")

    counts = []
    for place in ("backlog", "agenda"):
        meeting.items.exclude(key="closing").update(place=place)
        with CaptureQueriesContext(connection) as asked:
            lead.get(page(meeting))
        counts.append(len(asked))

    assert counts[0] == counts[1] <= 34
