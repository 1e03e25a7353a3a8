"""The page behind an invitation link: reading it changes nothing, a button asks for a code."""

import logging

from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render, resolve_url
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
    if state == "expired":
        if not may_write_to(request, person):
            return show(request, found, "throttled", status=429)
        seats.send_invitation(seat=found.seat, by=found.sent_by)
        facts = {"email": person.email}
        messages.success(request, _("Un nouveau lien part à l’adresse %(email)s.") % facts)
        return redirect(found)
    problem, status = send_code(request, person)
    if problem:
        return show(request, found, problem, status=status)
    return to_typing(found.seat.project)


def may_write_to(request, person) -> bool:
    """Whether one more letter may leave for this address; every door to a code counts together."""
    return ratelimit.consume(request, action="request_login_code", key=person.email.lower())


def send_code(request, person) -> tuple[str, int]:
    """Send the sign-in code to the address that was invited; why it did not leave, if it did not."""
    if not may_write_to(request, person):
        return "throttled", 429
    try:
        LoginCodeVerificationProcess.initiate(request=request, user=person, email=person.email)
    except OSError as error:
        logger.warning("login code for person %s not sent: %s", person.pk, error)
        return "unsent", 503
    return "", 200


def to_typing(place):
    """Where the code is typed, and what opens after."""
    after = urlencode({"next": resolve_url(place)})
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
