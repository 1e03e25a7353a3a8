from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _


def csrf_failure(request, reason=""):
    """The form came from elsewhere or is too old: say how to go on, lose nothing."""
    sentence = _(
        "Ce formulaire n’est plus valable. Revenez en arrière, rechargez la page, réessayez."
    )
    return render(request, "403.html", {"exception": sentence}, status=403)


def bad_request(request, exception=None):
    """Nothing of the request can be trusted: a page made without it."""
    return without_request("400.html", 400)


def refused(request, exception=None):
    """A no, with the sentence that the refusal carries."""
    return render(request, "403.html", {"exception": str(exception or "")}, status=403)


def not_found(request, exception=None):
    """There is nothing here, or nothing for this person."""
    return render(request, "404.html", status=404)


def broken(request):
    """Something of ours broke, perhaps the database: a page made without it."""
    return without_request("500.html", 500)


def without_request(template: str, status: int) -> HttpResponse:
    context = {"company": settings.COMPANY_NAME}
    return HttpResponse(render_to_string(template, context), status=status)
