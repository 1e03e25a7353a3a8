"""A path laid again on a running project: by another level, or by a change of scope."""

from dataclasses import asdict, dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from governance.models import Closure
from governance.typography import visible
from projects import topics
from projects.commitments import ALREADY_LIVE, hardest_first
from projects.dating import ordered_steps
from projects.models import LevelChange, Milestone, Move, Project, ProjectTopic
from projects.path import OpenTopic, Path
from projects.pathbook import reference_of
from projects.reference import Reference, StepRow, load_freezes
from projects.registration import compute_path, early_gates, find_level
from projects.rescoping import level_after, relay
from projects.standing import Change, Relay, Standing, StepNow
from reviews.actions.gates import next_gate, open_gate_moves, submission_date
from reviews.actions.opening import EXPRESS_SKIPS, open_gate
from reviews.models import Gate

REASON_LENGTH = 200
WAITING = (Gate.State.PREPARING, Gate.State.TO_CONFIRM)


@dataclass(frozen=True, slots=True)
class Ground:
    """What a change of path is computed on, read once."""

    project: Project
    reference: Reference
    standing: Standing
    today: date

    def path(self, answers: dict, launch_on: date, level: str, reason: str) -> Path:
        """The path of these answers on this level, under the project's own rules."""
        return compute_path(
            answers,
            self.project.kind.slug,
            launch_on,
            timezone.localdate(self.project.registered_at),
            self.reference,
            Closure.calendar(),
            load_freezes(self.today),
            imposed=(level, reason),
            started=tuple(self.project.started),
        )

    def rows(self, path: Path) -> tuple[StepRow, ...]:
        """The steps of a path in their order, what is already done first."""
        kind, done = self.project.kind.slug, tuple(hardest_first(self.project.started))
        early = early_gates(done, kind, self.reference)
        return tuple(ordered_steps(path.gates, kind, self.reference, early))

    def change(self, after: Path, **facts) -> Change:
        """What is asked of the path, from where the project stands."""
        return Change(
            before=self.path_now(),
            after=after,
            standing=self.standing,
            rows=self.rows(after),
            forward=ALREADY_LIVE in self.project.started,
            **facts,
        )

    def path_now(self) -> Path:
        """The path that the project is on."""
        return self.path(self.project.answers, self.project.launch_on, self.project.level, "")

    def relay(self, change: Change) -> Relay:
        """What a change does, as it is shown, then written."""
        calendar, freezes = Closure.calendar(), load_freezes(self.today)
        return relay(change, self.reference, self.today, calendar, freezes)


def ground_of(project: Project) -> Ground:
    """Where a project stands, under the rules that it was registered under."""
    return Ground(project, reference_of(project), standing_of(project), timezone.localdate())


def standing_of(project: Project) -> Standing:
    """The steps, the validations and the topics of a project as they are now."""
    gates = {gate.milestone_id: gate for gate in project.gates.prefetch_related("rounds")}
    subjects = list(project.topics.select_related("topic"))
    return Standing(
        level=project.level,
        steps=tuple(
            _step(row, gates.get(row.pk)) for row in project.milestones.order_by("position", "pk")
        ),
        needed_topics=frozenset(s.topic.slug for s in subjects if s.needed_by_id),
        answered_topics=frozenset(s.topic.slug for s in subjects if s.version),
        validated_topics=frozenset(
            s.topic.slug for s in subjects if s.version and s.validated_version == s.version
        ),
        systems=frozenset(project.dependencies.standing().values_list("system__name", flat=True)),
    )


def _step(row: Milestone, gate: Gate | None) -> StepNow:
    begun = bool(gate and (gate.state != Gate.State.PREPARING or gate.rounds.all()))
    return StepNow(
        ref=row.ref,
        name=row.name,
        genre=row.genre,
        state=row.state,
        due_on=row.due_on,
        gate=gate.state if gate else "",
        begun=begun,
        answer_days=gate.answer_days if gate else 0,
    )


