"""Freeze the report of a portfolio, and gather the documents of its projects in one file."""

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from governance import journal
from governance.models import Job
from governance.verdicts import Incomplete, WrongState, require
from projects.frame import words_of
from projects.listing import Asked, found
from projects.models import Project
from reviews.actions.reports import kept_or_new, new_code
from reviews.committee_data import MAX_PROJECTS, committee_data
from reviews.models import CommitteeBundle, Report
from reviews.print_permissions import can_ask_committee

MAX_BYTES = 400_000_000
TITLE = 40


@transaction.atomic
def freeze_committee(*, asked: Asked, by) -> Report:
    """The portfolio as it stands now, as the filters show it; the same report if nothing changed."""
    journal.lock_chain()
    require(can_ask_committee(by))
    projects = portfolio(asked, by)
    reports = Report.objects.filter(kind=Report.Kind.COMMITTEE).order_by("-number")
    number = (reports.values_list("number", flat=True).first() or 0) + 1
    words = words_of(asked)
    data = committee_data(projects, selection=words, by=by, number=number, code=new_code())
    last = reports.filter(asked_by=by).select_related("job").first()
    return kept_or_new(last, data, number=number, kind=Report.Kind.COMMITTEE, by=by)


def portfolio(asked: Asked, by) -> list[Project]:
    """The projects of the report: those that are not abandoned, not too many, at least one."""
    rows = found(by, asked).exclude(state=Project.State.CANCELLED)
    projects = list(rows.select_related("kind")[: MAX_PROJECTS + 1])
    if not projects:
        raise WrongState(_("Aucun projet ne correspond : changez les filtres du portefeuille."))
    if len(projects) > MAX_PROJECTS:
        told = {"most": MAX_PROJECTS}
        raise WrongState(
            _("Un rapport au comité tient %(most)d projets : filtrez le portefeuille.") % told
        )
    return projects


def documents_of(report: Report, by) -> dict[str, Report]:
    """The last ready document of each project of the report, among those that one may open."""
    keys = [line["key"] for line in report.content["projects"]]
    rows = Report.objects.visible_to(by).exclude(produced_at=None)
    rows = rows.filter(project__key__in=keys, kind__in=["scoping", "certificate"])
    rows = rows.select_related("project", "minutes").order_by("number", "pk")
    newest = {row.project.key: row for row in rows}
    return {key: newest[key] for key in keys if key in newest}


@transaction.atomic
def ask_bundle(*, report: Report, keys: list[str], by) -> CommitteeBundle:
    """A committee report and the documents of these projects, gathered by the worker."""
    journal.lock_chain()
    require(can_ask_committee(by))
    if not report.is_ready:
        raise WrongState(_("Ce rapport n’est pas encore prêt."))
    ready = documents_of(report, by)
    chosen = [row for key, row in ready.items() if key in keys]
    if not chosen:
        raise Incomplete(documents=_("Cochez au moins un projet."))
    check_weight([report, *chosen])
    without = [line["key"] for line in report.content["projects"] if line["key"] not in ready]
    bundle = CommitteeBundle.objects.create(
        committee=report,
        contents={"files": names_of([report, *chosen]), "without": without},
        total=len(chosen) + 1,
        asked_by=by,
        asked_at=timezone.now(),
    )
    bundle.job = Job.plan("gather_bundle", key=str(bundle.pk), bundle_id=bundle.pk)
    bundle.save(update_fields=["job"])
    return bundle


def names_of(reports: list[Report]) -> list[dict]:
    """A name for each file that no other has and that every system accepts."""
    return [
        {"report": row.pk, "name": f"{place:03}-{label(row)}.pdf"}
        for place, row in enumerate(reports)
    ]


def label(report: Report) -> str:
    """« P-014-refonte-du-site-v3 »."""
    if report.project is None:
        return "rapport-au-comite"
    parts = (slugify(report.project.key).upper(), slugify(report.project.title)[:TITLE].strip("-"))
    return "-".join([*(part for part in parts if part), f"v{report.version}"])


def check_weight(reports: list[Report]) -> None:
    """What would be too heavy for a file that one sends is said before it is made."""
    total = sum(size(row) for row in reports)
    if total > MAX_BYTES:
        megabytes = MAX_BYTES // 1_000_000
        text = _("Ce fichier dépasserait %(most)d Mo : cochez moins de projets.")
        raise Incomplete(documents=text % {"most": megabytes})


def size(report: Report) -> int:
    """The weight of a document; nothing when its file is not where it was left."""
    try:
        return report.accessible.size
    except (OSError, ValueError):
        return 0
