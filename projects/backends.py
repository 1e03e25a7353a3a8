from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import Count, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from governance.models import Person
from projects.models import Move


class PersonBackend(AuthenticationBackend):
    """Fetch the signed-in person together with the number of balls they hold: one query."""

    def get_user(self, user_id):
        mine = Q(person=OuterRef("pk")) | Q(person=None, team=OuterRef("team"))
        moves = Move.objects.filter(mine, closed_at=None).order_by().values("project__kind__isnull")
        count = Subquery(moves.annotate(n=Count("pk")).values("n"), output_field=IntegerField())
        people = Person.objects.select_related("team", "vendor").annotate(
            open_moves=Coalesce(count, 0)
        )
        return people.filter(pk=user_id, is_active=True).first()
