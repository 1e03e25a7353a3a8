"""The two arbiters answer; when they hold for the same option, it is decided."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import journal
from governance.typography import visible
from governance.verdicts import Incomplete, WrongState, require
from projects import portfolio
from projects.models import Move
from reviews.actions.arbitration_balls import (
    give_to_arbiter,
    positions_due,
    take_arbitration,
    tell_arbiters,
)
from reviews.actions.arbitration_ending import KINDS
from reviews.actions.arbitration_grounds import ground_of, subject_of
from reviews.actions.meetings import tell_voices
from reviews.models import ArbiterAnswer, Arbitration, ArbitrationOption
from reviews.permissions import can_arbitrate
from reviews.words.arbitration import decision_text, option_text


@transaction.atomic
def answer_arbitration(*, arbitration: Arbitration, option: int, by, word: str = "") -> Arbitration:
    """One arbiter holds for an option; the second one who holds for the same decides."""
    arbitration = take_arbitration(arbitration)
    require(can_arbitrate(by, arbitration))
    arbitration.check_open()
    require_heard(arbitration)
    chosen = arbitration.options.filter(pk=option).first()
    if chosen is None:
        raise Incomplete(option=_("Choisissez l’une des options."))
    word = visible(word)
    now = timezone.now()
    mine, _created = ArbiterAnswer.objects.update_or_create(
        arbitration=arbitration,
        arbiter=by,
        defaults={"option": chosen, "word": word, "answered_at": now},
    )
    facts = {"option": option_text(chosen), "word": word}
    journal.record(
        arbitration, "arbitration.answered", by=by, thread=arbitration.project.key, **facts
    )
    other = arbitration.answers.exclude(arbiter=by).select_related("option").first()
    if other and other.option_id == mine.option_id:
        decide(arbitration, chosen, by=by)
    else:
        pass_the_ball(arbitration, mine, other)
    portfolio.refresh(arbitration.project)
    return arbitration


def require_heard(arbitration: Arbitration) -> None:
    """Nobody is judged before the day they were given to speak."""
    silent = arbitration.positions.filter(written_at=None).exists()
    if silent and timezone.localdate() <= positions_due(arbitration):
        raise WrongState(
            _("Les deux positions ne sont pas encore écrites, et leur délai court : attendez-les.")
        )


def pass_the_ball(arbitration: Arbitration, mine: ArbiterAnswer, other) -> None:
    """The other arbiter has the ball; when the two differ, both keep it until they agree."""
    told = {"name": mine.arbiter, "option": option_text(mine.option)}
    if other is None:
        Move.close_for(arbitration, Move.Kind.ARBITRATE, outcome="answered", person=mine.arbiter)
    else:
        due_on = max(arbitration.due_on, timezone.localdate())
        for person in (arbitration.sponsor, arbitration.cio):
            give_to_arbiter(arbitration, person, due_on=due_on)
    tell_arbiters(
        arbitration,
        key=f"answer:{mine.arbiter_id}:{mine.answered_at:%Y%m%d%H%M%S%f}",
        subject=_("%(name)s a répondu à l’arbitrage") % told,
        body="\n\n".join(
            filter(None, [_("%(name)s retient : %(option)s.") % told, mine.word])
        ),
        but=mine.arbiter,
    )  # fmt: skip


def decide(arbitration: Arbitration, option: ArbitrationOption, *, by) -> None:
    """The two arbiters agree: it is decided, and what was disputed goes on from there."""
    subject = subject_of(arbitration)
    arbitration.decide(option, by=by)
    Move.close_for(arbitration, *KINDS, outcome="decided")
    ground_of(subject).decided(arbitration, subject, by=by)
    words = arbitration.answers.select_related("arbiter").exclude(word="")
    body = "\n\n".join(
        [decision_text(arbitration), *(f"{row.arbiter} : « {row.word} »" for row in words)]
    )
    subject_line = _("L’arbitrage est rendu")
    tell_arbiters(arbitration, key="decided", subject=subject_line, body=body, but=by)
    tell_voices(
        arbitration.project,
        key=f"arbitration:{arbitration.pk}:decision",
        subject=subject_line,
        body=f"{body}\n\n{ground_of(subject).what_follows()}",
        action=_("Voir l’arbitrage"),
        path=arbitration.get_absolute_url(),
    )
