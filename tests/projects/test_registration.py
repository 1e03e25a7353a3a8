"""A registration writes everything, once, or nothing at all."""

from datetime import date
from threading import Barrier, Thread

import pytest
import time_machine
from django.db import connection
from django.urls import reverse

from governance import journal
from governance.models import JournalEntry, Notice, Person, System
from projects.actions.registration import Registration, next_key, register_draft, register_project
from projects.models import Dependency, Move, Project, RegistrationDraft, Seat
from reviews.models import Gate, ScopingMeeting
from reviews.views.registration import send
from tests.factories import PersonFactory, ProjectFactory, RegistrationDraftFactory, TeamFactory
from tests.projects.registering import NEED, PEOPLE, PROFILE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
ANSWERS = {name.removeprefix("q-"): value for name, value in PROFILE.items()}
NOTHING = dict.fromkeys(ANSWERS, "no")


@pytest.fixture(autouse=True)
def _thursday():
    with time_machine.travel("2026-10-08 09:41+02:00", tick=False):
        yield


@pytest.fixture
def claire():
    return PersonFactory(name="Claire Aubry")


@pytest.fixture
def lucie():
    return PersonFactory(name="Lucie Moreau", team=TeamFactory(slug="rssi"))


@pytest.fixture
def karim():
    person = PersonFactory(name="Karim Haddad", team=TeamFactory(slug="it-data"))
    System.objects.filter(name="CRM-VENTES").update(owner=person)
    return person


def filled(referent, **changes):
    fields = {
        **NEED,
        **PEOPLE,
        "launch_on": date(2027, 2, 2),
        "answers": ANSWERS,
        "referent": referent,
    }
    return Registration(**(fields | changes))


def open_moves(project):
    moves = project.moves.open().order_by("kind", "due_on", "pk")
    return [(move.kind, move.side, move.holder) for move in moves]


def test_register_writes_the_project_and_its_path(claire, lucie):
    project, path = register_project(registration=filled(lucie), by=claire)

    assert project.key == "P-2026-0001"
    assert (project.level, project.path_reasons) == ("reinforced", [path.reasons[0].text])
    assert project.answers == ANSWERS
    assert [(step.ref, step.state) for step in project.milestones.all()][:3] == [
        ("registered", "done"),
        ("scoping", "now"),
        ("J1", "todo"),
    ]
    assert project.milestones.get(ref="J5").reason.startswith("Il y aura un paiement.")
    assert project.topics.count() == 10
    hosting = project.topics.get(topic__slug="hosting")
    assert (hosting.needed_by.ref, "je ne sais pas" in hosting.reason) == ("J2", True)
    assert project.summary["next"]["name"] == "Réunion de cadrage"


def test_register_seats_the_three_voices_and_gives_the_balls(claire, lucie, karim):
    registration = filled(lucie, systems=("CRM-VENTES", "PAIEMENT"))

    project, _path = register_project(registration=registration, by=claire)

    seats = project.seats.voices().select_related("person")
    assert [(seat.part, seat.person.email, bool(seat.taken_at)) for seat in seats] == [
        ("bearer", claire.email, True),
        ("vendor", "mehdi@studio-lumen.example", False),
        ("it", lucie.email, False),
    ]
    assert not Person.objects.get(email="mehdi@studio-lumen.example").has_usable_password()
    assert open_moves(project) == [
        ("confirm_dependency", "owner", "Karim Haddad"),
        ("confirm_dependency", "owner", str(System.objects.get(name="PAIEMENT").owner_team)),
        ("take_seat", "it", "Lucie Moreau"),
        ("take_seat", "vendor", "Mehdi"),
    ]
    taken = project.moves.get(kind="take_seat", side="it")
    assert taken.due_on == date(2026, 10, 12)
    told = Notice.objects.values_list("recipient__name", flat=True)
    assert sorted(told) == ["Karim Haddad", "Lucie Moreau", "Mehdi"]


def test_register_leaves_its_trail(claire, lucie):
    project, _path = register_project(registration=filled(lucie, systems=("PAIEMENT",)), by=claire)

    verbs = JournalEntry.objects.filter(thread=project.key).order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == [
        "project.registered",
        "seat.offered",
        "vendor.invited",
        "dependency.declared",
    ]
    assert not list(journal.broken_links())


def test_register_without_a_vendor_asks_the_bearer_to_find_one(claire, lucie):
    registration = filled(lucie, vendor_name="", vendor_email="", systems=())

    project, _path = register_project(registration=registration, by=claire)

    assert project.vendor is None
    assert ("fill_seat", "bearer", "Claire Aubry") in open_moves(project)


def test_register_for_somebody_else_seats_them(claire, lucie):
    bearer = PersonFactory(name="Hélène Castel")

    project, _path = register_project(registration=filled(lucie), by=claire, bearer=bearer)

    assert project.seats.get(part="bearer").person == bearer
    assert project.registered_by == claire


@pytest.mark.parametrize(
    ("systems", "declared"),
    [(None, 6), ((), 0), (("PAIEMENT", "PIM-PRODUITS"), 2), (("INCONNU",), 0)],
)
def test_register_declares_the_systems_that_were_kept(claire, lucie, systems, declared):
    project, _path = register_project(registration=filled(lucie, systems=systems), by=claire)

    assert project.dependencies.count() == declared


def test_keys_follow_each_other_within_the_year(claire, lucie):
    ProjectFactory(key="P-2026-0041")
    ProjectFactory(key="P-2025-0900")

    project, _path = register_project(registration=filled(lucie), by=claire)

    assert project.key == "P-2026-0042"


