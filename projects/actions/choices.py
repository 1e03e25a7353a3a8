"""What the vendor proposes on a topic: drafts that come and go, versions that stay."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import journal, typography
from governance.evaluation import worst
from governance.verdicts import Incomplete, WrongState
from projects import afterwards, assessment, inheritance, portfolio, topics
from projects.actions import vendor_file
from projects.models import Move, ProjectTopic, TechnicalChoice

FIELDS = ("option", "label", "facts", "rationale", "alternatives", "reversibility")
LATER = ("effects", "exit_plan", "compared")  # left out of a content when nothing was said


@transaction.atomic
def save_draft(*, subject: ProjectTopic, data: dict, by) -> TechnicalChoice:
    """Keep what is typed for the next version; nobody else reads it before it is submitted."""
    _lock(subject)
    _refuse_stale(subject, data["version"])
    return _write_draft(subject, data)


@transaction.atomic
def submit_choice(*, subject: ProjectTopic, data: dict, by) -> TechnicalChoice:
    """Freeze a version with what the rules say of it; the ball leaves the vendor."""
    _lock(subject)
    last = topics.latest_choice(subject)
    if (
        last
        and _same(last, data)
        and (last.submitted_by_id, last.version) == (by.pk, data["version"])
    ):
        return last
    _refuse_stale(subject, data["version"])
    _refuse_empty(last, data)
    choice = _write_draft(subject, data)
    _freeze(choice, by=by)
    Move.close_for(subject, Move.Kind.ANSWER_TOPIC, outcome="submitted")
    topics.refresh(subject)
    journal.record(
        choice,
        "choice.submitted",
        by=by,
        thread=subject.project.key,
        topic=str(subject.topic),
        version=choice.version,
        verdict=choice.verdict,
        fingerprint=choice.fingerprint,
    )
    vendor_file.keep_answers(choice=choice, by=by)
    afterwards.follow(afterwards.CHOICE_SUBMITTED, choice, by=by)
    portfolio.refresh(subject.project)
    return choice


def content_of(data: dict) -> dict:
    """What is typed, in the shape of a version's content."""
    option = data["option"]
    said = {field: data[field] for field in LATER if data.get(field)}
    return {
        **{field: data[field] for field in FIELDS},
        "option": option.slug if option else "",
        **said,
    }


def _lock(subject: ProjectTopic) -> None:
    """One writer of a topic at a time; what is known of it is read again inside the lock."""
    journal.lock_chain()
    ProjectTopic.objects.select_for_update(of=("self",)).get(pk=subject.pk)
    subject.refresh_from_db(fields=["version", "validated_version", "state", "headline"])
    if subject.project.is_over:
        raise WrongState(_("Ce projet est arrêté : ses choix ne changent plus."))


def _refuse_stale(subject: ProjectTopic, version: int) -> None:
    last = topics.latest_choice(subject)
    if version == (last.version if last else 0) + 1:
        return
    facts = {
        "name": last.submitted_by.name if last else "",
        "version": last.version if last else 0,
        "moment": typography.moment(last.submitted_at) if last else "",
    }
    raise WrongState(
        _("%(name)s a soumis la version %(version)s entre-temps (%(moment)s).") % facts
        if last
        else _("Cette page ne correspond plus à l’état du sujet. Rechargez-la.")
    )


def _refuse_empty(last: TechnicalChoice | None, data: dict) -> None:
    if data["option"] is None and not data["label"].strip():
        raise Incomplete(label=_("Dites ce que vous proposez, ou reprenez une solution admise."))
    if last and _same(last, data):
        facts = {"version": last.version}
        raise Incomplete(option=_("Rien n’a changé depuis la version %(version)s.") % facts)


def _same(choice: TechnicalChoice, data: dict) -> bool:
    if inheritance.is_lost(choice):
        return False
    written, typed = choice.content(), content_of(data)
    return all(written.get(key) == typed.get(key) for key in FIELDS + LATER)


def _write_draft(subject: ProjectTopic, data: dict) -> TechnicalChoice:
    """The one draft of a topic, created or brought up to date."""
    empty = {"effects": "", "exit_plan": "", "compared": []}
    later = {field: data.get(field) or empty[field] for field in LATER}
    values = {field: data[field] for field in FIELDS} | later | {"updated_at": timezone.now()}
    draft = subject.choices.filter(submitted_at=None).select_related("known").first()
    values |= inheritance.heritage(draft or topics.latest_choice(subject), data)
    if draft is None:
        return TechnicalChoice.objects.create(subject=subject, version=data["version"], **values)
    for field, value in values.items():
        setattr(draft, field, value)
    draft.save(update_fields=list(values))
    return draft


def _freeze(choice: TechnicalChoice, *, by) -> None:
    """Write the verdict and the fingerprint, and close the version for ever."""
    rules = assessment.rules_of(choice.subject)
    findings = assessment.assess(choice.subject, choice.facts, rules)
    choice.findings = [finding.as_dict() for finding in findings]
    choice.verdict = worst(findings)
    choice.fingerprint = choice.computed_fingerprint()
    choice.submitted_at, choice.submitted_by = timezone.now(), by
    choice.save(
        update_fields=["findings", "verdict", "fingerprint", "submitted_at", "submitted_by"]
    )
