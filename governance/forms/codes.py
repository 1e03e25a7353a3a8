"""Asking for a code: the address is there already when a guest's session has just ended."""

from allauth.account.forms import RequestLoginCodeForm
from allauth.core import context

from governance.access import ADDRESS


class CodeRequestForm(RequestLoginCodeForm):
    """The library's form, filled with the address of the guest whose session ended here."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if context.request:
            self.initial.setdefault("email", context.request.session.get(ADDRESS, ""))