def level_for(ground: Ground, answers: dict) -> tuple[str, str]:
    """The level of a project once its answers change, and why it is that one."""
    project, kind = ground.project, ground.project.kind.slug
    before, _reasons = find_level({**project.answers, "kind": kind}, ground.reference)
    after, reasons = find_level({**answers, "kind": kind}, ground.reference)
    agreed = agreed_level(project)
    imposed = (agreed.previous, agreed.wanted) if agreed else None
    level = level_after(project.level, before, after, imposed)
    if before == after:
        return level, " ".join(project.path_reasons)
    if level == after or agreed is None:
        return level, " ".join(reason.text for reason in reasons)
    return level, agreed_sentence(agreed)


def agreed_level(project: Project) -> LevelChange | None:
    """The last change of level that was applied."""
    rows = project.level_changes.filter(state=LevelChange.State.APPLIED)
    return rows.select_related("asked_by").first()


def agreed_sentence(change: LevelChange) -> str:
    """Why the level is not the one of the answers: who asked, and their words."""
    told = {"level": change.get_wanted_display().lower(), "name": change.asked_by.name}
    text = _("Chemin %(level)s demandé par %(name)s : %(reason)s")
    return text % {**told, "reason": visible(change.reason)}


def relay_path(*, project: Project, relay: Relay, by) -> None:
    """Write what was shown: the level, the steps and their dates, the topics, the balls."""
    project.level, project.path_reasons = relay.level, [r for r in relay.reasons if r]
    project.save(update_fields=["level", "path_reasons"])
    _drop(project, relay)
    _lay(project, relay)
    _unsettle(project, relay, by=by)
    _follow_level(project, relay)
    _lay_topics(project, relay)
    _date_moves(project)
    if relay.level != relay.level_was:
        overtake_request(project)


def _drop(project: Project, relay: Relay) -> None:
    """Validations that nobody began and that are no longer asked leave with their step."""
    refs = [step.ref for step in relay.dropped]
    for gate in project.gates.filter(ref__in=refs, state=Gate.State.PREPARING, rounds=None):
        Move.close_for(gate, Move.Kind.SUBMIT_GATE, outcome="dropped")
        milestone = gate.milestone
        later = project.milestones.exclude(ref__in=refs).filter(position__gt=milestone.position)
        milestone.dependencies.update(needed_by=later.order_by("position").first())
        gate.delete()
        milestone.delete()


def _lay(project: Project, relay: Relay) -> None:
    """New steps, new dates, the order of all."""
    steps = {step.ref: step for step in project.milestones.all()}
    dates, new = dict(relay.dates), {row.ref: row for row in relay.added}
    for position, ref in enumerate(relay.order, start=1):
        step = steps.get(ref)
        if step is None:
            row = new[ref]
            step = Milestone(project=project, ref=ref, name=row.name, genre=row.genre)
            step.reason = row.reason[:REASON_LENGTH]
        elif ref in new:
            step.state, step.note, step.reached_on = Milestone.State.TODO, "", None
        step.position, step.due_on = position, dates.get(ref, step.due_on)
        step.save()
        if ref in new and step.genre == Milestone.Genre.GATE:
            open_gate(project=project, milestone=step)


def _unsettle(project: Project, relay: Relay, *, by) -> None:
    """What was judged on other facts is kept, and must be confirmed."""
    refs = [step.ref for step in relay.unsettled]
    reason = _("Ce qui avait été jugé a changé.")
    for gate in project.gates.filter(ref__in=refs).select_related("project", "milestone"):
        gate.unsettle(by=by, reason=reason)
        gate.milestone.mark(Milestone.State.TODO, note=_("à confirmer"))


def _follow_level(project: Project, relay: Relay) -> None:
    """Validations that nobody began follow the new level; the others keep what they had."""
    asked = {gate.ref: gate for gate in relay.gates}
    rows = project.gates.filter(ref__in=asked, state=Gate.State.PREPARING, rounds=None)
    for gate in rows:
        new = asked[gate.ref]
        gate.criteria = [asdict(criterion) for criterion in new.criteria]
        gate.answer_days, gate.silence = new.answer_days, new.silence
        gate.save(update_fields=["criteria", "answer_days", "silence"])


