"""An arbitration that has nothing left to settle: its balls come back, whoever holds them."""

from django.db import transaction
from django.utils.translation import gettext as _

from governance import journal
from governance.models import Notice
from projects.models import Move
from reviews.models import Arbitration

KINDS = (Move.Kind.GIVE_POSITION, Move.Kind.ARBITRATE)


@transaction.atomic
def drop_arbitration(*, subject, by, reason: str) -> None:
    """The voices took the matter back into their own hands: what was asked on it is withdrawn."""
    rows = Arbitration.objects.open().about(subject).select_related("project", "sponsor", "cio")
    for arbitration in rows:
        end_without_decision(arbitration, by=by, reason=reason)


def end_without_decision(arbitration: Arbitration, *, by, reason: str) -> None:
    """Withdraw it, take the balls back, tell the two arbiters that they are free."""
    arbitration.withdraw(by=by, reason=reason)
    Move.close_for(arbitration, *KINDS, outcome="withdrawn")
    for person in (arbitration.sponsor, arbitration.cio):
        Notice.post(
            person,
            key=f"arbitration:{arbitration.pk}:withdrawn",
            subject=_("Arbitrage retiré : %(question)s") % {"question": arbitration.question},
            body=_("%(name)s retire l’arbitrage. Sa raison :\n\n« %(reason)s »")
            % {"name": by.name if by else journal.SYSTEM_NAME, "reason": reason},
            action=_("Voir l’arbitrage"),
            path=arbitration.get_absolute_url(),
        )
