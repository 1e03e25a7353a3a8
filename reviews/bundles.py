"""The ZIP of a committee: its report, the documents of its projects, and a list of what is in it."""

import errno
import hashlib
import shutil
import zipfile
from typing import BinaryIO

from django.db import transaction
from django.db.models.fields.files import FieldFile
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance import journal
from governance.models import Notice
from reviews.bundle_lists import LIST_NAME, listed
from reviews.files import keep_whole, spooled
from reviews.models import CommitteeBundle, Report
from reviews.print_permissions import can_ask_committee


class BundleFailed(Exception):
    """Why the file could not be made, in a sentence."""


class Dropped(Exception):
    """Somebody called it off while it was being made."""


def gather(bundle_id: int) -> None:
    """Make the file of a bundle, unless it is there already, was called off or is gone."""
    rows = CommitteeBundle.objects.select_related("committee", "asked_by")
    bundle = rows.filter(pk=bundle_id).first()
    if bundle is None or bundle.is_ready or bundle.is_stopped:
        return
    with translation.override(bundle.language):
        try:
            make(bundle)
        except Dropped:
            return
        except OSError as error:
            raise BundleFailed(unwritten(error)) from error


def make(bundle: CommitteeBundle) -> None:
    """Write the file aside, then put it in its place: whole, or not at all."""
    check_rights(bundle)
    with spooled(storage_of_bundles()) as part:
        left = write(bundle, part)
        store(bundle, part, left)


def storage_of_bundles():
    """Where finished files go."""
    return CommitteeBundle._meta.get_field("file").storage


def check_rights(bundle: CommitteeBundle) -> None:
    """Whoever asked must still be of the company when it is made, not only when it was asked (scenario 34)."""
    if not (bundle.asked_by.is_active and can_ask_committee(bundle.asked_by)):
        raise BundleFailed(
            _("La personne qui a demandé ce dossier n’a plus le droit de le recevoir.")
        )


def unwritten(error: OSError) -> str:
    """What to do when the disk refuses."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return _("Le disque du serveur est plein. Prévenez le support, puis relancez ce dossier.")
    return _("Le fichier n’a pas pu être écrit. Relancez-le ; sinon, prévenez le support.")


def write(bundle: CommitteeBundle, part: BinaryIO) -> list[dict]:
    """The same documents always give the same bytes: fixed order, fixed dates. Returns what was left out."""
    moment = timezone.localtime(bundle.committee.asked_at).timetuple()[:6]
    held, left = [], []
    with zipfile.ZipFile(part, "w", zipfile.ZIP_STORED) as archive:
        for place, line in enumerate(bundle.contents["files"], start=1):
            report, why = found(bundle, line)
            if report is None:
                left.append({"name": line["name"], "why": why})
            else:
                spoken, file = edition_of(report, line)
                add(archive, entry(line["name"], moment), file)
                held.append((line["name"], report, spoken))
            note(bundle, place)
        archive.writestr(entry(LIST_NAME, moment), listed(bundle, held, left))
    return left


def found(bundle: CommitteeBundle, line: dict) -> tuple[Report | None, str]:
    """The document, if it still is there and whoever asked may still open it (scenario 34)."""
    rows = Report.objects.select_related("project", "minutes").filter(pk=line["report"])
    report = rows.visible_to(type(bundle.asked_by).objects.get(pk=bundle.asked_by_id)).first()
    if report is None:
        return None, "hidden" if rows.exists() else "gone"
    return report, ""


def edition_of(report: Report, line: dict) -> tuple[str, FieldFile]:
    """The file in the language that was chosen, else as it was first printed, and its language."""
    own = report.content.get("language", "")
    language = line.get("language", own)
    edition = report.files.filter(language=language, variant="accessible").first()
    return (language, edition.file) if edition else (own, report.accessible)


def entry(name: str, moment: tuple) -> zipfile.ZipInfo:
    """A file of the archive, readable by its owner and others."""
    made = zipfile.ZipInfo(name, moment)
    made.create_system, made.external_attr = 3, 0o644 << 16
    return made


def add(archive: zipfile.ZipFile, made: zipfile.ZipInfo, file: FieldFile) -> None:
    """Copy a document without holding it in memory."""
    try:
        if not file:
            raise FileNotFoundError(made.filename)
        with file.open("rb") as source, archive.open(made, "w") as target:
            shutil.copyfileobj(source, target)
    except FileNotFoundError as lost:
        raise BundleFailed(
            _("Le document %(name)s n’est plus à sa place. Prévenez le support.")
            % {"name": made.filename}
        ) from lost


def note(bundle: CommitteeBundle, place: int) -> None:
    """How many are in, for whoever follows; stop there when it was called off."""
    rows = CommitteeBundle.objects.filter(pk=bundle.pk, stopped_at=None)
    if not rows.update(gathered=place):
        raise Dropped


def store(bundle: CommitteeBundle, part: BinaryIO, left: list[dict]) -> None:
    """Keep the finished file under its fingerprint, then tell who asked; nothing stays of one called off."""
    part.seek(0)
    digest = hashlib.file_digest(part, "sha256").hexdigest()
    storage = storage_of_bundles()
    wanted = f"reports/committee/bundle-{bundle.pk}-{digest[:24]}.zip"
    name = keep_whole(storage, wanted, part)
    with transaction.atomic():
        journal.lock_chain()
        rows = CommitteeBundle.objects.filter(pk=bundle.pk, produced_at=None, stopped_at=None)
        contents = bundle.contents | {"left": left}
        facts = {"file": name, "sha256": digest, "contents": contents}
        if not rows.update(**facts, produced_at=timezone.now()):
            if not CommitteeBundle.objects.filter(file=name).exists():
                storage.delete(name)
            return
        if not storage.exists(name):
            raise FileNotFoundError(name)
        count = bundle.total - len(left)
        journal.record(bundle, "bundle.gathered", by=None, sha256=digest, files=count)
        tell(bundle, count, left)


def tell(bundle: CommitteeBundle, count: int, left: list[dict]) -> None:
    """The letter to whoever asked: how many documents are in, how many could not be."""
    text = ngettext(
        "%(n)d document réuni dans un fichier ZIP.",
        "%(n)d documents réunis dans un fichier ZIP.",
        count,
    )
    more = ngettext(
        " %(n)d laissé de côté : le sommaire dit pourquoi.",
        " %(n)d laissés de côté : le sommaire dit pourquoi.",
        len(left),
    )
    Notice.post(
        bundle.asked_by,
        key=f"bundle:{bundle.pk}",
        subject=_("Le dossier du comité est prêt"),
        body=text % {"n": count} + (more % {"n": len(left)} if left else ""),
        action=_("Ouvrir le dossier"),
        path=reverse("reviews:committee-bundle", args=[bundle.pk]),
    )
