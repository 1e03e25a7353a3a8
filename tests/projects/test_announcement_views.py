"""The pages of an announcement: looked at, told, withdrawn, answered."""

import pytest
from django.urls import reverse

from governance.roles import Role
from projects.models import SystemAnnouncement
from tests.factories import AnnouncementReachFactory, SystemAnnouncementFactory, member
from tests.factories_house import SystemFactory
from tests.projects.announcing import day, leaning_on

pytestmark = pytest.mark.django_db


@pytest.fixture
def crm(db):
    return SystemFactory(name="CRM", owned=True)


@pytest.fixture
def owner(client, crm):
    client.force_login(crm.owner)
    return crm.owner


def announced(**changed):
    """The form of an announcement as a browser sends it."""
    words = {"kind": "retirement", "starts_on": str(day(30)), "ends_on": "", "text": "Il s’arrête."}
    return words | {"replaced_by": "", "action": "look"} | changed


def test_announcement_is_looked_at_before_it_is_told(client, owner, crm):
    project = leaning_on(crm, title="Refonte du site")
    url = reverse("projects:announcement-add", args=[crm.pk])

    assert client.get(url).status_code == 200
    looked = client.post(url, announced())
    assert "Refonte du site" in looked.content.decode()
    assert not SystemAnnouncement.objects.exists()
    hasty = client.post(url, announced(action="announce"))
    assert (hasty.status_code, SystemAnnouncement.objects.count()) == (409, 0)
    stamp = looked.context["stamp"]
    done = client.post(url, announced(action="announce", stamp=stamp))
    twice = client.post(url, announced(action="announce", stamp=stamp))

    made = SystemAnnouncement.objects.get()
    assert done.url == twice.url == reverse("projects:announcement", args=[made.pk])
    page = client.get(done.url).content.decode()
    assert "Refonte du site" in page
    assert "Réponse attendue" in page
    assert made.reaches.get().project == project


def test_announcement_badly_filled_is_answered_again(client, owner, crm):
    url = reverse("projects:announcement-add", args=[crm.pk])

    for wrong in (
        announced(kind="freeze"),
        announced(text=""),
        announced(starts_on=str(day(-3))),
        announced(action="announce", kind="change", ends_on=str(day(2))),
    ):
        assert client.post(url, wrong).status_code == 422
    nobody = client.post(url, announced())
    assert "Aucun projet touché" in nobody.content.decode()


def test_announcement_is_withdrawn_with_a_reason(client, owner, crm):
    made = SystemAnnouncementFactory(system=crm)
    url = reverse("projects:announcement-withdrawal", args=[made.pk])

    assert client.get(url).status_code == 200
    assert client.post(url, {"reason": ""}).status_code == 422
    assert client.post(url, {"reason": "Reporté"}).status_code == 302
    assert client.post(url, {"reason": "Reporté"}).status_code == 409
    page = client.get(reverse("projects:announcement", args=[made.pk])).content.decode()
    assert "Annonce retirée" in page
    assert "Reporté" in page
    assert "Retirer l’annonce" not in page


def test_bearer_answers_on_the_page_of_the_project(client, crm):
    project = leaning_on(crm)
    reach = AnnouncementReachFactory(
        announcement=SystemAnnouncementFactory(system=crm), project=project
    )
    url = reverse("projects:announcement-answer", args=[reach.pk])

    client.force_login(member(project, Role.VENDOR))
    read = client.get(url)
    assert (read.status_code, read.context["form"]) == (200, None)
    client.force_login(member(project, Role.BEARER))
    assert client.get(url).context["form"]
    assert client.post(url, {"word": ""}).status_code == 422
    assert client.post(url, {"word": "Nous changeons."}).url == project.get_absolute_url()
    assert client.post(url, {"word": "Encore."}).status_code == 409
    assert "Nous changeons." in client.get(url).content.decode()
