from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST

from governance.actions.mail_settings import choose_mail_settings
from governance.forms.mail_settings import MailSettingsForm
from governance.forms.profile import LanguageForm, ProfileForm, ThemeForm
from governance.models import CalendarFeed, Person
from governance.pages import render_page


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request):
    """One's own name and job title, as the other two voices read them."""
    person = Person.objects.select_related("team", "vendor", "mail_settings").get(
        pk=request.user.pk
    )
    form = ProfileForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("C’est enregistré. Vos projets vous montrent ainsi."))
        return redirect("governance:profile")
    context = {"form": form, "person": person} | calendar_context(person)
    status = 422 if form.errors else 200
    return render_page(request, "governance/profile.html", context, partial="profil", status=status)


def calendar_context(person, secret: str = "") -> dict:
    """The private calendar address: whether there is one; the address itself, shown once."""
    address = settings.BASE_URL + reverse("reviews:feed", args=[secret]) if secret else ""
    return {
        "feed": CalendarFeed.current(person),
        "feed_address": address,
        "feed_opening": "webcal://" + address.split("//")[-1] if address else "",
        "mail_form": MailSettingsForm.of(person),
    }


@require_POST
def mail_settings(request):
    """At what hour one's gathered reminders leave, if they do."""
    person = Person.objects.select_related("team", "vendor", "mail_settings").get(
        pk=request.user.pk
    )
    form = MailSettingsForm.of(person, request.POST)
    if form.is_valid():
        choose_mail_settings(person=person, **form.cleaned_data)
        messages.success(request, _("C’est enregistré. Vos prochaines relances suivront."))
        return redirect("governance:profile")
    context = {"form": ProfileForm(instance=person), "person": person}
    context |= calendar_context(person) | {"mail_form": form}
    return render_page(request, "governance/profile.html", context, partial="courriels", status=422)


@require_POST
def calendar_feed(request):
    """A new private calendar address, shown on this answer alone; the one before stops working."""
    person = Person.objects.select_related("team", "vendor", "mail_settings").get(
        pk=request.user.pk
    )
    secret = CalendarFeed.open_for(person)
    context = {"form": ProfileForm(instance=person), "person": person}
    context |= calendar_context(person, secret)
    response = render_page(request, "governance/profile.html", context, partial="agenda")
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def calendar_feed_end(request):
    """The private calendar address stops working."""
    if CalendarFeed.close_for(request.user):
        messages.success(request, _("Adresse retirée : vos agendas ne liront plus rien."))
    return redirect("governance:profile")


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
