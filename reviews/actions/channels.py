"""The stewards keep the channels of the chat: add, try, put aside."""

from django.db import transaction
from django.utils.translation import gettext as _

from governance import chat, journal, webhooks
from governance.models import ChatChannel
from governance.verdicts import Incomplete, WrongState

THREAD = "channels"


@transaction.atomic
def add_channel(*, label: str, flavour: str, url: str, by) -> ChatChannel:
    """A new channel; it hears of what happens from now on."""
    journal.lock_chain()
    last, _hash = journal.head()
    channel = ChatChannel.objects.create(label=label, flavour=flavour, url=url, heard_up_to=last)
    journal.record(channel, "channel.added", by=by, thread=THREAD, what=label)
    return channel


@transaction.atomic
def change_channel(  # noqa: PLR0913 -- the columns of a channel
    *, channel: ChatChannel, label: str, flavour: str, url: str, in_use: bool, by
) -> ChatChannel:
    """Change a channel; an empty address keeps the one it has, a return starts from today."""
    journal.lock_chain()
    row = ChatChannel.objects.select_for_update().get(pk=channel.pk)
    if in_use and not row.in_use:
        row.heard_up_to, row.failures, row.failing_since = journal.head()[0], 0, None
    if url:
        row.url, row.failures, row.failing_since = url, 0, None
    row.label, row.flavour, row.in_use = label, flavour, in_use
    row.save()
    journal.record(row, "channel.changed", by=by, thread=THREAD, what=label, in_use=in_use)
    return row


def try_channel(*, channel: ChatChannel, url: str) -> None:
    """Post one sentence now, and say in words what went wrong."""
    try:
        chat.send(channel, _("Cadrage parle ici : ce canal est bien branché."), url)
    except webhooks.Refused as error:
        raise WrongState(
            _("Cette adresse n’est pas admise : elle mène à l’intérieur du réseau.")
        ) from error
    except webhooks.Failed as error:
        raise WrongState(
            _("Le canal n’a pas répondu comme prévu (%(words)s). Vérifiez son adresse.")
            % {"words": error}
        ) from error


def check_address(url: str) -> None:
    """Refuse an address that may not be posted to, before it is kept."""
    try:
        webhooks.checked(url)
    except webhooks.Refused as error:
        raise Incomplete(
            url=_("Il faut une adresse https, hors du réseau interne, sans mot de passe.")
        ) from error
    except webhooks.Failed as error:
        raise Incomplete(url=_("Aucun serveur de ce nom. Copiez l’adresse en entier.")) from error
