"""The report of a portfolio: frozen from what one sees, for whoever asked and those who steer."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from governance.models import Job, Notice
from governance.verdicts import Incomplete
from projects import portfolio
from projects.listing import Asked
from reviews import tasks
from reviews.actions import committee
from reviews.actions.committee import freeze_committee
from reviews.committee_data import committee_data
from reviews.models import Report
from reviews.pdf.frozen import digest
from tests import factories as plan
from tests import factories_reviews as table
from tests.reviews.gate_situations import decide, reserved, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return plan.PersonFactory()


def in_portfolio(**facts):
    """A project as lists know it, with something of every kind."""
    gate = reserved(**facts)
    table.WaiverFactory(gate=gate, expires_on=timezone.localdate() + timedelta(days=10))
    plan.MoveFactory(project=gate.project, late=True)
    plan.RuleWaiverFactory(subject=gate.project.topics.first(), state="granted")
    portfolio.refresh(gate.project)
    return gate.project


def data_of(projects, by):
    rows = [type(row).objects.get(pk=row.pk) for row in projects]
    return committee_data(rows, selection=[], by=by, number=1, code="7K2M-9QXA")


def test_the_report_carries_states_gates_signals_and_what_is_left(person):
    project = in_portfolio()

    data = data_of([project], person)

    line = data["projects"][0]
    assert (line["key"], line["health"]) == (project.key, project.health)
    assert data["decisions"][0]["outcome"] == "reserved"
    assert data["findings"][0]["text"] == "Garder les journaux six mois"
    assert {"waiver"} <= {row["code"] for row in data["signals"]}
    assert data["counts"]["waivers"] == len(data["waivers"]) == 2
    assert digest(data) == data["fingerprint"]


def test_queries_do_not_grow_with_the_portfolio(person):
    counts = []
    projects = []
    for _n in range(3):
        projects.append(in_portfolio())
        rows = [type(row).objects.select_related("kind").get(pk=row.pk) for row in projects]
        with CaptureQueriesContext(connection) as queries:
            committee_data(rows, selection=[], by=person, number=1, code="A")
        counts.append(len(queries))

    assert counts[0] == counts[2]


def test_a_late_answer_is_a_signal_with_who_must_move(person):
    project = plan.ProjectFactory(staffed=True)
    move = plan.MoveFactory(project=project, late=True)
    portfolio.refresh(project)

    signal = data_of([project], person)["signals"][0]

    assert signal["code"] == "late_answer"
    assert signal["who"]["name"] == move.holder
    assert signal["days"] == signal["who"]["late"] > 0


def test_a_gate_that_waits_is_told_with_the_promised_day(person):
    gate = submitted()

    data = data_of([gate.project], person)

    assert [row["gate"] for row in data["waiting"]] == [gate.name]
    decide(gate)
    assert data_of([gate.project], person)["waiting"] == []


def test_below_five_answers_no_median_is_given(person):
    project = plan.ProjectFactory(staffed=True)
    team = plan.PersonFactory(rssi=True).team
    for n in range(5):
        facts = {"side": "it", "team": team, "person": None, "subject_id": 900 + n}
        plan.MoveFactory(project=project, closed=True, **facts)
        tempo = data_of([project], person)["tempo"]["all_answers"]
        assert (tempo["median"] is None) == (n < 4)


def test_filters_apply_and_the_same_facts_make_one_report(person):
    project = plan.ProjectFactory(title="Salon de Lyon")
    plan.ProjectFactory(title="Autre chose")
    for row in type(project).objects.all():
        portfolio.refresh(row)

    first = freeze_committee(asked=Asked(query="salon"), by=person)

    assert [line["title"] for line in first.content["projects"]] == ["Salon de Lyon"]
    line = {"name": "q", "value": "salon", "label": "« salon »"}
    assert first.content["selection"] == [line]
    assert freeze_committee(asked=Asked(query="salon"), by=person).pk == first.pk
    assert freeze_committee(asked=Asked(), by=person).number == 2


def test_an_empty_choice_and_too_large_a_one_say_what_to_do(person, monkeypatch):
    with pytest.raises(Incomplete, match="filtres"):
        freeze_committee(asked=Asked(query="rien"), by=person)
    plan.ProjectFactory(), plan.ProjectFactory()
    monkeypatch.setattr(committee, "MAX_PROJECTS", 1)
    with pytest.raises(Incomplete, match="filtrez"):
        freeze_committee(asked=Asked(), by=person)


def test_a_guest_asks_for_none(client):
    guest = plan.PersonFactory(guest=True)
    with pytest.raises(PermissionDenied):
        freeze_committee(asked=Asked(), by=guest)
    client.force_login(guest)

    assert "comite" not in client.get(reverse("projects:portfolio")).content.decode()


def test_from_the_portfolio_to_the_page_that_follows(client, person):
    plan.ProjectFactory(title="Salon de Lyon")
    client.force_login(person)
    page = client.get(reverse("projects:portfolio") + "?nature=site").content.decode()
    assert "Rapport au comité" in page

    asking = reverse("reviews:committee-request")
    assert f"{asking}?nature=site" in page
    answer = client.post(asking, {"period": "quarter"}, follow=True)

    html = answer.content.decode()
    assert "Rapport au comité, numéro 1" in html
    assert 'hx-trigger="every 2s"' in html
    assert reverse("reviews:report-stop", args=[Report.objects.get().pk]) in html


def test_only_whoever_asked_and_those_who_steer_open_it(client, person):
    report = table.CommitteeReportFactory(asked_by=person)
    table.ReportFactory()
    page = reverse("reviews:report", args=[report.pk])
    manager = plan.PersonFactory(mandate="manager")

    for reader, status in ((person, 200), (manager, 200), (plan.PersonFactory(), 404)):
        client.force_login(reader)
        assert client.get(page).status_code == status
    assert set(Report.objects.visible_to(plan.PersonFactory(guest=True))) == set()


def test_the_public_page_reveals_nothing_of_it(client, person):
    report = table.CommitteeReportFactory(asked_by=person, content={"projects": [{"key": "P-99"}]})

    html = client.get(reverse("reviews:verification-code", args=[report.code])).content.decode()

    assert "Code authentique, document à jour" in html
    assert "P-99" not in html
    assert person.name not in html


def test_printing_tells_who_asked_and_names_the_file(person, monkeypatch):
    plan.ProjectFactory()
    report = freeze_committee(asked=Asked(), by=person)
    monkeypatch.setattr(tasks, "print_report", lambda content, **_beat: (b"%PDF-a", b"%PDF-b"))

    tasks.render_report(report.pk)

    report.refresh_from_db()
    assert report.is_ready
    assert report.filename == "cadrage-rapport-au-comite-1.pdf"
    assert Notice.objects.filter(key=f"report:{report.pk}:{person.pk}").exists()
    assert Job.objects.get().kind == "render_report"
