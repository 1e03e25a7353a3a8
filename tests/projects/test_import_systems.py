"""What a file of systems would do: created, changed, unchanged, refused with the reason."""

from datetime import date

import pytest
from django.utils import timezone

from governance.models import JournalEntry, System
from governance.verdicts import Incomplete
from projects.actions.systems_import import write_systems
from tests.factories import PersonFactory, SystemFactory, TeamFactory
from tests.projects.importing import HEADINGS, outcomes, planned, reasons, table

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return TeamFactory(it=True)


@pytest.fixture
def steward():
    return PersonFactory(steward=True, name="Paul Girard")


def taken(content, steward, **more):
    plan = planned(content, **more)
    write_systems(plan=plan, by=steward, source="essai.csv")
    return plan


def test_a_new_system_is_created_with_what_the_file_leaves_unsaid(team, steward):
    plan = taken(table("k1;FACTURES;;Hébergement"), steward)

    system = System.objects.get()
    assert outcomes(plan) == [(2, "created")]
    assert (system.name, system.external_key, system.owner_team) == ("FACTURES", "k1", team)
    assert (system.category, system.criticality, system.personal_data) == (
        "À classer", 3, "unknown",
    )  # fmt: skip
    assert system.by_hand
    assert system.confirmed_at is None


def test_every_column_is_read(team, steward):
    owner = PersonFactory(it=True, email="karim@verdier.example")
    heir = SystemFactory(name="NOUVEAU", external_key="n1")
    line = "k1;FACTURES;Gestion;comptes;it-hosting;karim@verdier.example;vitale;oui;n1;31/12/2027"

    taken(table(line, headings=HEADINGS), steward)

    system = System.objects.get(external_key="k1")
    assert (system.category, system.nature, system.owner) == ("Gestion", "comptes", owner)
    assert (system.criticality, system.personal_data) == (1, "yes")
    assert (system.replaced_by, system.retires_on) == (heir, date(2027, 12, 31))


def test_the_same_file_twice_changes_nothing_the_second_time(team, steward):
    """Scenario 89."""
    content = table("k1;FACTURES;Gestion;Hébergement", "k2;PAIE;Gestion;it-hosting")
    taken(content, steward)

    again = planned(content)

    assert again.counts() == {"created": 0, "changed": 0, "unchanged": 2, "refused": 0}


def test_a_system_is_found_by_its_key_then_by_its_name(team):
    SystemFactory(name="FACTURES", external_key="k1", category="Gestion")
    SystemFactory(name="PAIE", category="Gestion")

    plan = planned(table("k1;FACTURATION;Gestion;", "k2;paie;Gestion;"))

    assert [(line.outcome, line.changes) for line in plan.lines] == [
        ("changed", [("Nom", "FACTURES", "FACTURATION")]),
        ("changed", [("Clé", "", "k2")]),
    ]


def test_an_empty_cell_says_nothing_and_a_word_erases(team, steward):
    owner = PersonFactory(it=True)
    system = SystemFactory(name="PAIE", owner=owner, nature="bulletins")
    headings = "Nom;Propriétaire;Nature"

    assert outcomes(planned(table("PAIE;;", headings=headings))) == [(2, "unchanged")]
    taken(table("PAIE;aucun;aucune", headings=headings), steward)

    system.refresh_from_db()
    assert (system.owner, system.nature) == (None, "")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("k1;X;;équipe inconnue", "Équipe inconnue"),
        ("k1;;;it-hosting", "Il manque le nom"),
        (f"k1;{'X' * 61};;it-hosting", "trop long"),
        ("k1;X;;", "Il manque l’équipe"),
        ("k1;X;;it-hosting;en trop", "plus de cellules que de colonnes"),
    ],
)
def test_a_row_that_cannot_be_taken_says_its_column_and_why(team, line, reason):
    plan = planned(table(line))

    assert outcomes(plan) == [(2, "refused")]
    assert reason in reasons(plan)


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ("personne@ailleurs.example;;;", "Personne inconnue"),
        ("partie@verdier.example;;;", "est parti"),
        (";énorme;;", "n’est pas dans la liste"),
        (";;peut-être;", "n’est pas dans la liste"),
        (";;;31/02/2027", "n’existe pas au calendrier"),
        (";;;bientôt", "n’est pas une date"),
        (";;;31/12/9999", "hors du possible"),
    ],
)
def test_facts_that_mean_nothing_here_are_refused(team, cells, reason):
    """Scenario 91."""
    PersonFactory(it=True, email="partie@verdier.example", is_active=False)
    headings = "Nom;Équipe;Propriétaire;Criticité;Données personnelles;S’arrête le"

    plan = planned(table(f"X;it-hosting;{cells}", headings=headings))

    assert outcomes(plan) == [(2, "refused")]
    assert reason in reasons(plan)


def test_an_owner_who_left_stays_where_they_already_were(team):
    gone = PersonFactory(it=True, is_active=False)
    SystemFactory(name="PAIE", owner=gone)

    plan = planned(table(f"PAIE;{gone.email}", headings="Nom;Propriétaire"))

    assert outcomes(plan) == [(2, "unchanged")]


