"""An arbitration among its people: who has the ball, who reads the page, who waits."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from governance.models import Closure, Notice, Person
from governance.roles import Side
from projects.models import Move
from reviews.actions.arbitration_grounds import ground_of, subject_of
from reviews.models import Arbitration
from reviews.words.arbitration import POSITION_DAYS, whole_text


def give_to_arbiter(arbitration: Arbitration, person: Person, **when) -> None:
    """One arbiter has the ball."""
    Move.open_for(
        arbitration,
        Move.Kind.ARBITRATE,
        project=arbitration.project,
        side=Side.MANAGEMENT,
        person=person,
        title=_("Arbitrer : %(question)s") % {"question": arbitration.question},
        detail=_("Deux positions, des options, votre réponse et celle de l’autre arbitre."),
        **when,
    )


def positions_due(arbitration: Arbitration) -> date:
    """Until when the arbiters wait for the two positions."""
    opened = timezone.localdate(arbitration.opened_at)
    return Closure.calendar().add(opened, POSITION_DAYS)


def page_in_words(arbitration: Arbitration) -> str:
    """The whole page, for those who read it in their mail."""
    return whole_text(
        arbitration,
        list(arbitration.positions.select_related("holder")),
        list(arbitration.options.all()),
        positions_due=positions_due(arbitration),
    )


def tell_arbiters(arbitration: Arbitration, *, key: str, subject: str, body: str, but=None) -> None:
    """The same notice to the two arbiters, or to the other one."""
    for person in (arbitration.sponsor, arbitration.cio):
        if person != but:
            Notice.post(
                person,
                key=f"arbitration:{arbitration.pk}:{key}",
                subject=f"{subject} · {arbitration.project.title}",
                body=body,
                action=_("Ouvrir l’arbitrage"),
                path=arbitration.get_absolute_url(),
            )


def take_arbitration(arbitration: Arbitration) -> Arbitration:
    """What is arbitrated and the arbitration itself, held until the transaction ends."""
    subject = subject_of(arbitration)
    ground_of(subject).hold(subject)
    rows = Arbitration.objects.select_for_update(of=("self",))
    return rows.select_related("project", "sponsor", "cio", "opened_by").get(pk=arbitration.pk)
