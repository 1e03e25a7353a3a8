"""Who may open an account: nobody by themselves. People are added or invited."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings

from governance import access


class ClosedAdapter(DefaultAccountAdapter):
    """Sign-up is closed: a seat, an invitation or a steward opens an account."""

    def is_open_for_signup(self, request):
        return False

    def post_login(self, request, user, **options):
        """The language a person chose follows them to another browser."""
        response = super().post_login(request, user, **options)
        if user.language:
            response.set_cookie(settings.LANGUAGE_COOKIE_NAME, user.language)
        return response

    def logout(self, request):
        """A guest who leaves ends their session in the steward's list too."""
        access.close(request)
        super().logout(request)
