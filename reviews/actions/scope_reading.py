"""What a change of scope would do, computed before anything is written."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from governance.models.journal import fingerprint
from projects.models import Project
from projects.questions import asked
from projects.reference import Reference
from projects.scope import (
    SIGNED_AGAIN,
    Scope,
    changed_answers,
    changed_fields,
    doubted_topics,
    scope_of,
)
from projects.standing import Relay
from reviews.actions.opening import is_accepted_at_once
from reviews.actions.relaying import Ground, ground_of, level_for, skipped, was_accepted_at_once
from reviews.models import Gate, ScopingMeeting
from reviews.words.changes import relay_sentences

TO_SIGN = (ScopingMeeting.State.CLOSED, ScopingMeeting.State.CONTESTED)


@dataclass(frozen=True, slots=True)
class Reading:
    """A change of scope and everything that follows from it, read on one state of the project."""

    ground: Ground
    before: Scope
    after: Scope
    relay: Relay
    signs_again: bool = False
    meeting: ScopingMeeting | None = None  # whose minutes, waiting for signatures, are void
    certificate: bool = False
    submitted: tuple[str, ...] = ()

    @property
    def project(self) -> Project:
        return self.ground.project

    @property
    def changed(self) -> tuple[str, ...]:
        return changed_fields(self.before, self.after)

    @property
    def answers(self) -> tuple[str, ...]:
        return changed_answers(self.before, self.after)

    @property
    def token(self) -> str:
        """The mark of this very reading: another state of the project gives another one."""
        standing = self.ground.standing
        seen = [
            [step.ref, step.state, step.due_on.isoformat(), step.gate] for step in standing.steps
        ]
        topics = [sorted(standing.needed_topics), sorted(standing.validated_topics)]
        facts = [self.project.state, standing.level, str(self.ground.today), self.signs_again]
        scopes = [repr(self.before), repr(self.after)]
        return fingerprint([seen, topics, facts, scopes])

    def effects(self) -> list[str]:
        """What follows, in sentences: shown before it is confirmed, kept with the change."""
        return [*self._of_people(), *relay_sentences(self.relay, self.ground.reference)]

    def _of_people(self):
        if self.signs_again:
            yield _("Les trois voix signent de nouveau : une réunion de cadrage est à fixer.")
        elif self.certificate:
            yield _("Le projet reste accepté d’emblée : une nouvelle attestation est datée.")
        elif self.project.state == Project.State.SCOPED:
            yield _("Le cadrage signé tient : rien n’est à signer de nouveau.")
        if self.meeting:
            yield _("Le compte rendu à signer est rouvert : il parlait de l’ancien périmètre.")
        if "vendor" in self.changed and self.before.vendor:
            told = {"name": self.before.vendor}
            yield _("L’accès de %(name)s se ferme ; ses réponses restent au dossier.") % told
        for name in self.submitted:
            text = _("« %(name)s » est chez le référent : il décide sur le dossier déjà figé.")
            yield text % {"name": name}
        if not self.relay.moved and {"title", "audience"} & set(self.changed):
            yield _("Le dossier de cadrage déjà figé garde l’ancien texte ; le prochain le change.")


def read_scope(project: Project, after: Scope) -> Reading:
    """Everything that a change of scope would do, on the project as it is now."""
    ground, before = ground_of(project), scope_of(project)
    names = changed_fields(before, after)
    matters = any(name in names for name in SIGNED_AGAIN)
    level, reason = level_for(ground, after.answers)
    accepted = was_accepted_at_once(project)
    stays = accepted and accepted_still(project, after, level)
    scoped = project.state == Project.State.SCOPED
    signs_again = scoped and matters and not stays
    doubted = doubted_topics(before, after, ground.reference)
    change = ground.change(
        ground.path(after.answers, after.launch_on, level, reason),
        reopens=signs_again,
        skips=skipped(project, accepted=stays),
        doubted=doubted,
        launch_moved="launch_on" in names,
    )
    return Reading(
        ground=ground,
        before=before,
        after=after,
        relay=ground.relay(change),
        signs_again=signs_again,
        meeting=minutes_to_void(project) if matters and not scoped else None,
        certificate=stays and bool(names),
        submitted=tuple(under_review(ground, doubted)),
    )


def accepted_still(project: Project, after: Scope, level: str) -> bool:
    """Whether a project accepted at once still meets every rule."""
    told = Project(
        level=level,
        answers=after.answers,
        already_started=project.already_started,
        started=project.started,
    )
    return is_accepted_at_once(told)


def minutes_to_void(project: Project) -> ScopingMeeting | None:
    """The meeting whose minutes wait for signatures, if any."""
    return project.meetings.filter(state__in=TO_SIGN).first()


def under_review(ground: Ground, doubted) -> list[str]:
    """The validations that a referent is reading while their topics change."""
    topics = {row.ref: set(row.topics) for row in ground.reference.gates}
    return [
        step.name
        for step in ground.standing.steps
        if step.gate == Gate.State.SUBMITTED and topics.get(step.ref, set()) & doubted
    ]


def answers_after(
    reference: Reference, kind: str, before: dict[str, str], given: dict[str, str]
) -> dict[str, str]:
    """The answers once some are given again: those that are no longer asked leave."""
    merged = {**before, **given}
    was = {row.slug for row in asked(reference.questions, kind, before)}
    now = {row.slug for row in asked(reference.questions, kind, merged)}
    return {slug: value for slug, value in merged.items() if slug in now or slug not in was}
