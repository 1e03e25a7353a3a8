"""Call off what the worker prints, and give it back to the worker."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import journal
from governance.models import Job
from governance.verdicts import WrongState, require
from reviews.actions.reports import revive
from reviews.models import CommitteeBundle, Report
from reviews.print_permissions import can_stop_print

Work = Report | CommitteeBundle


@transaction.atomic
def stop_print(*, work: Work, by) -> None:
    """Nobody needs this document any more: the worker drops it, even in the middle."""
    journal.lock_chain()
    require(can_stop_print(by, work))
    rows = type(work).objects.filter(pk=work.pk, produced_at=None, stopped_at=None)
    if not rows.update(stopped_by=by, stopped_at=timezone.now()):
        raise WrongState(_("Ce document est déjà prêt, ou déjà annulé."))
    Job.objects.filter(pk=work.job_id, done_at=None).update(done_at=timezone.now())
    journal.record(work, "print.stopped", by=by, thread=thread_of(work))


@transaction.atomic
def restart_print(*, work: Work, by) -> None:
    """The document that was called off, or that gave up, is printed after all, on the same facts."""
    journal.lock_chain()
    require(can_stop_print(by, work))
    work.refresh_from_db(fields=["stopped_by", "stopped_at", "produced_at", "job"])
    if not revive(work):
        raise WrongState(_("Ce document est déjà prêt, ou déjà à l’impression."))
    if isinstance(work, CommitteeBundle):
        CommitteeBundle.objects.filter(pk=work.pk).update(gathered=0)
    journal.record(work, "print.restarted", by=by, thread=thread_of(work))


def thread_of(work: Work) -> str:
    """The project whose activity tells it; none for the papers of a committee."""
    project = getattr(work, "project", None)
    return project.key if project else ""
