from django.db import models
from django.utils.translation import gettext_lazy as _


class Kept(models.Model):
    """A row that stewards keep: once they did, the reference files leave it alone."""

    by_hand = models.BooleanField(_("tenu à jour ici"), default=False)

    class Meta:
        abstract = True


class Retired(Kept):
    """A row that can be put aside: what is new ignores it, what uses it keeps it."""

    in_use = models.BooleanField(_("en usage"), default=True)

    class Meta:
        abstract = True
