"""A committee report with the documents of its projects, on the disk, ready to be gathered."""

import zipfile

from django.core.files.base import ContentFile
from django.utils import timezone

from reviews import tasks  # noqa: F401 -- the handlers of the queue
from reviews.actions.committee import ask_bundle
from reviews.models import Report
from tests import factories as plan
from tests import factories_reviews as table


def ready(report, content=b"%PDF-1.7 scoping"):
    """A document whose file is there."""
    report.accessible.save(f"reports/{report.pk}.pdf", ContentFile(content))
    Report.objects.filter(pk=report.pk).update(produced_at=timezone.now())
    return Report.objects.get(pk=report.pk)


def committee_of(person, count=3):
    """A ready committee report on as many projects, each with its document."""
    lines = []
    for number in range(count):
        project = plan.ProjectFactory(title=f"Site {number}")
        ready(table.ReportFactory(project=project), f"%PDF-1.7 {number}".encode())
        lines.append({"key": project.key, "title": project.title})
    made = table.CommitteeReportFactory(asked_by=person, content={"projects": lines})
    return ready(made, b"%PDF-1.7 committee")


def asked(report, person):
    """Its file, asked for with every project."""
    keys = [line["key"] for line in report.content["projects"]]
    return ask_bundle(report=report, keys=keys, by=person)


def names_in(bundle):
    """What the finished file holds, and the list in it."""
    bundle.refresh_from_db()
    with zipfile.ZipFile(bundle.file.open("rb")) as archive:
        assert archive.testzip() is None
        return archive.namelist(), archive.read("sommaire.txt").decode()


def zips(folder):
    """Every ZIP on the disk, half or whole, and every part."""
    return [path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pdf"]
