"""How a page answers: whole, or only the piece that htmx asked for."""

from django.conf import settings
from django.shortcuts import render
from django.template.loader import get_template
from django.utils.cache import patch_vary_headers
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

DEMO_PASSWORD = "cadrage-demo"  # noqa: S105 -- the demo company's, shown on its sign-in page
DEMO_EMAILS = (
    "claire.aubry@verdier.example",
    "mehdi.benali@studio-lumen.example",
    "sophie.marchand@verdier.example",
    "karim.haddad@verdier.example",
    "anne.delmas@verdier.example",
)


def render_page(request, template, context, *, partial, status=200):
    """The whole page, or only the named partial when htmx asked for a piece of it."""
    wants_piece = request.htmx and not request.htmx.boosted
    if wants_piece and not request.htmx.history_restore_request:
        template = f"{template}#{partial}"
    response = render(request, template, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def render_rows(template: str, **context) -> SafeString:
    """Rows as markup, written by Jinja2, which is cheap in loops and escapes what it prints."""
    return mark_safe(get_template(template, using="rows").render(context))  # noqa: S308


def shell(request) -> dict:
    """What every page knows: the company, the theme chosen, the demo's sign-ins."""
    user = getattr(request, "user", None)
    signed_in = bool(user and user.is_authenticated)
    return {
        "company": settings.COMPANY_NAME,
        "theme": user.theme if signed_in else "",
        "open_moves": getattr(user, "open_moves", 0) if signed_in else 0,
        "demo": settings.DEMO,
        "demo_people": demo_people() if settings.DEMO and not signed_in else [],
    }


def demo_people() -> list[dict]:
    """The sign-ins offered by the demo company, in the order of the journeys."""
    from governance.models import Person

    people = Person.objects.filter(email__in=DEMO_EMAILS, is_active=True).select_related("vendor")
    found = {person.email: person for person in people}
    return [
        {
            "name": found[email].name,
            "role": found[email].job_title,
            "organisation": str(found[email].vendor or settings.COMPANY_NAME),
            "side": found[email].side,
            "email": email,
            "password": DEMO_PASSWORD,
        }
        for email in DEMO_EMAILS
        if email in found
    ]


def say_too_late(request, sentence: str):
    """A 409: what was asked came too late, with what happened meanwhile."""
    context = {"sentence": sentence or _("Quelqu’un a agi entre-temps.")}
    return render_page(request, "409.html", context, partial="late", status=409)
