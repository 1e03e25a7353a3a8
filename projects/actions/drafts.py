"""A registration being filled: what was typed is kept at every step, right or wrong."""

from django.db import transaction
from django.utils import timezone

from governance.models import Person
from projects.models import RegistrationDraft

RECENT = 5


@transaction.atomic
def start_draft(*, author: Person, typed: dict[str, str]) -> RegistrationDraft:
    """A new draft; the same thing sent twice gives the same one."""
    recent = RegistrationDraft.objects.visible_to(author)[:RECENT]
    same = next((draft for draft in recent if draft.data == typed), None)
    now = timezone.now()
    return same or RegistrationDraft.objects.create(
        author=author, data=typed, started_at=now, updated_at=now
    )


@transaction.atomic
def keep_step(*, draft: RegistrationDraft, typed: dict[str, str]) -> None:
    """Add what one step says to a draft that is not sent yet."""
    draft.data = {**draft.data, **typed}
    draft.updated_at = timezone.now()
    waiting = RegistrationDraft.objects.filter(pk=draft.pk, project=None)
    waiting.update(data=draft.data, updated_at=draft.updated_at)
