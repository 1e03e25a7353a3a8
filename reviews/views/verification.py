"""The page where anybody checks a document: by its code, or by the file itself."""

import hashlib
import re

from allauth.core import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.core.files.uploadhandler import FileUploadHandler
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from governance.pages import render_page
from reviews.models import PrintedFile, Report
from reviews.views.reports import has_newer

FINGERPRINT = re.compile(r"[0-9a-f]{64}")


class Fingerprint(FileUploadHandler):
    """Hashes a file as it comes in; no byte of it is kept, in memory or on disk."""

    found = ""

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.sha256 = hashlib.sha256()

    def receive_data_chunk(self, raw_data, start):
        self.sha256.update(raw_data)

    def file_complete(self, file_size):
        self.found = self.sha256.hexdigest() if file_size else ""


@login_not_required
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def verification(request, code=""):
    """Say whether a code or a file is genuine, without revealing what the document says."""
    if request.method == "POST":
        # before anything reads the form: the file must find no other handler
        request.upload_handlers = [Fingerprint(request)]
        return check_file(request)
    code = (code or request.GET.get("code", "")).strip().upper()[:9]
    report = documents().filter(code=code).first() if code else None
    return show(request, report, code=code, by="code" if code else "")


@csrf_protect
def check_file(request):
    """The fingerprint that the browser sent, else that of the file that goes by."""
    said = request.POST.get("sha256", "").lower()
    sha256 = said if FINGERPRINT.fullmatch(said) else request.upload_handlers[0].found
    if not ratelimit.consume(request, action="check_file"):
        sentence = _("Trop de vérifications d’affilée. Attendez cinq minutes, puis recommencez.")
        return show(request, None, problem=sentence, status=429)
    if not sha256:
        sentence = _("Choisissez le fichier PDF à vérifier : celui-ci manque ou il est vide.")
        return show(request, None, problem=sentence, status=422)
    printed = PrintedFile.objects.filter(sha256=sha256).order_by("pk").first()
    report = documents().get(pk=printed.report_id) if printed else None
    return show(request, report, printed=printed, by="file", sha256=sha256)


def documents():
    return Report.objects.select_related("project", "minutes")


def show(request, report, *, status=200, **known):
    empty = {"code": "", "by": "", "problem": "", "printed": None, "sha256": ""}
    context = empty | known | {"report": report, "newer": bool(report) and has_newer(report)}
    return render_page(
        request, "reviews/verification.html", context, partial="resultat", status=status
    )
