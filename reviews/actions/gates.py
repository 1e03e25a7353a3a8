"""The life of a gate: submitted on a snapshot, advised, decided, or passed with a waiver."""

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import journal
from governance.models import Closure, Notice, Team
from governance.models.journal import fingerprint
from governance.roles import Side, Voice
from governance.typography import visible
from governance.verdicts import Incomplete, WrongState, require
from projects import portfolio, topics
from projects.actions.seats import open_topics
from projects.models import Document, Milestone, Move, Project, ProjectTopic
from reviews.actions.findings import open_finding
from reviews.actions.turns import take_turn
from reviews.models import Gate, Opinion, Round
from reviews.permissions import (
    can_decide_gate,
    can_give_opinion,
    can_submit_gate,
    can_waive_gate,
)
from reviews.readiness import missing_lines
from reviews.snapshots import gate_snapshot

State = Gate.State
REWORK_DAYS = 5


@transaction.atomic
def open_gate_moves(*, project: Project, by) -> None:
    """Give the ball for the next gate to whoever submits it: the vendor, else the bearer."""
    gate = next_gate(project)
    if gate is None:
        offer_launch(project=project)
        return
    gate.milestone.mark(Milestone.State.NOW)
    ask_submission(gate=gate, due_on=submission_date(gate))
    vendor = project.seats.current().filter(part=Voice.VENDOR).exclude(taken_at=None).first()
    if vendor:
        open_topics(vendor)


def next_gate(project: Project) -> Gate | None:
    """The first gate of the path that nobody decided yet."""
    waiting = project.gates.exclude(state__in=Gate.DECIDED).select_related("milestone", "project")
    return waiting.order_by("milestone__position").first()


def submission_date(gate: Gate):
    """Early enough for the answer delay to end on the milestone's day, never in the past."""
    early = Closure.calendar().add(gate.milestone.due_on, -gate.answer_days)
    return max(early, timezone.localdate())


def ask_submission(*, gate: Gate, due_on=None, days=None) -> Move:
    """Open the move of submitting a gate."""
    seat = gate.project.seats.voices().filter(part__in=(Voice.VENDOR, Voice.BEARER)).last()
    return Move.open_for(
        gate,
        Move.Kind.SUBMIT_GATE,
        project=gate.project,
        side=seat.part,
        person=seat.person,
        title=_("Soumettre « %(gate)s »") % {"gate": gate.name},
        detail=_("Le référent décide sur la version que vous figez."),
        due_on=due_on,
        days=days,
    )


def offer_launch(*, project: Project) -> None:
    """Every gate is decided: the bearer says when the project is in service."""
    launch = project.milestones.filter(ref="launch").first()
    bearer = project.seats.current().filter(part=Voice.BEARER).first()
    if not (launch and bearer and project.state == Project.State.SCOPED):
        return
    Move.open_for(
        project,
        Move.Kind.GO_LIVE,
        project=project,
        side=Side.BEARER,
        person=bearer.person,
        title=_("Dire que le projet est en service"),
        detail=_("Tous les points de validation sont décidés."),
        due_on=max(launch.due_on, timezone.localdate()),
    )


@transaction.atomic
def submit_gate(*, gate: Gate, by, reason: str = "") -> Round:
    """Freeze the file and start the referent's clock; incomplete is allowed, with a reason."""
    take_turn(gate.project)
    require(can_submit_gate(by, gate))
    reason = visible(reason)
    if missing_lines(gate) and not reason:
        raise Incomplete(
            reason=_("Il manque des réponses. Dites pourquoi vous soumettez quand même.")
        )
    snapshot = gate_snapshot(gate)
    opened = gate.submit(snapshot, by=by, sha256=fingerprint(snapshot), reason=reason)
    Document.objects.filter(project=gate.project).current().cite()
    Move.close_for(gate, Move.Kind.SUBMIT_GATE, outcome="submitted")
    gate.milestone.mark(
        Milestone.State.NOW, note=_("passage %(n)s en cours") % {"n": opened.number}
    )
    ask_decision(gate=gate, number=opened.number)
    ask_opinions(gate=gate)
    portfolio.refresh(gate.project)
    return opened


def ask_decision(*, gate: Gate, number: int) -> None:
    """The ball goes to the seated IT referent, else to the team of the gate's domain."""
    seat = gate.project.seats.current().filter(part=Voice.IT).exclude(taken_at=None).first()
    gate.lead = seat.person if seat else None
    gate.save(update_fields=["lead"])
    move = Move.open_for(
        gate,
        Move.Kind.DECIDE_GATE,
        project=gate.project,
        side=Side.IT,
        person=gate.lead,
        team=None if gate.lead else gate.team,
        title=_("Décider : %(gate)s, passage %(n)s") % {"gate": gate.name, "n": number},
        detail=_("Sans réponse : %(effect)s.") % {"effect": gate.get_silence_display()},
        days=gate.answer_days,
    )
    if gate.lead:
        tell(
            [gate.lead],
            key=f"gate:{gate.pk}:{number}",
            subject=_("À vous de décider : %(gate)s") % {"gate": gate.name},
            body=_("%(project)s, passage %(n)s. Vous avez jusqu’au %(day)s.")
            % {"project": gate.project, "n": number, "day": move.due_on.strftime("%d/%m/%Y")},
            action=_("Ouvrir la décision"),
            path=reverse("reviews:decision", args=[gate.pk]),
        )


