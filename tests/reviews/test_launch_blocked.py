"""Nothing goes into service over what blocks it, unless a waiver names it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.roles import Role
from governance.typography import long_day
from governance.verdicts import WrongState
from projects.actions.launch import put_live
from projects.models import Move, Project
from reviews.actions.findings import lift_finding, prove_finding, raise_finding
from reviews.actions.gate_waivers import renew_waiver, waive_gate
from reviews.blocking import launch_blockers
from reviews.models import Gate, Renewal
from tests.factories import member
from tests.reviews.gate_situations import bearer, decide, referent, submitted, vendor

pytestmark = pytest.mark.django_db
WHAT = "Essayer une restauration"


def in_days(count):
    return timezone.localdate() + timedelta(days=count)


def scoped():
    gate = submitted()
    Project.objects.filter(pk=gate.project_id).update(state="scoped")
    gate.project.refresh_from_db()
    return gate


def block(gate, text=WHAT):
    facts = {"owner": vendor(gate), "due_on": in_days(12), "consequence": "rework"}
    return raise_finding(gate=gate, by=referent(gate), text=text, weight="blocker", **facts)


def waive(gate, anne):
    said = {"risk_owner": anne, "reason": "Le salon ouvre.", "measure": "Une copie chaque soir."}
    return waive_gate(gate=gate, by=anne, expires_on=in_days(30), **said)


def ready_but_blocked():
    """Every gate is decided, then IT finds something that blocks."""
    gate = scoped()
    decide(gate)
    return gate, block(gate)


def test_the_verb_refuses_and_says_which_and_who_owes():
    gate, finding = ready_but_blocked()

    with pytest.raises(WrongState) as error:
        put_live(project=gate.project, by=bearer(gate))

    assert WHAT in str(error.value)
    assert finding.owner.name in str(error.value)
    assert long_day(finding.due_on) in str(error.value)
    assert Project.objects.get(pk=gate.project_id).state == "scoped"


def test_the_page_answers_409_with_what_blocks(client):
    gate, finding = ready_but_blocked()
    client.force_login(bearer(gate))

    late = client.post(reverse("projects:launch", args=[gate.project.key]))

    html = late.content.decode()
    assert late.status_code == 409
    assert WHAT in html
    assert finding.owner.name in html


def test_lifted_it_blocks_no_more():
    gate, finding = ready_but_blocked()
    prove_finding(finding=finding, proof="Restaurée en deux heures.", by=vendor(gate))
    finding.refresh_from_db()
    lift_finding(finding=finding, by=referent(gate))

    put_live(project=gate.project, by=bearer(gate))

    assert Project.objects.get(pk=gate.project_id).state == "live"


def test_a_waiver_of_the_last_gate_names_what_it_passes_over_and_opens_the_way(client):
    gate = scoped()
    finding = block(gate)
    anne = member(gate.project, Role.MANAGER)
    client.force_login(anne)
    form = client.get(reverse("reviews:waiver", args=[gate.pk])).content.decode()

    waiver = waive(gate, anne)

    page = client.get(reverse("reviews:gate", args=[gate.pk])).content.decode()
    assert "La dérogation nomme ces points" in form
    assert WHAT in form
    assert list(waiver.names.all()) == [finding]
    assert f"Passe outre : {WHAT}" in page
    put_live(project=gate.project, by=bearer(gate))
    assert Project.objects.get(pk=gate.project_id).state == "live"


def test_what_is_found_after_the_waiver_blocks_until_a_waiver_names_it():
    gate = scoped()
    anne = member(gate.project, Role.MANAGER)
    waive(gate, anne)
    assert (
        Move.objects.open().filter(kind="go_live").exists()
        is gate.project.milestones.filter(ref="launch").exists()
    )
    finding = block(gate)

    assert launch_blockers(gate.project) == [finding]
    with pytest.raises(WrongState):
        put_live(project=gate.project, by=bearer(gate))

    said = {"reason": "Le salon ouvre.", "measure": "Une copie chaque soir."}
    renewal = Renewal.objects.get(genre="waiver", done_at=None)
    renew_waiver(renewal=renewal, by=anne, expires_on=in_days(20), **said)

    assert launch_blockers(gate.project) == []
    put_live(project=gate.project, by=bearer(gate))


def test_a_reservation_does_not_block():
    gate = scoped()
    facts = {"owner": vendor(gate), "due_on": in_days(12), "consequence": "rework"}
    raise_finding(gate=gate, by=referent(gate), text=WHAT, weight="reservation", **facts)
    decide(gate)

    put_live(project=gate.project, by=bearer(gate))

    assert Gate.objects.get(pk=gate.pk).state == "approved"
