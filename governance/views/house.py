from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from governance.health import readiness
from governance.pages import render_page
from governance.sheet import components_sheet_context


@login_not_required
@never_cache
@require_safe
def health_live(request):
    """The process answers."""
    return JsonResponse({"live": True})


@login_not_required
@never_cache
@require_safe
def health_ready(request):
    """The process can serve: 503 when it cannot."""
    found = readiness()
    return JsonResponse(found, status=200 if found["ready"] else 503)


@login_not_required
@require_safe
def help_page(request):
    """How it works, in ten sentences, and the words that are used."""
    return render_page(request, "governance/help.html", {}, partial="aide")


@login_not_required
@require_safe
def accessibility(request):
    """The accessibility statement."""
    return render_page(request, "governance/accessibility.html", {}, partial="declaration")


@require_safe
def components(request):
    """Every component in every state; a page of the demo, like the mails."""
    if not settings.DEMO:
        raise Http404
    return render_page(
        request, "components/sheet.html", components_sheet_context(), partial="planche"
    )
