"""Maps of the company joined to a gate: frozen with its file, printed with its record."""

import html
import json
import re

import pytest
from django.core.serializers.json import DjangoJSONEncoder
from django.urls import reverse

from governance.models import JournalEntry
from governance.verdicts import Incomplete, WrongState
from projects.actions.saved_views import remove_view
from reviews import pdf
from reviews.actions.gate_maps import MOST_MAPS, join_map, take_map_back
from reviews.actions.gates import submit_gate
from reviews.models import GateMap, Report
from tests.factories import (
    DependencyFactory,
    PersonFactory,
    ProjectFactory,
    SavedViewFactory,
    SystemFactory,
)
from tests.factories_gates import GateMapFactory
from tests.reviews.gate_situations import bearer, decide, gate_to_submit, referent, vendor

pytestmark = pytest.mark.django_db
RIVAL = "Projet rival"


@pytest.fixture
def gate():
    """A gate whose project leans on the CRM, as a rival does; the rival alone on the ERP."""
    gate, rival = gate_to_submit(), ProjectFactory(title=RIVAL)
    crm, erp = SystemFactory(name="CRM", category="Ventes"), SystemFactory(name="ERP")
    DependencyFactory(project=gate.project, system=crm, state="confirmed", direction="in")
    for system in (crm, erp):
        DependencyFactory(project=rival, system=system)
    return gate


@pytest.fixture
def view(gate):
    return SavedViewFactory(owner=bearer(gate), name="Nos systèmes", filters={})


def frozen(gate):
    return gate.rounds.order_by("-number").first().snapshot["maps"]


def plain(response) -> str:
    return response.content.decode().replace("\u00a0", " ")


def page_of(report) -> str:
    data = json.loads(json.dumps(report.content, cls=DjangoJSONEncoder))
    body = pdf.render_html(data).split("<body", 1)[1]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def test_what_the_map_shows_is_frozen_with_the_file(gate, view):
    join_map(gate=gate, view=view, by=bearer(gate))
    submit_gate(gate=gate, by=vendor(gate))
    DependencyFactory(project=gate.project, system=SystemFactory(name="TARD"))
    remove_view(view=view, by=view.owner)

    (one,) = frozen(gate)

    rows = {row["system"]: (row["own"], row["projects"]) for row in one["systems"]}
    assert rows == {"CRM": ("le projet lit, confirmée", 2), "ERP": ("", 1)}
    assert (one["name"], one["joined_by"]) == ("Nos systèmes", bearer(gate).name)
    assert RIVAL not in json.dumps(one)


def test_filters_of_the_view_choose_what_is_frozen(gate):
    view = SavedViewFactory(owner=bearer(gate), filters={"categorie": "Ventes"})
    join_map(gate=gate, view=view, by=bearer(gate))
    submit_gate(gate=gate, by=vendor(gate))

    (one,) = frozen(gate)

    assert [row["system"] for row in one["systems"]] == ["CRM"]
    assert one["asked"] == "Ventes"


def test_a_file_without_any_map_says_nothing_of_maps(gate):
    submit_gate(gate=gate, by=vendor(gate))

    assert "maps" not in gate.rounds.get().snapshot


def test_the_company_reads_it_whole_and_the_vendor_the_rows_of_the_project(client, gate, view):
    join_map(gate=gate, view=view, by=bearer(gate))
    submit_gate(gate=gate, by=vendor(gate))

    pages = {}
    for name, person in (("company", bearer(gate)), ("guest", vendor(gate))):
        client.force_login(person)
        pages[name] = plain(client.get(reverse("reviews:gate", args=[gate.pk])))

    for page in pages.values():
        assert "Carte jointe : Nos systèmes" in page
        assert "le projet lit, confirmée" in page
        assert RIVAL not in page
    assert "ERP" in pages["company"]
    assert "ERP" not in pages["guest"]


def test_whoever_decides_reads_it_too(client, gate, view):
    join_map(gate=gate, view=view, by=bearer(gate))
    submit_gate(gate=gate, by=vendor(gate))
    client.force_login(referent(gate))

    page = plain(client.get(reverse("reviews:decision", args=[gate.pk])))

    assert "Carte jointe : Nos systèmes" in page
    assert "ERP" in page


def test_the_record_prints_the_rows_of_the_project_alone(gate, view):
    join_map(gate=gate, view=view, by=bearer(gate))
    submit_gate(gate=gate, by=vendor(gate))
    decide(gate)

    report = Report.objects.get(kind="gate")

    (one,) = report.content["maps"]
    assert [row["system"] for row in one["systems"]] == ["CRM"]
    assert "projects" not in one["systems"][0]
    page = page_of(report)
    assert "Nos systèmes" in page
    assert "Le projet lit, confirmée" in page
    assert "ERP" not in page


def test_joined_then_taken_back_with_a_trace_of_both(client, gate, view):
    client.force_login(bearer(gate))
    page = reverse("reviews:gate-maps", args=[gate.pk])

    assert client.post(page, {"view": view.pk}).url == page
    joined = GateMap.objects.get()
    assert "Nos systèmes" in client.get(page).content.decode()
    client.post(reverse("reviews:gate-map-removal", args=[joined.pk]))

    assert not GateMap.objects.exists()
    verbs = JournalEntry.objects.filter(verb__startswith="map.").order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == ["map.joined", "map.taken_back"]


def test_a_colleague_s_private_view_is_not_offered(client, gate):
    client.force_login(bearer(gate))
    theirs = SavedViewFactory(owner=PersonFactory(), name="Privée")

    response = client.post(reverse("reviews:gate-maps", args=[gate.pk]), {"view": theirs.pk})

    assert response.status_code == 422
    assert not GateMap.objects.exists()


def test_the_same_map_twice_or_too_many_are_refused(gate, view):
    join_map(gate=gate, view=view, by=bearer(gate))

    with pytest.raises(Incomplete, match="déjà jointe"):
        join_map(gate=gate, view=view, by=bearer(gate))
    for n in range(MOST_MAPS - 1):
        GateMapFactory(gate=gate, name=f"Carte {n}")
    with pytest.raises(Incomplete, match="retirez-en une"):
        join_map(gate=gate, view=SavedViewFactory(name="De trop"), by=bearer(gate))


def test_a_file_under_review_keeps_its_maps(gate, view):
    joined = join_map(gate=gate, view=view, by=bearer(gate))
    submit_gate(gate=gate, by=vendor(gate))
    gate.refresh_from_db()

    with pytest.raises(WrongState):
        take_map_back(joined=joined, by=bearer(gate))
    with pytest.raises(WrongState):
        join_map(gate=gate, view=SavedViewFactory(name="Après"), by=bearer(gate))
    assert GateMap.objects.count() == 1


def test_as_many_queries_for_one_joined_map_as_for_three(client, gate, django_assert_num_queries):
    client.force_login(bearer(gate))
    page = reverse("reviews:gate-maps", args=[gate.pk])
    GateMapFactory(gate=gate, name="Une")
    client.get(page)
    with django_assert_num_queries(5) as asked:
        client.get(page)
    for name in ("Deux", "Trois"):
        GateMapFactory(gate=gate, name=name)
    with django_assert_num_queries(len(asked)):
        client.get(page)
