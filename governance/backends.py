"""Who may open an account: nobody by themselves. People are added or invited."""

from allauth.account.adapter import DefaultAccountAdapter


class ClosedAdapter(DefaultAccountAdapter):
    """Sign-up is closed: a seat, an invitation or a steward opens an account."""

    def is_open_for_signup(self, request):
        return False
