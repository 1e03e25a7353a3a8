"""The ZIP of a committee when things go wrong: rights lost, projects gone, disk full, two at once, another language."""

import errno
import zipfile

import pytest
from django.urls import reverse
from django.utils import translation

from governance import jobs
from governance.models import Job, JournalEntry, Notice
from governance.models.jobs import MAX_ATTEMPTS
from reviews import bundles
from reviews.actions.committee import ask_bundle
from reviews.actions.printing import restart_print, stop_print
from reviews.models import CommitteeBundle, Report
from tests import factories as plan
from tests import factories_reviews as table
from tests.reviews.bundle_situations import asked, committee_of, names_in, zips

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return plan.PersonFactory()


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def report(person):
    return committee_of(person)


def leave_the_company(person):
    """They now work for a vendor."""
    type(person).objects.filter(pk=person.pk).update(
        vendor=plan.VendorFactory(), team=None, mandate="none"
    )


def after_first(monkeypatch, act):
    """Something happens once the first document is in."""
    add, done = bundles.add, []

    def add_then_act(*args):
        add(*args)
        if not done:
            done.append(act())

    monkeypatch.setattr(bundles, "add", add_then_act)


def failure(bundle):
    for _n in range(MAX_ATTEMPTS):
        jobs.run(bundle.job_id)
    return Job.objects.get(pk=bundle.job_id).failure


# rights, looked at again when it is made


@pytest.mark.parametrize("lose", [leave_the_company, None])
def test_whoever_left_before_it_is_made_receives_nothing(report, person, tmp_path, lose):
    """Scenario 34."""
    bundle = asked(report, person)
    if lose:
        lose(person)
    else:
        type(person).objects.filter(pk=person.pk).update(is_active=False)

    assert "n’a plus le droit" in failure(bundle)

    assert zips(tmp_path) == []
    assert not Notice.objects.filter(key__startswith="bundle:").exists()


def test_what_is_lost_while_it_is_made_is_left_out_and_said(report, person, monkeypatch):
    """Scenario 34: the project one still sits on goes in, the others do not."""
    bundle = asked(report, person)
    kept = Report.objects.get(pk=bundle.contents["files"][1]["report"])
    plan.SeatFactory(project=kept.project, part="contributor", person=person)
    after_first(monkeypatch, lambda: leave_the_company(person))

    assert jobs.run(bundle.job_id) is True

    names, told = names_in(bundle)
    assert names == [*(line["name"] for line in bundle.contents["files"][:2]), "sommaire.txt"]
    assert told.count("vous n’y avez plus accès.") == 2
    assert Report.objects.get(pk=bundle.contents["files"][2]["report"]).code not in told
    assert bundle.held == 2


def test_a_guest_no_longer_opens_what_they_asked_for_as_an_employee(client, report, person):
    """Scenario 34."""
    bundle = asked(report, person)
    leave_the_company(person)
    client.force_login(type(person).objects.get(pk=person.pk))

    assert client.get(reverse("reviews:committee-bundle", args=[bundle.pk])).status_code == 404
    assert client.get(reverse("reviews:report", args=[report.pk])).status_code == 404


# what goes away while it is made


def test_a_project_deleted_while_it_is_made_is_left_out_and_said(
    client, report, person, monkeypatch
):
    """Scenario 85."""
    bundle = asked(report, person)
    gone = Report.objects.get(pk=bundle.contents["files"][2]["report"])
    after_first(monkeypatch, lambda: gone.project.delete())

    assert jobs.run(bundle.job_id) is True

    names, told = names_in(bundle)
    assert len(names) == 4
    assert f"{bundle.contents['files'][2]['name']}  ce document n’existe plus." in told
    client.force_login(person)
    html = client.get(reverse("reviews:committee-bundle", args=[bundle.pk])).content.decode()
    assert "Un document laissé de côté" in html
    assert "3 documents" in html
    notice = Notice.objects.get(key__startswith="bundle:")
    assert "1 laissé de côté" in notice.body


def test_a_bundle_that_is_gone_is_no_failure(report, person, tmp_path, monkeypatch):
    bundle = asked(report, person)
    after_first(monkeypatch, lambda: CommitteeBundle.objects.all().delete())

    assert jobs.run(bundle.job_id) is True
    assert zips(tmp_path) == []


