"""A project goes on without a validation, in full view, until a day: renewed, or it ends."""

import logging
from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import journal
from governance.models import Closure
from governance.typography import visible
from governance.verdicts import Incomplete, WrongState, require
from projects import portfolio
from projects.models import Milestone, Move, Project
from reviews.actions.arbitration_ending import drop_arbitration
from reviews.actions.findings import follow_blockers, part_side
from reviews.actions.gates import REWORK_DAYS, open_gate_moves, tell
from reviews.actions.information import drop_question
from reviews.actions.renewals import Genre, close_renewal, plan_renewal, put_in_doubt
from reviews.actions.turns import take_turn
from reviews.blocking import blockers_at
from reviews.leaning_changes import same_judged
from reviews.models import Gate, Renewal, Waiver
from reviews.permissions import can_waive_gate
from reviews.snapshots import gate_snapshot

MOST_WAIVER_DAYS, LONGEST_DETAIL = 92, 240
logger = logging.getLogger(__name__)


@transaction.atomic
def waive_gate(*, gate: Gate, by, risk_owner, reason: str, measure: str, expires_on):  # noqa: PLR0913 -- a waiver
    """Let the project go on without the validation; after one that ended, it renews it.

    What blocks the launch is named by the waiver that goes past it, and by nothing else.
    """
    take_turn(gate.project)
    require(can_waive_gate(by, gate))
    measure = visible(measure)
    check_terms(risk_owner, measure, expires_on)
    passed = blockers_at(gate)
    waiver = gate.waive(
        by=by,
        reason=reason,
        passes=[str(finding) for finding in passed],
        risk_owner=risk_owner,
        measure=measure,
        expires_on=expires_on,
        renews=gate.waivers.order_by("-signed_at", "-pk").first(),
        snapshot=gate_snapshot(gate),
    )
    waiver.names.set(passed)
    end(waiver.renews, _("une autre dérogation la remplace"))
    drop_question(gate=gate, by=by)
    drop_arbitration(subject=gate, by=by, reason=_("Une dérogation est signée."))
    Move.close_for(
        gate,
        Move.Kind.SUBMIT_GATE,
        Move.Kind.DECIDE_GATE,
        Move.Kind.GIVE_OPINION,
        outcome="waived",
    )
    announce_end(gate, waiver)
    open_gate_moves(project=gate.project, by=by)
    portfolio.refresh(gate.project)
    return waiver


def check_terms(risk_owner, measure: str, expires_on) -> None:
    """A manager carries the risk, something protects meanwhile, for three months at most."""
    today = timezone.localdate()
    if not (risk_owner and risk_owner.is_manager and risk_owner.is_active):
        raise Incomplete(risk_owner=_("Le risque est porté par une personne de la direction."))
    if not measure:
        raise Incomplete(measure=_("Dites ce qui protège en attendant la validation."))
    if expires_on is None or expires_on <= today:
        raise Incomplete(expires_on=_("Une dérogation a une fin : choisissez un jour à venir."))
    if expires_on > today + timedelta(days=MOST_WAIVER_DAYS):
        raise Incomplete(expires_on=_("Trois mois au plus : choisissez un jour plus proche."))


def announce_end(gate: Gate, waiver: Waiver) -> None:
    """The path says until when, and the risk owner will be asked in time."""
    note = _("dérogation jusqu’au %(day)s") % {"day": waiver.expires_on.strftime("%d/%m/%Y")}
    gate.milestone.mark(Milestone.State.WAIVED, on=timezone.localdate(), note=note)
    owner, due_on = waiver.risk_owner, waiver.expires_on
    plan_renewal(gate=gate, genre=Genre.WAIVER, owner=owner, due_on=due_on)


@transaction.atomic
def renew_waiver(*, renewal: Renewal, by, reason: str, measure: str, expires_on) -> Waiver:
    """Management carries the risk further: a new waiver that names the old one.

    Before its end it renews it; once what it covered has changed, it confirms it as it is now.
    """
    gate = renewal.gate
    take_turn(gate.project)
    require(can_waive_gate(by, gate))
    reason, measure = visible(reason), visible(measure)
    if not (reason and measure):
        raise Incomplete(reason=_("Dites pourquoi, et ce qui protège en attendant."))
    gate.refresh_from_db(fields=["state", "doubt"])
    old = running_waiver(gate)
    if old is None:
        raise WrongState(_("Cette dérogation a pris fin entre-temps."))
    terms = {"risk_owner": old.risk_owner, "measure": measure, "expires_on": expires_on}
    if gate.state != Gate.State.WAIVED:
        return waive_gate(gate=gate, by=by, reason=reason, **terms)
    check_terms(**terms)
    close_renewal(renewal, by=by, proof=reason)
    new = gate.waivers.create(
        reason=reason,
        renews=old,
        snapshot=old.snapshot,
        signed_by=by,
        signed_at=timezone.now(),
        **terms,
    )
    new.names.set(blockers_at(gate))
    end(old, _("renouvelée"))
    told = {"until": expires_on.isoformat(), "reason": reason}
    journal.record(gate, "waiver.renewed", by=by, thread=gate.project.key, **told)
    announce_end(gate, new)
    follow_blockers(gate.project)
    portfolio.refresh(gate.project)
    return new


