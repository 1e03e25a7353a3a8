from csp.constants import NONE, SELF
from csp.decorators import csp
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from governance import mailbox
from governance.pages import render_page

SANDBOX = {
    "sandbox": True,
    "default-src": [NONE],
    "style-src": ["'unsafe-inline'"],
    "img-src": [SELF, "data:"],
    "base-uri": [NONE],
    "form-action": [NONE],
    "frame-ancestors": [NONE],
}


@login_not_required
@require_safe
def mails(request):
    """The e-mails of the demo company, which go to a folder and to nobody."""
    only_in_demo()
    context = {"letters": mailbox.letters()}
    return render_page(request, "governance/mails.html", context, partial="courriels")


@login_not_required
@require_safe
def mail(request, name):
    """One e-mail: its text, and a way to see it as a mail client would."""
    context = {"letter": found(name)}
    return render_page(request, "governance/mail.html", context, partial="courriel")


@login_not_required
@require_safe
@csp(SANDBOX)
def mail_html(request, name):
    """The HTML of an e-mail, in a page that can run and send nothing."""
    return HttpResponse(found(name).html)


def found(name: str) -> mailbox.Letter:
    """The e-mail of that name, or a 404; always a 404 outside the demo."""
    only_in_demo()
    letter = mailbox.letter(name)
    if letter is None:
        raise Http404
    return letter


def only_in_demo() -> None:
    if not settings.DEMO:
        raise Http404
