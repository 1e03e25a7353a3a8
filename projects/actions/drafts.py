"""A registration being filled: what was typed is kept at every step, right or wrong."""

from django.db import transaction
from django.utils import timezone

from governance.models import Person
from governance.models.journal import fingerprint
from projects.models import RegistrationDraft

RECENT = 20


class DraftMoved(Exception):
    """Another tab kept this step meanwhile; nothing was overwritten."""

    def __init__(self, theirs: dict):
        super().__init__("kept elsewhere")
        self.theirs = theirs


@transaction.atomic
def start_draft(*, author: Person, typed: dict, tab: str = "") -> RegistrationDraft:
    """A new draft; the same tab, or the same thing sent twice, gives the same one."""
    Person.objects.select_for_update(of=("self",)).get(pk=author.pk)  # one start at a time
    recent = RegistrationDraft.objects.visible_to(author).select_for_update(of=("self",))[:RECENT]
    for draft in recent:
        if draft.data == typed or (tab and draft.saved_from.get("need") == tab):
            keep_step(draft=draft, step="need", typed=typed, tab=tab)
            return draft
    now = timezone.now()
    return RegistrationDraft.objects.create(
        author=author, data=typed, saved_from={"need": tab}, started_at=now, updated_at=now
    )


@transaction.atomic
def keep_step(
    *, draft: RegistrationDraft, step: str, typed: dict, seen: str = "", tab: str = ""
) -> None:
    """Add what one step says to a draft that is not sent yet.

    `seen` is the print of what the form showed, `tab` the page that sends it: when another page
    kept something else meanwhile, nothing is written and DraftMoved says what is there.
    """
    current = RegistrationDraft.objects.select_for_update().get(pk=draft.pk)
    theirs = {key: current.data.get(key, "") for key in typed}
    elsewhere = current.saved_from.get(step) != tab
    if seen and seen != print_of(current, typed) and elsewhere and not alike(theirs, typed):
        raise DraftMoved(theirs)
    draft.data = {**current.data, **typed}
    draft.saved_from = {**current.saved_from, step: tab}
    draft.updated_at = timezone.now()
    RegistrationDraft.objects.filter(pk=draft.pk, project=None).update(
        data=draft.data, saved_from=draft.saved_from, updated_at=draft.updated_at
    )


def print_of(draft: RegistrationDraft, keys) -> str:
    """A short print of what a draft says under some keys."""
    return fingerprint({key: draft.data.get(key) or "" for key in sorted(keys)})[:16]


def alike(one: dict, other: dict) -> bool:
    """Whether two versions of a step say the same, an absent answer being an empty one."""
    return all((one.get(key) or "") == (value or "") for key, value in other.items())
