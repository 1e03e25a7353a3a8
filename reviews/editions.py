"""Where a document stands in each of the other languages."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from governance.models import Job
from reviews.actions.editions import edition_key
from reviews.job_lines import under_way
from reviews.models import Report


def edition_lines(report: Report) -> list[dict]:
    """The other languages of a ready document: printed, being printed, or to be asked for."""
    own = report.content.get("language", settings.LANGUAGE_CODE)
    there = set(report.files.values_list("language", flat=True))
    others = [(code, name) for code, name in settings.LANGUAGES if code != own]
    keys = {code: f"render_edition:{edition_key(report, code)}" for code, _name in others}
    jobs = {job.key: job for job in Job.objects.filter(key__in=keys.values(), done_at=None)}
    return [
        _line(report, code, str(name), code in there, jobs.get(keys[code])) for code, name in others
    ]


def _line(report: Report, code: str, name: str, printed: bool, job: Job | None) -> dict:
    line = {"code": code, "name": name, "state": "absent", "url": "", "archive": "", "failure": ""}
    if printed:
        url = f"{reverse('reviews:report-file', args=[report.pk])}?language={code}"
        return line | {"state": "ready", "url": url, "archive": f"{url}&format=archive"}
    if job and job.has_given_up:
        return line | {"failure": job.failure or _("La mise en page s’est arrêtée.")}
    return line | ({"state": "running"} | under_way(job) if job else {})
