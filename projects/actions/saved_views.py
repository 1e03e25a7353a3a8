"""Ways of looking at the company's map, kept under a name by whoever looks."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.typography import visible
from governance.verdicts import Incomplete
from projects.company_map import Asked
from projects.models import SavedView

MOST_VIEWS = 40


@transaction.atomic
def save_view(*, by, page: str, name: str, filters: dict, is_shared: bool = False) -> SavedView:
    """Keep what is asked of a map under a name, for oneself or for the company."""
    if SavedView.objects.filter(owner=by).count() >= MOST_VIEWS:
        full = _("Vous avez déjà %(n)s vues : supprimez-en une avant d’en garder une autre.")
        raise Incomplete(name=full % {"n": MOST_VIEWS})
    view = SavedView(
        owner=by,
        page=page,
        name=_checked(name),
        filters=Asked.read(filters).filters(),
        is_shared=is_shared,
        saved_at=timezone.now(),
    )
    return _kept(view)


@transaction.atomic
def change_view(*, view: SavedView, name: str, is_shared: bool) -> SavedView:
    """Give it another name, share it or keep it for oneself; what it shows stays."""
    view.name, view.is_shared = _checked(name), is_shared
    return _kept(view)


def remove_view(*, view: SavedView) -> None:
    """It leaves everybody's list; what was frozen from it elsewhere stays."""
    view.delete()


def _checked(name: str) -> str:
    found = " ".join(visible(name).split())
    if not found:
        raise Incomplete(name=_("Donnez un nom à cette vue."))
    return found


def _kept(view: SavedView) -> SavedView:
    """Written once: the database refuses a second view of the same name."""
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError:
        already = _("Vous avez déjà une vue « %(name)s » sur cette carte.")
        raise Incomplete(name=already % {"name": view.name}) from None
    return view
