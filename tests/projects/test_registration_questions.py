"""Few questions, only the relevant ones, each saying what its answer changes."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from projects.consequences import consequences
from projects.forms.people import PeopleForm
from projects.forms.registration import NeedForm, ProfileForm
from projects.questions import asked, is_outright, possible, relevant
from projects.reference import LEVEL_ORDER, QuestionRow, load_reference_data
from projects.registration import find_level
from projects.similar import known_choices, likeness, similar_projects, trigrams
from tests.factories import PersonFactory, ProjectFactory, ProjectTopicFactory, SeatFactory
from tests.projects.registering import PROFILE, step_url, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "on_thursday")]
KINDS = ("website", "event", "content", "tool", "other")
MOST_QUESTIONS = 12
COMMON = {"personal_data": "yes", "external_hosting": "yes"}  # the most usual answers


@pytest.fixture
def rows(reference):
    return load_reference_data()


def slugs(found):
    return [row.slug for row in found]


@pytest.mark.parametrize("kind", KINDS)
def test_the_common_path_asks_twelve_questions_at_most(rows, kind, claire):
    need = [field for field in NeedForm(user=claire).fields.values() if field.required]
    profile = asked(rows.questions, kind, COMMON)
    people = [PeopleForm(candidates=[]).fields["vendor_email"]]

    assert len(need) + len(profile) + len(people) <= MOST_QUESTIONS


@pytest.mark.parametrize(
    ("kind", "outright"),
    [
        ("website", "content_module external_hosting large_audience"),
        ("event", "external_hosting payment brand_emails large_audience"),
        ("content", "content_module external_hosting prospecting"),
        ("tool", "external_hosting payment generative_ai"),
        ("other", "content_module external_hosting large_audience"),
    ],
)
def test_each_kind_has_its_own_questions(rows, kind, outright):
    always = ["personal_data", "sign_in", "company_tool"]

    assert slugs(asked(rows.questions, kind, {})) == always + outright.split()


@pytest.mark.parametrize(
    ("kind", "answers", "called"),
    [
        ("tool", {"personal_data": "yes"}, {"brand_emails"}),
        ("tool", {"sign_in": "unknown"}, {"large_audience"}),
        ("website", {"company_tool": "yes"}, {"payment"}),
        ("website", {"company_tool": "no"}, set()),
        ("event", {"personal_data": "yes"}, set()),
    ],
)
def test_an_answer_calls_the_questions_that_follow_it(rows, kind, answers, called):
    before = set(slugs(asked(rows.questions, kind, {})))
    after = set(slugs(asked(rows.questions, kind, answers)))

    assert after - before == called


def test_a_question_follows_one_that_is_itself_called():
    rows = (
        QuestionRow("a", "A ?", "a", "hosting"),
        QuestionRow("b", "B ?", "b", "hosting", follows=("a",)),
        QuestionRow("c", "C ?", "c", "hosting", follows=("b",)),
    )

    assert slugs(asked(rows, "tool", {"a": "yes", "b": "unknown"})) == ["a", "b", "c"]
    assert slugs(asked(rows, "tool", {"a": "no", "b": "yes"})) == ["a"]
    assert slugs(possible(rows, "tool")) == ["a", "b", "c"]


def test_an_answer_no_longer_asked_no_longer_counts(rows):
    answers = {"personal_data": "no", "brand_emails": "yes", "payment": "no"}

    assert relevant(rows.questions, "tool", answers) == {"personal_data": "no", "payment": "no"}


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data(), kind=st.sampled_from(KINDS))
def test_more_risk_asks_more_and_never_lowers_the_level(rows, data, kind):
    names = slugs(possible(rows.questions, kind))
    answers = {name: data.draw(st.sampled_from(("no", "unknown", "yes"))) for name in names}
    one = data.draw(st.sampled_from(names))
    heavier = {**answers, one: {"no": "unknown", "unknown": "yes", "yes": "yes"}[answers[one]]}

    before, after = (relevant(rows.questions, kind, given) for given in (answers, heavier))

    assert set(before) <= set(after)
    levels = [find_level({**given, "kind": kind}, rows)[0] for given in (before, after)]
    assert LEVEL_ORDER.index(levels[0]) <= LEVEL_ORDER.index(levels[1])


# What an answer changes -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("slug", "line"),
    [
        (
            "personal_data",
            "Oui ou je ne sais pas : chemin standard, ajoute « Collecte de données et RGPD ».",
        ),
        (
            "payment",
            "Oui : chemin renforcé, ajoute « Sécurité avant mise en ligne » ;"
            " je ne sais pas : chemin standard.",
        ),
        (
            "brand_emails",
            "Oui : prévient les propriétaires de AUTOMATION ;"
            " je ne sais pas : ouvre un sujet pour la réunion.",
        ),
    ],
)
def test_each_answer_says_what_it_changes(rows, slug, line):
    assert consequences(slug, "tool", rows) == line


def test_a_question_that_nothing_reads_says_so(rows):
    line = "Je ne sais pas : ouvre un sujet pour la réunion."

    assert consequences("unread", "tool", rows) == line


def test_every_question_of_every_kind_changes_something(rows):
    silent = [
        (kind, row.slug)
        for kind in KINDS
        for row in possible(rows.questions, kind)
        if not consequences(row.slug, kind, rows).startswith("Oui")
    ]

    assert silent == []


def test_the_profile_shows_the_line_beside_the_question(client, draft):
    page = text(client.get(step_url("profile", draft)))

    assert "Oui : chemin renforcé, ajoute « Sécurité avant mise en ligne »" in page


# The form ---------------------------------------------------------------------------------------


def test_an_answer_reveals_and_hides_the_questions_that_follow(htmx_client, draft):
    sent = {**PROFILE, "preview": "1"}

    shown = text(htmx_client.post(step_url("profile", draft), {**sent, "q-sign_in": "yes"}))
    hidden = text(htmx_client.post(step_url("profile", draft), {**sent, "q-sign_in": "no"}))

    assert 'name="q-large_audience"' in shown
    assert 'name="q-large_audience"' not in hidden
    assert 'id="suite-large_audience"' in hidden


def test_a_question_that_is_called_must_be_answered(rows):
    answers = {**PROFILE, "q-sign_in": "yes"}

    form = ProfileForm(answers, kind="tool", reference=rows)

    assert list(form.errors) == ["large_audience"]
    assert form.outright == {row.slug for row in rows.questions if is_outright(row, "tool")}


# What looks like it -----------------------------------------------------------------------------


def test_a_title_that_looks_like_another_is_shown_while_it_is_typed(htmx_client, claire):
    twin = ProjectFactory(title="Carte cadeau dématérialisée")
    ProjectFactory(title="Salon de l’habitat")

    page = text(htmx_client.get("/projets/nouveau/semblables/", {"title": "carte cadeaux"}))

    assert twin.key in page
    assert "Salon" not in page


@pytest.mark.parametrize("typed", ["", "ca", "\x00", "%", "zzz qqq"])
def test_nothing_alike_says_nothing(htmx_client, claire, typed):
    ProjectFactory(title="Carte cadeau dématérialisée")

    page = htmx_client.get("/projets/nouveau/semblables/", {"title": typed})

    assert page.content.strip() == b""


def test_what_was_validated_on_a_project_alike_is_offered(htmx_client, claire):
    twin = ProjectFactory(title="Carte cadeau dématérialisée")
    ProjectTopicFactory(project=twin, state="validated", headline="Hexanuage, Paris")

    page = text(htmx_client.get("/projets/nouveau/semblables/", {"title": "Carte cadeau"}))

    assert "Hexanuage, Paris" in page


def test_choices_of_the_same_kind_come_after_those_alike(claire):
    near, far = ProjectFactory(title="Carte cadeau"), ProjectFactory(title="Autre chose")
    for project in (near, far):
        ProjectTopicFactory(project=project, state="validated", headline=project.title)
    ProjectTopicFactory(state="open", headline="Pas encore")

    found = known_choices(claire, near.kind.slug, [near])

    assert [row.headline for row in found] == ["Carte cadeau", "Autre chose"]


def test_a_guest_finds_only_projects_of_their_own():
    mine = SeatFactory(vendor=True, project__title="Carte cadeau")
    ProjectFactory(title="Carte cadeau d’un autre")

    assert similar_projects(mine.person, "carte cadeau") == [mine.project]


@pytest.mark.parametrize("count", [1, 3])
def test_finding_what_looks_alike_costs_the_same(claire, count, django_assert_max_num_queries):
    for number in range(count):
        ProjectFactory(title=f"Carte cadeau {number}")
    similar_projects(claire, "carte cadeau")

    with django_assert_max_num_queries(2):
        assert len(similar_projects(claire, "carte cadeau")) == count


def test_trigrams_compare_as_postgresql_does():
    assert trigrams("Été 1") == {"  e", " et", "ete", "te ", "  1", " 1 "}
    assert likeness(trigrams("carte"), trigrams("Carte")) == 1.0
    assert likeness(trigrams("carte"), trigrams("salon")) == 0.0
    assert likeness(trigrams(""), trigrams("salon")) == 0.0


def test_a_person_who_left_finds_nothing():
    assert similar_projects(PersonFactory(guest=True), "carte cadeau") == []
