"""What a decision rests on and that ends comes back in time, as a ball; late, it is in doubt."""

import logging

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import journal
from governance.models import Closure
from governance.typography import visible
from governance.verdicts import Incomplete, WrongState, require
from projects import portfolio
from projects.models import Milestone, Move, Project
from reviews.actions.findings import part_side
from reviews.actions.gates import ask_submission
from reviews.actions.turns import take_turn
from reviews.models import Decision, Gate, Renewal
from reviews.permissions import can_add_renewal, can_renew
from reviews.validity import months_later

NOTICE_DAYS, WAIVER_NOTICE_DAYS, REWORK_DAYS = 20, 10, 5
Genre = Renewal.Genre
ASKED = (
    Genre.PENETRATION_TEST,
    Genre.CERTIFICATE,
    Genre.PROCESSING_AGREEMENT,
    Genre.SUBPROCESSORS,
    Genre.ACCESSIBILITY,
)
logger = logging.getLogger(__name__)


def keep_valid(*, gate: Gate, decision: Decision) -> None:
    """A decision that holds for some months says until when, and comes back before."""
    if not (gate.validity_months and gate.is_decided):
        return
    day = months_later(timezone.localdate(decision.decided_at), gate.validity_months)
    decision.valid_until = day
    decision.save(update_fields=["valid_until"])
    owner = decision.round.submitted_by
    plan_renewal(gate=gate, genre=Genre.DECISION, owner=owner, due_on=day, decision=decision)


def plan_renewal(*, gate: Gate, genre, owner, due_on, decision=None) -> Renewal:
    """One renewal of a kind awaited at a gate: the one already there takes the new date."""
    renewal, created = Renewal.objects.get_or_create(
        gate=gate,
        genre=genre,
        done_at=None,
        defaults={"owner": owner, "due_on": due_on, "decision": decision},
    )
    if not created:
        renewal.owner, renewal.due_on, renewal.decision = owner, due_on, decision
        renewal.save(update_fields=["owner", "due_on", "decision"])
        Move.close_for(renewal, Move.Kind.RENEW, outcome="renewed")
    return renewal


@transaction.atomic
def add_renewal(*, gate: Gate, genre: str, owner, due_on, by) -> Renewal:
    """The one who decides says what will have to be renewed, by whom, before when."""
    take_turn(gate.project)
    require(can_add_renewal(by, gate))
    if due_on <= timezone.localdate():
        raise Incomplete(due_on=_("Ce jour est passé : choisissez un jour à venir."))
    if Renewal.objects.filter(gate=gate, genre=genre, done_at=None).exists():
        raise Incomplete(genre=_("Ce renouvellement est déjà demandé."))
    renewal = plan_renewal(gate=gate, genre=genre, owner=owner, due_on=due_on)
    told = {"what": str(renewal.get_genre_display()), "due_on": due_on.isoformat()}
    journal.record(gate, "renewal.asked", by=by, thread=gate.project.key, **told)
    return renewal


@transaction.atomic
def finish_renewal(*, renewal: Renewal, proof: str, by, document=None, next_on=None) -> None:
    """Whoever owes it says what was renewed, and when it ends next."""
    gate = renewal.gate
    take_turn(gate.project)
    require(can_renew(by, renewal))
    proof = visible(proof)
    if not proof:
        raise Incomplete(proof=_("Dites ce qui a été renouvelé."))
    if next_on and next_on <= timezone.localdate():
        raise Incomplete(next_on=_("Ce jour est passé : choisissez un jour à venir."))
    close_renewal(renewal, by=by, proof=proof, document=document)
    if next_on:
        plan_renewal(gate=gate, genre=renewal.genre, owner=renewal.owner, due_on=next_on)
    gate.refresh_from_db(fields=["state"])
    if renewal.genre == Genre.DECISION and gate.is_decided:
        put_in_doubt(gate, by=by, reason=proof)
    portfolio.refresh(gate.project)


