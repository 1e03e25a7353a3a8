"""The keys that open the API, for the stewards: made, shown once, taken back."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from governance.actions.tokens import make_token, revoke_token
from governance.forms.problems import add_problems
from governance.forms.tokens import TokenForm
from governance.models import ApiToken
from governance.permissions import can_keep_tokens
from governance.verdicts import Incomplete, require

MOST = 100


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request):
    """Every token with what it may do and when it last served; a new one, its secret shown once."""
    require(can_keep_tokens(request.user))
    form = TokenForm(request.POST if request.method == "POST" else None)
    made, secret, status = None, "", 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made, secret = make_token(**form.cleaned_data, by=request.user)
            except Incomplete as incomplete:
                add_problems(form, incomplete)
            else:
                form, status = TokenForm(), 201
    rows = ApiToken.objects.select_related("created_by", "revoked_by")[:MOST]
    context = {"form": form, "tokens": rows, "made": made, "secret": secret}
    return render(request, "governance/tokens.html", context, status=status)


@require_POST
def token_revocation(request, token_id):
    """A token opens nothing any more."""
    require(can_keep_tokens(request.user))
    token = get_object_or_404(ApiToken, pk=token_id)
    revoke_token(token=token, by=request.user)
    messages.success(request, _("Jeton retiré : %(name)s n’entre plus.") % {"name": token})
    return redirect("governance:tokens")
