from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from governance.models import Notice
from governance.pages import render_page

PAGE = 30


@require_safe
def notices(request):
    """One's own inbox, the most recent first."""
    before = request.GET.get("avant", "")
    rows = Notice.objects.visible_to(request.user)
    if before.isdigit():
        rows = rows.filter(pk__lt=int(before))
    found = list(rows.order_by("-pk")[: PAGE + 1])
    shown = found[:PAGE]
    context = {
        "notices": shown,
        "unread": sum(notice.read_at is None for notice in shown),
        "older": shown[-1].pk if len(found) > PAGE else None,
        "first_page": not before.isdigit(),
    }
    return render_page(request, "governance/notices.html", context, partial="boite")


@require_POST
def reading(request, notice_id):
    """Say that one notice is read."""
    notice = get_object_or_404(Notice.objects.visible_to(request.user), pk=notice_id)
    notice.mark_read()
    return redirect("governance:notices")


@require_POST
def whole_reading(request):
    """Say that all of them are read."""
    rows = Notice.objects.visible_to(request.user).filter(read_at=None)
    if rows.update(read_at=timezone.now()):
        messages.success(request, _("Tout est lu. Les balles qui sont chez vous y restent."))
    return redirect("governance:notices")