def running_waiver(gate: Gate) -> Waiver | None:
    """The waiver under which the project goes past a gate now."""
    rows = gate.waivers.filter(ended_at=None).select_related("risk_owner", "signed_by")
    return rows.order_by("-signed_at", "-pk").first()


def follow_waived(*, gate: Gate, snapshot: dict, by, reason: str) -> None:
    """What a waiver covers has changed: it is to be confirmed by whoever signed it, in days."""
    waiver = running_waiver(gate)
    if waiver is None or not waiver.snapshot or same_judged(gate, waiver.snapshot, snapshot):
        return
    put_in_doubt(gate, by=by, reason=reason)
    signer = waiver.signed_by
    owner = signer if signer.is_active and signer.is_manager else waiver.risk_owner
    due_on = Closure.calendar().add(timezone.localdate(), REWORK_DAYS)
    renewal = plan_renewal(gate=gate, genre=Genre.WAIVER, owner=owner, due_on=due_on)
    Move.open_for(
        renewal,
        Move.Kind.RENEW,
        project=gate.project,
        side=part_side(owner, gate.project),
        person=owner,
        title=_("Confirmer la dérogation : %(gate)s") % {"gate": gate.name},
        detail=reason[:LONGEST_DETAIL],
        due_on=due_on,
    )
    tell(
        [owner],
        key=f"waiver:{waiver.pk}:to_confirm:{gate.rounds.count()}",
        subject=_("À vous de confirmer la dérogation : %(gate)s") % {"gate": gate.name},
        body=_("%(why)s\n\nVous lirez ce qui a changé, et rien d’autre.") % {"why": reason},
        action=_("Lire ce qui a changé"),
        path=reverse("reviews:renewal", args=[renewal.pk]),
    )


def end(waiver: Waiver | None, word: str) -> None:
    """A waiver that no longer runs says how it finished."""
    if waiver and waiver.ended_at is None:
        waiver.ended_at, waiver.ended_word = timezone.now(), word
        waiver.save(update_fields=["ended_at", "ended_word"])


def follow_waivers() -> int:
    """End the waivers past their day and those whose gate was decided since; how many."""
    rows = Waiver.objects.filter(ended_at=None).exclude(
        gate__project__state=Project.State.CANCELLED
    )
    over = rows.filter(expires_on__lt=timezone.localdate())
    decided = rows.filter(gate__state__in=(Gate.State.APPROVED, Gate.State.RESERVED))
    return sum(follow_one(pk) for pk in (over | decided).values_list("pk", flat=True).distinct())


def follow_one(waiver_id: int) -> bool:
    """One waiver; what went wrong with it is said, and the others go on."""
    try:
        return end_waiver(waiver_id=waiver_id)
    except WrongState:
        return False
    except Exception:
        logger.exception("the waiver %s could not be ended", waiver_id)
        return False


@transaction.atomic
def end_waiver(*, waiver_id: int) -> bool:
    """Decided since, it is over; not renewed in time, its gate is to be confirmed."""
    project = Project.objects.get(gates__waivers=waiver_id)
    take_turn(project)
    rows = Waiver.objects.select_related("gate__project", "gate__milestone")
    waiver = rows.filter(pk=waiver_id, ended_at=None).first()
    if waiver is None:
        return False
    gate, late = waiver.gate, waiver.expires_on < timezone.localdate()
    decided = gate.state in (Gate.State.APPROVED, Gate.State.RESERVED)
    if not (late or decided):
        return False
    end(waiver, _("la validation a été décidée") if decided else _("pas renouvelée"))
    for renewal in gate.renewals.filter(genre=Genre.WAIVER, done_at=None):
        Move.close_for(renewal, Move.Kind.RENEW, outcome="ended")
    told = {"until": waiver.expires_on.isoformat(), "word": waiver.ended_word}
    journal.record(gate, "waiver.ended", by=None, thread=project.key, **told)
    if gate.state == Gate.State.WAIVED:
        day = waiver.expires_on.strftime("%d/%m/%Y")
        put_in_doubt(gate, by=None, reason=_("La dérogation a pris fin le %(day)s.") % {"day": day})
    portfolio.refresh(project)
    return True
