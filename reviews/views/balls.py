"""A ball, from where one waits for it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from governance.verdicts import require
from projects.models import Move
from reviews.actions.nudging import remind_by_hand
from reviews.permissions import can_remind


@require_POST
def nudge(request, move_id):
    """Remind whoever has the ball, then come back to the page where one waits."""
    rows = Move.objects.visible_to(request.user).select_related("project", "person", "team")
    move = get_object_or_404(rows, pk=move_id)
    require(can_remind(request.user, move))
    remind_by_hand(move=move, by=request.user)
    messages.success(request, _("%(name)s : c’est relancé.") % {"name": move.holder})
    back = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(
        back, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return redirect(back if back and ours else move.ground.get_absolute_url())
