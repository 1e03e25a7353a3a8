"""The ZIP of a committee, two people or two workers at the same instant, on a real database."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from governance import jobs
from governance.models import Job, JournalEntry, Notice
from governance.verdicts import WrongState
from projects.listing import Asked
from reviews import bundles
from reviews.actions.committee import freeze_committee
from reviews.actions.printing import stop_print
from reviews.models import Report
from tests import factories as plan
from tests.reviews.bundle_situations import asked, committee_of, names_in, zips
from tests.reviews.test_gates_postgres import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def person():
    return plan.PersonFactory()


@pytest.fixture
def report(person):
    return committee_of(person)


def test_asked_twice_at_once_it_is_one_file(report, person):
    """Scenario 85."""
    made = at_once(*[lambda: asked(report, person)] * 2)

    assert len({bundle.pk for bundle in made}) == 1
    assert Job.objects.filter(kind="gather_bundle").count() == 1


def test_a_report_asked_twice_at_once_is_one_report(person):
    """Scenario 85."""
    plan.ProjectFactory()

    made = at_once(*[lambda: freeze_committee(asked=Asked(), by=person)] * 2)

    assert len({row.pk for row in made}) == 1
    assert Report.objects.filter(kind="committee").count() == 1


def test_two_people_who_ask_at_once_get_two_numbers(person):
    plan.ProjectFactory()
    other = plan.PersonFactory()

    made = at_once(
        lambda: freeze_committee(asked=Asked(), by=person),
        lambda: freeze_committee(asked=Asked(), by=other),
    )

    assert sorted(row.number for row in made) == [1, 2]


def test_two_workers_at_once_make_it_once(report, person, tmp_path):
    bundle = asked(report, person)

    done = at_once(*[lambda: jobs.run(bundle.job_id)] * 2)

    assert sorted(done) == [False, True]
    assert len(zips(tmp_path)) == 1


def test_the_worker_that_was_thought_dead_comes_back_beside_the_next(report, person, tmp_path):
    bundle = asked(report, person)

    at_once(*[lambda: bundles.gather(bundle.pk)] * 2)

    names_in(bundle)
    assert len(zips(tmp_path)) == 1
    assert JournalEntry.objects.filter(verb="bundle.gathered").count() == 1
    assert Notice.objects.filter(key__startswith="bundle:").count() == 1


@pytest.mark.parametrize("_turn", range(4))
def test_called_off_while_it_is_made_it_is_there_whole_or_not_at_all(
    report, person, tmp_path, _turn
):
    bundle = asked(report, person)

    _made, stopped = at_once(
        lambda: jobs.run(bundle.job_id), lambda: stop_print(work=bundle, by=person)
    )

    bundle.refresh_from_db()
    assert bundle.is_stopped is not bundle.is_ready
    if isinstance(stopped, WrongState):
        assert bundle.is_ready
        names_in(bundle)
    else:
        assert stopped is None
        assert bundle.is_stopped
    assert len(zips(tmp_path)) == bundle.is_ready
    assert JournalEntry.objects.filter(verb="bundle.gathered").count() == bundle.is_ready


def test_a_project_deleted_at_the_same_instant_leaves_a_sound_file(report, person):
    """Scenario 85."""
    bundle = asked(report, person)
    gone = Report.objects.get(pk=bundle.contents["files"][3]["report"]).project

    made, _deleted = at_once(lambda: jobs.run(bundle.job_id), gone.delete)

    assert made is True
    names, told = names_in(bundle)
    assert (len(names), "n’existe plus" in told) in ((5, False), (4, True))


def test_a_worker_killed_in_the_middle_is_followed_by_another(
    report, person, monkeypatch, tmp_path
):
    bundle = asked(report, person)
    copy = bundles.shutil.copyfileobj
    seen = []

    def die_at_the_third(*args):
        seen.append(copy(*args))
        if len(seen) == 3:
            raise SystemExit

    monkeypatch.setattr(bundles.shutil, "copyfileobj", die_at_the_third)
    with pytest.raises(SystemExit):
        jobs.run(bundle.job_id)
    bundle.refresh_from_db()
    assert bundle.gathered == 2
    assert zips(tmp_path) == []
    assert not connection.in_atomic_block

    monkeypatch.undo()
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert jobs.run(bundle.job_id) is True
    assert len(names_in(bundle)[0]) == 5
    bundle.refresh_from_db()
    assert bundle.gathered == bundle.total
