"""What the page of a committee report offers once it is printed: its documents in one file."""

from django.urls import reverse

from reviews.actions.committee import documents_of
from reviews.job_lines import bundle_line
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
        "lines": lines,
        "ready_count": len(ready),
        "bundles": [
            bundle_line(bundle) | {"page": reverse("reviews:committee-bundle", args=[bundle.pk])}
            for bundle in bundles.select_related("job", "committee", "stopped_by")[:MOST]
        ],
    }
