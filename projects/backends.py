from functools import cache

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import F, Func, IntegerField, OuterRef, Q, Subquery

from governance.models import Person
from projects.models import Move


class PersonBackend(AuthenticationBackend):
    """Fetch the signed-in person together with the number of balls they hold: one query."""

    def get_user(self, user_id):
        return next(iter(people().filter(pk=user_id)), None)


@cache
def people():
    """The query of every request, built once: active people, their side, their open balls."""
    mine = Q(person=OuterRef("pk")) | Q(person=None, team=OuterRef("team"))
    moves = Move.objects.filter(mine, closed_at=None, paused_at=None).order_by()
    count = moves.annotate(n=Func(F("pk"), function="COUNT")).values("n")
    known = Person.objects.select_related("team", "vendor").filter(is_active=True).order_by()
    return known.annotate(open_moves=Subquery(count, output_field=IntegerField()))
