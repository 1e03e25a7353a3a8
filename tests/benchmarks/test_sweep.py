"""The sweep of reminders on a hundred thousand open balls: what it finds, how, at what cost."""

import sys
import tracemalloc
from datetime import timedelta
from time import perf_counter, process_time

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from governance.models import Closure, Notice, Person, ReminderRung
from projects.models import Move
from reviews.actions import reminders
from reviews.models import Reminder
from tests.factories import ProjectFactory, ReminderRungFactory, TeamFactory

pytestmark = [pytest.mark.benchmark, pytest.mark.postgres, pytest.mark.django_db]
OPEN, DUE, PEOPLE = 100_000, 2_000, 500
MOST_STATEMENTS, MOST_SECONDS, MOST_MEGABYTES = 60, 15, 64
FILL = """
insert into projects_move (project_id, kind, side, person_id, subject_label, subject_id, title,
  detail, opened_at, due_on, days, outcome)
select %(project)s, 'act', 'bearer', %(first)s + n %% %(people)s, 'projects.project', n,
  'Relire la page ' || n, '', now(), case when n <= %(due)s then %(today)s::date
  else %(today)s::date + 30 + n %% 300 end, 5, ''
from generate_series(1, %(open)s) n
"""


@pytest.fixture
def morning(transactional_db):
    """A working morning on which two thousand balls of a hundred thousand are due."""
    ReminderRungFactory(code="day", days=0)
    ReminderRungFactory(code="management", days=5, audience="management", urgent=True)
    project, team = ProjectFactory(), TeamFactory(slug="bench")
    people = Person.objects.bulk_create(
        Person(name=f"Claire {n}", email=f"c{n}@x.example", team=team, password="!")
        for n in range(PEOPLE)
    )
    day = Closure.calendar().on_or_after(timezone.localdate() + timedelta(days=1))
    facts = {"project": project.pk, "first": people[0].pk, "people": PEOPLE, "today": day}
    with connection.cursor() as cursor:
        cursor.execute(FILL, facts | {"due": DUE, "open": OPEN})
        cursor.execute("analyze projects_move")
    with time_machine.travel(f"{day} 09:00+01:00", tick=False):
        yield day


def test_a_sweep_finds_what_is_due_among_a_hundred_thousand_balls(morning, capsys):
    assert Move.objects.open().count() == OPEN
    before = clocks()

    with CaptureQueriesContext(connection) as asked:
        written = reminders.plan_reminders()

    (cpu, wall), between = since(before), clocks()
    with CaptureQueriesContext(connection) as again:
        assert reminders.plan_reminders() == 0
    cpu_after, wall_after = since(between)
    assert (written, Reminder.objects.count()) == (PEOPLE, DUE)
    plan, peak = plan_of_the_search(), megabytes_of_a_sweep()
    with capsys.disabled():
        sys.stdout.write(
            f"\n{OPEN} open balls, {DUE} due: {written} messages, {len(asked)} statements, "
            f"{cpu:.2f} s of processor ({wall:.2f} s on this machine now), {peak:.1f} MB at most\n"
            f"the sweep after it: {len(again)} statements, {cpu_after:.2f} s of processor "
            f"({wall_after:.2f} s)\n{plan}\n"
        )
    assert Notice.objects.count() == PEOPLE
    assert len(asked) <= MOST_STATEMENTS
    assert cpu <= MOST_SECONDS
    assert peak <= MOST_MEGABYTES
    assert "move_due" in plan
    assert "Seq Scan on projects_move" not in plan


def clocks() -> tuple[float, float]:
    """What the processor spent on us, and what the wall shows."""
    return process_time(), perf_counter()


def since(before: tuple[float, float]) -> tuple[float, float]:
    """Both, since an instant."""
    return process_time() - before[0], perf_counter() - before[1]


def megabytes_of_a_sweep() -> float:
    """The most that a whole sweep holds at once, counted apart: counting makes it slow."""
    Reminder.objects.all().delete()
    Notice.objects.all().delete()
    tracemalloc.start()
    reminders.plan_reminders()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1e6


def plan_of_the_search() -> str:
    """How PostgreSQL finds the balls of a sweep."""
    assert ReminderRung.objects.exists()
    window = reminders.policy().window(Closure.calendar(), timezone.localdate())
    return reminders.open_balls(window).explain()
