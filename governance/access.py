"""A guest's session: checked at each request, ended by time, by a steward or by its guest."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from governance.keeping import KeepsTypingMiddleware
from governance.models import GuestSession
from governance.models.access import digest_of

ADDRESS = "guest_address"  # offered again on the page that sends a code


class GuestSessionMiddleware(KeepsTypingMiddleware):
    """A guest comes back through a new code, to the same page, with what was being typed.

    The company's people are let through without a question to the database.
    """

    def process_view(self, request, view_func, view_args, view_kwargs):
        user, quick = request.user, getattr(view_func, "quick_answer", None)
        if quick and user.is_authenticated and (answer := quick(request, **view_kwargs)):
            return answer
        by_page = getattr(view_func, "by_itself", False)
        if not user.is_authenticated or not user.is_guest or still_open(request, by_page=by_page):
            return None
        leave(request)
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(self, request, view_func):
        if request.method == "POST" and getattr(view_func, "keeps_typing", False):
            return super().handle_no_permission(request, view_func)
        door = f"{self.get_login_url(view_func)}?{urlencode({'next': page_of(request)})}"
        if request.htmx:
            return HttpResponse(status=204, headers={"HX-Redirect": door})
        return redirect(door)

    def get_login_url(self, view_func):
        return reverse("account_request_login_code")


def page_of(request) -> str:
    """The page that the guest was on: the one asked for, or the one whose button was pressed."""
    if request.htmx:
        return request.htmx.current_url_abs_path or resolve_url(settings.LOGIN_REDIRECT_URL)
    if request.method != "POST":
        return request.get_full_path()
    came_from = urlsplit(request.headers.get("Referer", ""))
    return (
        came_from.path
        if came_from.netloc == request.get_host()
        else resolve_url(settings.LOGIN_REDIRECT_URL)
    )


def by_itself(view):
    """Mark a view that an open page asks for by itself: it proves nobody's presence."""
    view.by_itself = True
    return view


def quick_answer(answer):
    """Mark a view that may be answered before all else, by `answer(request, **arguments)`.

    It is asked of a signed-in person, checks their sight and the session of a guest in the same
    statement, and says None to let the request go its ordinary way.
    """

    def mark(view):
        view.quick_answer = answer
        return view

    return mark


def still_open(request, *, by_page: bool = False) -> bool:
    """Whether this guest's session goes on; a page that refreshes by itself is nobody there."""
    session, now = GuestSession.of(request.user, request.session.session_key), timezone.now()
    if not session.is_open(now) or session.person_id != request.user.pk:
        return False
    if not (by_page or (request.htmx and request.method == "GET")):
        session.seen(now)
    return True


def leave(request) -> None:
    """Sign the guest out, say why, and keep their address for the next code."""
    address = request.user.email
    close(request)
    logout(request)
    request.session[ADDRESS] = address
    sentence = _("Votre session d’invité est terminée. Un nouveau code vous ramène à votre page.")
    messages.info(request, sentence)


def close(request) -> None:
    """The guest leaves by themselves, or too late: their session is over for the steward too."""
    if request.user.is_authenticated and request.user.is_guest and request.session.session_key:
        GuestSession.objects.filter(key_digest=digest_of(request.session.session_key)).end()
