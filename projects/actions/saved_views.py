"""Ways of looking at the company's map, kept under a name by whoever looks."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import journal
from governance.models import Person
from governance.typography import visible
from governance.verdicts import Incomplete, WrongState
from projects.company_map import Asked
from projects.models import SavedView

MOST_VIEWS = 40


@transaction.atomic
def save_view(
    *, by: Person, page: str, name: str, filters: dict, is_shared: bool = False
) -> SavedView:
    """Keep what is asked of a map under a name, for oneself or for the company."""
    journal.lock_chain()
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
    _keep(view, force_insert=True)
    journal.record(view, "view.kept", by=by, page=page, shared=is_shared)
    return view


@transaction.atomic
def change_view(*, view: SavedView, name: str, is_shared: bool, by: Person) -> SavedView:
    """Give it another name, share it or keep it for oneself; what it shows stays."""
    journal.lock_chain()
    view = _still_there(view)
    before = {"before": view.name, "was_shared": view.is_shared}
    view.name, view.is_shared = _checked(name), is_shared
    _keep(view, update_fields=["name", "is_shared"])
    journal.record(view, "view.changed", by=by, **before, shared=is_shared)
    return view


@transaction.atomic
def remove_view(*, view: SavedView, by: Person) -> None:
    """It leaves everybody's list; what was frozen from it elsewhere stays."""
    journal.lock_chain()
    view = _still_there(view)
    journal.record(view, "view.removed", by=by, page=view.page, shared=view.is_shared)
    view.delete()


def _checked(name: str) -> str:
    found = " ".join(visible(name).split())
    if not found:
        raise Incomplete(name=_("Donnez un nom à cette vue."))
    return found


def _still_there(view: SavedView) -> SavedView:
    """The view as it is now: a page that stayed open does not bring back one that was deleted."""
    fresh = SavedView.objects.filter(pk=view.pk).first()
    if fresh is None:
        gone = _(
            "La vue « %(name)s » vient d’être supprimée : gardez-la de nouveau depuis la carte."
        )
        raise WrongState(gone % {"name": view.name})
    return fresh


def _keep(view: SavedView, **how) -> None:
    """Written once: the database refuses a second view of the same name."""
    try:
        with transaction.atomic():
            view.save(**how)
    except IntegrityError:
        already = _("Vous avez déjà une vue « %(name)s » sur cette carte.")
        raise Incomplete(name=already % {"name": view.name}) from None