def close_renewal(renewal: Renewal, *, by, proof: str, document=None) -> None:
    """Done once, by somebody, with what was said; its ball is played."""
    rows = Renewal.objects.filter(pk=renewal.pk, done_at=None)
    if not rows.update(proof=proof, document=document, done_by=by, done_at=timezone.now()):
        raise WrongState(_("Ce renouvellement est déjà fait."))
    Move.close_for(renewal, Move.Kind.RENEW, outcome="renewed")
    told = {"what": str(renewal.get_genre_display())}
    journal.record(renewal.gate, "renewal.done", by=by, thread=renewal.gate.project.key, **told)


def put_in_doubt(gate: Gate, *, by, reason: str) -> None:
    """The decision is kept and must be confirmed: the file is to be submitted again."""
    gate.unsettle(by=by, reason=reason)
    gate.milestone.mark(Milestone.State.NOW, note=_("à confirmer"))
    Move.close_for(gate.project, Move.Kind.GO_LIVE, outcome="to_confirm")
    ask_submission(gate=gate, days=REWORK_DAYS)


def follow_renewals() -> int:
    """Open the balls of what ends soon, doubt what ended; how many renewals moved."""
    horizon = Closure.calendar().add(timezone.localdate(), NOTICE_DAYS)
    rows = Renewal.objects.filter(done_at=None, due_on__lte=horizon).order_by("due_on", "pk")
    going_on = rows.exclude(gate__project__state=Project.State.CANCELLED)
    return sum(follow_one(pk) for pk in going_on.values_list("pk", flat=True))


def follow_one(renewal_id: int) -> bool:
    """One renewal; what went wrong with it is said, and the others go on."""
    try:
        return follow_renewal(renewal_id=renewal_id)
    except WrongState:
        return False
    except Exception:
        logger.exception("the renewal %s could not be followed", renewal_id)
        return False


@transaction.atomic
def follow_renewal(*, renewal_id: int) -> bool:
    """Give the ball once when the end is near; once it is past, the decision is in doubt."""
    project = Project.objects.get(gates__renewals=renewal_id)
    take_turn(project)
    joined = Renewal.objects.select_related("gate__project", "gate__milestone", "owner")
    renewal = joined.filter(pk=renewal_id, done_at=None).first()
    if renewal is None or not matters(renewal):
        return False
    opened = offer(renewal)
    doubted = doubt(renewal)
    if opened or doubted:
        portfolio.refresh(project)
    return opened or doubted


def matters(renewal: Renewal) -> bool:
    """A decision that no longer stands, a waiver that no longer runs are not renewed."""
    state = renewal.gate.state
    if renewal.genre == Genre.WAIVER:
        return state == Gate.State.WAIVED
    return renewal.genre != Genre.DECISION or renewal.gate.is_decided


def offer(renewal: Renewal) -> bool:
    """The ball goes to whoever owes the renewal, once."""
    today, calendar = timezone.localdate(), Closure.calendar()
    early = WAIVER_NOTICE_DAYS if renewal.genre == Genre.WAIVER else NOTICE_DAYS
    if renewal.due_on > calendar.add(today, early):
        return False
    if Move.objects.open().about(renewal, Move.Kind.RENEW).exists():
        return False
    Move.open_for(
        renewal,
        Move.Kind.RENEW,
        project=renewal.gate.project,
        side=part_side(renewal.owner, renewal.gate.project),
        person=renewal.owner,
        title=_("Renouveler : %(what)s") % {"what": renewal.get_genre_display()},
        detail=_("La validation « %(gate)s » repose dessus.") % {"gate": renewal.gate.name},
        due_on=renewal.due_on,
    )
    return True


def doubt(renewal: Renewal) -> bool:
    """Past its day, what was judged on it is no longer certain; said once a decision."""
    gate = renewal.gate
    if renewal.genre == Genre.WAIVER or renewal.due_on >= timezone.localdate():
        return False
    last = Decision.objects.filter(round__gate=gate).order_by("-decided_at").first()
    known = last and timezone.localdate(last.decided_at) > renewal.due_on
    if not gate.is_decided or gate.state == Gate.State.WAIVED or known:
        return False
    told = {"what": renewal.get_genre_display(), "day": renewal.due_on.strftime("%d/%m/%Y")}
    put_in_doubt(gate, by=None, reason=_("%(what)s : à renouveler depuis le %(day)s.") % told)
    if renewal.genre == Genre.DECISION:
        Move.close_for(renewal, Move.Kind.RENEW, outcome="late")
    return True
