import json
import re

import pytest
from django.core.serializers.json import DjangoJSONEncoder

from reviews.pdf import render_html
from reviews.report_data import report_data
from tests.reviews.arbitration_situations import asked, decided

pytestmark = pytest.mark.django_db


def frozen(project):
    data = report_data(project, kind="scoping", number=1, code="7K2M-9QXA")
    return json.loads(json.dumps(data, cls=DjangoJSONEncoder))


def test_the_report_says_what_was_arbitrated_and_by_whom():
    arbitration = decided()

    data = frozen(arbitration.project)
    page = re.sub(r"[\u00a0\u202f]", " ", render_html(data))

    line = data["arbitrations"][0]
    assert line["arbiters"] == ["Anne Delmas", "Denis Roy"]
    assert line["option"].startswith("L’agence")
    assert "Arbitrages" in page
    assert "Anne Delmas et Denis Roy" in page


def test_what_is_not_decided_is_not_in_the_report():
    data = frozen(asked().project)

    assert data["arbitrations"] == []
    assert "Arbitrages" not in render_html(data)


def test_a_report_frozen_before_arbitrations_still_prints():
    data = frozen(asked().project)
    del data["arbitrations"]

    assert "Dérogations" in render_html(data)
