"""Known choices in the life of a project: taken over, ended, and confirmed again when they lapse."""

from django.db import transaction
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import journal
from governance.models import Notice
from governance.roles import Voice
from governance.verdicts import WrongState
from projects import inheritance, portfolio, topics
from projects.actions import choices
from projects.actions.topics import ANSWER_DAYS
from projects.models import KnownChoice, Move, Project, ProjectTopic, TechnicalChoice


@transaction.atomic
def adopt_known(*, subject: ProjectTopic, known: KnownChoice, data: dict, by) -> TechnicalChoice:
    """Take over an admitted choice in the draft: its solution, its facts, and until when."""
    journal.lock_chain()
    known.refresh_from_db()
    if not inheritance.is_usable(known) or not fits(known, subject):
        raise WrongState(_("Ce choix connu n’est plus admis ici. Rechargez la page."))
    option = known.option if known.option and known.option.in_use else None
    taken = {
        "option": option,
        "label": "" if option else known.label,
        "facts": {**data["facts"], **known.facts},
    }
    draft = choices.save_draft(subject=subject, data=data | taken, by=by)
    for field, value in inheritance.taken_over(known, data | taken).items():
        setattr(draft, field, value)
    draft.save(update_fields=["known", "inherited"])
    thread = subject.project.key
    journal.record(subject, "known.adopted", by=by, thread=thread, known=known.pk)
    return draft


def fits(known: KnownChoice, subject: ProjectTopic) -> bool:
    """Whether a known choice is about this topic, and this kind of project."""
    if known.topic_id != subject.topic_id:
        return False
    kinds = {kind.pk for kind in known.kinds.all()}
    return not kinds or subject.project.kind_id in kinds


@transaction.atomic
def end_known(*, known: KnownChoice, word: str, by) -> KnownChoice:
    """Nobody may count on it any more; the projects that did are asked to confirm at once."""
    journal.lock_chain()
    known.end(word, by=by)
    journal.record(known, "known.ended", by=by, word=known.ended_word)
    for subject in resting_on_lapsed().filter(rests_on=known.pk):
        ask_again(subject, known)
    return known


def ask_lapsed() -> int:
    """Each day: topics that rest on a lapsed known choice are to be confirmed; asked once."""
    asked = 0
    for pk in list(resting_on_lapsed().values_list("pk", flat=True)):
        with transaction.atomic():
            journal.lock_chain()
            subject = resting_on_lapsed().filter(pk=pk).first()
            last = topics.latest_choice(subject) if subject else None
            asked += bool(subject and last and last.known and ask_again(subject, last.known))
    return asked


def resting_on_lapsed():
    """The topics whose last submitted version rests on a known choice that no longer holds."""
    last = TechnicalChoice.objects.filter(subject=OuterRef("pk")).exclude(submitted_at=None)
    last = last.order_by("-version")
    today = timezone.localdate()
    over = KnownChoice.objects.filter(Q(valid_until__lt=today) | Q(ended_at__isnull=False))
    rows = ProjectTopic.objects.annotate(rests_on=Subquery(last.values("known")[:1]))
    rows = rows.filter(rests_on__in=over.values("pk"), version__gt=0)
    rows = rows.exclude(project__state=Project.State.CANCELLED)
    return rows.select_related("topic", "project").order_by("pk")


def ask_again(subject: ProjectTopic, known: KnownChoice) -> bool:
    """Give the topic back to whoever proposes, once; whether somebody was asked now."""
    project = subject.project
    voices = project.seats.current().filter(part__in=(Voice.VENDOR, Voice.BEARER))
    seats = {s.part: s for s in voices.exclude(taken_at=None).select_related("person")}
    seat = seats.get(Voice.VENDOR) or seats.get(Voice.BEARER)
    if seat is None or Move.objects.open().about(subject, Move.Kind.ANSWER_TOPIC).exists():
        return False
    facts = {"topic": subject.topic.name, "label": known.label, "project": project.title}
    Move.open_for(
        subject,
        Move.Kind.ANSWER_TOPIC,
        project=project,
        side=seat.part,
        person=seat.person,
        title=_("Confirmer le sujet « %(topic)s »") % facts,
        detail=_("« %(label)s » n’est plus admis d’avance.") % facts,
        days=ANSWER_DAYS,
    )
    journal.record(subject, "known.lapsed", by=None, thread=project.key, known=known.pk)
    Notice.post(
        seat.person,
        key=f"known-lapsed:{known.pk}:{subject.pk}",
        subject=_("À confirmer : %(topic)s, « %(project)s »") % facts,
        body=_(
            "Votre réponse reprenait « %(label)s », que la DSI n’admet plus d’avance. Relisez-la "
            "et soumettez-la de nouveau, telle quelle ou changée : le point de validation fera "
            "le reste."
        )
        % facts,
        action=_("Revoir le sujet"),
        path=subject.get_absolute_url(),
    )
    portfolio.refresh(project)
    return True
