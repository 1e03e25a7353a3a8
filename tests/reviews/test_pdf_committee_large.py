"""Large portfolios on paper: as many projects and lines as are allowed, endless names, long paths."""

import copy

import pytest

from governance.models import Job
from governance.verdicts import Incomplete
from projects.listing import Asked
from reviews.actions import committee
from reviews.actions.committee import freeze_committee
from reviews.committee_data import MAX_PROJECTS, MAX_ROWS, MOST_LINES, rows_of
from reviews.models import Report
from reviews.pdf import text
from tests import factories as plan
from tests.reviews.pdf_data import frozen, sealed
from tests.reviews.pdf_reading import missing_glyphs, opened, outside, overlapping, printed

slow = pytest.mark.slow
LISTS = ("signals", "decisions", "waiting", "findings", "waivers")
NAME = "Marie-Antoinette Vanderstraeten-Oppenheimer de la Rochefoucauld"
TITLE = (
    "Refonte de l’espace client des professionnels du bâtiment, lot deux, anticonstitutionnellement"
)


def repeated(lines, count):
    return [copy.deepcopy(lines[place % len(lines)]) for place in range(count)]


def portfolio_of(count, lines):
    """A frozen report of so many projects, with so many lines in each list."""
    data = frozen("committee")
    data["projects"] = repeated(data["projects"], count)
    data |= {name: repeated(data[name], lines) for name in LISTS}
    return data | {"counts": dict.fromkeys(LISTS, lines)}


def sound(content):
    assert outside(content) == []
    assert overlapping(content) == []
    assert missing_glyphs(content) == 0
    return len(opened(content).pages)


@slow
def test_one_project_is_a_short_report():
    data = portfolio_of(1, 1)
    data["projects"][0]["ball"] |= {"more": 40}  # forty dependencies wait for an answer

    assert sound(printed("committee of one", data=sealed(data))) <= 8


@slow
def test_the_largest_report_is_printed_within_the_limits_of_the_press():
    """Scenario 83: a thousand lines on three hundred projects."""
    data = portfolio_of(MAX_PROJECTS, (MAX_ROWS - MAX_PROJECTS) // len(LISTS))
    assert rows_of(data) == MAX_ROWS

    assert sound(printed("committee of many", data=sealed(data))) <= 110


@slow
def test_long_names_and_long_paths_stay_in_their_columns():
    """Scenario 83."""
    data = portfolio_of(12, 12)
    for line in data["projects"]:
        line |= {"title": TITLE, "path": (line["path"] * 4)[:40]}
        line["voices"] = [voice | {"name": NAME} for voice in line["voices"]]
        line["ball"] = line["ball"] and line["ball"] | {"name": NAME, "more": 39}
    data["tempo"]["answers"][0]["team"] = data["tempo"]["first_rounds"][0]["vendor"] = NAME

    assert sound(printed("committee of long names", data=sealed(data))) <= 30


# too much is said before anything waits


@pytest.fixture
def person(db):
    plan.ProjectFactory()
    return plan.PersonFactory()


def test_too_many_lines_are_refused_with_what_to_do(person, monkeypatch):
    """Scenario 83."""
    monkeypatch.setattr(committee, "MAX_ROWS", 0)

    with pytest.raises(Incomplete, match="filtrez le portefeuille, ou choisissez une période"):
        freeze_committee(asked=Asked(), by=person)

    assert not Report.objects.exists()
    assert not Job.objects.exists()


def test_too_much_text_is_refused_with_what_to_do(person, monkeypatch):
    """Scenario 83."""
    monkeypatch.setattr(text, "MAX_TEXT", 10)

    with pytest.raises(Incomplete, match="trop de texte"):
        freeze_committee(asked=Asked(), by=person)

    assert not Job.objects.exists()


def test_the_refusal_keeps_what_was_chosen(client, person, monkeypatch):
    """Scenario 83."""
    monkeypatch.setattr(committee, "MAX_ROWS", 0)
    client.force_login(person)

    answer = client.post("/rapport-au-comite/", {"period": "year"})

    assert answer.status_code == 422
    assert 'value="year" id="id_period_3" checked' in answer.content.decode().replace(
        "required ", ""
    )


def test_no_list_is_longer_than_a_press_accepts():
    assert max(MAX_PROJECTS, MOST_LINES) <= text.MAX_ROWS
