"""The same name given twice in the same instant."""

import pytest

from governance.verdicts import Incomplete
from projects.actions import saved_views
from projects.models import SavedView
from tests.factories import PersonFactory, SavedViewFactory

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_two_tabs_keep_the_same_name_at_once_and_one_is_told(at_once):
    claire = PersonFactory()

    def keep(state):
        return saved_views.save_view(
            by=claire, page="matrix", name="Les refus", filters={"etat": state}
        )

    results = at_once(keep, ["refused", "confirmed"])

    won = [result for result in results if isinstance(result, SavedView)]
    assert (len(won), sum(isinstance(result, Incomplete) for result in results)) == (1, 1)
    assert SavedView.objects.get().filters == won[0].filters


def test_two_views_renamed_alike_at_once_keep_one_name_each(at_once):
    claire = PersonFactory()
    views = [SavedViewFactory(owner=claire, name=name) for name in ("Un", "Deux")]

    def rename(view):
        return saved_views.change_view(view=view, name="Les refus", is_shared=False)

    results = at_once(rename, views)

    assert sum(isinstance(result, Incomplete) for result in results) == 1
    assert SavedView.objects.filter(name="Les refus").count() == 1
