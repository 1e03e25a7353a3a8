"""The keys of the API: made by a steward, shown once, taken back at once."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import journal
from governance.models import ApiToken
from governance.models.tokens import SHOWN, digest_of
from governance.permissions import can_keep_tokens
from governance.verdicts import Incomplete, WrongState, require


@transaction.atomic
def make_token(*, name: str, scope: str, expires_on: date | None, by) -> tuple[ApiToken, str]:
    """A new token and its secret, which nobody will read again."""
    journal.lock_chain()
    require(can_keep_tokens(by))
    if expires_on and expires_on < timezone.localdate():
        raise Incomplete(expires_on=_("Ce jour est passé."))
    if ApiToken.objects.usable().filter(name__iexact=name).exists():
        raise Incomplete(name=_("Un jeton de ce nom ouvre déjà l’API : retirez-le d’abord."))
    secret = ApiToken.fresh_secret()
    token = ApiToken.objects.create(
        name=name,
        scope=scope,
        expires_on=expires_on,
        prefix=secret[:SHOWN],
        digest=digest_of(secret),
        created_by=by,
        created_at=timezone.now(),
    )
    journal.record(token, "token.made", by=by, scope=scope)
    return token, secret


@transaction.atomic
def revoke_token(*, token: ApiToken, by) -> None:
    """A token opens nothing any more, from the next request on."""
    journal.lock_chain()
    require(can_keep_tokens(by))
    rows = ApiToken.objects.filter(pk=token.pk, revoked_at=None)
    if not rows.update(revoked_at=timezone.now(), revoked_by=by):
        raise WrongState(_("Ce jeton est déjà retiré."))
    journal.record(token, "token.revoked", by=by)
