"""The way out of a disagreement: asked, two positions, options, two arbiters who agree."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import journal
from governance.models import Closure, Person
from governance.roles import Voice
from governance.typography import visible
from governance.verdicts import Incomplete, WrongState, require
from projects import portfolio
from projects.models import Move, Project
from reviews.actions.arbitration_balls import (
    give_to_arbiter,
    page_in_words,
    take_arbitration,
    tell_arbiters,
)
from reviews.actions.arbitration_checks import (
    checked_arbiters,
    checked_option,
    checked_options,
    checked_position,
    checked_question,
)
from reviews.actions.arbitration_ending import end_without_decision
from reviews.actions.arbitration_grounds import ground_of, subject_of
from reviews.actions.meetings import tell_voices
from reviews.models import Arbitration, ArbitrationOption, ArbitrationPosition
from reviews.permissions import (
    can_add_option,
    can_withdraw_arbitration,
    can_write_position,
)
from reviews.words.arbitration import (
    ARBITRATION_DAYS,
    MOST_OPTIONS,
    POSITION_DAYS,
    option_text,
)


@transaction.atomic
def request_arbitration(  # noqa: PLR0913 -- one page: what, who, between whom, the ways out
    *, subject, question: str, sponsor: Person, cio: Person, sides, options, by
) -> Arbitration:
    """Ask a named pair to settle; the two sides write their position, the clock is announced."""
    ground, project = ground_of(subject), subject.project
    ground.hold(subject)
    require(ground.may_ask(by, project))
    ground.check(subject)
    standing = ground.standing_option(subject)
    if Arbitration.objects.open().about(subject).exists():
        raise WrongState(_("Un arbitrage est déjà demandé : il se lit sur sa page."))
    question, lines = checked_question(question), checked_options(options, standing)
    checked_arbiters(project, sponsor, cio)
    seats = facing_seats(project, sides)
    now, calendar = timezone.now(), Closure.calendar()
    arbitration = Arbitration.objects.create(
        project=project,
        subject_label=ground.label(),
        subject_id=subject.pk,
        question=question,
        sponsor=sponsor,
        cio=cio,
        opened_by=by,
        opened_at=now,
        due_on=calendar.add(timezone.localdate(now), ARBITRATION_DAYS),
    )
    for rank, line in enumerate(lines):
        arbitration.options.create(position=rank, **line)
    for seat in seats:
        arbitration.positions.create(side=seat.part, holder=seat.person)
    journal.record(arbitration, "arbitration.opened", by=by, thread=project.key)
    ground.asked(subject)
    give_balls(arbitration)
    tell_opening(arbitration, by=by)
    portfolio.refresh(project)
    return arbitration


def facing_seats(project: Project, sides) -> list:
    """The two seats that face each other, each held by somebody."""
    wanted = list(dict.fromkeys(sides))
    if len(wanted) != 2 or not set(wanted) <= set(Voice.values):
        raise Incomplete(sides=_("Choisissez les deux voix qui s’opposent."))
    found = {seat.part: seat for seat in project.seats.voices().select_related("person")}
    if empty := [Voice(side).label for side in wanted if side not in found]:
        raise Incomplete(sides=_("Un siège est à pourvoir : %(voice)s.") % {"voice": empty[0]})
    return [found[side] for side in wanted]


def give_balls(arbitration: Arbitration) -> None:
    """Each side writes within two working days, each arbiter answers within five."""
    for row in arbitration.positions.select_related("holder"):
        Move.open_for(
            arbitration,
            Move.Kind.GIVE_POSITION,
            project=arbitration.project,
            side=row.side,
            person=row.holder,
            title=_("Écrire votre position pour l’arbitrage"),
            detail=arbitration.question,
            days=POSITION_DAYS,
        )
    for person in (arbitration.sponsor, arbitration.cio):
        give_to_arbiter(arbitration, person, days=ARBITRATION_DAYS)


def tell_opening(arbitration: Arbitration, *, by) -> None:
    """The arbiters and the three voices read the whole page in their mail."""
    text = page_in_words(arbitration)
    opening = _("%(name)s demande un arbitrage.") % {"name": by.name}
    tell_arbiters(
        arbitration, key="opened", subject=_("Arbitrage à rendre"), body=f"{opening}\n\n{text}"
    )
    tell_voices(
        arbitration.project,
        key=f"arbitration:{arbitration.pk}:asked",
        subject=_("Un arbitrage est demandé"),
        body=f"{opening}\n\n{text}",
        action=_("Ouvrir l’arbitrage"),
        path=arbitration.get_absolute_url(),
    )


def require_unanswered(arbitration: Arbitration) -> None:
    """The page the arbiters answer on does not change under their eyes."""
    arbitration.check_open()
    first = arbitration.answers.select_related("arbiter").first()
    if first:
        raise WrongState(
            _("%(name)s a déjà répondu : les positions et les options ne changent plus.")
            % {"name": first.arbiter}
        )


@transaction.atomic
def write_position(*, position: ArbitrationPosition, text: str, by) -> ArbitrationPosition:
    """One side says what it holds, in five lines; it may change until an arbiter answers."""
    arbitration = take_arbitration(position.arbitration)
    position = arbitration.positions.select_related("holder").get(pk=position.pk)
    require(can_write_position(by, position))
    require_unanswered(arbitration)
    text = checked_position(text)
    first = position.written_at is None
    position.text, position.holder, position.written_at = text, by, timezone.now()
    position.save(update_fields=["text", "holder", "written_at"])
    journal.record(
        arbitration, "arbitration.position", by=by, thread=arbitration.project.key, text=text
    )
    held = Move.objects.open().about(arbitration, Move.Kind.GIVE_POSITION)
    held.filter(side=position.side).update(closed_at=timezone.now(), outcome="written")
    if first and not arbitration.positions.filter(written_at=None).exists():
        tell_arbiters(
            arbitration,
            key="positions",
            subject=_("Les deux positions sont écrites"),
            body=page_in_words(arbitration),
        )
    portfolio.refresh(arbitration.project)
    return position


@transaction.atomic
def add_option(
    *, arbitration: Arbitration, label: str, by, cost_eur: int | None = None, ready_on=None
) -> ArbitrationOption:
    """One more way out, until an arbiter answers."""
    arbitration = take_arbitration(arbitration)
    require(can_add_option(by, arbitration))
    require_unanswered(arbitration)
    known = list(arbitration.options.all())
    if len(known) >= MOST_OPTIONS:
        raise Incomplete(label=_("Cinq options au plus : au-delà, on ne tranche plus."))
    line = checked_option(label, cost_eur, ready_on, [row.label for row in known])
    option = arbitration.options.create(position=len(known), **line)
    journal.record(
        arbitration,
        "arbitration.option",
        by=by,
        thread=arbitration.project.key,
        option=option_text(option),
    )
    return option


@transaction.atomic
def withdraw_arbitration(*, arbitration: Arbitration, reason: str, by) -> Arbitration:
    """The voices agreed meanwhile: whoever asked takes it back, and says why."""
    arbitration = take_arbitration(arbitration)
    require(can_withdraw_arbitration(by, arbitration))
    arbitration.check_open()
    reason = visible(reason)
    if not reason:
        raise Incomplete(reason=_("Dites en une phrase sur quoi les voix se sont accordées."))
    end_without_decision(arbitration, by=by, reason=reason)
    subject = subject_of(arbitration)
    ground_of(subject).withdrawn(subject)
    tell_voices(
        arbitration.project,
        key=f"arbitration:{arbitration.pk}:taken-back",
        subject=_("L’arbitrage est retiré"),
        body=_("%(name)s retire l’arbitrage. Sa raison :\n\n« %(reason)s »")
        % {"name": by.name, "reason": reason},
        action=_("Voir l’arbitrage"),
        path=arbitration.get_absolute_url(),
    )
    portfolio.refresh(arbitration.project)
    return arbitration
