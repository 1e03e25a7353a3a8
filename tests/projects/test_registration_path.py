"""Answers -> path: level, gates, topics, dates, with the reasons in words."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from governance.working_days import Calendar
from projects import commitments, questions
from projects.reference import LEVEL_ORDER, Freeze, load_reference_data
from projects.registration import compute_path
from tests.projects.paths import (
    CALENDAR,
    EXPRESS,
    REINFORCED,
    STANDARD,
    WORDS,
    answers_of,
    path_of,
)

OWN = ("prospecting", "generative_ai")
KINDS = ("website", "event", "content", "tool", "other")
LIGHT, USUAL, ALL = "J1 J6", "J1 J3 J4 J6", "J1 J2 J3 J4 J5 J6"
PROFILES = [
    ("nnnnnnnn", EXPRESS, LIGHT, ""),
    ("nnnynnnn", EXPRESS, LIGHT, ""),
    ("nnnnnnyn", EXPRESS, LIGHT, ""),
    ("nnnynnyn", EXPRESS, LIGHT, ""),
    ("nnnunnnn", EXPRESS, LIGHT, "content-modules"),
    ("nnnnnnun", EXPRESS, LIGHT, "support"),
    ("nunnnnnn", EXPRESS, LIGHT, "authentication"),
    ("nnunnnnn", EXPRESS, "J1 J4 J6", "integration"),
    ("nnunnnyn", EXPRESS, "J1 J4 J6", "integration"),
    ("nnnnnnnu", EXPRESS, LIGHT, "analytics"),
    ("nunnnnnu", EXPRESS, LIGHT, "authentication analytics"),
    ("nnnunnun", EXPRESS, LIGHT, "content-modules support"),
    ("ynnnnnnn", STANDARD, USUAL, ""),
    ("unnnnnnn", STANDARD, USUAL, "personal-data"),
    ("nynnnnnn", STANDARD, USUAL, ""),
    ("nnynnnnn", STANDARD, USUAL, ""),
    ("nnnnynnn", STANDARD, ALL, ""),
    ("nnnnunnn", STANDARD, ALL, "hosting"),
    ("nnnnnunn", STANDARD, USUAL, "security"),
    ("nnnnnnny", STANDARD, USUAL, ""),
    ("yynnnnnn", STANDARD, USUAL, ""),
    ("yynnnnnu", STANDARD, USUAL, "analytics"),
    ("nynnnnny", STANDARD, USUAL, ""),
    ("ynnnnnny", STANDARD, USUAL, ""),
    ("uynnnnny", STANDARD, USUAL, "personal-data"),
    ("yunnnnny", STANDARD, USUAL, "authentication"),
    ("ynynnnyn", STANDARD, USUAL, ""),
    ("nnyynnnn", STANDARD, USUAL, ""),
    ("yyyynnyn", STANDARD, USUAL, ""),
    ("yyyyynyn", STANDARD, ALL, ""),
    ("nnnyynnn", STANDARD, ALL, ""),
    ("nuununnn", STANDARD, ALL, "hosting authentication integration"),
    (
        "uuuuuuuu",
        STANDARD,
        ALL,
        "hosting authentication analytics security personal-data integration content-modules support",
    ),
    ("nnnnnynn", REINFORCED, ALL, ""),
    ("ynnnnynn", REINFORCED, ALL, ""),
    ("nnnnuynn", REINFORCED, ALL, "hosting"),
    ("uynnnyny", REINFORCED, ALL, "personal-data"),
    ("yynnnnny", REINFORCED, ALL, ""),
    ("ynyuuyyy", REINFORCED, ALL, "hosting content-modules"),
    ("yyyyyyyy", REINFORCED, ALL, ""),
]


@pytest.fixture
def rows(reference):
    return load_reference_data()


@pytest.mark.parametrize(("code", "level", "gates", "unclear"), PROFILES)
def test_profile_gives_its_level_gates_and_open_topics(rows, code, level, gates, unclear):
    path = path_of(code, rows)

    assert path.level == level
    assert [gate.ref for gate in path.gates] == gates.split()
    assert sorted(topic.slug for topic in path.unknown_topics) == sorted(unclear.split())
    assert all(reason.text for reason in path.reasons)
    assert all(reason.text for gate in path.gates for reason in gate.reasons)


@pytest.mark.parametrize(
    ("code", "systems"),
    [
        ("nnnnynnn", []),
        ("nynnynnn", ["COMPTE-CLIENT", "SSO-PORTAIL"]),
        ("nnynynnn", ["CRM-VENTES", "API-GW"]),
        ("nnynyynn", ["CRM-VENTES", "API-GW", "ERP-GESTION", "PAIEMENT"]),
        ("ynnnynyn", ["AUTOMATION", "CONSENTEMENTS"]),
        ("nnnyynny", ["CMS-GROUPE", "DAM-MEDIAS", "PARE-FEU-WEB"]),
        ("nnnnnnnn", ["SAUVEGARDE"]),
    ],
)
def test_answers_suggest_their_systems(rows, code, systems):
    suggested = path_of(code, rows).suggestions

    assert [row.system for row in suggested if row.expected] == systems


@pytest.mark.parametrize("kind", KINDS)
def test_kind_offers_its_usual_systems_unticked(rows, kind):
    suggested = path_of("nnnnynnn", rows, kind=kind).suggestions

    assert {row.system for row in suggested if not row.expected} == set(rows.kinds[kind].systems)


def test_gates_say_which_answers_put_them_there(rows):
    security = next(gate for gate in path_of("ynynunyy", rows).gates if gate.ref == "J5")

    assert security.answers == (("hébergement hors de l’entreprise", "unknown"),)


def test_level_says_the_answers_that_raise_it(rows):
    path = path_of("yynnnnny", rows)

    assert [noun for reason in path.reasons for noun, _answer in reason.answers] == [
        "données personnelles",
        "connexion avec un compte",
        rows.questions[7].noun,
    ]


def test_criteria_and_delays_are_those_of_the_level(rows):
    counts = {code: path_of(code, rows).gates[0] for code in ("nnnnnnnn", "ynnnnnnn", "nnnnnynn")}

    assert [len(gate.criteria) for gate in counts.values()] == [5, 11, 12]
    assert [gate.answer_days for gate in counts.values()] == [2, 5, 10]


def test_security_and_data_are_never_tacit(rows):
    silences = {gate.ref: gate.silence for gate in path_of("nnnnynnn", rows).gates}

    assert (silences["J3"], silences["J5"], silences["J1"]) == ("never", "never", "escalate")


def test_topic_is_needed_before_the_first_gate_that_asks_for_it(rows):
    needed = {topic.slug: topic.needed_by for topic in path_of("uuuuuuuu", rows).topics}

    assert (needed["hosting"], needed["analytics"], needed["support"]) == ("J2", "J3", "J6")


def test_topic_without_a_gate_is_needed_before_scoping(rows):
    needed = {topic.slug: topic.needed_by for topic in path_of("nunnnnnn", rows).topics}

    assert needed["authentication"] == "scoping"


DATES = [  # registered, launch, profile -> scoping, last gate, launch as dated, spare days
    ("2026-10-08", "2027-02-02", "nnnnnynn", "2026-10-16", "2027-02-01", "2027-02-02", 10),
    ("2026-10-08", "2026-10-13", "nnnnnnnn", "2026-10-09", "2026-10-13", "2026-10-13", -11),
    ("2026-12-01", "2026-12-24", "nnnnnnnn", "2026-12-08", "2026-12-24", "2026-12-24", 3),
    ("2027-04-01", "2027-05-08", "nnnnnnnn", "2027-04-09", "2027-05-05", "2027-05-07", 11),
    ("2028-02-01", "2028-02-29", "nnnnnnnn", "2028-02-09", "2028-02-29", "2028-02-29", 6),
    ("2027-03-22", "2027-04-12", "nnnnnnnn", "2027-03-30", "2027-04-12", "2027-04-12", 0),
    ("2026-10-19", "2026-11-12", "ynnnnnnn", "2026-10-22", "2026-11-12", "2026-11-12", -13),
]


@pytest.mark.parametrize(("registered", "launch", "code", "scoping", "gate", "end", "spare"), DATES)
def test_dates_go_backwards_from_the_launch(
    rows, registered, launch, code, scoping, gate, end, spare
):
    days = {
        "registered_on": date.fromisoformat(registered),
        "launch_on": date.fromisoformat(launch),
    }

    path = path_of(code, rows, **days)

    steps = {step.ref: step.due_on.isoformat() for step in path.steps}
    assert (steps["scoping"], steps["J6"], steps["launch"]) == (scoping, gate, end)
    assert path.margin_days == spare


def test_too_near_says_the_first_honest_date_and_what_would_help(rows):
    path = path_of("nnnnnynn", rows, launch_on=date(2026, 11, 20))

    assert path.is_too_short
    assert path.first_honest_date == CALENDAR.add(date(2026, 10, 8), path.minimum_days)
    assert [(way.noun, way.level) for way in path.lighter] == [("paiement", EXPRESS)]
    assert path.lighter[0].honest_date < path.first_honest_date


def test_freeze_covers_the_launch_and_pushes_the_honest_date(rows):
    freeze = Freeze("Gel de fin d’année", "", date(2026, 12, 15), date(2027, 1, 4))
    tool_freeze = Freeze("Gel du CRM", "CRM-VENTES", date(2026, 11, 1), date(2027, 12, 1))

    path = path_of("nnnnnynn", rows, launch_on=date(2026, 12, 20), freezes=(freeze, tool_freeze))
    late = path_of("nnnnnynn", rows, launch_on=date(2027, 5, 4), freezes=(freeze, tool_freeze))

    assert path.frozen_by == "Gel de fin d’année"
    assert late.frozen_by == ""
    assert path_of("nnynnynn", rows, freezes=(tool_freeze,)).frozen_by == "Gel du CRM"


anything = st.text(alphabet="ynu", min_size=8, max_size=8)
before = st.lists(st.sampled_from([row.slug for row in commitments.COMMITMENTS]), unique=True)
some_day = st.dates(date(2024, 1, 1), date(2035, 12, 31))
within = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@within
@given(
    code=anything,
    kind=st.sampled_from(KINDS),
    registered=some_day,
    days=st.integers(0, 500),
    closed=st.integers(0, 400),
    own=st.dictionaries(st.sampled_from(OWN), st.sampled_from(list(WORDS.values()))),
    started=before,
)
def test_steps_are_ordered_worked_and_never_after_the_launch(
    rows, code, kind, registered, days, closed, own, started
):
    first = registered + timedelta(days=closed)
    calendar = Calendar(closures=((first, first + timedelta(days=20)),))
    launch = registered + timedelta(days=days)

    answers = questions.relevant(rows.questions, kind, {**answers_of(code), **own})
    path = compute_path(answers, kind, launch, registered, rows, calendar, started=started)

    dates = [step.due_on for step in path.steps]
    assert dates == sorted(dates)
    assert all(calendar.is_working(day) for day in dates)
    assert path.is_live or dates[-1] <= launch
    assert path.steps[0].ref == "registered"
    assert path.steps[-1].ref == "launch"
    assert path.is_too_short or path.first_honest_date <= max(launch, dates[-1])


@within
@given(code=anything, kind=st.sampled_from(KINDS), started=before, days=st.integers(0, 300))
def test_one_more_commitment_never_lightens_the_path(rows, code, kind, started, days):
    launch = date(2026, 10, 8) + timedelta(days=days)

    first = path_of(code, rows, kind=kind, launch_on=launch, started=started[1:])
    after = path_of(code, rows, kind=kind, launch_on=launch, started=started)

    assert after.level == first.level
    assert {gate.ref for gate in first.gates} <= {gate.ref for gate in after.gates}
    assert {topic.slug for topic in first.topics} <= {topic.slug for topic in after.topics}
    assert first.minimum_days <= after.minimum_days


@within
@given(code=anything, place=st.integers(0, 7), kind=st.sampled_from(KINDS))
def test_one_more_risk_never_lowers_the_level(rows, code, place, kind):
    heavier = {"n": "u", "u": "y", "y": "y"}[code[place]]

    before = path_of(code, rows, kind=kind)
    after = path_of(code[:place] + heavier + code[place + 1 :], rows, kind=kind)

    assert LEVEL_ORDER.index(after.level) >= LEVEL_ORDER.index(before.level)
    assert {gate.ref for gate in before.gates} <= {gate.ref for gate in after.gates}
