"""The way out of gathered reminders: a signed link, no sign-in, never on a mere visit."""

from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from governance.actions.mail_settings import stop_digests, take_digests_back
from governance.delivery import WAY_OUT
from governance.models import MailSettings, Person
from governance.pages import render_page

ONE_CLICK = ("List-Unsubscribe", "One-Click")  # RFC 8058: what a mail reader posts by itself


@csrf_exempt
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscription(request, sealed):
    """The button of a mail reader acts at once; everybody else presses the button of the page."""
    person = reader_of(sealed)
    if request.method == "POST" and request.POST.get(ONE_CLICK[0]) == ONE_CLICK[1]:
        stop_digests(person=person)
        return HttpResponse(status=204)
    return unsubscription_page(request, person)


@csrf_protect
def unsubscription_page(request, person: Person):
    """What leaves by e-mail today, and the button that changes it."""
    if request.method == "POST":
        back = request.POST.get("action") == "back"
        (take_digests_back if back else stop_digests)(person=person)
    cut = MailSettings.objects.filter(person=person).exclude(no_digest_since=None).exists()
    context = {"cut": cut, "just_changed": request.method == "POST"}
    return render_page(request, "governance/unsubscription.html", context, partial="desabonnement")


def reader_of(sealed: str) -> Person:
    """The person whose e-mail carries this link; a link that was touched leads nowhere."""
    try:
        number = WAY_OUT.unsign_object(sealed)
    except signing.BadSignature as error:
        raise Http404 from error
    return get_object_or_404(Person, pk=number, is_active=True)
