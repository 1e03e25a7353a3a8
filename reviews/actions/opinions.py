"""The domains advise the one who decides: teams are asked, and one person of each answers."""

from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import journal
from governance.models import Notice, Person, Team
from governance.roles import Side
from governance.typography import visible
from governance.verdicts import Incomplete, WrongState, require
from projects import portfolio
from projects.models import Move
from reviews.actions.turns import take_turn
from reviews.models import Gate, Opinion, Round
from reviews.permissions import authored, can_ask_opinions, can_give_opinion
from reviews.standins import represented

State = Gate.State
OWNERS = "owners"  # in a gate's list of advice: the owners of the systems it leans on


def ask_opinions(*, gate: Gate) -> None:
    """The gate's own domain and those that the reference names give advice; the lead decides."""
    decides = gate.lead.team if gate.lead else gate.team
    wanted = {gate.team.slug, *gate.advice} - {decides and decides.slug}
    asked = set()
    for team in Team.objects.filter(slug__in=wanted).order_by("pk"):
        ask(gate=gate, team=team, days=gate.answer_days)
        asked.add(team.pk)
    if OWNERS in gate.advice:
        ask_owners(gate=gate, but=asked | {decides and decides.pk})


def ask_owners(*, gate: Gate, but: set) -> None:
    """The owner of each system that the project leans on: a person, else their team."""
    leaning = gate.project.dependencies.standing().select_related(
        "system__owner", "system__owner_team"
    )
    for line in leaning.order_by("pk"):
        team, owner = line.system.owner_team, line.system.owner
        if team.pk in but:
            continue
        but.add(team.pk)
        here = owner if owner and owner.is_active and not authored(owner, gate) else None
        ask(gate=gate, team=team, person=here, side=Side.OWNER, days=gate.answer_days)


def ask(*, gate: Gate, team: Team, person=None, side="", **delay) -> Move:
    """One ball for one team, with a delay of its own; whoever takes it answers."""
    detail = delay.pop("detail", "") or _("Votre avis éclaire la décision, il ne la bloque pas.")
    return Move.open_for(
        gate,
        Move.Kind.GIVE_OPINION,
        project=gate.project,
        side=side or team.side,
        person=person,
        team=team,
        title=_("Donner un avis : %(gate)s") % {"gate": gate.name},
        detail=detail,
        **delay,
    )


@transaction.atomic
def ask_more_opinions(*, gate: Gate, by, teams, due_on: date, question: str = "") -> list[Move]:
    """Ask several teams at once, each once a round: until when, and about what."""
    take_turn(gate.project)
    gate.refresh_from_db(fields=["state", "lead"])
    require(can_ask_opinions(by, gate))
    current = awaited_round(gate)
    if due_on < timezone.localdate():
        raise Incomplete(due_on=_("Laissez-leur au moins jusqu’à ce soir."))
    known = asked_teams(current)
    again = [str(team) for team in teams if team.pk in known]
    if again:
        names = ", ".join(again)
        raise Incomplete(teams=_("Déjà demandé sur ce passage : %(names)s.") % {"names": names})
    question = visible(question)
    moves = [ask(gate=gate, team=team, due_on=due_on, detail=question) for team in teams]
    told = {"teams": [str(team) for team in teams], "due_on": due_on, "question": question}
    journal.record(gate, "opinion.asked", by=by, thread=gate.project.key, **told)
    for move in moves:
        tell_team(move, gate=gate, number=current.number, by=by)
    portfolio.refresh(gate.project)
    return moves


def awaited_round(gate: Gate) -> Round:
    """The round under review."""
    current = gate.rounds.order_by("-number").first()
    if gate.state != State.SUBMITTED or current is None:
        raise WrongState(_("Ce point de validation n’attend plus d’avis."))
    return current


def asked_teams(current: Round) -> set[int]:
    """The teams that were asked on a round, or spoke by themselves."""
    moves = Move.objects.about(current.gate, Move.Kind.GIVE_OPINION)
    asked = moves.filter(opened_at__gte=current.submitted_at).values_list("team", flat=True)
    return {*asked, *current.opinions.values_list("team", flat=True)} - {None}


def tell_team(move: Move, *, gate: Gate, number: int, by) -> None:
    """The lead of the team hears of it, or the whole team when nobody leads it."""
    lead = move.team.lead
    people = [lead] if lead and lead.is_active else move.team.people.filter(is_active=True)
    for person in people:
        Notice.post(
            person,
            key=f"opinion:{gate.pk}:{number}:{move.team_id}",
            subject=_("Avis demandé : %(gate)s") % {"gate": gate.name},
            body=_("%(who)s demande l’avis de votre équipe sur « %(project)s ».\n\n%(what)s")
            % {"who": by, "project": gate.project, "what": move.detail},
            action=_("Donner un avis"),
            path=reverse("reviews:opinion", args=[gate.pk]),
        )


@transaction.atomic
def give_opinion(*, gate: Gate, value: str, by, text: str = "") -> Opinion:
    """Advise the lead on the current round, once per person; a relay says for whom."""
    take_turn(gate.project)
    require(can_give_opinion(by, gate))
    text = visible(text)
    if value != Opinion.Value.FAVOURABLE and not text:
        raise Incomplete(text=_("Dites en une phrase ce qui vous retient."))
    gate.refresh_from_db(fields=["state"])
    current = awaited_round(gate)
    asked = list(Move.objects.open().about(gate, Move.Kind.GIVE_OPINION).select_related("person"))
    absent = represented(by, asked)
    answered = answered_by(asked, absent or by)
    team = answered[0].team if answered else by.team
    opinion, created = current.opinions.get_or_create(
        given_by=by,
        defaults={
            "team": team or by.team,
            "value": value,
            "text": text,
            "given_at": timezone.now(),
            "on_behalf_of": absent,
        },
    )
    if not created:
        raise WrongState(_("Vous avez déjà donné votre avis sur ce passage."))
    closed = Move.objects.filter(pk__in=[move.pk for move in answered])
    closed.update(closed_at=timezone.now(), outcome=value)
    told = {"text": text} | ({"on_behalf_of": absent.name} if absent else {})
    journal.record(gate, f"opinion.{value}", by=by, thread=gate.project.key, **told)
    portfolio.refresh(gate.project)
    return opinion


def answered_by(moves: list[Move], person: Person) -> list[Move]:
    """The balls that an opinion of this person answers: theirs, else those of their team alone."""
    team = person.team_id
    own = [move for move in moves if move.person_id == person.pk]
    free = [move for move in moves if team and move.team_id == team and move.person_id is None]
    return own + free or [move for move in moves if team and move.team_id == team]
