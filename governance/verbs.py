"""The journal verbs of this floor, each with the sentence that activity feeds show."""

from django.utils.translation import gettext_lazy as _

from governance import journal

VERBS = {
    "absence.noted": _("note une absence"),
    "absence.ended": _("met fin à une absence"),
    "token.made": _("donne un jeton d’API"),
    "token.revoked": _("retire un jeton d’API"),
}


def register_all() -> None:
    journal.register(VERBS)
