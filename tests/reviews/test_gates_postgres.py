"""Two people, two workers, the same instant: one decision, one reminder, one print."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from governance import jobs, outbox
from governance.models import Job, JournalEntry, Notice
from governance.roles import Role
from governance.verdicts import WrongState
from projects.actions.choices import submit_choice
from projects.models import Move, Project
from reviews.actions.deciding import decide_gate
from reviews.actions.gates import submit_gate
from reviews.actions.reminders import plan_reminders
from reviews.actions.rounds import withdraw_round
from reviews.models import Decision, Gate, Reminder
from tests.factories import (
    JobFactory,
    MoveFactory,
    NoticeFactory,
    PersonFactory,
    ReminderRungFactory,
    member,
)
from tests.reviews.gate_situations import bearer, gate_to_submit, referent, submitted, vendor

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def at_once(*calls):
    """Run each call on its own connection in the same instant; results or exceptions."""
    start, results = threading.Barrier(len(calls)), [None] * len(calls)

    def run(rank, call):
        try:
            start.wait(timeout=10)
            results[rank] = call()
        except Exception as error:  # noqa: BLE001 -- the test looks at it
            results[rank] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert not any(thread.is_alive() for thread in threads)
    return results


def fresh(gate):
    return Gate.objects.select_related("project", "milestone", "template", "team").get(pk=gate.pk)


def deciding(gate, person, outcome="approved", word=""):
    def call():
        return decide_gate(gate=fresh(gate), outcome=outcome, round_number=1, by=person, word=word)

    return call


def errors(results):
    return [result for result in results if isinstance(result, Exception)]


def test_two_referents_at_once_make_one_decision():
    """Scenario 1."""
    gate = submitted()
    sophie, julien = referent(gate), PersonFactory(team=gate.team)

    results = at_once(deciding(gate, sophie), deciding(gate, julien, "changes", "À revoir"))

    refused = errors(results)
    decision = Decision.objects.get()
    assert [type(error) for error in refused] == [WrongState]
    assert decision.decided_by.name in str(refused[0])
    assert JournalEntry.objects.filter(verb__in=["gate.approved", "gate.changes"]).count() == 1
    told = Notice.objects.filter(key__startswith="decision:")
    assert {notice.key.split(":")[1] for notice in told} == {str(decision.pk)}


def test_eight_clicks_at_once_make_one_decision():
    """Scenario 2."""
    gate = submitted()
    person = referent(gate)

    results = at_once(*[deciding(gate, person)] * 8)

    assert len(errors(results)) == 7
    assert (Decision.objects.count(), Gate.objects.get(pk=gate.pk).state) == (1, "approved")


def test_two_submissions_at_once_open_one_round():
    gate = gate_to_submit()

    results = at_once(
        lambda: submit_gate(gate=fresh(gate), by=vendor(gate)),
        lambda: submit_gate(gate=fresh(gate), by=bearer(gate)),
    )

    assert [type(error) for error in errors(results)] == [WrongState]
    assert gate.rounds.count() == 1
    assert Move.objects.open().filter(kind="decide_gate").count() == 1


def test_a_new_round_and_a_decision_at_once_never_both():
    """Scenario 5: what is decided is the round that was read."""
    gate = submitted()
    decide_gate(
        gate=fresh(gate), outcome="changes", round_number=1, by=referent(gate), word="À revoir"
    )

    results = at_once(
        lambda: submit_gate(gate=fresh(gate), by=vendor(gate)), deciding(gate, referent(gate))
    )

    assert [type(error) for error in errors(results)] == [WrongState]
    assert (Decision.objects.count(), gate.rounds.count()) == (1, 2)


def test_a_cancellation_and_a_decision_at_once_end_one_way_or_the_other():
    """Scenario 8."""
    gate = submitted()
    claire = bearer(gate)

    def cancel():
        Project.objects.get(pk=gate.project_id).cancel(by=claire, reason="Budget coupé")

    results = at_once(cancel, deciding(gate, referent(gate)))

    assert {type(error) for error in errors(results)} <= {WrongState}
    assert Project.objects.get(pk=gate.project_id).state == "cancelled"
    assert Decision.objects.count() == 1 - len(errors(results))


def test_a_new_version_and_a_decision_at_once_never_approve_what_was_not_read():
    """Scenario 3: the decision is refused, or it is kept and must be confirmed."""
    gate = submitted()
    subject = gate.project.topics.get()
    author = vendor(gate)
    data = dict.fromkeys(("rationale", "alternatives", "reversibility"), "")
    data |= {"version": 2, "label": "Cloudmont", "facts": {}, "option": None}

    results = at_once(
        lambda: submit_choice(subject=subject, data=data, by=author),
        deciding(gate, referent(gate)),
    )

    assert {type(error) for error in errors(results)} <= {WrongState}
    subject.refresh_from_db()
    assert (subject.version, subject.state != "validated") == (2, True)
    last = gate.rounds.order_by("-number").first()
    assert (last.number, last.verdict, fresh(gate).state) == (2, None, "submitted")
    assert Decision.objects.count() == 1 - len(errors(results))
    assert Move.objects.open().filter(kind="decide_gate").count() == 1


def test_two_beats_at_once_remind_once(settings):
    """Scenario 57."""
    settings.REMIND_ON_WORKING_MORNINGS = False
    ReminderRungFactory(days=-1)
    late = timezone.localdate() - timedelta(days=3)
    moves = [MoveFactory(due_on=late, subject_id=number) for number in range(5)]

    results = at_once(plan_reminders, plan_reminders)

    assert errors(results) == []
    assert Reminder.objects.count() == len(moves)
    assert Notice.objects.count() == len(moves)


def test_two_workers_on_one_job_do_it_once():
    done = []
    jobs.HANDLERS["once"] = lambda: done.append(1)
    job = JobFactory(kind="once", payload={})

    results = at_once(lambda: jobs.run(job.pk), lambda: jobs.run(job.pk))

    assert (sorted(results), done) == ([False, True], [1])
    assert Job.objects.get(pk=job.pk).attempts == 1


def test_two_workers_on_one_notice_send_one_letter(mailoutbox):
    notice = NoticeFactory()

    results = at_once(*[lambda: outbox.send_notice(notice.pk)] * 2)

    assert sorted(results) == [False, True]
    assert len(mailoutbox) == 1


def test_the_chain_holds_after_all_that():
    gate = submitted()
    member(gate.project, Role.BEARER)
    at_once(*[deciding(gate, referent(gate))] * 4)

    from governance.journal import broken_links

    assert list(broken_links()) == []


def test_a_file_taken_back_and_a_decision_at_once_one_of_them_wins():
    """Scenario 5."""
    gate = submitted()
    author = vendor(gate)

    results = at_once(
        lambda: withdraw_round(gate=fresh(gate), by=author, reason="Je reprends le dossier."),
        deciding(gate, referent(gate)),
    )

    assert [type(error) for error in errors(results)] == [WrongState]
    taken = gate.rounds.get().withdrawn_at is not None
    assert Decision.objects.count() == (0 if taken else 1)
    assert fresh(gate).state == ("preparing" if taken else "approved")
