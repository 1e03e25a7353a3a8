"""The private calendar address of a person: its secret is the key, and is written nowhere."""

from hashlib import sha256

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from governance.models import CalendarFeed
from reviews.calendar_files import PUBLISH, media_type
from reviews.feeds import feed_file

TEN_MINUTES = 600


@login_not_required
@require_safe
def feed(request, secret):
    """What a calendar reads again and again; an address that was withdrawn was never there."""
    found = CalendarFeed.find(secret)
    if found is None:
        sentence = _("Cette adresse d’agenda ne s’ouvre pas.")
        return HttpResponse(sentence, status=404, content_type="text/plain; charset=utf-8")
    if request.method == "GET":
        found.note_reading()
    content = feed_file(found.person)
    response = HttpResponse(content, content_type=media_type(PUBLISH))
    etag = f'"{sha256(content).hexdigest()[:32]}"'
    response["ETag"] = etag
    response["Cache-Control"] = f"private, max-age={TEN_MINUTES}"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    response["Content-Disposition"] = 'inline; filename="cadrage.ics"'
    return get_conditional_response(request, etag=etag, response=response)
