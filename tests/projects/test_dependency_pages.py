"""The pages of a dependency: declared from suggestions, edited, left, drawn."""

import re

import pytest
from django.urls import reverse

from governance.roles import Role
from projects import portfolio
from projects.actions.dependencies import answer_dependency
from projects.actions.dependency_agreements import reuse_agreement
from projects.models import Dependency
from tests.factories import (
    DependencyFactory,
    KindFactory,
    ProjectFactory,
    SystemFactory,
    member,
)
from tests.factories_house import SystemInterfaceFactory
from tests.projects.dependency_situations import (
    bearer_of,
    confirmed,
    declared,
    in_days,
    owned_system,
)

pytestmark = pytest.mark.django_db


def url_of(name, row, *more):
    return reverse(f"projects:{name}", args=[row.pk, *more])


def typed(row, **facts):
    return {
        "direction": row.direction,
        "data": row.data,
        "categories": row.categories,
        "environment": row.environment,
        "version": row.version,
    } | facts


def test_everything_a_flow_needs_is_declared_from_the_form(client):
    project, system = ProjectFactory(staffed=True), owned_system()
    interface = SystemInterfaceFactory(system=system)
    client.force_login(member(project, Role.BEARER))

    response = client.post(
        reverse("projects:dependency-add", args=[project.key]),
        {
            "system": system.pk,
            "nature": "data_flow",
            "direction": "both",
            "data": "comptes",
            "categories": ["payment", "identity"],
            "interface": interface.pk,
            "volume": "2 000 par jour",
            "environment": "both",
        },
    )

    row = Dependency.objects.get()
    assert response.status_code == 302
    assert (row.categories, row.interface, row.volume, row.environment) == (
        ["identity", "payment"],
        interface,
        "2 000 par jour",
        "both",
    )
    assert row.is_personal


def test_the_interfaces_follow_the_system_with_and_without_a_script(client, htmx_client):
    project, system = ProjectFactory(staffed=True), owned_system()
    mine = SystemInterfaceFactory(system=system, name="Contacts v2")
    other = SystemInterfaceFactory(name="Commandes")
    closed = SystemInterfaceFactory(system=system, name="Vieille", ended_on=in_days(-1))
    bearer = member(project, Role.BEARER)
    client.force_login(bearer)
    htmx_client.force_login(bearer)
    add = reverse("projects:dependency-add", args=[project.key])

    bare = client.get(add).content.decode()
    field = htmx_client.get(
        reverse("projects:dependency-interfaces", args=[project.key]), {"system": system.pk}
    ).content.decode()

    assert mine.name in bare
    assert other.name in bare
    assert closed.name not in bare
    assert mine.name in field
    assert other.name not in field
    refused = client.post(
        add, {"system": system.pk, "nature": "content", "direction": "in", "interface": other.pk}
    )
    assert refused.status_code == 422


def test_an_edit_that_weighs_says_where_the_ball_goes(client):
    row = confirmed()
    client.force_login(bearer_of(row))
    url = url_of("dependency-edit", row)

    assert client.get(url).status_code == 200
    told = client.post(url, typed(row, direction="both"), follow=True).content.decode()

    row.refresh_from_db()
    assert row.state == "to_confirm"
    assert f"La balle est chez {row.system.owner}" in told


def test_a_late_edit_keeps_what_was_typed_and_may_be_sent_again(client):
    row = declared()
    client.force_login(bearer_of(row))
    url = url_of("dependency-edit", row)
    page = typed(row, data="Ce que je viens de taper")
    answer_dependency(dependency=row, state="confirmed", by=row.system.owner)

    late = client.post(url, page)
    html = late.content.decode()

    assert late.status_code == 409
    assert "Ce que je viens de taper" in html
    row.refresh_from_db()
    assert row.state == "confirmed"
    version = re.search(r'name="version" value="(\d+)"', html).group(1)
    assert client.post(url, page | {"version": version}).status_code == 302
    row.refresh_from_db()
    assert row.data == "Ce que je viens de taper"


def test_a_replacement_and_a_withdrawal_from_their_pages(client):
    row, system = declared(), owned_system()
    client.force_login(bearer_of(row))
    url = url_of("dependency-replacement", row)

    assert client.get(url).status_code == 200
    assert client.post(url, {"system": system.pk, "version": row.version}).status_code == 422
    facts = {"system": system.pk, "version": row.version, "word": "Il s’arrête"}
    assert client.post(url, facts).status_code == 302
    assert client.post(url, facts).status_code == 409
    heir = row.project.dependencies.standing().get()
    gone = url_of("dependency-withdrawal", heir)
    assert client.get(gone).status_code == 200
    assert client.post(gone, {"version": heir.version, "word": "Fini"}).status_code == 302

    table = client.get(reverse("projects:dependencies", args=[row.project.key]), {"vue": "tableau"})
    html = table.content.decode()
    assert "Remplacée" in html
    assert "Retirée" in html
    assert f"par {system}" in html


