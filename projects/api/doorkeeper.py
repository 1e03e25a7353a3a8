"""Who comes to the API: a token in its header, its scope, its pace."""

from ninja.errors import HttpError, Throttled
from ninja.security import HttpBearer
from ninja.throttling import SimpleRateThrottle

from governance import journal
from governance.models import ApiToken

PACE = "600/m"
ATTEMPTS = "60/m"


class TokenPace(SimpleRateThrottle):
    """So many requests a minute for one token."""

    def get_cache_key(self, request):
        return f"api-token-{request.auth.pk}"


class StrangerPace(SimpleRateThrottle):
    """So many requests a minute for one address that shows no good token."""

    def get_cache_key(self, request):
        return f"api-stranger-{request.META.get('REMOTE_ADDR', '')}"


class Bearer(HttpBearer):
    """`Authorization: Bearer …`, and nothing else: neither a cookie nor an address opens it."""

    def __call__(self, request):
        token = request.auth = super().__call__(request)
        pace = TokenPace(PACE) if token else StrangerPace(ATTEMPTS)
        if not pace.allow_request(request):
            raise Throttled(wait=pace.wait())
        return token

    def authenticate(self, request, token):
        found = ApiToken.of(token)
        if found is not None:
            found.used()
        return found


def take_turn(request) -> None:
    """Alone to write until the transaction ends, with a token that nobody took back meanwhile."""
    journal.lock_chain()
    if not request.auth.still_opens:
        raise HttpError(401, "")


def require_write(request) -> None:
    """A token that only reads writes nothing."""
    if not request.auth.may_write:
        raise HttpError(403, "")
