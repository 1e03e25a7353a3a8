"""Quick opinions: a question to IT on a topic, a line in answer. It binds nobody."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import journal
from governance.models import GateTemplate, Notice
from governance.roles import Side, Voice
from governance.typography import visible
from governance.verdicts import Incomplete
from projects import portfolio
from projects.actions.topics import refuse_over
from projects.models import Move, ProjectTopic, QuickOpinion

OPINION_DAYS = 1
SAME_WITHIN = timedelta(minutes=1)


@transaction.atomic
def ask_opinion(*, subject: ProjectTopic, question: str, by) -> QuickOpinion:
    """Ask IT in one line; the referent, or the team of the topic's gate, has one working day."""
    journal.lock_chain()
    subject.project.refresh_from_db(fields=["state"])
    project = refuse_over(subject)
    question = " ".join(visible(question).split())
    if not question:
        raise Incomplete(question=_("Posez votre question en une ligne."))
    now = timezone.now()
    same = subject.quick_opinions.filter(asked_by=by, question=question)
    already = same.filter(asked_at__gt=now - SAME_WITHIN).first()
    if already:
        return already
    opinion = subject.quick_opinions.create(question=question, asked_by=by, asked_at=now)
    journal.record(subject, "flash.asked", by=by, thread=project.key, opinion=opinion.pk)
    _give_ball(opinion)
    portfolio.refresh(project)
    return opinion


@transaction.atomic
def answer_opinion(*, opinion: QuickOpinion, answer: str, by) -> None:
    """Say in a line what IT thinks today: an opinion, not a decision."""
    journal.lock_chain()
    subject, project = opinion.subject, opinion.subject.project
    if not opinion.reply(answer, by=by):
        return
    Move.close_for(opinion, Move.Kind.QUICK_OPINION, outcome="answered")
    journal.record(subject, "flash.answered", by=by, thread=project.key, opinion=opinion.pk)
    facts = {"name": by.name, "topic": subject.topic.name, "answer": opinion.answer}
    Notice.post(
        opinion.asked_by,
        key=f"flash-answer:{opinion.pk}",
        subject=_("%(name)s a répondu à votre avis flash : %(topic)s") % facts,
        body=_(
            "« %(answer)s »\n\nC’est un avis, pas une décision : le point de validation se "
            "prononcera sur ce que vous soumettrez."
        )
        % facts,
        action=_("Voir la réponse"),
        path=opinion.get_absolute_url(),
    )
    portfolio.refresh(project)


def _give_ball(opinion: QuickOpinion) -> None:
    """To the IT referent of the project; to the gate's team when there is none, or they ask."""
    subject, project = opinion.subject, opinion.subject.project
    seats = project.seats.current().filter(part=Voice.IT).exclude(person=opinion.asked_by)
    seat = seats.select_related("person").first()
    template = GateTemplate.objects.filter(topics=subject.topic_id).select_related("team").first()
    if not (seat or template):
        return
    Move.open_for(
        opinion,
        Move.Kind.QUICK_OPINION,
        project=project,
        side=Side.IT,
        person=seat.person if seat else None,
        team=None if seat or template is None else template.team,
        title=_("Avis flash : %(topic)s") % {"topic": subject.topic},
        detail=opinion.question,
        days=OPINION_DAYS,
    )
    if seat:
        _tell_referent(opinion, seat.person)


def _tell_referent(opinion: QuickOpinion, referent) -> None:
    subject = opinion.subject
    facts = {
        "name": opinion.asked_by.name,
        "topic": subject.topic.name,
        "project": subject.project.title,
        "question": opinion.question,
    }
    Notice.post(
        referent,
        key=f"flash:{opinion.pk}",
        subject=_("%(name)s demande un avis flash : %(topic)s") % facts,
        body=_(
            "« %(question)s »\n\nProjet « %(project)s ». Une ligne suffit, sous un jour ouvré. "
            "Votre réponse n’engage personne."
        )
        % facts,
        action=_("Répondre en une ligne"),
        path=opinion.get_absolute_url(),
    )
