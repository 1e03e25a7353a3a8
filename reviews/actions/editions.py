"""A document in the other language: the same frozen data, the same code, pages in other words."""

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from governance.models import Job
from governance.verdicts import WrongState, require
from reviews.models import Report
from reviews.permissions import can_read_report


@transaction.atomic
def ask_edition(*, report: Report, language: str, by) -> Job | None:
    """Have the document printed in a language, once; nothing to do when it is there already."""
    require(can_read_report(by, report))
    if not report.is_ready or language not in dict(settings.LANGUAGES):
        raise WrongState(_("Ce document n’est pas encore prêt, ou n’existe pas dans cette langue."))
    if report.files.filter(language=language).exists():
        return None
    job = Job.plan(
        "render_edition", key=edition_key(report, language), report_id=report.pk, language=language
    )
    job.try_again()
    return job


def edition_key(report: Report, language: str) -> str:
    """What tells the print of a document in a language from any other."""
    return f"{report.pk}:{language}"
