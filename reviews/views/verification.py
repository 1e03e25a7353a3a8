"""The page where anybody checks a document: by its code, by the file itself, or by both."""

import hashlib
import re

from allauth.core.internal import ratelimit  # the public door never limits a GET
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.files.uploadhandler import FileUploadHandler
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from governance.pages import render_page
from reviews.authenticity import LONGEST, Finding, about_code, about_file, find_report, read_code

FINGERPRINT = re.compile(r"[0-9a-f]{64}")


class Fingerprint(FileUploadHandler):
    """Hashes a file as it comes in; no byte of it is kept, in memory or on disk."""

    found, is_empty = "", False

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.sha256 = hashlib.sha256()

    def receive_data_chunk(self, raw_data, start):
        self.sha256.update(raw_data)

    def file_complete(self, file_size):
        self.found, self.is_empty = self.sha256.hexdigest(), not file_size


@login_not_required
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verification(request, code=""):
    """Say whether a code or a file is genuine, without revealing what the document says."""
    if request.method == "POST":
        # before anything reads the form: the file must find no other handler
        request.upload_handlers = [Fingerprint(request)]
        return check_file(request)
    typed = (code or request.GET.get("code", "")).strip()
    if not typed:
        return show(request)
    code = read_code(typed)
    if code and not may_ask(request, "check_code"):
        return show(request, too_many(), typed=typed, status=429)
    return show(request, about_code(find_report(code)), typed=code or typed)


@csrf_protect
def check_file(request):
    """The fingerprint that the browser sent, else that of the file that goes by; a code alone is a page."""
    said, typed = request.POST.get("sha256", "").lower(), request.POST.get("code", "").strip()
    upload, code = request.upload_handlers[0], read_code(typed)
    sha256 = said if FINGERPRINT.fullmatch(said) else upload.found
    if not sha256 and code:
        return redirect("reviews:verification-code", code)
    if not sha256 and typed:
        return show(request, about_code(None), typed=typed)
    if not may_ask(request, "check_file"):
        return show(request, too_many(), typed=typed, status=429)
    if upload.is_empty or not sha256:
        return show(request, nothing_given(), typed=typed, status=422)
    found = about_file(sha256, code=code or typed[:LONGEST], report=find_report(code))
    return show(request, found, typed=code or typed)


def may_ask(request, action: str) -> bool:
    """Whether this address has not asked too often; nobody walks through the codes."""
    return bool(ratelimit.consume(request, app="allauth.account", action=action, limit_get=True))


def too_many() -> Finding:
    sentence = _("Trop de vérifications d’affilée. Attendez cinq minutes, puis recommencez.")
    return Finding("clock", "st-warn", _("Pas de réponse pour l’instant"), [sentence])


def nothing_given() -> Finding:
    sentence = _(
        "Choisissez le fichier PDF à vérifier, ou tapez son code : le fichier manque ou il est vide."
    )
    return Finding("alert-triangle", "st-warn", _("Rien à vérifier"), [sentence])


def show(request, found: Finding | None = None, *, typed="", status=200):
    """The page with its answer; kept out of search engines, and of every cache by its view.

    The policy « same-origin » stays: with « no-referrer » a browser would hide where the form comes
    from, and the form would be refused; other sites are told nothing either way.
    """
    context = {"found": found, "code": typed[:LONGEST], "sealed": bool(settings.SEAL_CERTIFICATE)}
    context["here"] = request.path if request.method == "POST" else request.get_full_path()
    response = render_page(
        request, "reviews/verification.html", context, partial="resultat", status=status
    )
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
