from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import GroundRuleFactory, PersonFactory, TopicFactory

LIST = reverse("governance:rules")


@pytest.fixture
def staff(client, db):
    client.force_login(PersonFactory())
    return client


@pytest.fixture
def two_rules(db):
    hosting = TopicFactory(slug="hosting", name="Hébergement")
    other = TopicFactory(slug="security", name="Sécurité")
    GroundRuleFactory(
        ref="R01", topic=hosting, title="Hébergement en Europe", why="Éviter un transfert"
    )
    GroundRuleFactory(ref="R20", topic=other, title="Certificats", verdict="refused")


def titles(response):
    return [line.title for line in response.context["lines"]]


def test_rules_lists_every_rule_with_its_alternative(staff, two_rules):
    response = staff.get(LIST)

    assert response.status_code == 200
    assert titles(response) == ["Hébergement en Europe", "Certificats"]
    html = response.content.decode()
    assert "Une solution" in html
    assert "Non conforme" in html
    assert "2 règles affichées sur 2" in html


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?sujet=security", ["Certificats"]),
        ("?sujet=nothing", ["Hébergement en Europe", "Certificats"]),
        ("?q=EVITER", ["Hébergement en Europe"]),
        ("?q=hebergement europe", ["Hébergement en Europe"]),
        ("?q=r20", ["Certificats"]),
        ("?q=europe&sujet=security", []),
        ("?q=%00", ["Hébergement en Europe", "Certificats"]),
        ("?q=" + "x" * 200, ["Hébergement en Europe", "Certificats"]),
    ],
)
def test_rules_are_filtered_by_address(staff, two_rules, query, expected):
    assert titles(staff.get(LIST + query)) == expected


def test_rules_without_a_match_say_so(staff, two_rules):
    html = staff.get(LIST + "?q=licorne").content.decode()

    assert "Aucune règle avec ces mots" in html


def test_htmx_search_brings_back_the_list_alone(htmx_client, two_rules):
    htmx_client.force_login(PersonFactory())

    html = htmx_client.get(LIST + "?q=certificats").content.decode().strip()

    assert html.startswith('<div class="split split-left" id="regles">')
    assert "Hébergement en Europe" not in html


def test_rules_to_come_are_shown_and_past_ones_are_not(staff, db):
    today = timezone.localdate()
    GroundRuleFactory(title="À venir", valid_from=today + timedelta(days=10))
    GroundRuleFactory(title="Passée", valid_until=today - timedelta(days=1))

    response = staff.get(LIST)

    assert titles(response) == ["À venir"]
    assert "Dès le" in response.context["lines"][0].state


def test_guests_are_told_where_their_rules_are(client, two_rules):
    client.force_login(PersonFactory(guest=True))

    response = client.get(LIST)

    assert response.status_code == 403
    assert "Le socle complet se lit entre salariés" in response.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_rules_take_three_statements(client, db, rows, django_assert_num_queries):
    GroundRuleFactory.create_batch(rows)
    client.force_login(PersonFactory())

    with django_assert_num_queries(3):  # person, topics, rules; the session is cached
        client.get(LIST)


def test_rule_says_what_one_can_do_first(staff, two_rules):
    html = staff.get(reverse("governance:rule", args=["R01"])).content.decode()

    assert html.index("Ce que l’on peut faire") < html.index("Quand elle s’applique")
    assert "R01, version 1" in html


def test_rule_shows_the_version_in_force_and_names_the_others(staff, db):
    today = timezone.localdate()
    GroundRuleFactory(ref="R01", version=1, title="Ancienne", valid_until=today - timedelta(days=1))
    GroundRuleFactory(ref="R01", version=2, title="Actuelle", valid_from=today)
    GroundRuleFactory(ref="R01", version=3, title="Prochaine", valid_from=today + timedelta(days=5))

    response = staff.get(reverse("governance:rule", args=["R01"]))

    assert response.context["rule"].title == "Actuelle"
    assert [row.rule.version for row in response.context["history"]] == [3, 2, 1]


def test_rule_that_is_over_is_still_readable(staff, db):
    GroundRuleFactory(ref="R01", valid_until=timezone.localdate() - timedelta(days=1))

    assert "Plus en vigueur" in staff.get(reverse("governance:rule", args=["R01"])).content.decode()


def test_htmx_rule_brings_back_the_rule_alone(htmx_client, two_rules):
    htmx_client.force_login(PersonFactory())

    html = htmx_client.get(reverse("governance:rule", args=["R01"])).content.decode().strip()

    assert html.startswith('<div class="split split-wide" id="regle">')


def test_a_guest_reads_the_rule_that_a_verdict_names(client, two_rules):
    client.force_login(PersonFactory(guest=True))

    response = client.get(reverse("governance:rule", args=["R01"]))

    assert response.status_code == 200
    assert LIST + "?sujet" not in response.content.decode()


def test_unknown_rule_is_a_404(staff):
    assert staff.get(reverse("governance:rule", args=["R99"])).status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_rules_are_read_only(staff, two_rules, method):
    assert getattr(staff, method)(LIST).status_code == 405
    assert getattr(staff, method)(reverse("governance:rule", args=["R01"])).status_code == 405
