"""The ZIP of a committee: its report, the documents of its projects, and a list of what is in it."""

import hashlib
import shutil
import zipfile
from typing import BinaryIO

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import journal
from governance.models import Notice
from reviews.files import keep_whole, spooled
from reviews.models import CommitteeBundle, Report

LIST_NAME = "sommaire.txt"


class BundleFailed(Exception):
    """Why the file could not be made, in a sentence."""


class Dropped(Exception):
    """Somebody called it off while it was being made."""


def gather(bundle_id: int) -> None:
    """Make the file of a bundle, unless it is there already or was called off."""
    bundle = CommitteeBundle.objects.select_related("committee", "asked_by").get(pk=bundle_id)
    if bundle.is_ready or bundle.is_stopped:
        return
    try:
        with spooled(CommitteeBundle._meta.get_field("file").storage) as part:
            write(bundle, part)
            store(bundle, part)
    except Dropped:
        return
    except OSError as error:
        raise BundleFailed(
            _("Le fichier n’a pas pu être écrit. Relancez-le ; sinon, prévenez le support.")
        ) from error


def write(bundle: CommitteeBundle, part: BinaryIO) -> None:
    """The same bundle always gives the same bytes: fixed order, fixed dates."""
    moment = timezone.localtime(bundle.committee.asked_at).timetuple()[:6]
    reports = Report.objects.select_related("project", "minutes").in_bulk(
        [line["report"] for line in bundle.contents["files"]]
    )
    with zipfile.ZipFile(part, "w", zipfile.ZIP_STORED) as archive:
        for place, line in enumerate(bundle.contents["files"], start=1):
            add(archive, entry(line["name"], moment), reports.get(line["report"]))
            note(bundle, place)
        archive.writestr(entry(LIST_NAME, moment), listed(bundle, reports))


def entry(name: str, moment: tuple) -> zipfile.ZipInfo:
    """A file of the archive, readable by its owner and others."""
    made = zipfile.ZipInfo(name, moment)
    made.create_system, made.external_attr = 3, 0o644 << 16
    return made


def add(archive: zipfile.ZipFile, made: zipfile.ZipInfo, report: Report | None) -> None:
    """Copy a document without holding it in memory."""
    told = {"name": made.filename}
    try:
        if report is None or not report.accessible:
            raise FileNotFoundError(made.filename)
        with report.accessible.open("rb") as source, archive.open(made, "w") as target:
            shutil.copyfileobj(source, target)
    except FileNotFoundError as lost:
        raise BundleFailed(
            _("Le document %(name)s n’est plus à sa place. Prévenez le support.") % told
        ) from lost


def note(bundle: CommitteeBundle, place: int) -> None:
    """How many are in, for whoever follows; stop there when it was called off."""
    rows = CommitteeBundle.objects.filter(pk=bundle.pk, stopped_at=None)
    if not rows.update(gathered=place):
        raise Dropped


def listed(bundle: CommitteeBundle, reports: dict[int, Report]) -> str:
    """What is in the archive, with the codes to check each file, and which projects have none yet."""
    lines = [_("Dossier du comité %(n)s") % {"n": bundle.committee.number}, ""]
    for line in bundle.contents["files"]:
        report = reports[line["report"]]
        about = str(report.project) if report.project else _("Rapport au comité")
        lines.append(f"{line['name']}  {about}  {_('code')} {report.code}")
    without = bundle.contents["without"]
    if without:
        lines += ["", _("Sans document prêt : %(keys)s.") % {"keys": ", ".join(without)}]
    return "\n".join(lines) + "\n"


def store(bundle: CommitteeBundle, part: BinaryIO) -> None:
    """Keep the finished file under its fingerprint, then tell who asked."""
    part.seek(0)
    digest = hashlib.file_digest(part, "sha256").hexdigest()
    storage = CommitteeBundle._meta.get_field("file").storage
    name = keep_whole(storage, f"reports/committee/bundle-{digest[:24]}.zip", part)
    with transaction.atomic():
        rows = CommitteeBundle.objects.filter(pk=bundle.pk, produced_at=None, stopped_at=None)
        if not rows.update(file=name, sha256=digest, produced_at=timezone.now()):
            return
        journal.record(bundle, "bundle.gathered", by=None, sha256=digest, files=bundle.total)
        Notice.post(
            bundle.asked_by,
            key=f"bundle:{bundle.pk}",
            subject=_("Le dossier du comité est prêt"),
            body=_("%(n)d documents réunis dans un fichier ZIP.") % {"n": bundle.total},
            action=_("Ouvrir le dossier"),
            path=reverse("reviews:committee-bundle", args=[bundle.pk]),
        )
