"""What is in the ZIP of a committee, in words: in the file itself, and on its page."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from reviews.models import CommitteeBundle, Report

LIST_NAME = "sommaire.txt"
Held = list[tuple[str, Report, str]]


def listed(bundle: CommitteeBundle, held: Held, left: list[dict]) -> str:
    """What is in, with the codes to check each file; what is not, and why."""
    lines = [_("Dossier du comité %(n)s") % {"n": bundle.committee.number}, ""]
    for name, report, language in held:
        about = str(report.project) if report.project else _("Rapport au comité")
        told = {"name": name, "about": about, "code": report.code}
        lines.append(_("%(name)s  %(about)s, code %(code)s") % told + other(bundle, language))
    if left:
        lines += ["", _("Laissés de côté :")]
        lines += [f"{line['name']}  {why(line['why'])}" for line in left]
    if without := bundle.contents["without"]:
        said = ", ".join(without)
        lines += ["", _("Projets sans document prêt : %(keys)s") % {"keys": said}]
    address = settings.BASE_URL + reverse("reviews:verification")
    lines += ["", _("Vérifier un document : %(address)s") % {"address": address}]
    return "\n".join(lines) + "\n"


def other(bundle: CommitteeBundle, language: str) -> str:
    """« , seulement en français », when the document does not exist in the language of whoever asked."""
    only = {"fr": _("seulement en français"), "en": _("seulement en anglais")}
    if language == bundle.language or language not in only:
        return ""
    return f", {only[language]}"


def why(reason: str) -> str:
    """Why a document that was asked for is not in."""
    if reason == "hidden":
        return _("vous n’y avez plus accès.")
    return _("ce document n’existe plus.")


def left_lines(bundle: CommitteeBundle) -> list[dict]:
    """The documents left out, for the page."""
    return [{"name": line["name"], "why": why(line["why"])} for line in bundle.left_out]
