"""The trail: chained, append-only, in the transaction of its cause."""

import logging
import threading
from importlib import import_module

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from governance import journal, tasks
from governance.models import JournalEntry
from tests.factories import PersonFactory

append_only = import_module("governance.migrations.0003_journal_append_only")
TABLE = JournalEntry._meta.db_table


@pytest.fixture(autouse=True)
def verb(monkeypatch):
    monkeypatch.setitem(journal.VERBS, "person.noted", "note quelque chose")
    return "person.noted"


@pytest.fixture
def chain(db, verb):
    person = PersonFactory(name="Alix Martin")
    return [journal.record(person, verb, by=person, step=step) for step in range(5)]


@pytest.fixture
def unlocked(db):
    """A database administrator at work: the triggers are gone, until the test is rolled back."""
    append_only.unlock(connection)


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_record_links_each_line_to_the_one_before(chain):
    hashes = [entry.hash for entry in chain]

    assert [entry.previous_hash for entry in chain] == ["", *hashes[:-1]]
    assert list(journal.broken_links()) == []
    assert journal.head() == (chain[-1].pk, hashes[-1])


def test_record_keeps_who_and_what_as_they_were(chain):
    entry = JournalEntry.objects.get(pk=chain[0].pk)

    assert (entry.actor_name, entry.actor_side, entry.subject_text, entry.facts) == (
        "Alix Martin",
        "bearer",
        "Alix Martin",
        {"step": 0},
    )


def test_record_without_an_author_is_signed_by_the_house(db, verb):
    entry = journal.record(PersonFactory(), verb, by=None)

    assert (entry.actor, entry.actor_name, entry.actor_side) == (None, "Cadrage", "")


def test_record_of_an_unknown_verb_fails(db):
    with pytest.raises(KeyError, match="person.erased"):
        journal.record(PersonFactory(), "person.erased", by=None)

    assert JournalEntry.objects.count() == 0


def test_record_leaves_nothing_when_its_change_is_rolled_back(db, verb):
    @transaction.atomic
    def change(person):
        journal.record(person, verb, by=person)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        change(PersonFactory())

    assert JournalEntry.objects.count() == 0
    assert journal.head() == (0, "")


@pytest.mark.parametrize(
    "statement",
    [f"UPDATE {TABLE} SET subject_text = 'x'", f"DELETE FROM {TABLE}"],
    ids=["update", "delete"],
)
def test_the_database_refuses_to_change_a_line(chain, statement):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        sql(statement)

    assert JournalEntry.objects.count() == 5


@pytest.mark.postgres
def test_the_database_refuses_to_empty_the_journal(chain):
    sql("SET CONSTRAINTS ALL IMMEDIATE")

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        sql(f"TRUNCATE {TABLE}")

    assert JournalEntry.objects.count() == 5


def test_models_cannot_go_around_the_lock(chain):
    with pytest.raises(DatabaseError), transaction.atomic():
        JournalEntry.objects.filter(pk=chain[0].pk).update(verb="person.other")
    with pytest.raises(DatabaseError), transaction.atomic():
        chain[0].delete()


@pytest.mark.parametrize(
    "change",
    [
        "verb = 'person.other'",
        "subject_text = 'autre'",
        "subject_id = subject_id + 1",
        "thread = 'P-2026-0001'",
        "actor_name = 'Personne'",
        "actor_id = NULL",
        "facts = '{\"step\": 9}'",
        "recorded_at = '2020-01-01 00:00:00+00:00'",
    ],
)
def test_an_edited_line_is_found(chain, unlocked, change):
    sql(f"UPDATE {TABLE} SET {change} WHERE id = %s", chain[2].pk)

    assert list(journal.broken_links()) == [(chain[2].pk, "content")]


def test_an_edited_line_whose_hash_was_redone_breaks_the_next(chain, unlocked):
    entry = JournalEntry.objects.get(pk=chain[2].pk)
    entry.verb = "person.other"
    entry.hash = entry.computed_hash()
    entry.save(update_fields=["verb", "hash"])

    assert list(journal.broken_links()) == [(chain[3].pk, "predecessor")]


