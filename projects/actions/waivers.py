"""A ground rule cannot be kept: asked by the project, answered by management, for a time."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import journal, typography
from governance.models import GroundRule, Notice, Person
from governance.roles import Mandate, Side, Voice
from governance.typography import visible
from governance.verdicts import Incomplete, WrongState
from projects import portfolio
from projects.models import Move, Project, ProjectTopic, RuleWaiver

ANSWER_DAYS = 5
LONGEST_DAYS = 366


@transaction.atomic
def ask_waiver(
    *, subject: ProjectTopic, rule: GroundRule, reason: str, measure: str, expires_on: date, by
) -> RuleWaiver:
    """Ask to go past a rule: why, what is done instead, until when; management has five days."""
    journal.lock_chain()
    project = refuse_over(subject.project)
    said = {"reason": visible(reason), "measure": visible(measure)}
    refuse_incomplete(**said, expires_on=expires_on)
    refuse_double(subject, rule)
    waiver = RuleWaiver.objects.create(
        project=project,
        subject=subject,
        rule_ref=rule.ref,
        rule_version=rule.version,
        expires_on=expires_on,
        asked_by=by,
        asked_at=timezone.now(),
        **said,
    )
    ask_management(waiver, title=rule.title)
    write_down(waiver, "waiver.asked", by=by)
    return waiver


@transaction.atomic
def answer_waiver(*, waiver: RuleWaiver, state: str, word: str, by) -> None:
    """Management says yes or no with a word; the verdict of the rule stays what it is."""
    journal.lock_chain()
    refuse_over(waiver.project)
    waiver.answer(state, word=word, by=by)
    Move.close_for(waiver, Move.Kind.ANSWER_WAIVER, outcome=state)
    write_down(waiver, f"waiver.{state}", by=by)
    tell_voices(waiver, by=by)


@transaction.atomic
def withdraw_waiver(*, waiver: RuleWaiver, by) -> None:
    """The request is taken back before its answer: nobody has to read it any more."""
    journal.lock_chain()
    waiver.withdraw()
    Move.close_for(waiver, Move.Kind.ANSWER_WAIVER, outcome="withdrawn")
    write_down(waiver, "waiver.withdrawn", by=by)


def refuse_incomplete(*, reason: str, measure: str, expires_on: date) -> None:
    """A request says why, what is done instead, and when it ends: a year at most."""
    today, missing = timezone.localdate(), {}
    if not reason:
        missing["reason"] = _("Dites pourquoi la règle ne peut pas être tenue.")
    if not measure:
        missing["measure"] = _("Dites ce que vous ferez à la place pour couvrir le risque.")
    if expires_on <= today:
        missing["expires_on"] = _("Une dérogation a une fin : choisissez un jour à venir.")
    elif expires_on > today + timedelta(days=LONGEST_DAYS):
        missing["expires_on"] = _("Douze mois au plus : choisissez un jour plus proche.")
    if missing:
        raise Incomplete(**missing)


def refuse_double(subject: ProjectTopic, rule: GroundRule) -> None:
    """One request at a time on a rule, and none while a waiver runs for long yet."""
    rows = subject.waivers.standing().filter(rule_ref=rule.ref)
    last = rows.order_by("-asked_at", "-pk").first()
    if last is None or last.may_be_renewed:
        return
    if last.state == RuleWaiver.State.ASKED:
        raise WrongState(_("Une dérogation à cette règle est déjà demandée sur ce sujet."))
    day = typography.long_day(last.expires_on)
    raise WrongState(_("Une dérogation à cette règle court déjà jusqu’au %(day)s.") % {"day": day})


def refuse_over(project: Project) -> Project:
    """The project as it stands, unless it is over."""
    project.refresh_from_db(fields=["state"])
    if project.is_over:
        raise WrongState(_("Ce projet est arrêté : plus aucune dérogation ne s’y demande."))
    return project


def ask_management(waiver: RuleWaiver, *, title: str) -> None:
    """The ball goes to management: whoever answers first takes it from the others."""
    people = Person.objects.filter(mandate=Mandate.MANAGER, is_active=True)
    managers = list(people.exclude(pk=waiver.asked_by_id))
    if not managers:
        raise WrongState(
            _("Personne de la direction ne peut répondre. Prévenez l’équipe Gouvernance.")
        )
    facts = {"project": waiver.project.title, "ref": waiver.rule_ref, "rule": title}
    for manager in managers:
        move = Move.open_for(
            waiver,
            Move.Kind.ANSWER_WAIVER,
            project=waiver.project,
            side=Side.MANAGEMENT,
            person=manager,
            title=_("Répondre à la dérogation demandée sur %(ref)s, %(rule)s") % facts,
            detail=waiver.reason,
            days=ANSWER_DAYS,
        )
        Notice.post(
            manager,
            key=f"waiver-asked:{waiver.pk}",
            subject=_("« %(project)s » demande une dérogation au socle") % facts,
            body=_("Règle %(ref)s, %(rule)s.") % facts + f"\n\n{waiver.reason}\n\n{waiver.measure}",
            action=_("Répondre"),
            path=move.get_absolute_url(),
        )


def tell_voices(waiver: RuleWaiver, *, by) -> None:
    """The three voices, and whoever asked, read the answer."""
    seats = waiver.project.seats.current().filter(part__in=Voice.values)
    seats = seats.exclude(taken_at=None).select_related("person")
    people = {seat.person_id: seat.person for seat in seats} | {waiver.asked_by_id: waiver.asked_by}
    facts = {"ref": waiver.rule_ref, "topic": waiver.subject.topic.name, "name": by.name}
    subjects = {
        "granted": _("Dérogation accordée : règle %(ref)s, %(topic)s"),
        "declined": _("Dérogation refusée : règle %(ref)s, %(topic)s"),
    }
    for person in people.values():
        if person == by or not Project.objects.visible_to(person).filter(pk=waiver.project_id):
            continue
        Notice.post(
            person,
            key=f"waiver-answered:{waiver.pk}",
            subject=subjects[waiver.state] % facts,
            body=f"« {waiver.word} »\n\n"
            + _("Le verdict du socle ne change pas : la réponse est écrite à côté."),
            action=_("Voir la dérogation"),
            path=waiver.get_absolute_url(),
        )


def write_down(waiver: RuleWaiver, verb: str, *, by) -> None:
    """The journal names the rule and the last day; the summary of the project follows."""
    facts = {"rule": waiver.rule_ref, "version": waiver.rule_version}
    journal.record(
        waiver,
        verb,
        by=by,
        thread=waiver.project.key,
        topic=str(waiver.subject.topic),
        until=waiver.expires_on.isoformat(),
        **facts,
    )
    portfolio.refresh(waiver.project)