def test_what_was_replaced_is_not_on_the_map(client):
    row = declared()
    client.force_login(bearer_of(row))
    facts = {"version": row.version, "word": "Fini"}
    client.post(url_of("dependency-withdrawal", row), facts)

    html = client.get(reverse("projects:dependencies", args=[row.project.key])).content.decode()

    assert "dm-link" not in html
    assert client.get(url_of("dependency-edit", row)).status_code == 409


def test_several_suggestions_are_declared_in_one_gesture(client, reference):
    kind = KindFactory(slug="nature")
    kind.systems.set([SystemFactory(name=name, owned=True) for name in ("A-UN", "B-DEUX", "C-3")])
    project = ProjectFactory(staffed=True, kind=kind, answers={})
    client.force_login(member(project, Role.BEARER))
    url = reverse("projects:dependency-suggestions", args=[project.key])
    names = list(kind.systems.values_list("name", flat=True))

    html = client.get(url).content.decode()
    assert all(name in html for name in names)
    assert client.post(url).status_code == 422
    two = list(kind.systems.values_list("pk", flat=True))[:2]
    assert client.post(url, {"system": two}).status_code == 302

    assert set(project.dependencies.values_list("system", flat=True)) == set(two)
    left = client.get(url).content.decode()
    assert names[2] in left
    assert names[0] not in left


def test_a_suggestion_already_agreed_elsewhere_asks_for_the_same(client, reference):
    system = owned_system()
    earlier = confirmed(system=system, direction="out")
    kind = KindFactory(slug="nature")
    kind.systems.set([system])
    project = ProjectFactory(staffed=True, kind=kind, answers={})
    client.force_login(member(project, Role.BEARER))
    url = reverse("projects:dependency-suggestions", args=[project.key])

    assert earlier.project.key in client.get(url).content.decode()
    client.post(url, {"system": [system.pk]})

    row = project.dependencies.get()
    assert (row.reused_from, row.categories) == (earlier, earlier.categories)
    assert row.state == "to_confirm"


def test_an_agreement_is_taken_up_then_given_again_in_one_gesture(client):
    earlier = confirmed(word="La nuit")
    row = declared(system=earlier.system)
    client.force_login(bearer_of(row))
    page = url_of("dependency", row)
    assert f"Reprendre l’accord donné à {earlier.project.key}" in client.get(page).content.decode()
    assert client.post(url_of("dependency-reuse", row, earlier.pk)).status_code == 302
    row.refresh_from_db()

    client.force_login(row.system.owner)
    html = client.get(page).content.decode()
    assert f"Répondre comme pour {earlier.project.key}" in html
    assert "les mêmes catégories de données" in html
    facts = {"version": row.version}
    assert client.post(url_of("dependency-agreement", row), facts).status_code == 302

    row.refresh_from_db()
    assert (row.state, row.word) == ("confirmed", "La nuit")


def test_a_guest_is_never_told_of_the_other_project(client):
    earlier = confirmed(word="La nuit")
    row = declared(system=earlier.system)
    reuse_agreement(dependency=row, earlier=earlier, by=bearer_of(row))
    client.force_login(member(row.project, Role.VENDOR))

    assert earlier.project.key not in client.get(url_of("dependency", row)).content.decode()


def test_as_many_statements_for_three_suggestions_as_for_one(
    client, reference, django_assert_max_num_queries
):
    counts = []
    for count in (1, 3):
        kind = KindFactory(slug=f"nature-{count}")
        kind.systems.set([owned_system() for _n in range(count)])
        project = ProjectFactory(staffed=True, kind=kind, answers={})
        client.force_login(member(project, Role.BEARER))
        url = reverse("projects:dependency-suggestions", args=[project.key])
        client.get(url)
        with django_assert_max_num_queries(40) as found:
            client.get(url)
        counts.append(len(found))

    assert counts[0] == counts[1]


@pytest.mark.parametrize("vue", ["", "tableau"])
def test_the_personal_mark_is_a_shape_and_a_word(client, vue):
    project = ProjectFactory(staffed=True)
    DependencyFactory(project=project, categories=["identity"])
    DependencyFactory(project=project, categories=["products"], nature="content")
    portfolio.refresh(project)
    client.force_login(member(project, Role.BEARER))

    url = reverse("projects:dependencies", args=[project.key])
    html = client.get(url, {"vue": vue}).content.decode()

    marks = (
        html.count('dm-bold" font-size="12">personnelles')
        if not vue
        else html.count("données personnelles</span>")
    )
    assert marks == 1


def test_forty_fold_and_the_fold_leads_to_the_table(client):
    project = ProjectFactory(staffed=True)
    for n in range(30):
        DependencyFactory(project=project, state="confirmed", system__name=f"S-{n:02}")
    portfolio.refresh(project)
    client.force_login(member(project, Role.BEARER))
    url = reverse("projects:dependencies", args=[project.key])

    drawn = client.get(url).content.decode()
    table = client.get(url, {"vue": "tableau"}).content.decode()

    assert f'href="{url}?vue=tableau" aria-label=' in drawn
    assert all(f"S-{n:02}" in table for n in range(30))
