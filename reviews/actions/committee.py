"""Freeze the report of a portfolio, and gather the documents of its projects in one file."""

from django.conf import settings
from django.db import transaction
from django.db.models.fields.files import FieldFile
from django.db.models.fields.json import KeyTextTransform
from django.utils import timezone, translation
from django.utils.formats import number_format
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from governance import journal
from governance.models import Job
from governance.verdicts import Incomplete, WrongState, require
from projects import frame
from projects.listing import Asked, found
from projects.models import Project
from reviews.actions.reports import kept_or_new, new_code, revive
from reviews.committee_data import MAX_PROJECTS, MAX_ROWS, committee_data, rows_of
from reviews.committee_period import Period
from reviews.models import CommitteeBundle, Report
from reviews.pdf.errors import PdfTooLong
from reviews.pdf.text import clean
from reviews.print_permissions import can_ask_committee

MAX_BYTES = 400_000_000
TITLE = 40


@transaction.atomic
def freeze_committee(*, asked: Asked, by, period: str = Period.QUARTER) -> Report:
    """The portfolio as it stands now, as the filters show it; the same report if nothing changed."""
    journal.lock_chain()
    require(can_ask_committee(by))
    reports = Report.objects.filter(kind=Report.Kind.COMMITTEE).order_by("-number")
    number = (reports.values_list("number", flat=True).first() or 0) + 1
    projects = portfolio(asked, by)
    with translation.override(settings.LANGUAGE_CODE):
        told = {"selection": frame.chosen(asked), "period": period, "number": number}
        data = committee_data(projects, by=by, code=new_code(), **told)
    check_length(data)
    last = reports.filter(asked_by=by).select_related("job").first()
    return kept_or_new(last, data, number=number, kind=Report.Kind.COMMITTEE, by=by)


def portfolio(asked: Asked, by) -> list[Project]:
    """The projects of the report: those that are not abandoned, not too many, at least one."""
    rows = found(by, asked).exclude(state=Project.State.CANCELLED)
    projects = list(rows.select_related("kind")[: MAX_PROJECTS + 1])
    if not projects:
        raise Incomplete(
            projects=_("Aucun projet ne correspond : changez les filtres du portefeuille.")
        )
    if len(projects) > MAX_PROJECTS:
        text = _("Un rapport au comité tient %(most)d projets : filtrez le portefeuille.")
        raise Incomplete(projects=text % {"most": MAX_PROJECTS})
    return projects


def check_length(data: dict) -> None:
    """What no committee would read, and no press would print in time, is said before anything waits."""
    rows = rows_of(data)
    if rows > MAX_ROWS:
        told = {"n": number_format(rows, use_l10n=True), "most": number_format(MAX_ROWS)}
        text = _(
            "Ce rapport compterait %(n)s lignes, pour %(most)s au plus : filtrez le portefeuille, ou choisissez une période plus courte."
        )
        raise Incomplete(projects=text % told)
    try:
        clean(data)
    except PdfTooLong as too_long:
        text = _("Ce rapport contient trop de texte pour un seul PDF : filtrez le portefeuille.")
        raise Incomplete(projects=text) from too_long


def documents_of(report: Report, by) -> dict[str, Report]:
    """The last ready document of each project of the report, among those that one may open."""
    keys = [line["key"] for line in report.content["projects"]]
    rows = Report.objects.visible_to(by).exclude(produced_at=None)
    rows = rows.filter(project__key__in=keys, kind__in=["scoping", "certificate"])
    rows = rows.select_related("project", "minutes").order_by("number", "pk").defer("content")
    rows = rows.annotate(spoken=KeyTextTransform("language", "content"))
    newest = {row.project.key: row for row in rows}
    return {key: newest[key] for key in keys if key in newest}


def ask_bundle(*, report: Report, keys: list[str], by) -> CommitteeBundle:
    """A committee report and the documents of these projects, gathered by the worker; once for one choice."""
    require(can_ask_committee(by))
    if not report.is_ready:
        raise WrongState(_("Ce rapport n’est pas encore prêt."))
    ready = documents_of(report, by)
    chosen = [row for key, row in ready.items() if key in keys]
    if not chosen:
        raise Incomplete(documents=_("Cochez au moins un projet."))
    language = (get_language() or settings.LANGUAGE_CODE)[:2]
    files = [in_language(row, language) for row in (report, *chosen)]
    check_weight([file for _language, file in files])
    without = [line["key"] for line in report.content["projects"] if line["key"] not in ready]
    held = names_of([report, *chosen], [spoken for spoken, _file in files])
    contents = {"language": language, "files": held, "without": without}
    with transaction.atomic():  # files were weighed before: nobody waits for a slow disk
        journal.lock_chain()
        return asked_before(report, contents, by) or planned(report, contents, by)


def asked_before(report: Report, contents: dict, by) -> CommitteeBundle | None:
    """The same choice of the same person: what waits or is there serves again, what stopped starts again."""
    last = report.bundles.filter(asked_by=by).select_related("job").first()
    if last is None or {name: last.contents.get(name) for name in contents} != contents:
        return None
    if last.is_ready and (last.left_out or not last.file.storage.exists(last.file.name)):
        return None
    if revive(last):
        CommitteeBundle.objects.filter(pk=last.pk).update(gathered=0)
    return last


def planned(report: Report, contents: dict, by) -> CommitteeBundle:
    """A new file for the worker to make."""
    bundle = CommitteeBundle.objects.create(
        committee=report,
        contents=contents,
        total=len(contents["files"]),
        asked_by=by,
        asked_at=timezone.now(),
    )
    bundle.job = Job.plan("gather_bundle", key=str(bundle.pk), bundle_id=bundle.pk)
    bundle.save(update_fields=["job"])
    return bundle


def in_language(report: Report, language: str) -> tuple[str, FieldFile]:
    """The document in this language when it was printed in it, else as it was first printed."""
    edition = report.files.filter(language=language, variant="accessible").first()
    if edition:
        return language, edition.file
    own = report.spoken if hasattr(report, "spoken") else report.content.get("language")
    return own or settings.LANGUAGE_CODE, report.accessible


def names_of(reports: list[Report], languages: list[str]) -> list[dict]:
    """A name for each file that no other has and that every system accepts, and its language."""
    return [
        {"report": row.pk, "name": f"{place:03}-{label(row, language)}.pdf", "language": language}
        for place, (row, language) in enumerate(zip(reports, languages, strict=True))
    ]


def label(report: Report, language: str) -> str:
    """« P-014-refonte-du-site-v3 », « P-014-refonte-du-site-v3-en »."""
    other = "" if language == settings.LANGUAGE_CODE else language
    if report.project is None:
        return "-".join(part for part in ("rapport-au-comite", other) if part)
    parts = (slugify(report.project.key).upper(), slugify(report.project.title)[:TITLE].strip("-"))
    return "-".join(part for part in (*parts, f"v{report.version}", other) if part)


def check_weight(files: list[FieldFile]) -> None:
    """What would be too heavy for a file that one sends is said before it is made."""
    total = sum(size(file) for file in files)
    if total > MAX_BYTES:
        megabytes = MAX_BYTES // 1_000_000
        text = _("Ce fichier dépasserait %(most)d Mo : cochez moins de projets.")
        raise Incomplete(documents=text % {"most": megabytes})


def size(file: FieldFile) -> int:
    """The weight of a document; nothing when its file is not where it was left."""
    try:
        return file.size
    except (OSError, ValueError):
        return 0
