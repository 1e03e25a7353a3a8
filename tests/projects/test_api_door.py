"""Who enters the API, how, and what is refused at its door."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from governance.actions.tokens import revoke_token
from governance.logs import hidden
from governance.models import System
from projects.api import doorkeeper
from tests.factories import PersonFactory, ProjectFactory, SystemFactory
from tests.projects.knocking import Inventory

pytestmark = pytest.mark.django_db
BODY = {"name": "FACTURES", "owner_team": "it-hosting"}


@pytest.fixture
def inventory(client):
    return Inventory(client)


def test_nobody_enters_without_a_token_nor_with_a_session(client):
    client.force_login(PersonFactory(steward=True))

    response = client.get("/api/v1/systems")

    assert response.status_code == 401
    assert response["Content-Type"] == "application/problem+json"
    assert response["WWW-Authenticate"] == "Bearer"
    assert response.json()["title"] == "Jeton absent, inconnu, terminé ou retiré."
    assert "terminé" in response.content.decode()  # readable as it is, in a terminal too


def test_a_token_is_not_read_in_the_address(client, inventory):
    """Scenario 112."""
    response = client.get("/api/v1/systems", {"token": inventory.secret})

    assert response.status_code == 401


@pytest.mark.parametrize(
    "situation",
    [
        {"expires_on": timezone.localdate() - timedelta(days=1)},
        {"revoked": True},
        {"left": True},
        {"no longer steward": True},
    ],
    ids=lambda facts: next(iter(facts)),
)
def test_a_token_that_is_over_opens_nothing(client, situation):
    """Scenarios 32 and 112."""
    steward = PersonFactory(steward=True)
    facts = {"expires_on": situation.get("expires_on")}
    if "revoked" in situation:
        facts |= {"revoked_at": timezone.now(), "revoked_by": steward}
    inventory = Inventory(client, created_by=steward, **facts)
    steward.is_active = "left" not in situation
    steward.mandate = "" if "no longer steward" in situation else steward.mandate
    steward.mandate = steward.mandate or "none"
    steward.save()

    assert inventory.get("systems").status_code == 401


@pytest.mark.parametrize("noun", ["systems", "dependencies"])
def test_a_token_taken_back_while_a_request_waits_its_turn_writes_nothing(
    inventory, monkeypatch, noun
):
    """Scenarios 13 and 32."""
    steward = PersonFactory(steward=True)
    project = ProjectFactory()
    SystemFactory(name="CRM", owner_team__slug="it-hosting")
    bodies = {"systems": BODY, "dependencies": {"project": project.key, "system": "CRM"}}

    def taken_back(request):
        revoke_token(token=inventory.token, by=steward)

    monkeypatch.setattr(f"projects.api.{noun}.require_write", taken_back)
    response = inventory.put(f"{noun}/k1", bodies[noun])

    assert response.status_code == 401
    assert response["WWW-Authenticate"] == "Bearer"
    assert not System.objects.filter(external_key="k1").exists()
    assert not project.dependencies.exists()


def test_the_secret_is_nowhere_in_the_database_nor_in_the_logs(inventory):
    inventory.token.refresh_from_db()

    kept = {str(value) for value in vars(inventory.token).values()}
    assert not any(inventory.secret in value for value in kept)
    assert inventory.secret not in hidden(f"GET refused for {inventory.secret}")


def test_a_token_says_when_it_last_served(inventory):
    inventory.get("systems")

    inventory.token.refresh_from_db()
    assert inventory.token.last_used_at is not None


def test_a_token_that_reads_does_not_write(client):
    inventory = Inventory(client, scope="read")

    response = inventory.put("systems/k1", BODY)

    assert response.status_code == 403
    assert "lit seulement" in response.json()["title"]
    assert not System.objects.exists()


def test_no_cookie_is_asked_nor_given(inventory):
    SystemFactory(owner_team__slug="it-hosting")
    strict = Client(enforce_csrf_checks=True)
    inventory.client = strict

    response = inventory.put("systems/k1", BODY)

    assert response.status_code == 201
    assert not response.cookies
    assert "default-src 'none'" in response["Content-Security-Policy"]


def test_too_many_requests_are_asked_to_wait(inventory, monkeypatch):
    monkeypatch.setattr(doorkeeper, "PACE", "2/m")

    statuses = [inventory.get("systems").status_code for _ in range(3)]
    last = inventory.get("systems")

    assert statuses == [200, 200, 429]
    assert int(last["Retry-After"]) > 0


def test_guesses_are_slowed_without_slowing_the_others(client, inventory, monkeypatch):
    """Scenario 108."""
    monkeypatch.setattr(doorkeeper, "ATTEMPTS", "3/m")
    guess = {"Authorization": "Bearer cadrage_guess"}

    statuses = [client.get("/api/v1/systems", headers=guess).status_code for _ in range(4)]

    assert statuses == [401, 401, 401, 429]
    assert inventory.get("systems").status_code == 200


def test_the_description_is_openapi_3_1_and_no_page_of_documentation_is_served(client):
    described = client.get("/api/v1/openapi.json").json()

    assert described["openapi"] == "3.1.0"
    assert set(described["paths"]["/api/v1/systems/{key}"]) == {"get", "put"}
    assert described["components"]["securitySchemes"]["Bearer"]["scheme"] == "bearer"
    assert client.get("/api/v1/docs").status_code == 404


def test_other_verbs_are_not_offered(inventory, client):
    headers = {"Authorization": f"Bearer {inventory.secret}"}
    SystemFactory(external_key="k1")

    assert client.delete("/api/v1/systems/k1", headers=headers).status_code == 405
    assert System.objects.exists()


def test_a_steward_makes_a_token_reads_it_once_and_takes_it_back(client):
    steward = PersonFactory(steward=True)
    client.force_login(steward)
    url = reverse("governance:tokens")

    made = client.post(url, {"name": "Mercator", "scope": "read", "expires_on": ""})
    token = made.context["made"]
    secret = made.context["secret"]

    assert made.status_code == 201
    assert secret in made.content.decode()
    assert made["Cache-Control"].startswith("max-age=0")
    assert secret not in client.get(url).content.decode()
    headers = {"Authorization": f"Bearer {secret}"}
    assert Client().get("/api/v1/systems", headers=headers).status_code == 200
    client.post(reverse("governance:token-revocation", args=[token.pk]))
    assert Client().get("/api/v1/systems", headers=headers).status_code == 401
    again = client.post(reverse("governance:token-revocation", args=[token.pk]))
    assert again.status_code == 409


def test_a_token_with_a_name_taken_or_a_day_gone_is_refused(client, inventory):
    client.force_login(PersonFactory(steward=True))
    url = reverse("governance:tokens")

    taken = client.post(url, {"name": "mercator", "scope": "read"})
    past = client.post(url, {"name": "Autre", "scope": "read", "expires_on": "2020-01-01"})

    assert (taken.status_code, past.status_code) == (422, 422)
    assert "déjà l’API" in taken.content.decode()
    assert "Ce jour est passé" in past.content.decode()