@pytest.mark.parametrize(("removed", "found"), [(0, 1), (2, 3)])
def test_a_removed_line_is_found(chain, unlocked, removed, found):
    sql(f"DELETE FROM {TABLE} WHERE id = %s", chain[removed].pk)

    assert list(journal.broken_links()) == [(chain[found].pk, "predecessor")]


def test_an_added_line_is_found(chain, unlocked):
    forged = JournalEntry.objects.get(pk=chain[1].pk)
    forged.pk, forged.facts = chain[-1].pk + 1, {"step": 5}
    forged.hash = forged.computed_hash()
    forged.save(force_insert=True)

    assert list(journal.broken_links()) == [(forged.pk, "predecessor")]


def test_lines_in_another_order_are_found(chain, unlocked):
    first, second = chain[1].pk, chain[2].pk
    for old, new in ((first, 10**6), (second, first), (10**6, second)):
        sql(f"UPDATE {TABLE} SET id = %s WHERE id = %s", new, old)

    assert {number for number, _reason in journal.broken_links()} == {
        first,
        second,
        chain[3].pk,
    }


def test_verify_journal_prints_the_head(chain, capsys):
    call_command("verify_journal")

    assert capsys.readouterr().out.splitlines() == [
        "5 lines, chain intact",
        f"head {chain[-1].pk}:{chain[-1].hash}",
    ]


def test_verify_journal_fails_on_a_broken_chain(chain, unlocked, capsys):
    sql(f"UPDATE {TABLE} SET thread = 'x' WHERE id = %s", chain[0].pk)

    with pytest.raises(SystemExit) as stop:
        call_command("verify_journal")

    assert stop.value.code == 1
    assert f"line {chain[0].pk}: its content" in capsys.readouterr().err


def test_verify_journal_with_a_kept_head_finds_that_the_end_was_cut(chain, unlocked, capsys):
    kept = f"{chain[-1].pk}:{chain[-1].hash}"
    call_command("verify_journal", head=kept)
    sql(f"DELETE FROM {TABLE} WHERE id = %s", chain[-1].pk)
    call_command("verify_journal")

    with pytest.raises(SystemExit):
        call_command("verify_journal", head=kept)

    assert "no longer in the journal" in capsys.readouterr().err


def test_the_head_left_in_the_log_every_hour_finds_a_chain_made_again(chain, unlocked, caplog):
    """Scenario 121: a whole chain rebuilt is sound in itself; the head kept elsewhere is not in it."""
    assert journal.heads.isEnabledFor(logging.INFO)
    head = tasks.export_journal_head()
    assert f"head {head}" in caplog.text
    call_command("verify_journal", head=head)

    last = JournalEntry.objects.order_by("pk").last()
    last.facts = {"step": "another"}
    last.hash = last.computed_hash()
    last.save()

    call_command("verify_journal")
    with pytest.raises(SystemExit):
        call_command("verify_journal", head=head)


def test_verify_journal_accepts_the_head_of_an_empty_journal_and_no_nonsense(db):
    call_command("verify_journal", head="0:")
    with pytest.raises(CommandError, match="NUMBER:HASH"):
        call_command("verify_journal", head="abc")


def test_many_lines_at_once_follow_those_before_and_lead_to_those_after(db, verb, monkeypatch):
    monkeypatch.setattr(journal, "A_BATCH", 2)
    people = [PersonFactory() for _ in range(5)]
    journal.record(people[0], verb, by=people[0])

    count = journal.record_all(((p, f"fil-{p.pk}", {"n": 1}) for p in people), verb, by=people[1])

    journal.record(people[0], verb, by=people[0])
    entries = JournalEntry.objects.order_by("pk")[1:6]
    assert count == 5
    assert [entry.subject_id for entry in entries] == [person.pk for person in people]
    assert {entry.actor for entry in entries} == {people[1]}
    assert list(journal.broken_links()) == []
    with pytest.raises(KeyError):
        journal.record_all([], "person.burnt", by=people[0])


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_writers_at_once_make_one_chain(verb):
    person = PersonFactory()
    start = threading.Barrier(4)

    def write():
        try:
            start.wait(10)
            for _ in range(5):
                with transaction.atomic():
                    journal.record(person, verb, by=person)
        finally:
            connection.close()

    writers = [threading.Thread(target=write) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(30)

    assert JournalEntry.objects.count() == 20
    assert list(journal.broken_links()) == []
