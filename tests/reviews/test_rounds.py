"""What a gate judged changes: nobody decides on an old file, nobody forgets the decision."""

import pytest
from django.urls import reverse

from governance.models import JournalEntry, Notice
from projects import afterwards
from projects.actions.choices import submit_choice
from projects.actions.dependencies import declare_dependency
from projects.models import Move
from reviews.actions.gates import submit_gate
from reviews.actions.information import ask_information
from reviews.models import Decision, Gate
from tests.factories import PersonFactory, SystemFactory
from tests.reviews.gate_situations import (
    decide,
    gate_to_submit,
    in_round,
    referent,
    submitted,
    typed,
    vendor,
)

pytestmark = pytest.mark.django_db


def new_version(gate, label="Cloudmont, Lyon", **changes):
    """The vendor submits another version of the first topic of a gate."""
    subject = gate.project.topics.order_by("pk").first()
    data = dict.fromkeys(("rationale", "alternatives", "reversibility"), "")
    data |= {"version": subject.version + 1, "label": label, "facts": {}, "option": None}
    return submit_choice(subject=subject, data=data | changes, by=vendor(gate))


def fresh(gate):
    return Gate.objects.get(pk=gate.pk)


def asked(gate, kind="decide_gate"):
    return Move.objects.open().about(gate, kind)


def url(gate, name="decision"):
    return reverse(f"reviews:{name}", args=[gate.pk])


def test_a_change_after_the_decision_asks_the_same_person_to_confirm():
    """Scenario 4: the decision is kept, in the same transaction."""
    gate = submitted()
    julien = PersonFactory(team=gate.team)
    decision = decide(gate)
    Decision.objects.filter(pk=decision.pk).update(decided_by=julien)

    new_version(gate)

    gate, ball = fresh(gate), asked(gate).get()
    opened = gate.rounds.order_by("-number").first()
    assert (gate.state, gate.shown_state) == ("submitted", "to_confirm")
    assert "Sujet hosting a changé : version 2" in gate.doubt
    assert (opened.number, opened.confirms_id) == (2, decision.pk)
    assert (ball.person, ball.title) == (julien, f"Confirmer : {gate.name}, passage 2")
    assert opened.snapshot["topics"][0]["choice"]["version"] == 2
    assert Notice.objects.filter(recipient=julien, key__startswith=f"gate:{gate.pk}:2").exists()
    assert JournalEntry.objects.filter(verb="gate.to_confirm").count() == 1


def test_somebody_who_may_no_longer_decide_is_not_asked_again():
    gate = submitted()
    decision = decide(gate)
    Decision.objects.filter(pk=decision.pk).update(decided_by=PersonFactory())

    new_version(gate)

    assert asked(gate).get().person == referent(gate)


def test_approving_settles_the_doubt_and_keeps_both_decisions(client):
    gate = submitted()
    decide(gate)
    new_version(gate)
    client.force_login(referent(gate))

    page = client.get(url(gate)).content.decode()
    client.post(url(gate), typed(gate, "approved", round_number="2"))

    assert "Cloudmont, Lyon" in page
    assert "Sujet hosting a changé" in page
    assert 'id="t-crit"' not in page
    gate = fresh(gate)
    assert (gate.state, gate.shown_state, gate.doubt) == ("approved", "approved", "")
    assert Decision.objects.filter(round__gate=gate).count() == 2
    assert not asked(gate).exists()
    subject = gate.project.topics.get()
    assert (subject.validated_version, subject.state) == (2, "validated")


def test_the_list_and_the_page_say_that_the_decision_is_to_confirm(client):
    gate = submitted()
    decide(gate)
    new_version(gate)
    client.force_login(vendor(gate))

    page = client.get(url(gate, "gate")).content.decode()
    listed = client.get(reverse("reviews:gates", args=[gate.project.key])).content.decode()

    assert "elle est à confirmer" in page
    assert "À confirmer" in listed


def test_a_change_under_review_replaces_the_round_and_keeps_the_ball():
    """Scenario 3."""
    gate = submitted()
    ball = asked(gate).get()

    new_version(gate)

    first, second = gate.rounds.order_by("number")
    again = asked(gate).get()
    assert (first.withdrawn_by, second.withdrawn_at) == (vendor(gate), None)
    assert "version 2" in first.withdrawn_reason
    assert (again.pk, again.due_on) == (ball.pk, ball.due_on)
    assert again.title.endswith("passage 2")
    assert JournalEntry.objects.get(verb="gate.replaced").facts["previous"] == 1


def test_a_referent_who_read_the_older_round_gets_the_differences_and_their_words(client):
    """Scenario 3."""
    gate = in_round(2)
    new_version(gate)
    client.force_login(referent(gate))

    late = client.post(url(gate), typed(gate, "changes", round_number="2", word="Mon mot à moi"))

    html = late.content.decode()
    assert late.status_code == 409
    assert "Mon mot à moi" in html
    assert "depuis le passage 2" in html
    assert "Cloudmont, Lyon" in html
    assert Decision.objects.filter(round__gate=gate).count() == 1


def test_an_open_question_is_dropped_with_its_round():
    gate = submitted()
    question = ask_information(gate=gate, by=referent(gate), asked="vendor", question="Où ?")

    new_version(gate)

    question.refresh_from_db()
    assert question.withdrawn_at
    assert asked(gate).get().paused_at is None
    assert not asked(question, "answer_info").exists()


def test_a_change_while_a_confirmation_is_awaited_still_confirms_the_first_decision():
    gate = submitted()
    decision = decide(gate)
    new_version(gate)

    new_version(gate, label="Nuage de Lille")

    opened = gate.rounds.order_by("-number").first()
    assert (opened.number, opened.confirms) == (3, decision)
    assert "version 3" in fresh(gate).doubt
    assert asked(gate).count() == 1


def test_a_gate_that_was_never_submitted_or_judges_something_else_stays():
    gate = gate_to_submit()
    other = submitted(topics_count=1)

    new_version(gate)

    assert (fresh(gate).state, gate.rounds.count()) == ("preparing", 0)
    assert other.rounds.count() == 1


def test_the_same_words_under_another_number_change_nothing():
    gate = submitted()
    choice = gate.project.topics.get().choices.get()
    choice.pk, choice.version, choice.known_id = None, 2, None
    choice.save(force_insert=True)

    afterwards.follow(afterwards.CHOICE_SUBMITTED, choice, by=vendor(gate))

    assert gate.rounds.count() == 1


def test_a_dependency_declared_after_the_decision_asks_for_a_confirmation():
    gate = gate_to_submit(ref="J4")
    submit_gate(gate=gate, by=vendor(gate), reason="Le reste suit.")
    decide(gate)

    declare_dependency(
        project=gate.project,
        system=SystemFactory(name="Annuaire"),
        nature="data_flow",
        direction="in",
        by=vendor(gate),
    )

    assert fresh(gate).shown_state == "to_confirm"
    assert "Annuaire" in fresh(gate).doubt


def test_an_event_that_nobody_named_is_refused():
    with pytest.raises(LookupError):
        afterwards.register("choice.burnt", print)
