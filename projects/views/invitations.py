"""The page behind an invitation link: reading it changes nothing, a button asks for a code."""

import logging

from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from projects.actions import seats
from projects.models import Invitation

logger = logging.getLogger(__name__)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request, token):
    """Say who invites and for what; on request, send a code to the invited address only."""
    found = Invitation.objects.find(token)
    if found is None:
        raise Http404
    state = state_for(request.user, found)
    if state == "mine":
        return redirect(found.seat.project)
    if request.method == "POST" and state in ("ready", "expired"):
        return post(request, found, state)
    return show(request, found, state, status=409 if request.method == "POST" else 200)


def state_for(user, found: Invitation) -> str:
    """What the visitor can do with this link. Pure."""
    seat = found.seat
    if seat.left_at is not None or not seat.person.is_active:
        return "ended"
    if user.is_authenticated:
        return "mine" if user.pk == seat.person_id else "other"
    return "ready" if found.is_usable else "expired"


def post(request, found: Invitation, state: str):
    """Send the code, or a new link, to the address that was invited; never to another."""
    person = found.seat.person
    if not ratelimit.consume(request, action="request_login_code", key=person.email.lower()):
        return show(request, found, "throttled", status=429)
    if state == "expired":
        seats.send_invitation(seat=found.seat, by=found.sent_by)
        facts = {"email": person.email}
        messages.success(request, _("Un nouveau lien part à l’adresse %(email)s.") % facts)
        return redirect(found)
    try:
        LoginCodeVerificationProcess.initiate(request=request, user=person, email=person.email)
    except OSError as error:
        logger.warning("login code for invitation %s not sent: %s", found.pk, error)
        return show(request, found, "unsent", status=503)
    after = urlencode({"next": found.seat.project.get_absolute_url()})
    return redirect(f"{reverse('account_confirm_login_code')}?{after}")


def show(request, found: Invitation, state: str, status: int = 200):
    """The page of an invitation in one of its states."""
    context = {
        "invitation": found,
        "project": found.seat.project,
        "person": found.seat.person,
        "inviter": found.sent_by,
        "state": state,
    }
    return render(request, "projects/invitation.html", context, status=status)
