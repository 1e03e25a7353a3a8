"""How far back a committee report looks: each figure counted again by hand, for each period."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse

from governance import journal
from projects import portfolio
from projects.listing import Asked
from reviews.actions.committee import freeze_committee
from reviews.committee_data import committee_data
from reviews.committee_period import Period, months_from, started
from reviews.models import Report
from tests import factories as plan
from tests import factories_reviews as table

TODAY = datetime(2026, 11, 20, 9, tzinfo=UTC)  # a Friday
MONTH, QUARTER, HALF, YEAR = Period


def at(text):
    return datetime.fromisoformat(f"{text}T09:00:00+00:00")


@pytest.mark.parametrize(
    ("period", "today", "first"),
    [
        (MONTH, date(2026, 11, 20), date(2026, 10, 20)),
        (MONTH, date(2026, 3, 31), date(2026, 2, 28)),
        (QUARTER, date(2026, 5, 31), date(2026, 2, 28)),
        (QUARTER, date(2026, 2, 1), date(2025, 11, 1)),
        (HALF, date(2026, 1, 15), date(2025, 7, 15)),
        (YEAR, date(2028, 2, 29), date(2027, 2, 28)),
    ],
)
def test_a_period_begins_on_the_same_day_so_many_months_before(period, today, first):
    assert started(period, today) == first


def test_months_follow_each_other_over_the_new_year():
    months = months_from(date(2025, 11, 20), date(2026, 2, 3))

    assert months == [date(2025, 11, 1), date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1)]


DECISIONS = (  # submitted, decided, outcome, round
    ("2026-10-26", "2026-11-02", "approved", 1),  # five working days, as promised
    ("2026-10-06", "2026-10-20", "changes", 1),  # ten
    ("2026-10-12", "2026-10-19", "reserved", 2),  # five
    ("2026-06-01", "2026-06-08", "approved", 1),  # five
    ("2026-01-05", "2026-01-19", "approved", 1),  # ten
    ("2025-09-29", "2025-10-06", "approved", 1),  # five, over a year ago
)
ANSWERS = (  # opened, closed: working days
    ("2026-10-26", "2026-10-27"),  # 1
    ("2026-10-26", "2026-10-28"),  # 2
    ("2026-10-26", "2026-10-29"),  # 3
    ("2026-10-26", "2026-10-30"),  # 4
    ("2026-10-26", "2026-11-03"),  # 6
    ("2026-09-07", "2026-09-08"),  # 1
    ("2026-06-08", "2026-06-18"),  # 8
    ("2025-10-06", "2025-10-07"),  # over a year ago
)
CHANGES = (
    ("2026-11-02", True),
    ("2026-09-07", False),
    ("2026-06-08", True),
    ("2026-01-12", True),
    ("2025-10-06", True),
)


@pytest.fixture
def project(db):
    vendor = plan.VendorFactory(name="Studio Lumen")
    made = plan.ProjectFactory(vendor=vendor, registered_at=at("2026-09-01"))
    plan.SeatFactory(project=made, it=True, taken_at=at("2026-09-04"))  # three working days
    decided = [decision(made, *line) for line in DECISIONS]
    blocker(decided[0], after_signature=True, real_days=3, estimated_days=9, real_cost_eur=1200)
    blocker(decided[2], after_signature=False, estimated_days=4)
    blocker(decided[3], after_signature=True, estimated_days=5, estimated_cost_eur=800)
    team = plan.PersonFactory(rssi=True).team
    for n, (opened, closed) in enumerate(ANSWERS):
        facts = {"side": "it", "team": team, "person": None, "subject_id": 900 + n}
        times = {"opened_at": at(opened), "closed_at": at(closed), "outcome": "done"}
        plan.MoveFactory(project=made, **facts, **times)
    for n, (day, after) in enumerate(CHANGES, start=1):
        facts = {"number": n, "changed_at": at(day), "after_signature": after}
        plan.ScopeChangeFactory(project=made, **facts)
    with time_machine.travel(at("2026-09-07"), tick=False):
        journal.record(made, "project.live", by=None, thread=made.key)
    return made


def decision(project, submitted, decided, outcome, number):
    ref = f"J{project.gates.count() + 1}"
    gate = table.GateFactory(project=project, milestone__ref=ref, state="approved", answer_days=5)
    word = "" if outcome == "approved" else "À revoir."
    passage = table.RoundFactory(gate=gate, number=number, submitted_at=at(submitted))
    facts = {"outcome": outcome, "word": word, "decided_at": at(decided)}
    return table.DecisionFactory(round=passage, **facts)


def blocker(decided, **facts):
    table.FindingFactory(decision=decided, weight="blocker", **facts)


def figures(project, period):
    with time_machine.travel(TODAY, tick=False):
        return committee_data(
            [type(project).objects.get(pk=project.pk)],
            selection=[],
            by=plan.PersonFactory(),
            number=1,
            code="7K2M-9QXA",
            period=period,
        )


@pytest.mark.parametrize(
    ("period", "decisions", "kept", "answers", "changed", "complete"),
    [
        (MONTH, 2, 1, (5, 3.0, 6), (0, 1), (1, 2)),
        (QUARTER, 3, 2, (6, 2.5, 6), (1, 1), (1, 2)),
        (HALF, 4, 3, (7, 3.0, 8), (1, 2), (2, 3)),
        (YEAR, 5, 3, (7, 3.0, 8), (1, 3), (3, 4)),
    ],
)
def test_each_figure_is_that_of_its_period(
    project, period, decisions, kept, answers, changed, complete
):
    data = figures(project, period)

    tempo = data["tempo"]
    assert data["period"] == period
    assert data["since"] == started(period, TODAY.date()).isoformat()
    assert len(data["decisions"]) == data["counts"]["decisions"] == decisions
    assert tempo["on_time"] == {"kept": kept, "count": decisions}
    assert tempo["all_answers"] == dict(zip(("count", "median", "most"), answers, strict=True))
    assert tempo["changed"] == dict(zip(("before", "after"), changed, strict=True))
    line = {"vendor": "Studio Lumen", "complete": complete[0], "count": complete[1]}
    assert tempo["first_rounds"] == [line]


def test_blocking_points_arrivals_and_launches_of_the_period(project):
    month, quarter, half = (figures(project, period)["tempo"] for period in (MONTH, QUARTER, HALF))

    assert (month["blockers"]["before"], month["blockers"]["after"]) == (0, 1)
    assert (quarter["blockers"]["before"], quarter["blockers"]["after"]) == (1, 1)
    (security,) = half["blockers"]["natures"]
    assert (security["after"], security["days"], security["cost"]) == (2, 3 + 5, 1200 + 800)
    assert month["arrivals"]["projects"] == []
    assert quarter["arrivals"]["projects"] == [{"key": project.key, "days": 3}]
    assert month["durations"] == []
    assert [(row["level"], row["count"]) for row in quarter["durations"]] == [("standard", 1)]


def test_changes_are_drawn_over_half_a_year_at_least(project):
    month, year = (figures(project, period)["tempo"]["changes"] for period in (MONTH, YEAR))

    assert [row["month"] for row in (month[0], month[-1])] == ["2026-05-01", "2026-11-01"]
    assert [row["month"] for row in (year[0], year[-1])] == ["2025-11-01", "2026-11-01"]
    assert sum(row["before"] + row["after"] for row in month) == 3
    assert sum(row["before"] + row["after"] for row in year) == 4


def test_another_period_is_another_report(db):
    person = plan.PersonFactory()
    plan.ProjectFactory()

    first = freeze_committee(asked=Asked(), by=person, period=YEAR)

    assert freeze_committee(asked=Asked(), by=person, period=YEAR).pk == first.pk
    assert freeze_committee(asked=Asked(), by=person).content["period"] == "quarter"


def test_what_is_frozen_is_in_french_whoever_asks_and_the_filters_keep_their_codes(client, db):
    person = plan.PersonFactory(language="en")
    plan.ProjectFactory(health="trouble", ball_side="bearer")
    client.force_login(person)
    asking = reverse("reviews:committee-request") + "?sante=trouble&balle=bearer&chemin=standard"

    client.post(asking, {"period": "half"}, headers={"accept-language": "en"})

    content = Report.objects.get().content
    assert content["projects"][0]["health_label"] == "En difficulté"
    assert [(row["name"], row["value"]) for row in content["selection"]] == [
        ("sante", "trouble"),
        ("balle", "bearer"),
        ("chemin", "standard"),
    ]
    assert content["selection"][0]["label"] == "En difficulté"


# the form


@pytest.fixture
def asking(client, db):
    person = plan.PersonFactory()
    portfolio.refresh(plan.ProjectFactory(title="Salon de Lyon"))
    client.force_login(person)
    return reverse("reviews:committee-request") + "?q=salon"


def test_a_quarter_is_offered_first_and_the_filters_are_said(client, asking):
    html = client.get(asking).content.decode()

    assert 'value="quarter" id="id_period_1" checked' in html.replace("required ", "")
    assert "1 projet" in html
    assert "salon" in html
    assert html.count('type="radio" name="period"') == 4


def test_the_filters_and_the_period_are_those_of_the_report(client, asking):
    portfolio.refresh(plan.ProjectFactory(title="Autre chose"))

    answer = client.post(asking, {"period": "year"})

    content = Report.objects.get().content
    assert answer.url == reverse("reviews:report", args=[Report.objects.get().pk])
    assert content["period"] == "year"
    assert [line["title"] for line in content["projects"]] == ["Salon de Lyon"]
    assert "numéro 1" in client.get(asking).content.decode()


@pytest.mark.parametrize("body", [{}, {"period": "siècle"}])
def test_no_period_or_an_unknown_one_is_asked_again(client, asking, body):
    answer = client.post(asking, body)

    assert answer.status_code == 422
    assert "Choisissez une période" in answer.content.decode()
    assert not Report.objects.exists()


def test_what_was_chosen_is_kept_when_the_report_is_refused(client, asking):
    nothing = asking.replace("salon", "rien")

    answer = client.post(nothing, {"period": "half"})

    html = answer.content.decode()
    assert answer.status_code == 422
    assert "changez les filtres" in html
    assert 'value="half" id="id_period_2" checked' in html.replace("required ", "")
