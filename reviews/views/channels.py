"""The channels of the chat, for the stewards."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance.models import ChatChannel
from governance.pages import render_page
from governance.permissions import can_keep_cadence
from governance.verdicts import WrongState, require
from reviews.actions import channels as verbs
from reviews.forms.channels import ChannelForm, masked


@require_safe
def channels(request):
    """Every channel, with how it answers."""
    require(can_keep_cadence(request.user))
    rows = [(row, masked(row.url)) for row in ChatChannel.objects.all()]
    return render_page(request, "reviews/channels.html", {"channels": rows}, partial="canaux")


@require_http_methods(["GET", "POST"])
def channel_add(request):
    """A new channel."""
    require(can_keep_cadence(request.user))
    form = ChannelForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        added = verbs.add_channel(**form.cleaned_data, by=request.user)
        messages.success(request, _("Canal ajouté : « %(name)s ». Essayez-le.") % {"name": added})
        return redirect("reviews:channels")
    return page(request, form, _("Nouveau canal"))


@require_http_methods(["GET", "POST"])
def channel(request, channel_id):
    """One channel: its name, its tool, its address, in use or put aside."""
    require(can_keep_cadence(request.user))
    row = get_object_or_404(ChatChannel, pk=channel_id)
    form = ChannelForm(request.POST if request.method == "POST" else None, channel=row)
    if request.method == "POST" and form.is_valid():
        kept = verbs.change_channel(channel=row, **form.cleaned_data, by=request.user)
        messages.success(request, _("Enregistré : « %(name)s ».") % {"name": kept})
        return redirect("reviews:channels")
    return page(request, form, str(row))


@require_POST
def channel_trial(request, channel_id):
    """Post one sentence now; what went wrong is said on the list."""
    require(can_keep_cadence(request.user))
    row = get_object_or_404(ChatChannel, pk=channel_id)
    try:
        verbs.try_channel(channel=row, url=settings.BASE_URL + "/")
    except WrongState as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Essai reçu par « %(name)s ».") % {"name": row})
    return redirect("reviews:channels")


def page(request, form: ChannelForm, title: str):
    """The page of a channel."""
    context, status = {"form": form, "title": title}, 422 if form.errors else 200
    return render_page(request, "reviews/channel.html", context, partial="canal", status=status)
