"""Where printed work stands: the row that components/job.html draws."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from governance import typography
from governance.models import Job
from governance.models.jobs import MAX_ATTEMPTS
from reviews.models import CommitteeBundle, Report
from reviews.models.reports import Printed

PRINTS = ("render_report", "render_edition", "gather_bundle")
STEPS = {
    "text": gettext_lazy("Lecture du document."),
    "page": gettext_lazy("Mise en page en cours."),
    "pdf/a-3a": gettext_lazy("Écriture de l’archive."),
    "pdf/ua-1": gettext_lazy("Écriture du PDF accessible."),
}


def job_line(report: Report) -> dict:
    """The row of a document: its name, where it stands, what one may do with it."""
    line = {"id": report.pk, "title": name_of(report), "url": "", "action": ""}
    line["fingerprint"] = ""
    if report.is_ready:
        return line | ready_line(report)
    return line | standing(report, running=under_way(report.job))


def under_way(job: Job | None) -> dict:
    """How far the press is: the step, said when it changes, and the page, which changes all the time."""
    if job is None:
        return {}
    step, _space, page = job.step.partition(" ")
    return {
        "percent": job.progress,
        "sentence": STEPS.get(step, STEPS["text"]),
        "detail": _("Page %(n)s.") % {"n": page} if page else "",
    }


def standing(work: Printed, *, running: dict) -> dict:
    """Waiting, in hand, called off by somebody, or given up with its reason."""
    if work.is_stopped:
        told = {"who": work.stopped_by, "when": typography.moment(work.stopped_at)}
        return {"state": "stopped", "sentence": _("Annulé par %(who)s, %(when)s.") % told}
    if work.has_given_up:
        why = work.job.failure or _("La mise en page s’est arrêtée.")
        return {"state": "stopped", "sentence": f"{why} {_('Rien d’autre n’est perdu.')}"}
    if work.job and work.job.is_held:
        return {"state": "running"} | running
    if work.job and work.job.attempts:
        again = _("L’impression s’est interrompue ; elle va reprendre au début.")
        return {"state": "queued", "sentence": again}
    waiting = _("En attente d’impression.")
    return {"state": "queued", "sentence": waiting, "detail": ahead_of(work.job)}


def ahead_of(job: Job | None) -> str:
    """« 2 documents avant le vôtre. », or nothing when it is the next one."""
    before = Job.objects.filter(kind__in=PRINTS, done_at=None, attempts__lt=MAX_ATTEMPTS)
    count = before.filter(created_at__lt=job.created_at).count() if job else 0
    ahead = ngettext("%(n)d document avant le vôtre.", "%(n)d documents avant le vôtre.", count)
    return ahead % {"n": count} if count else ""


def bundle_line(bundle: CommitteeBundle) -> dict:
    """The row of a committee's ZIP: how many documents are in, of how many."""
    told = {"n": bundle.gathered, "all": bundle.total}
    line = {"id": bundle.pk, "title": name_of_bundle(bundle), "url": "", "action": ""}
    line["fingerprint"] = ""
    if bundle.is_ready:
        when = typography.moment(bundle.produced_at)
        told |= {"when": when, "size": weight(bundle.file), "all": bundle.held}
        text = ngettext(
            "Prêt depuis %(when)s, %(all)d document%(size)s.",
            "Prêt depuis %(when)s, %(all)d documents%(size)s.",
            bundle.held,
        )
        url = reverse("reviews:committee-bundle-file", args=[bundle.pk])
        found = {"state": "ready", "sentence": text % told, "url": url, "action": _("Télécharger")}
        return line | found | {"fingerprint": bundle.sha256[:12]}
    running = {
        "percent": bundle.percent,
        "sentence": _("Réunion des documents en cours."),
        "detail": _("%(n)d documents réunis sur %(all)d.") % told,
    }
    return line | standing(bundle, running=running)


def name_of_bundle(bundle: CommitteeBundle) -> str:
    """« Dossier du comité, rapport 3 »."""
    return _("Dossier du comité, rapport %(n)s") % {"n": bundle.committee.number}


def ready_line(report: Report) -> dict:
    """« Prêt depuis mar. 6 oct., 17 h 42, PDF accessible, 1,4 Mo. »"""
    told = {"when": typography.moment(report.produced_at), "size": weight(report.accessible)}
    return {
        "state": "ready",
        "sentence": _("Prêt depuis %(when)s, PDF accessible%(size)s.") % told,
        "fingerprint": report.file_sha256[:12],
        "url": reverse("reviews:report-file", args=[report.pk]),
        "action": _("Télécharger"),
    }


def weight(file) -> str:
    """« , 1,4 Mo », or nothing when the file is not where it was left."""
    if not file.storage.exists(file.name):
        return ""
    return ", " + typography.file_size(file.size)


def name_of(report: Report) -> str:
    """« Dossier de cadrage, Refonte du site, version 1 »."""
    told = {"kind": report.get_kind_display(), "project": report.project, "n": report.version}
    if report.project is None:
        return _("Rapport au comité, numéro %(n)s") % told
    name = _("%(kind)s, %(project)s, version %(n)s") % told
    return name[0].upper() + name[1:]
