"""What stands around every request: two guards, and the language of the person."""

from django.conf import settings
from django.http import HttpResponse
from django.utils import translation
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
            sentence = _(
                "Ce fichier dépasse 20 Mo. Allégez-le, ou joignez-le en plusieurs parties."
            )
            return HttpResponse(sentence, status=413, content_type="text/plain; charset=utf-8")
        return self.get_response(request)


class ChosenLanguageMiddleware:
    """The language that the person chose, else the company's: never a guess from the browser.

    Titles and sentences kept in the database are written in the company's language; a page half
    in another one helps nobody who did not ask for it.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        known = chosen in dict(settings.LANGUAGES)
        with translation.override(chosen if known else settings.LANGUAGE_CODE):
            request.LANGUAGE_CODE = translation.get_language()
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        return response


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
