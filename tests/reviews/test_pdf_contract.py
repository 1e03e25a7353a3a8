"""What the application freezes is what the documents read."""

import json

import pytest
from django.core.serializers.json import DjangoJSONEncoder

from reviews.pdf import render_html
from reviews.pdf.frozen import digest
from reviews.report_data import report_data
from tests import factories as plan
from tests import factories_reviews as table

pytestmark = pytest.mark.django_db


def frozen_project(kind="scoping"):
    """A project with something in every section, frozen then read back from JSON."""
    gate = table.GateFactory(state="reserved")
    decision = table.DecisionFactory(reserved=True, round=table.RoundFactory(gate=gate))
    table.OpinionFactory(round=decision.round)
    table.FindingFactory(decision=decision)
    table.WaiverFactory(gate=gate)
    project = gate.project
    plan.DependencyFactory(project=project)
    plan.DocumentFactory(project=project)
    plan.MoveFactory(project=project, late=True)
    plan.TechnicalChoiceFactory(submitted=True, subject__project=project)
    meeting = table.ScopingMeetingFactory(closed=True, project=project)
    table.OutcomeFactory(action=True, item__meeting=meeting)
    data = report_data(project, kind=kind, number=1, code="7K2M-9QXA")
    return json.loads(json.dumps(data, cls=DjangoJSONEncoder))


@pytest.mark.parametrize("kind", ["scoping", "certificate"])
def test_every_section_of_a_real_project_prints(kind):
    data = frozen_project(kind)

    page = render_html(data)

    assert data["project"]["title"] in page
    assert data["code"] in page


def test_the_printed_fingerprint_is_the_one_that_was_frozen():
    data = frozen_project()

    assert digest(data) == data["fingerprint"]


def test_what_goes_with_a_choice_prints_and_older_files_print_without_it():
    data = frozen_project()
    choice = next(topic["choice"] for topic in data["topics"] if topic["choice"])
    older = {"alternatives", "effects", "exit_plan", "compared"}
    for name in older:
        choice.pop(name)
    assert "Solutions comparées" not in render_html(data)

    row = {"solution": "Hexanuage <i>", "strengths": "À Paris", "weaknesses": "Plus cher"}
    choice |= {"exit_plan": "Export en dix jours", "effects": "Un flux", "alternatives": "Rien"}
    choice["compared"] = [row | {"cost": "400 €", "reversibility": "Facile"}]

    page = render_html(data)

    for words in ("Export en dix jours", "Un flux", "Solutions comparées", "Hexanuage &lt;i&gt;"):
        assert words in page
