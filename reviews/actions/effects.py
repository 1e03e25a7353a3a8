"""What a decision settles beyond its sentence: a topic's choice, a dependency; at the closing."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.models import TopicOption
from projects import topics
from projects.actions.choices import LATER
from projects.actions.dependencies import answer_dependency, ask_owner
from projects.actions.talk import write_message
from projects.actions.topics import clear_topic
from projects.models import Dependency, Move, ProjectTopic, TechnicalChoice, TopicMessage
from projects.permissions import can_answer_dependency
from reviews.models import AgendaItem, Outcome, ScopingMeeting

LONGEST_LABEL = 120
LONGEST_DETAIL = 240


@dataclass(frozen=True, slots=True)
class Settles:
    """What a decision fills or confirms; nothing, most of the time."""

    subject: ProjectTopic | None = None
    option: TopicOption | None = None
    dependency: Dependency | None = None

    @classmethod
    def of(cls, outcome: Outcome) -> "Settles":
        return cls(outcome.subject, outcome.option, outcome.dependency)

    @property
    def value(self) -> str:
        """The same, as one value of a list."""
        if self.option:
            return f"option-{self.subject.pk}-{self.option.pk}"
        if self.subject:
            return f"subject-{self.subject.pk}"
        return f"dependency-{self.dependency.pk}" if self.dependency else ""


def may_settle(item: AgendaItem) -> list[Settles]:
    """What a decision on this point may fill or confirm, the point's own topic first."""
    project = item.project
    subjects = project.topics.select_related("topic")
    if item.topic_id:
        subjects = subjects.filter(topic=item.topic_id)
    else:
        subjects = subjects.filter(state=ProjectTopic.State.OPEN)
    waiting = project.dependencies.filter(state=Dependency.State.TO_CONFIRM)
    found = []
    for subject in subjects:
        options = subject.topic.options.filter(in_use=True) if item.topic_id else ()
        found += [Settles(subject, option) for option in options]
        found.append(Settles(subject))
    return found + [Settles(dependency=row) for row in waiting.select_related("system__owner")]


def confirmer(outcome: Outcome, seats, present):
    """The owner of the system who decided at the table, if they did; they alone may confirm."""
    at_table = [seat.person for seat in seats if seat.part in present]
    people = [outcome.written_by, *at_table] if outcome.written_by else at_table
    may = (person for person in people if can_answer_dependency(person, outcome.dependency))
    return next(may, None)


def apply_decisions(meeting: ScopingMeeting, *, by) -> None:
    """At the closing, each decision does what it announced; what others wrote is never replaced."""
    if meeting.project.is_over:
        return
    rows = Outcome.objects.standing().filter(item__meeting=meeting, kind=Outcome.Kind.DECISION)
    rows = rows.exclude(Q(subject=None) & Q(dependency=None)).order_by("pk")
    related = ("subject__topic", "subject__project", "option", "written_by", "item__meeting")
    decisions = list(rows.select_related(*related, "dependency__system", "dependency__project"))
    last_word = {decision.subject_id: decision for decision in decisions if decision.subject}
    for decision in last_word.values():
        fill_topic(decision, by=by)
    seats = list(meeting.project.seats.voices().select_related("person"))
    present = meeting.voices_present()
    for decision in decisions:
        if decision.dependency and decision.dependency.state == Dependency.State.TO_CONFIRM:
            confirm(decision, confirmer(decision, seats, present))


def fill_topic(decision: Outcome, *, by) -> None:
    """The topic is no longer unclear, and its draft says the decision unless it says otherwise."""
    subject = decision.subject
    if subject.unclear and subject.state == ProjectTopic.State.OPEN:
        clear_topic(subject=subject, text=decision.text, by=decision.written_by or by)
    if not written_in_draft(decision):
        tell_topic(decision, by=by)


def written_in_draft(decision: Outcome) -> bool:
    """Whether the vendor's draft says the decision; written there only where nothing was."""
    subject = ProjectTopic.objects.select_for_update(of=("self",)).get(pk=decision.subject_id)
    said = proposal(decision)
    draft, last = subject.choices.filter(submitted_at=None).first(), topics.latest_choice(subject)
    known = draft or last
    if known and says_the_same(known, said):
        return True
    if draft is None and last is None:
        facts = dict(decision.option.facts) if decision.option else {}
        TechnicalChoice.objects.create(
            subject=subject, version=1, facts=facts, updated_at=timezone.now(), **said
        )
        return True
    if draft is None or not is_untouched(draft):
        return False
    for name, value in said.items():
        setattr(draft, name, value)
    draft.updated_at = timezone.now()
    draft.save(update_fields=[*said, "updated_at"])
    return True


def proposal(decision: Outcome) -> dict:
    """The decision as the vendor's form holds it."""
    told = {"text": decision.text}
    return {
        "option": decision.option,
        "label": "" if decision.option else decision.text[:LONGEST_LABEL],
        "rationale": _("Décidé à la réunion de cadrage : %(text)s") % told,
    }


def says_the_same(choice: TechnicalChoice, said: dict) -> bool:
    """Whether a choice already holds this solution."""
    option = said["option"]
    return choice.option_id == (option.pk if option else None) and choice.label == said["label"]


def is_untouched(draft: TechnicalChoice) -> bool:
    """Whether the vendor has written nothing yet that a decision would replace."""
    written = (draft.option_id, draft.label.strip(), draft.rationale.strip())
    return not any(written) and not any(getattr(draft, name) for name in LATER)


def tell_topic(decision: Outcome, *, by) -> None:
    """What was already written stays; the table reads the decision in the topic's discussion."""
    text = _(
        "La réunion de cadrage a décidé : « %(text)s » Ce qui était déjà écrit sur ce sujet n’a "
        "pas été modifié : au prestataire de proposer la version qui suit la décision."
    ) % {"text": decision.text}
    if not TopicMessage.objects.filter(subject=decision.subject, text=text).exists():
        write_message(subject=decision.subject, text=text, by=by)


def confirm(decision: Outcome, owner) -> None:
    """The owner at the table confirms; otherwise the owner's ball says what the table proposes."""
    dependency = decision.dependency
    if owner:
        state = Dependency.State.CONFIRMED
        answer_dependency(dependency=dependency, state=state, by=owner, word=decision.text)
        return
    detail = _("La réunion propose de confirmer : %(text)s") % {"text": decision.text}
    asked = Move.objects.open().about(dependency, Move.Kind.CONFIRM_DEPENDENCY)
    if not asked.update(detail=detail[:LONGEST_DETAIL]):
        ask_owner(dependency, detail=detail)