def test_called_off_at_the_last_moment_nothing_stays_on_the_disk(
    report, person, monkeypatch, tmp_path
):
    bundle = asked(report, person)
    keep = bundles.keep_whole

    def keep_then_stop(*args):
        name = keep(*args)
        stop_print(work=bundle, by=person)
        return name

    monkeypatch.setattr(bundles, "keep_whole", keep_then_stop)
    jobs.run(bundle.job_id)

    bundle.refresh_from_db()
    assert bundle.is_stopped
    assert zips(tmp_path) == []
    assert not JournalEntry.objects.filter(verb="bundle.gathered").exists()

    monkeypatch.undo()
    restart_print(work=bundle, by=person)
    assert jobs.run(CommitteeBundle.objects.get().job_id) is True
    assert len(zips(tmp_path)) == 1


def test_a_second_worker_that_comes_late_leaves_the_file_of_the_first(report, person, tmp_path):
    bundle = asked(report, person)
    late = CommitteeBundle.objects.select_related("committee", "asked_by").get(pk=bundle.pk)
    jobs.run(bundle.job_id)

    bundles.make(late)

    assert names_in(bundle)
    assert len(zips(tmp_path)) == 1
    assert JournalEntry.objects.filter(verb="bundle.gathered").count() == 1


# a disk that is full


@pytest.mark.parametrize("where", ["copyfileobj", "keep_whole"])
def test_a_full_disk_is_said_and_leaves_nothing(report, person, monkeypatch, tmp_path, where):
    """Scenario 68."""
    bundle = asked(report, person)
    holder = bundles.shutil if where == "copyfileobj" else bundles
    monkeypatch.setattr(holder, where, full)

    assert "Le disque du serveur est plein" in failure(bundle)

    assert zips(tmp_path) == []
    assert not CommitteeBundle.objects.get().is_ready
    monkeypatch.undo()
    restart_print(work=bundle, by=person)
    assert jobs.run(bundle.job_id) is True


def full(*_args):
    raise OSError(errno.ENOSPC, "No space left on device")


# asked again


def test_the_same_choice_asked_twenty_times_is_one_file(report, person):
    """Scenario 85."""
    made = {asked(report, person).pk for _n in range(20)}

    assert len(made) == 1
    assert Job.objects.filter(kind="gather_bundle").count() == 1


def test_another_choice_or_a_lost_file_is_another_one(report, person):
    first = asked(report, person)
    keys = [line["key"] for line in report.content["projects"]]
    assert ask_bundle(report=report, keys=keys[:1], by=person).pk != first.pk
    again = asked(report, person)
    jobs.run(again.job_id)
    again.refresh_from_db()
    assert asked(report, person).pk == again.pk

    again.file.storage.delete(again.file.name)

    assert asked(report, person).pk != again.pk


def test_what_was_called_off_starts_again_from_nothing(report, person):
    bundle = asked(report, person)
    bundles.note(bundle, 2)
    stop_print(work=bundle, by=person)

    again = asked(report, person)

    assert again.pk == bundle.pk
    again.refresh_from_db()
    assert not again.is_stopped
    assert again.gathered == 0


# languages


def in_english(report):
    """The same document, printed in English."""
    name = report.accessible.storage.save("reports/en.pdf", report.accessible.open("rb"))
    table.PrintedFileFactory(report=report, language="en", variant="accessible", file=name)


def test_it_holds_the_edition_of_the_language_of_whoever_asks(report, person):
    first = Report.objects.filter(project__isnull=False).order_by("pk").first()
    in_english(first)

    with translation.override("en"):
        bundle = asked(report, person)
    jobs.run(bundle.job_id)

    names, _told = names_in(bundle)
    assert [line["language"] for line in bundle.contents["files"]] == ["fr", "en", "fr", "fr"]
    assert [name.endswith("-en.pdf") for name in names] == [False, True, False, False, False]
    assert bundle.language == "en"
    assert first.files.get(language="en").file.name != first.accessible.name


def test_the_list_says_which_documents_are_in_another_language(report, person):
    bundle = asked(report, person)
    bundle.contents["language"] = "en"
    told = bundles.listed(bundle, [("a.pdf", report, "fr"), ("b.pdf", report, "en")], [])

    assert told.count(", seulement en français") == 1


def test_the_language_of_a_file_that_went_away_falls_back(report, person):
    first = Report.objects.filter(project__isnull=False).order_by("pk").first()
    in_english(first)
    with translation.override("en"):
        bundle = asked(report, person)
    first.files.all().delete()

    assert jobs.run(bundle.job_id) is True

    names, _told = names_in(bundle)
    with zipfile.ZipFile(bundle.file.open("rb")) as archive:
        assert archive.read(names[1]) == b"%PDF-1.7 0"
