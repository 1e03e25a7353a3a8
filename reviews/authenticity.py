"""Whether a code or a file is that of a document, without a word of what the document says."""

import re
import unicodedata
from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

from governance import typography
from reviews.models import PrintedFile, Report

CODE = re.compile(r"[2-9A-HJ-NP-Z]{8}")
LONGEST = 64
LOOK_ALIKES = str.maketrans("O0I1", "QQLL")  # signs that no code holds, read as the nearest ones
OK, WARN, KO = "st-ok", "st-warn", "st-ko"


class Newer(NamedTuple):
    """What came after a document: its version, since when, and its page when it is printed."""

    version: int
    since: datetime
    report_id: int | None = None


class Finding(NamedTuple):
    """The answer to whoever checks: how it looks, what it says, and the document it is about."""

    icon: str
    tone: str
    title: str
    sentences: list[str]
    report: Report | None = None
    printed: PrintedFile | None = None
    sha256: str = ""

    @property
    def originals(self) -> list[PrintedFile]:
        """Every file of the document, for whoever compares fingerprints with tools of their own."""
        return list(self.report.files.all()) if self.report else []


def read_code(text: str) -> str:
    """A code as it is kept, whatever the case, spaces and dashes; nothing when it is not one."""
    folded = unicodedata.normalize("NFKC", text[:LONGEST]).upper().translate(LOOK_ALIKES)
    signs = "".join(sign for sign in folded if sign.isalnum())
    return f"{signs[:4]}-{signs[4:]}" if CODE.fullmatch(signs) else ""


def find_report(code: str) -> Report | None:
    """The document that bears a code."""
    rows = Report.objects.select_related("project", "minutes")
    return rows.filter(code=code).first() if code else None


def find_printed(sha256: str) -> PrintedFile | None:
    """The file that left the press with this fingerprint."""
    rows = PrintedFile.objects.select_related("report__project", "report__minutes")
    return rows.filter(sha256=sha256).order_by("pk").first()


def newer_than(report: Report) -> Newer | None:
    """The last document that says more of the same thing; a record of a decision is never replaced."""
    if report.decision_id or report.project is None:
        return None
    if report.minutes:
        later = type(report.minutes).objects.filter(
            meeting=report.minutes.meeting_id, number__gt=report.minutes.number
        )
        if last := later.order_by("-number").first():
            return Newer(last.number, last.closed_at)
    printed = report.project.reports.filter(kind=report.kind, produced_at__isnull=False)
    later = printed.filter(minutes=report.minutes_id, number__gt=report.number)
    found = later.select_related("minutes").order_by("-number").first()
    return Newer(found.version, found.asked_at, found.pk) if found else None


def about_code(report: Report | None) -> Finding:
    """The answer to a code alone: it proves that a document exists, not that a file is intact."""
    if report is None:
        sentences = [
            _("Un code compte huit signes : des chiffres de 2 à 9, des lettres sauf I et O."),
            _("Relisez celui de la dernière page du document, ou donnez le fichier lui-même."),
        ]
        return Finding("help-circle", KO, _("Aucun document ne porte ce code"), sentences)
    if not report.is_ready:
        rest = _("Ce document n’est pas encore imprimé : aucun fichier ne peut en provenir.")
    else:
        rest = _(
            "Le code seul ne dit pas si votre fichier est intact : donnez aussi le fichier, ou comparez l’empreinte des données avec celle de sa dernière page."
        )
    newer = newer_than(report)
    if newer:
        title = _("Code authentique, mais une version plus récente existe")
        return Finding("history", WARN, title, [replaced(newer, report), rest], report)
    title = _("Code authentique, document à jour")
    return Finding("filled-circle-check", OK, title, [rest], report)


def about_file(sha256: str, *, code: str = "", report: Report | None = None) -> Finding:
    """The answer to a file, and to the code given with it when there is one."""
    printed = find_printed(sha256)
    if printed is None:
        return altered(sha256, code=code, report=report)
    found, newer = printed.report, newer_than(printed.report)
    exact = _("Ce fichier est, à l’octet près, celui que Cadrage a imprimé.")
    if code and found.code != code:
        title = _("Fichier authentique, mais ce n’est pas le document %(code)s") % {"code": code}
        told = _("Il porte le code %(code)s : vérifiez que c’est bien celui qu’on vous annonce.")
        sentences = [exact, told % {"code": found.code}]
        sentences += [replaced(newer, found)] if newer else []
        return Finding("alert-triangle", WARN, title, sentences, found, printed)
    if newer:
        title = _("Fichier authentique, mais une version plus récente existe")
        return Finding("history", WARN, title, [exact, replaced(newer, found)], found, printed)
    title = _("Fichier authentique, et à jour")
    return Finding("filled-circle-check", OK, title, [exact], found, printed)


def altered(sha256: str, *, code: str, report: Report | None) -> Finding:
    """A file that never left the press; with a code, it is not that document, whatever it claims."""
    icon, redo = "filled-alert-octagon", _("Redemandez le fichier à qui vous l’a donné.")
    if report:
        title = _("Ce fichier n’est pas l’exemplaire d’origine du document %(code)s")
        why = _(
            "Ce code existe, mais aucun fichier de ce document n’a cette empreinte : celui-ci a été modifié, réenregistré, ou vient d’ailleurs."
        )
        return Finding(icon, KO, title % {"code": report.code}, [why, redo], report, None, sha256)
    why = _("Aucun document de Cadrage n’a cette empreinte ; un seul octet changé suffit.")
    if code:
        why += " " + _("Aucun ne porte non plus le code donné.")
    else:
        redo = _(
            "Donnez aussi le code de sa dernière page, ou redemandez le fichier à qui vous l’a donné."
        )
    return Finding(icon, KO, _("Modifié, ou inconnu de Cadrage"), [why, redo], sha256=sha256)


def replaced(newer: Newer, report: Report) -> str:
    """« Remplacé par la version 3, du mar. 13 oct., 17 h 42. »"""
    told = {"n": newer.version, "when": typography.moment(newer.since)}
    if newer.version == report.version:
        return _("La version %(n)s a été imprimée à nouveau, avec les réponses du %(when)s.") % told
    return _("Remplacé par la version %(n)s, du %(when)s.") % told
