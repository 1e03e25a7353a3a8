"""Two hands on one view in the same instant: the same name twice, two deletions, one of each."""

import pytest

from governance.models import JournalEntry
from governance.verdicts import Incomplete, WrongState
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
        return saved_views.change_view(view=view, name="Les refus", is_shared=False, by=claire)

    results = at_once(rename, views)

    assert sum(isinstance(result, Incomplete) for result in results) == 1
    assert SavedView.objects.filter(name="Les refus").count() == 1


def test_two_deletions_at_once_are_one(at_once):
    claire = PersonFactory()
    view = SavedViewFactory(owner=claire, name="Les refus")

    def remove(pk):
        return saved_views.remove_view(view=SavedView(pk=pk, name="Les refus"), by=claire)

    results = at_once(remove, [view.pk, view.pk])

    assert sorted(type(result).__name__ for result in results) == ["NoneType", "WrongState"]
    assert not SavedView.objects.exists()
    assert JournalEntry.objects.filter(verb="view.removed").count() == 1


def test_a_view_deleted_while_it_is_renamed_never_comes_back(at_once):
    claire = PersonFactory()
    view = SavedViewFactory(owner=claire, name="Les refus")

    def play(act):
        if act == "rename":
            return saved_views.change_view(view=view, name="Nos refus", is_shared=True, by=claire)
        return saved_views.remove_view(view=view, by=claire)

    results = at_once(play, ["rename", "remove"])

    assert not SavedView.objects.exists()
    verbs = list(JournalEntry.objects.order_by("pk").values_list("verb", flat=True))
    lost = any(isinstance(result, WrongState) for result in results)
    assert verbs == (["view.removed"] if lost else ["view.changed", "view.removed"])
