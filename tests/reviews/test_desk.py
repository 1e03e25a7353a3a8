"""Home: one's own balls first, what others owe, the weeks ahead; five statements, no more."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from governance.models import Closure
from governance.working_days import Calendar
from projects import portfolio
from reviews.pages import desk
from tests.factories import (
    AbsenceFactory,
    DependencyFactory,
    MoveFactory,
    PersonFactory,
    ProjectFactory,
    RegistrationDraftFactory,
    SeatFactory,
)

MONDAY = "2026-10-12 09:00+02:00"
HOME = reverse("reviews:home")
CALENDAR = Calendar()
needs_base = pytest.mark.django_db


def project_of(person, *, part="bearer", **facts):
    project = ProjectFactory(**facts)
    SeatFactory(project=project, part=part, person=person)
    SeatFactory(project=project, it=True) if part != "it" else None
    portfolio.refresh(project)
    return project


def move_of(person, project, **facts):
    move = MoveFactory(person=person, project=project, **facts)
    portfolio.refresh(project)
    return move


def read(client, person, query=""):
    client.force_login(person)
    response = client.get(HOME + query)
    assert response.status_code == 200
    return response.content.decode()


# pages


@needs_base
@time_machine.travel(MONDAY, tick=False)
def test_home_lists_the_late_first_and_counts_them(client):
    claire = PersonFactory()
    project = project_of(claire)
    move_of(claire, project, title="Signer", due_on=date(2026, 10, 20), subject_id=1)
    move_of(claire, project, title="Inviter", due_on=date(2026, 10, 8), subject_id=2)

    html = read(client, claire)

    assert html.index("Inviter") < html.index("Signer")
    assert "retard de 2 jours" in html.replace("\u00a0", " ")
    assert "Une réponse est en retard." in html


@needs_base
def test_htmx_brings_back_the_actions_alone(htmx_client):
    claire = PersonFactory()
    move_of(claire, project_of(claire))

    html = read(htmx_client, claire)

    assert html.strip().startswith('<section class="card" id="actions"')


@needs_base
def test_a_segment_shows_its_kind_alone(client):
    sophie = PersonFactory(it=True)
    project = project_of(sophie, part="it")
    move_of(sophie, project, kind="decide_gate", title="Décider", subject_id=1)
    move_of(sophie, project, kind="sign_minutes", title="Signer le compte rendu", subject_id=2)

    html = read(client, sophie, "?genre=decisions")

    actions = html.split('id="actions"')[1].split("</section>")[0]
    assert "Toutes, 2" in actions
    assert "Signer le compte rendu" not in actions


@needs_base
def test_an_unknown_segment_shows_everything(client):
    claire = PersonFactory()
    move_of(claire, project_of(claire), title="Inviter")

    assert "Inviter" in read(client, claire, "?genre=secrets")


@needs_base
def test_the_ball_of_one_s_team_is_one_s_own(client):
    julien = PersonFactory(it=True)
    MoveFactory(person=None, team=julien.team, title="Donner un avis")

    assert "Donner un avis" in read(client, julien)


@needs_base
def test_a_stopped_project_gives_no_ball(client):
    claire = PersonFactory()
    project = project_of(claire)
    move_of(claire, project, title="Inviter")
    project.cancel(by=claire, reason="Budget coupé")

    html = read(client, claire)

    assert "Inviter" not in html
    assert project.title not in html


@needs_base
@time_machine.travel(MONDAY, tick=False)
def test_an_absence_names_who_takes_over_and_hatches_its_days(client):
    sophie, julien = PersonFactory(it=True), PersonFactory(it=True, name="Julien Faure")
    AbsenceFactory(
        person=sophie, delegate=julien, starts_on=date(2026, 10, 19), ends_on=date(2026, 10, 23)
    )

    html = read(client, sophie)

    assert "<b>Julien Faure</b> prend le relais" in html
    assert html.count('class="off"') == 5


@needs_base
@time_machine.travel(MONDAY, tick=False)
def test_an_absence_that_is_over_is_not_said(client):
    sophie = PersonFactory(it=True)
    AbsenceFactory(person=sophie, starts_on=date(2026, 10, 1), ends_on=date(2026, 10, 9))

    assert "prend le relais" not in read(client, sophie)


@needs_base
def test_a_system_owner_sees_the_dependency_to_confirm(client):
    karim = PersonFactory(it=True)
    dependency = DependencyFactory(system__owner=karim)
    MoveFactory(
        person=karim,
        side="owner",
        kind="confirm_dependency",
        project=dependency.project,
        subject_label="projects.dependency",
        subject_id=dependency.pk,
        title="Confirmer la dépendance à CRM-VENTES",
    )

    html = read(client, karim)

    assert "Confirmer la dépendance à CRM-VENTES" in html
    assert reverse("projects:dependency", args=[dependency.pk]) in html


@needs_base
def test_management_sees_the_projects_that_need_attention_alone(client):
    project_of(PersonFactory(), title="Tout va bien")
    late = project_of(PersonFactory(), title="Configurateur")
    MoveFactory(project=late, late=True)
    portfolio.refresh(late)

    html = read(client, PersonFactory(manager=True))

    assert "Configurateur" in html
    assert "Tout va bien" not in html
    assert "Un projet demande votre attention." in html
    assert "Ce que vous attendez des autres" not in html


@needs_base
def test_a_guest_sees_their_projects_and_no_draft(client):
    guest = PersonFactory(guest=True)
    project_of(guest, part="vendor", title="Le leur")
    project_of(PersonFactory(guest=True), part="vendor", title="Celui d’un autre")

    html = read(client, guest)

    assert "Le leur" in html
    assert "Celui d’un autre" not in html
    assert "brouillon" not in html


@needs_base
def test_the_bearer_sees_what_others_owe_and_who_their_referent_is(client):
    claire = PersonFactory()
    project = project_of(claire)
    sophie = project.seats.get(part="it").person
    move_of(sophie, project, side="it", title="Décider")

    html = read(client, claire)

    assert "Ce que vous attendez des autres" in html
    assert "Vos référents à la DSI" in html
    assert sophie.name in html


@needs_base
def test_one_s_drafts_are_offered_again(client):
    draft = RegistrationDraftFactory()

    html = read(client, draft.author)

    assert "Carte cadeau" in html
    assert reverse("projects:registration-need", args=[draft.pk]) in html


@needs_base
def test_many_balls_fold_after_the_first_ones(client):
    claire = PersonFactory()
    project = project_of(claire)
    for number in range(desk.MOST_MOVES + 3):
        MoveFactory(person=claire, project=project, subject_id=number)

    assert "Et 3 autres, à partir du" in read(client, claire)


@needs_base
@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("situation", [{}, {"it": True}, {"guest": True}, {"manager": True}])
def test_home_costs_five_statements(client, situation, count):
    person = PersonFactory(**situation)
    for number in range(count):
        part = "vendor" if person.is_guest else "bearer"
        move_of(person, project_of(person, part=part), subject_id=number)
    Closure.cached_calendar()
    client.force_login(person)
    client.get(HOME)

    with CaptureQueriesContext(connection) as seen:
        client.get(HOME)

    assert len(seen) <= 5
