"""Two guards around every request."""

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _

from governance.pages import say_too_late
from governance.verdicts import WrongState


class BodyLimitMiddleware:
    """Refuse a body that is too large before anything parses it (CSRF reads the whole form)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        length = request.META.get("CONTENT_LENGTH") or "0"
        chunked = "chunked" in request.META.get("HTTP_TRANSFER_ENCODING", "").lower()
        if chunked or not length.isdigit() or int(length) > settings.UPLOAD_LIMIT_BYTES:
            sentence = _("Ce fichier dépasse 20 Mo. Allégez-le, ou joignez-le en plusieurs parties.")
            return HttpResponse(sentence, status=413, content_type="text/plain; charset=utf-8")
        return self.get_response(request)


class WrongStateMiddleware:
    """Turn "not now" into a 409 that says what happened."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if isinstance(exception, WrongState):
            return say_too_late(request, str(exception))
        return None
