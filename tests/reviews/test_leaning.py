"""What a project leans on, in frozen files: what changed is said, older files stay readable."""

import pytest

from projects.actions.dependencies import answer_dependency, declare_dependency
from projects.actions.dependency_changes import edit_dependency, withdraw_dependency
from reviews.actions.gates import submit_gate
from reviews.leaning_lines import carried_differences
from reviews.models import Gate
from reviews.pdf import report_context
from reviews.snapshots import gate_differences, gate_snapshot, judged
from tests.factories_house import SystemInterfaceFactory
from tests.projects.dependency_situations import confirmed, owned_system
from tests.reviews.gate_situations import decide, gate_to_submit, vendor
from tests.reviews.pdf_data import frozen

OLD = {
    "system": "CRM",
    "nature": "Flux de données",
    "direction": "in",
    "data": "comptes",
    "personal_data": True,
    "state": "confirmed",
}
NEW = OLD | {
    "categories": ["identité"],
    "interface": "",
    "protocol": "API",
    "environment": "production",
    "environment_word": "production",
    "volume": "",
    "open_until": "",
}


def file(*rows):
    return {"topics": [], "dependencies": list(rows)}


def compared(before, after):
    rows = carried_differences(file(before), file(after))
    return [(row["fact"], row["before"], row["after"], row["effect"]) for row in rows]


def test_what_goes_through_is_compared():
    after = NEW | {"categories": ["identité", "paiement"], "interface": "Clients v2"}

    assert compared(NEW, after) == [
        ("données transportées", "identité", "identité, paiement", "changed"),
        ("interface ou protocole", "API", "Clients v2", "changed"),
    ]
    assert [row["topic"] for row in gate_differences(file(NEW), file(after), {})] == [
        "Dépendance à CRM"
    ] * 2


def test_what_an_older_file_did_not_say_is_no_change():
    assert compared(OLD, NEW) == []


@pytest.mark.parametrize(
    "change",
    [{"categories": ["paiement"]}, {"protocol": "fichiers"}, {"environment": "acceptance"}],
)
def test_a_decision_rests_on_what_goes_through(change):
    assert judged(file(NEW), leaning=True) != judged(file(NEW | change), leaning=True)


def test_a_volume_or_a_date_does_not_weigh():
    later = NEW | {"volume": "10 par jour", "open_until": "2030-01-01"}

    assert judged(file(NEW), leaning=True) == judged(file(later), leaning=True)


def test_an_older_file_rests_on_the_same_as_one_that_adds_nothing():
    bare = NEW | {"categories": [], "protocol": ""}

    assert judged(file(OLD), leaning=True) == judged(file(bare), leaning=True)


@pytest.mark.django_db
def test_a_frozen_file_says_what_goes_through_and_not_what_left():
    gate = gate_to_submit(ref="J4")
    row = confirmed(project=gate.project, categories=["identity"], volume="2 000 par jour")
    interface = SystemInterfaceFactory(system=row.system, name="Clients v2")
    edit_dependency(
        dependency=row, facts={"interface": interface}, version=row.version, by=vendor(gate)
    )
    gone = confirmed(project=gate.project, categories=[])
    withdraw_dependency(dependency=gone, word="Fini", version=gone.version, by=vendor(gate))

    (line,) = gate_snapshot(gate)["dependencies"]

    assert (line["categories"], line["personal_data"]) == (["identité"], True)
    assert (line["interface"], line["volume"]) == ("Clients v2", "2 000 par jour")
    assert (line["state"], line["environment"]) == ("to_confirm", "production")


@pytest.mark.django_db
@pytest.mark.parametrize("act", ["edit", "withdraw"])
def test_a_change_after_the_decision_asks_for_a_confirmation(act):
    gate = gate_to_submit(ref="J4")
    row = declare_dependency(
        project=gate.project,
        system=owned_system(),
        nature="data_flow",
        direction="in",
        by=vendor(gate),
    )
    row = answer_dependency(dependency=row, state="confirmed", by=row.system.owner)
    submit_gate(gate=gate, by=vendor(gate), reason="Le reste suit.")
    decide(gate)
    known = {"dependency": row, "version": row.version, "by": vendor(gate)}

    if act == "edit":
        edit_dependency(facts={"categories": ["payment"]}, **known)
    else:
        withdraw_dependency(word="Fini", **known)

    judged_again = Gate.objects.get(pk=gate.pk)
    assert judged_again.shown_state == "to_confirm"
    assert str(row.system) in judged_again.doubt


def test_the_report_prints_older_and_newer_rows():
    data = frozen("scoping")
    data["dependencies"] = [data["dependencies"][0], data["dependencies"][0] | NEW]

    section = report_context(data)["dependencies"]

    assert [row["categories"] for row in section["rows"]] == [[], ["identité"]]
    assert section["rows"][1]["means"] == "API"
    assert "personnelles" in section["maps"][0]