def test_keys_go_past_four_digits():
    ProjectFactory(key="P-2026-9999")
    ProjectFactory(key="P-2026-10000")

    assert next_key(2026) == "P-2026-10001"


def test_register_that_dies_half_way_leaves_nothing(claire, lucie, monkeypatch):
    draft = RegistrationDraftFactory(author=claire)
    monkeypatch.setattr("projects.actions.registration.invite_vendor", None)

    with pytest.raises(TypeError):
        register_draft(draft=draft, registration=filled(lucie), by=claire)

    draft.refresh_from_db()
    assert draft.project is None
    counts = [model.objects.count() for model in (Project, Seat, Move, Notice, JournalEntry)]
    assert counts == [0, 0, 0, 0, 0]


def test_opening_that_dies_leaves_nothing_below(claire, lucie, monkeypatch):
    draft = RegistrationDraftFactory(author=claire)
    monkeypatch.setattr("reviews.views.registration.open_path", None)

    with pytest.raises(TypeError):
        send(draft, filled(lucie), by=claire)

    assert not Project.objects.exists()


def test_the_same_draft_twice_is_one_project(claire, lucie):
    draft = RegistrationDraftFactory(author=claire)

    first = register_draft(draft=draft, registration=filled(lucie), by=claire)
    second = register_draft(draft=draft, registration=filled(lucie), by=claire)

    draft.refresh_from_db()
    assert (draft.project, second) == (first, None)
    assert Project.objects.count() == 1


# The page that sends ---------------------------------------------------------------------------


@pytest.fixture
def draft(claire, lucie):
    people = {**PEOPLE, "referent": str(lucie.pk)}
    return RegistrationDraftFactory(author=claire, data={**NEED, **PROFILE, **people})


def who(lucie):
    return {**PEOPLE, "referent": str(lucie.pk)}


def registration_url(draft):
    return reverse("reviews:registration", args=[draft.pk])


def test_sending_registers_and_opens_the_path(client, claire, lucie, draft):
    client.force_login(claire)

    response = client.post(registration_url(draft), {**who(lucie), "systems": ["PAIEMENT"]})

    project = Project.objects.get()
    assert response.url == project.get_absolute_url()
    assert Gate.objects.filter(project=project).count() == 6
    assert ScopingMeeting.objects.get().project == project
    assert Dependency.objects.get().system.name == "PAIEMENT"
    assert ("plan_meeting", "bearer", "Claire Aubry") in open_moves(project)
    assert not RegistrationDraft.objects.visible_to(claire).exists()


def test_sending_twice_leads_to_the_same_project(client, claire, lucie, draft):
    client.force_login(claire)

    answers = [client.post(registration_url(draft), who(lucie)) for _ in range(2)]

    assert answers[0].url == answers[1].url == Project.objects.get().get_absolute_url()


def test_an_express_project_without_doubt_is_accepted_at_once(client, claire, lucie, draft):
    client.force_login(claire)
    draft.data |= {f"q-{slug}": "no" for slug in NOTHING}
    draft.save(update_fields=["data"])

    client.post(registration_url(draft), who(lucie))

    project = Project.objects.get()
    assert (project.level, project.state) == ("express", "scoped")
    assert not ScopingMeeting.objects.exists()
    assert project.reports.get().kind == "certificate"


def test_sending_an_incomplete_draft_leads_to_what_is_missing(client, claire, draft):
    client.force_login(claire)
    draft.data["q-payment"] = ""
    draft.save(update_fields=["data"])

    response = client.post(registration_url(draft))

    assert response.url == reverse("projects:registration-profile", args=[draft.pk]) + "?revoir=1"
    assert not Project.objects.exists()


def test_sending_a_system_that_was_not_offered_is_read_again(client, claire, lucie, draft):
    client.force_login(claire)

    response = client.post(registration_url(draft), {**who(lucie), "systems": ["CONTRATHEQUE"]})

    assert response.url == reverse("projects:registration-path", args=[draft.pk])
    assert not Project.objects.exists()


def test_sending_is_a_post_of_ones_own_draft(client, claire, draft):
    client.force_login(claire)

    page = client.get(registration_url(draft))

    assert page.status_code == 200
    assert not Project.objects.exists()

    client.force_login(PersonFactory())
    assert client.post(registration_url(draft)).status_code == 404

    client.force_login(PersonFactory(guest=True))
    assert client.post(registration_url(draft)).status_code == 403


# Two at once -----------------------------------------------------------------------------------


def at_once(*works):
    """Run each in its own connection, all starting together; their results in order."""
    results, start = [None] * len(works), Barrier(len(works))

    def run(place, work):
        start.wait()
        try:
            results[place] = work()
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_sends_of_one_draft_make_one_project(claire, lucie):
    draft = RegistrationDraftFactory(author=claire)

    def work():
        mine = RegistrationDraft.objects.get(pk=draft.pk)
        return send(mine, filled(lucie), by=claire)

    results = at_once(work, work, work)

    assert len([project for project in results if project]) == 1
    assert Project.objects.count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_projects_registered_at_once_get_different_keys(claire, lucie):
    def work(email):
        registration = filled(lucie, vendor_email=email, vendor_name="Studio Lumen")
        return register_project(registration=registration, by=claire)[0].key

    emails = [f"m{n}@studio-lumen.example" for n in range(4)]
    keys = at_once(*(lambda email=email: work(email) for email in emails))

    assert sorted(keys) == [f"P-2026-000{n}" for n in (1, 2, 3, 4)]
