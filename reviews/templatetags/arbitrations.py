"""What the page of disputed minutes says of their arbitration."""

from django import template
from django.urls import reverse

from reviews.pages.arbitration import minutes_line
from reviews.permissions import can_ask_arbitration

register = template.Library()


@register.inclusion_tag("reviews/arbitration_line.html", takes_context=True)
def arbitration_line(context, minutes):
    """Where the arbitration of these minutes stands, or how a leader asks for one."""
    user = context["request"].user
    line = minutes_line(minutes, user)
    running = bool(line) and line["running"]
    contested = minutes.meeting.state == "contested" and not context.get("replaced")
    may_ask = contested and not running and can_ask_arbitration(user, minutes.project)
    url = reverse("reviews:arbitration-request", args=[minutes.pk]) if may_ask else ""
    return {"line": line, "ask_url": url}