def test_two_people_of_one_name_ask_for_an_address(team):
    PersonFactory(it=True, name="Anne Roux")
    PersonFactory(it=True, name="Anne Roux")

    plan = planned(table("X;it-hosting;anne roux", headings="Nom;Équipe;Propriétaire"))

    assert "Plusieurs personnes" in reasons(plan)


def test_a_default_team_answers_for_those_without_one(team):
    plan = planned(table("k1;X;;"), default_team=team)

    assert outcomes(plan) == [(2, "created")]


def test_an_archived_system_is_refused(team, steward):
    SystemFactory(name="VIEUX", archived_at=timezone.now(), archived_by=steward)

    plan = planned(table("k9;VIEUX;;"))

    assert outcomes(plan) == [(2, "refused")]
    assert "archivé" in reasons(plan)


@pytest.mark.parametrize(
    "lines",
    [
        ("k1;A;;it-hosting", "k1;B;;it-hosting"),
        ("k1;A;;it-hosting", "k2;a;;it-hosting"),
        ("k1;Paie é;;it-hosting", "k2;PAIE E;;it-hosting"),
    ],
)
def test_two_rows_about_one_system_are_both_refused(team, lines):
    """Scenario 89."""
    plan = planned(table(*lines))

    assert outcomes(plan) == [(2, "refused"), (3, "refused")]
    assert "La ligne 3 du fichier dit la même chose" in reasons(plan)
    assert "La ligne 2 du fichier dit la même chose" in reasons(plan)


def test_a_name_that_belongs_to_another_key_is_refused(team):
    SystemFactory(name="PAIE", external_key="k7")

    plan = planned(table("k8;PAIE;;"))

    assert "la clé est « k7 »" in reasons(plan)


def test_heirs_may_come_in_the_same_file_in_any_order(team, steward):
    headings = "Nom;Équipe;Remplacé par"

    taken(table("A;it-hosting;B", "B;it-hosting;C", "C;it-hosting;", headings=headings), steward)

    chain = System.objects.order_by("name").values_list("name", "replaced_by__name")
    assert list(chain) == [("A", "B"), ("B", "C"), ("C", None)]


def test_a_circle_of_replacements_is_refused_with_its_names(team):
    headings = "Nom;Équipe;Remplacé par"
    rows = ("A;it-hosting;B", "B;it-hosting;C", "C;it-hosting;A", "D;it-hosting;A")

    plan = planned(table(*rows, headings=headings))

    assert plan.counts()["refused"] == 4
    assert "A → B → C → A" in reasons(plan)
    assert "est sur une ligne refusée" in reasons(plan)


def test_a_circle_through_the_catalogue_is_refused(team):
    older = SystemFactory(name="A")
    SystemFactory(name="B", replaced_by=older)

    plan = planned(table("A;B", headings="Nom;Remplacé par"))

    assert "tournent en rond" in reasons(plan)


def test_a_system_is_not_its_own_heir_nor_that_of_nobody(team):
    SystemFactory(name="A")
    SystemFactory(name="B")

    plan = planned(table("A;A", "B;Z", headings="Nom;Remplacé par"))

    assert "ne se remplace pas lui-même" in reasons(plan)
    assert "Aucun système ne s’appelle « Z »" in reasons(plan)


def test_a_long_chain_is_settled_quickly(team):
    rows = [f"S{n};it-hosting;S{n + 1}" for n in range(3000)]

    plan = planned(table(*rows, headings="Nom;Équipe;Remplacé par"))

    assert plan.counts()["refused"] == 3000  # S3000 is nowhere
    assert "Aucun système ne s’appelle « S3000 »" in reasons(plan)


def test_what_is_written_is_told_in_the_journal(team, steward):
    system = SystemFactory(name="PAIE", category="Gestion", version=3)

    taken(table("k1;PAIE;Salaires;", "k2;NEUF;;it-hosting"), steward)

    system.refresh_from_db()
    assert (system.category, system.version, system.by_hand) == ("Salaires", 4, True)
    edited, added = JournalEntry.objects.filter(verb__startswith="system.").order_by("-pk")
    assert edited.facts == {
        "changes": {"category": ["Gestion", "Salaires"], "external_key": ["", "k1"]},
        "source": "essai.csv",
    }
    assert (edited.actor, edited.thread) == (steward, system.thread)
    assert (added.verb, added.subject_text) == ("system.added", "NEUF")


def test_a_system_absent_from_the_file_is_left_alone(team, steward):
    system = SystemFactory(name="PAIE")
    before = System.objects.filter(pk=system.pk).values().get()

    taken(table("k1;AUTRE;;it-hosting"), steward)

    assert System.objects.filter(pk=system.pk).values().get() == before


def test_unknown_columns_are_said_and_missing_ones_refused(team):
    plan = planned(table("X;it-hosting;8 Go", headings="NOM;equipe;Mémoire"))

    assert plan.ignored == ["Mémoire"]
    with pytest.raises(Incomplete, match="Aucune colonne connue"):
        planned(table("1;2", headings="a;b"))
    with pytest.raises(Incomplete, match="Deux colonnes"):
        planned(table("1;2", headings="Nom;Application"))
    with pytest.raises(Incomplete, match="aucune ligne"):
        planned(table())