def _lay_topics(project: Project, relay: Relay) -> None:
    """Topics newly asked are opened; those nobody answered and nobody asks any more are closed."""
    steps = {step.ref: step for step in project.milestones.all()}
    asked = {topic.slug: topic for topic in relay.topics}
    for subject in project.topics.select_related("topic"):
        slug = subject.topic.slug
        if slug in relay.closed_topics:
            Move.close_for(subject, Move.Kind.ANSWER_TOPIC, outcome="dropped")
            subject.reason, subject.voice, subject.needed_by = "", "", None
            subject.unclear = False
            subject.save(update_fields=["reason", "voice", "needed_by", "unclear"])
        elif slug in asked:
            _ask_topic(subject, asked[slug], steps, opened=slug in relay.opened_topics)
        if slug in relay.doubted_topics:
            subject.validated_version = None
            topics.refresh(subject)


def _ask_topic(subject: ProjectTopic, topic: OpenTopic, steps, *, opened: bool) -> None:
    subject.needed_by = steps.get(topic.needed_by)
    subject.unclear = topic.origin == "unknown"
    if opened:
        subject.reason, subject.voice = topic.reason[:REASON_LENGTH], topic.voice
    subject.save(update_fields=["needed_by", "unclear", "reason", "voice"])


def _date_moves(project: Project) -> None:
    """Balls that wait for a step follow its new day."""
    today = timezone.localdate()
    for gate in project.gates.filter(state=Gate.State.PREPARING).select_related("milestone"):
        Move.objects.open().about(gate, Move.Kind.SUBMIT_GATE).update(due_on=submission_date(gate))
    for subject in project.topics.exclude(needed_by=None).select_related("needed_by"):
        day = subject.needed_by.due_on if subject.needed_by else today
        if day > today:
            Move.objects.open().about(subject, Move.Kind.ANSWER_TOPIC).update(due_on=day)
    launch = project.milestones.filter(ref="launch").first()
    if launch:
        due_on = max(launch.due_on, today)
        Move.objects.open().about(project, Move.Kind.GO_LIVE).update(due_on=due_on)


def overtake_request(project: Project) -> None:
    """A request to change the level no longer stands once the level is another one."""
    for change in project.level_changes.filter(state=LevelChange.State.ASKED):
        change.overtake()
        Move.close_for(change, Move.Kind.AGREE_LEVEL, outcome="overtaken")


def pass_the_ball(*, project: Project, by) -> None:
    """On a scoped project, the ball goes to the first validation that is left."""
    if project.state != Project.State.SCOPED:
        return
    gate = next_gate(project)
    if gate is None or gate.state in WAITING:
        _take_back(project, but=gate)
        open_gate_moves(project=project, by=by)


def pause_the_path(project: Project) -> None:
    """Nothing is submitted until the three voices have signed again; decisions under way go on."""
    _take_back(project, but=None)
    now = project.milestones.filter(state=Milestone.State.NOW, gate__state__in=WAITING)
    now.update(state=Milestone.State.TODO)
    for step in project.milestones.filter(ref="scoping"):
        step.mark(Milestone.State.NOW, note=_("à signer de nouveau"))


def _take_back(project: Project, *, but: Gate | None) -> None:
    """The balls of submitting and of going live, except that of one validation."""
    Move.close_for(project, Move.Kind.GO_LIVE, outcome="scope_changed")
    for gate in project.gates.filter(state__in=WAITING):
        if but is None or gate.pk != but.pk:
            Move.close_for(gate, Move.Kind.SUBMIT_GATE, outcome="scope_changed")


def skipped(project: Project, *, accepted: bool) -> tuple[str, ...]:
    """The validations that a project accepted at once does not pass."""
    return EXPRESS_SKIPS if accepted else ()


def was_accepted_at_once(project: Project) -> bool:
    """Whether a project was scoped by its express certificate, without a meeting."""
    return project.state == Project.State.SCOPED and not project.meetings.exists()
