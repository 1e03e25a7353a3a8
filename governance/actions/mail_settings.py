"""How a person is written to: their hour, their zone, with or without gathered reminders."""

from datetime import time

from django.db import transaction
from django.utils import timezone

from governance.models import MailSettings, Person


@transaction.atomic
def choose_mail_settings(*, person: Person, hour: time, zone: str, digests: bool) -> MailSettings:
    """Keep what a person chose; cutting the reminders is dated, asking for them again is not."""
    row, _created = MailSettings.objects.select_for_update().get_or_create(person=person)
    cut = None if digests else row.no_digest_since or timezone.now()
    row.hour, row.zone, row.no_digest_since = hour, zone, cut
    row.save(update_fields=["hour", "zone", "no_digest_since"])
    return row


@transaction.atomic
def stop_digests(*, person: Person) -> None:
    """No more gathered reminders by e-mail; they stay in the inbox. Safe to ask twice."""
    row, _created = MailSettings.objects.get_or_create(person=person)
    MailSettings.objects.filter(pk=row.pk, no_digest_since=None).update(
        no_digest_since=timezone.now()
    )


@transaction.atomic
def take_digests_back(*, person: Person) -> None:
    """Gathered reminders leave by e-mail again."""
    MailSettings.objects.filter(person=person).update(no_digest_since=None)
