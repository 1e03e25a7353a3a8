"""Where each floor answers. Paths are French, plural, ASCII; a verb is a noun with POST."""

from allauth.account import views as account
from django.urls import include, path, register_converter
from django.urls.converters import StringConverter

from governance.views import profile
from projects.api import door


class Base36(StringConverter):
    """Letters and digits: it stops at the dash that follows it."""

    regex = "[0-9A-Za-z]+"


register_converter(Base36, "base36")

# Only the doors that we open: no sign-up, no list of addresses.
sign_in = [
    path("", account.login, name="account_login"),
    path("sortie/", account.logout, name="account_logout"),
    path("code/", account.request_login_code, name="account_request_login_code"),
    path("code/saisie/", account.confirm_login_code, name="account_confirm_login_code"),
    path("confirmation/", account.reauthenticate, name="account_reauthenticate"),
    path("ferme/", account.account_inactive, name="account_inactive"),
    path("inscription/", account.signup, name="account_signup"),
    path("mot-de-passe/", account.password_reset, name="account_reset_password"),
    path("mot-de-passe/envoye/", account.password_reset_done, name="account_reset_password_done"),
    path(
        "mot-de-passe/change/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path(
        "mot-de-passe/<base36:uidb36>-<str:key>/",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
]

urlpatterns = [
    path("api/v1/", door.urls),
    path("", include("reviews.urls")),
    path("", include("projects.urls")),
    path("", include("governance.urls")),
    path("langue/", profile.language, name="set_language"),
    path("connexion/", include(sign_in)),
]

handler400 = "governance.views.errors.bad_request"
handler403 = "governance.views.errors.refused"
handler404 = "governance.views.errors.not_found"
handler500 = "governance.views.errors.broken"
