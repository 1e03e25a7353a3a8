"""What was being typed when a session ended: kept aside, given back after signing in."""

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse, QueryDict
from django.shortcuts import resolve_url
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.http import urlencode

KEY = "typed_before_signing_in"
WRITER = "auteur"  # the hidden field that says whose form it is
MOST_CHARACTERS = 30_000


def keeps_typing(view):
    """Mark a view whose form must survive an ended session."""
    view.keeps_typing = True
    return view


class KeepsTypingMiddleware(LoginRequiredMiddleware):
    """Ask to sign in, as Django does, without losing a form that was being filled."""

    def handle_no_permission(self, request, view_func):
        if request.method != "POST" or not getattr(view_func, "keeps_typing", False):
            return super().handle_no_permission(request, view_func)
        path = request.path
        body = request.POST.copy()
        body.pop("csrfmiddlewaretoken", None)
        if len(body.urlencode()) <= MOST_CHARACTERS:
            request.session[KEY] = {"path": path, "body": body.urlencode()}
        login = resolve_url(self.get_login_url(view_func))
        if not request.htmx:
            return redirect_to_login(path, login)
        target = f"{login}?{urlencode({'next': path})}"
        return HttpResponse(status=204, headers={"HX-Redirect": target})


def given_back(request) -> QueryDict | None:
    """What this page's form held when the session ended; once, and to who typed it only."""
    kept = request.session.get(KEY)
    if not kept or kept["path"] != request.path:
        return None
    del request.session[KEY]
    body = QueryDict(kept["body"])
    own = constant_time_compare(body.get(WRITER, ""), writer_mark(request.user))
    return body if own else None


def writer_mark(person) -> str:
    """What a form carries to be given back to its writer, without naming them."""
    return salted_hmac(KEY, str(person.pk)).hexdigest()[:16]