def ask_opinions(*, gate: Gate) -> None:
    """The gate's own domain and the domains it names give advice, while the lead decides."""
    decides = gate.lead.team if gate.lead else gate.team
    wanted = {gate.team.slug, *gate.advice} - {decides and decides.slug}
    for team in Team.objects.filter(slug__in=wanted, side=Side.IT):
        Move.open_for(
            gate,
            Move.Kind.GIVE_OPINION,
            project=gate.project,
            side=Side.IT,
            person=team.people.filter(is_active=True).order_by("pk").first(),
            team=team,
            title=_("Donner un avis : %(gate)s") % {"gate": gate.name},
            detail=_("Votre avis éclaire la décision, il ne la bloque pas."),
            days=gate.answer_days,
        )


@transaction.atomic
def give_opinion(*, gate: Gate, value: str, by, text: str = "") -> Opinion:
    """Advise the lead on the current round, once per person."""
    take_turn(gate.project)
    require(can_give_opinion(by, gate))
    text = visible(text)
    if value != Opinion.Value.FAVOURABLE and not text:
        raise Incomplete(text=_("Dites en une phrase ce qui vous retient."))
    gate.refresh_from_db(fields=["state"])
    if gate.state != State.SUBMITTED:
        raise WrongState(_("Ce point de validation n’attend plus d’avis."))
    current = gate.rounds.order_by("-number").first()
    opinion, created = current.opinions.get_or_create(
        given_by=by,
        defaults={"team": by.team, "value": value, "text": text, "given_at": timezone.now()},
    )
    if not created:
        raise WrongState(_("Vous avez déjà donné votre avis sur ce passage."))
    asked = Q(person=by) | Q(team=by.team_id) if by.team_id else Q(person=by)
    moves = Move.objects.open().about(gate, Move.Kind.GIVE_OPINION).filter(asked)
    moves.update(closed_at=timezone.now(), outcome=value)
    journal.record(gate, f"opinion.{value}", by=by, thread=gate.project.key, text=text)
    portfolio.refresh(gate.project)
    return opinion


@transaction.atomic
def decide_gate(*, gate: Gate, outcome, round_number: int, by, word="", reservations=()):
    """Decide one round: the state, the decision, its conditions and the next ball, together."""
    take_turn(gate.project)
    require(can_decide_gate(by, gate))
    if outcome == State.RESERVED and not reservations:
        raise Incomplete(reservations=_("Écrivez au moins une réserve : quoi, qui, avant quand."))
    decision = gate.decide(outcome, by=by, round_number=round_number, word=word)
    Move.close_for(gate, Move.Kind.DECIDE_GATE, Move.Kind.GIVE_OPINION, outcome=outcome)
    for line in reservations if outcome == State.RESERVED else ():
        open_finding(gate=gate, decision=decision, **line)
    if gate.is_decided:
        validate_topics(gate=gate, snapshot=decision.round.snapshot)
        note = _("avec réserves") if outcome == State.RESERVED else ""
        gate.milestone.mark(Milestone.State.DONE, on=timezone.localdate(), note=note)
        open_gate_moves(project=gate.project, by=by)
    else:
        gate.milestone.mark(Milestone.State.NOW, note=decision.get_outcome_display())
        ask_submission(gate=gate, days=REWORK_DAYS)
    announce_decision(gate=gate, decision=decision)
    portfolio.refresh(gate.project)
    return decision


def validate_topics(*, gate: Gate, snapshot: dict) -> None:
    """Each topic of the frozen file is validated at the version that was read."""
    versions = {
        line["subject"]: line["choice"]["version"] for line in snapshot["topics"] if line["choice"]
    }
    for subject in ProjectTopic.objects.filter(pk__in=versions):
        subject.validated_version = versions[subject.pk]
        topics.refresh(subject)


@transaction.atomic
def waive_gate(*, gate: Gate, by, risk_owner, reason: str, expires_on):
    """Let the project go on without the validation, in full view."""
    take_turn(gate.project)
    require(can_waive_gate(by, gate))
    if expires_on <= timezone.localdate():
        raise Incomplete(expires_on=_("Une dérogation a une fin : choisissez un jour à venir."))
    waiver = gate.waive(by=by, risk_owner=risk_owner, reason=reason, expires_on=expires_on)
    Move.close_for(
        gate,
        Move.Kind.SUBMIT_GATE,
        Move.Kind.DECIDE_GATE,
        Move.Kind.GIVE_OPINION,
        outcome="waived",
    )
    note = _("dérogation jusqu’au %(day)s") % {"day": expires_on.strftime("%d/%m/%Y")}
    gate.milestone.mark(Milestone.State.WAIVED, on=timezone.localdate(), note=note)
    open_gate_moves(project=gate.project, by=by)
    portfolio.refresh(gate.project)
    return waiver


def announce_decision(*, gate: Gate, decision) -> None:
    """The three voices hear of a decision at once, each in one e-mail."""
    people = [seat.person for seat in gate.project.seats.voices().select_related("person")]
    tell(
        [person for person in people if person != decision.decided_by],
        key=f"decision:{decision.pk}",
        subject=_("%(gate)s : %(outcome)s")
        % {"gate": gate.name, "outcome": decision.get_outcome_display()},
        body="\n\n".join(filter(None, [f"{decision.decided_by}, {gate.project}.", decision.word])),
        action=_("Voir la décision"),
        path=reverse("reviews:gate", args=[gate.pk]),
    )


def tell(people, *, key: str, subject: str, body: str, action: str, path: str) -> None:
    """The same notice to several people."""
    for person in people:
        Notice.post(person, key=key, subject=subject, body=body, action=action, path=path)
