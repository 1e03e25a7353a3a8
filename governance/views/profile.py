from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST

from governance.forms.profile import LanguageForm, ProfileForm, ThemeForm
from governance.models import Person
from governance.pages import render_page


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request):
    """One's own name and job title, as the other two voices read them."""
    person = Person.objects.select_related("team", "vendor").get(pk=request.user.pk)
    form = ProfileForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("C’est enregistré. Vos projets vous montrent ainsi."))
        return redirect("governance:profile")
    context = {"form": form, "person": person}
    status = 422 if form.errors else 200
    return render_page(request, "governance/profile.html", context, partial="profil", status=status)


@require_POST
def theme(request):
    """Light, dark, or as the device says; kept on the person."""
    form = ThemeForm(request.POST)
    if form.is_valid():
        Person.objects.filter(pk=request.user.pk).update(**form.cleaned_data)
    return redirect(came_from(request))


@login_not_required
@require_POST
def language(request):
    """The language of the interface: in the browser and, signed in, on the person."""
    form = LanguageForm(request.POST)
    response = redirect(came_from(request))
    if form.is_valid():
        chosen = form.cleaned_data["language"]
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, chosen, samesite="Lax")
        if request.user.is_authenticated:
            Person.objects.filter(pk=request.user.pk).update(language=chosen)
            with override(chosen):
                messages.success(request, _("L’interface est en français."))
    return response


def came_from(request) -> str:
    """The page the form was on, when it is one of ours."""
    page = request.POST.get("next") or request.META.get("HTTP_REFERER", "")
    ours = url_has_allowed_host_and_scheme(
        page, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    fallback = "governance:profile" if request.user.is_authenticated else "account_login"
    return page if page and ours else reverse(fallback)
