"""Health, help, accessibility, the sheet of components, and the pages of errors."""

from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from governance import health
from tests.factories import JobFactory, NoticeFactory, PersonFactory

LIVE, READY = reverse("governance:health-live"), reverse("governance:health-ready")


def ago(**delay):
    return timezone.now() - timedelta(**delay)


def test_alive_answers_without_the_database(client):
    response = client.get(LIVE)

    assert (response.status_code, response.json()) == (200, {"live": True})


def test_ready_says_what_it_looked_at(client, db):
    response = client.get(READY)

    assert response.status_code == 200
    assert response.json() == {
        "ready": True,
        "database": "up",
        "pending_migrations": 0,
        "queue_age_seconds": 0,
        "queue": "moving",
    }
    assert "no-store" in response["Cache-Control"]


def test_not_ready_while_a_migration_is_pending(client, db, monkeypatch):
    monkeypatch.setattr(health, "pending_migrations", lambda: 2)

    response = client.get(READY)

    assert (response.status_code, response.json()["pending_migrations"]) == (503, 2)


def test_not_ready_without_a_database(client, db, monkeypatch):
    def down():
        raise DatabaseError

    monkeypatch.setattr(health, "pending_migrations", down)

    response = client.get(READY)

    assert (response.status_code, response.json()) == (503, {"ready": False, "database": "down"})


@pytest.mark.parametrize("factory", [JobFactory, NoticeFactory])
def test_old_waiting_work_is_said_and_pages_still_go(client, db, factory):
    factory(created_at=ago(minutes=15))
    factory(created_at=ago(hours=9), done_at=ago(hours=8))
    factory(created_at=ago(hours=9), attempts=5)

    response = client.get(READY)

    assert (response.status_code, response.json()["queue"]) == (200, "late")
    assert 900 <= response.json()["queue_age_seconds"] < 1000


@pytest.mark.parametrize("name", ["governance:help", "governance:accessibility"])
@pytest.mark.parametrize("signed_in", [True, False])
def test_public_pages_answer_everyone(client, db, name, signed_in):
    if signed_in:
        client.force_login(PersonFactory(guest=True))

    assert client.get(reverse(name)).status_code == 200


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("governance:help", '<div class="split split-even" id="aide">'),
        ("governance:accessibility", '<section class="card" id="declaration">'),
    ],
)
def test_htmx_gets_the_piece_of_a_public_page(htmx_client, db, name, start):
    assert htmx_client.get(reverse(name)).content.decode().strip().startswith(start)


def test_help_is_ten_sentences_and_the_words(client, db):
    html = client.get(reverse("governance:help")).content.decode()

    assert html.count("<li>") >= 10
    assert "Le socle SI" in html


@pytest.mark.parametrize(("demo", "status"), [(True, 200), (False, 404)])
def test_components_are_shown_in_the_demo_only(client, db, settings, demo, status):
    settings.DEMO = demo
    client.force_login(PersonFactory())

    assert client.get(reverse("governance:components")).status_code == status


def test_unknown_page_says_that_nothing_is_lost(client, db):
    response = client.get("/nulle-part/")

    assert response.status_code == 404
    assert "Cette page est sortie du cadre" in response.content.decode()


def test_broken_page_is_served_without_the_request(db, monkeypatch):
    def broken():
        raise RuntimeError

    monkeypatch.setattr("governance.views.house.readiness", broken)

    response = Client(raise_request_exception=False).get(READY)

    assert response.status_code == 500
    assert "c’est de notre côté" in response.content.decode()


def test_bad_host_is_a_400_page(client, db):
    response = client.get(LIVE, headers={"host": "evil.example"})

    assert response.status_code == 400
    assert "Nous n’avons pas compris" in response.content.decode()


def test_stale_form_says_how_to_go_on(db):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(PersonFactory())

    response = browser.post(reverse("governance:profile"), {"name": "x"})

    assert response.status_code == 403
    assert "Ce formulaire n’est plus valable" in response.content.decode()


def test_body_that_is_too_large_is_refused_before_it_is_read(client, db):
    headers = {"CONTENT_LENGTH": str(21 * 1024 * 1024)}

    assert client.post(reverse("governance:profile"), {}, **headers).status_code == 413
