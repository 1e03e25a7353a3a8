from django.shortcuts import render
from django.utils.translation import gettext as _


def csrf_failure(request, reason=""):
    """The form came from elsewhere or is too old: say how to go on, lose nothing."""
    sentence = _("Ce formulaire n’est plus valable. Revenez en arrière, rechargez la page, réessayez.")
    return render(request, "403.html", {"exception": sentence}, status=403)
