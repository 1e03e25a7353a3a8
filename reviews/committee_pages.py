"""What the pages of a committee report show: what it will hold, then its documents in one file."""

from urllib.parse import urlencode

from django.urls import reverse

from projects import frame
from projects.listing import Asked, found
from projects.models import Project
from reviews.actions.committee import documents_of
from reviews.committee_data import MAX_PROJECTS
from reviews.job_lines import bundle_line, job_line
from reviews.models import CommitteeBundle, Report

MOST = 5


def offered(report: Report, user, ticked: list[str] | None = None) -> dict:
    """The projects whose document is ready, those that have none, the files already gathered."""
    ready = documents_of(report, user)
    lines = [
        {
            "key": line["key"],
            "title": line["title"],
            "document": ready.get(line["key"]),
            "ticked": ticked is None or line["key"] in ticked,
        }
        for line in report.content["projects"]
    ]
    bundles = CommitteeBundle.objects.visible_to(user).filter(committee=report)
    return {
        "lines": [line for line in lines if line["document"]],
        "bare": [line for line in lines if not line["document"]],
        "is_committee": True,
        "ready_count": len(ready),
        "bundles": [
            bundle_line(bundle) | {"page": reverse("reviews:committee-bundle", args=[bundle.pk])}
            for bundle in bundles.select_related("job", "committee", "stopped_by")[:MOST]
        ],
    }


def before_asking(asked: Asked, user) -> dict:
    """How many projects the report will hold, by which filters, and the reports asked before."""
    count = found(user, asked).exclude(state=Project.State.CANCELLED).count()
    reports = Report.objects.visible_to(user).filter(kind=Report.Kind.COMMITTEE, asked_by=user)
    query = urlencode(asked.filters())
    address = reverse("projects:portfolio")
    return {
        "count": count,
        "most": MAX_PROJECTS,
        "is_too_many": count > MAX_PROJECTS,
        "filters": [line["label"] for line in frame.chosen(asked)],
        "portfolio_url": f"{address}?{query}" if query else address,
        "reports": [
            job_line(report) | {"page": reverse("reviews:report", args=[report.pk])}
            for report in reports.select_related("project", "job", "minutes", "stopped_by")[:MOST]
        ],
    }
