"""A live verdict with five hundred ground rules and fifty facts: processor time, one process.

Every rule is read for the topic that is typed; one in twenty has something to say, which is
already more than a page can show. The yardstick is a page without data, in the same run.
"""

import sys
from statistics import median
from time import process_time

import pytest
from django.urls import reverse

from governance.evaluation import evaluate
from governance.models import GroundRule
from tests.factories import FactFactory, GroundRuleFactory, ProjectFactory, ProjectTopicFactory

pytestmark = [pytest.mark.benchmark, pytest.mark.django_db]
RULES, FACTS, SPEAKING, ROUNDS = 500, 50, 20, 15
MOST_MS, MOST_OF_YARDSTICK = 100, 7


@pytest.fixture
def subject(db):
    project = ProjectFactory(staffed=True)
    subject = ProjectTopicFactory(project=project)
    facts = [FactFactory(topic=subject.topic, kind="number", slug=slug(n)) for n in range(FACTS)]
    GroundRule.objects.bulk_create(
        GroundRuleFactory.build(
            ref=f"B{n:03}", topic=subject.topic, condition=condition(n), requirement=requirement(n)
        )
        for n in range(RULES)
    )
    assert len(facts) == FACTS
    return subject


def slug(n):
    return f"bench_{n % FACTS}"


def condition(n):
    """Four comparisons, true of one rule in twenty."""
    wanted = 10 if n % SPEAKING == 0 else 1_000
    reach = {"any": [leaf(n + 1, "at_most", -5), leaf(n + 2, "at_least", wanted)]}
    return {"all": [leaf(n, "at_least", 1), reach, {"not": leaf(n + 3, "is", 99)}]}


def requirement(n):
    return {"all": [leaf(n + 4, "at_most", 5), leaf(n + 5, "known")]}


def leaf(n, op, value=None):
    return {"fact": slug(n), "op": op, "value": value}


def typed():
    return {f"fact_{slug(n)}": str(20 + n) for n in range(FACTS)} | {"version": 1, "heard": "-"}


def timed(call) -> float:
    """Milliseconds of processor: the median of many calls, after two that warm up."""
    times = []
    for _n in range(ROUNDS + 2):
        started = process_time()
        call()
        times.append((process_time() - started) * 1000)
    return median(times[2:])


def test_the_rules_alone(subject, capsys):
    rules = list(GroundRule.objects.select_related("alternative_option"))
    facts = {slug(n): 20 + n for n in range(FACTS)}
    assert len(evaluate(rules, facts)) == RULES / SPEAKING

    spent = timed(lambda: evaluate(rules, facts))

    with capsys.disabled():
        sys.stdout.write(f"\n500 rules, evaluation alone: {spent:.1f} ms CPU\n")
    assert spent < MOST_MS


def test_a_live_verdict(subject, client, capsys):
    client.force_login(subject.project.seats.get(part="vendor").person)
    url = reverse("projects:verdicts", args=[subject.pk])

    def ask():
        response = client.post(url, typed(), headers={"HX-Request": "true"})
        assert response.status_code == 200
        return response

    assert ask().content.count(b"La raison") >= RULES / SPEAKING
    spent = timed(ask)
    yardstick = timed(lambda: client.get(reverse("governance:profile")))

    with capsys.disabled():
        words = f"live verdict: {spent:.1f} ms CPU, {spent / yardstick:.1f} × a page of {yardstick:.1f} ms"
        sys.stdout.write(f"\n{words}\n")
    assert spent <= MOST_OF_YARDSTICK * yardstick
