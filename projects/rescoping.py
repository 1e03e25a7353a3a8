"""A project whose path changes on the way: what moves, what comes, what goes. Pure.

Two paths come in (before, after) with where the project stands; what must be written comes out.
What has begun is never taken away, what is behind keeps its day, and the rest is dated again from
today to the launch.
"""

from datetime import date

from governance.evaluation import facts_of
from governance.working_days import Calendar
from projects.path import Gate
from projects.redating import Ahead, date_ahead, days_needed
from projects.reference import LEVEL_ORDER, Freeze, Reference
from projects.registration import first_free_day, freeze_on
from projects.standing import Change, Moved, Newcomer, Relay, Standing, StepNow

AHEAD = ("todo", "now")
VENDOR_TOPICS = ("technology", "reversibility", "support", "personal-data")
NEED_TOPICS = ("technology",)


def level_after(current: str, before: str, after: str, imposed: tuple[str, str] | None) -> str:
    """The level of a project once its answers changed; people's choice holds until a new risk.

    `before` and `after` are what the answers ask; `imposed` is (previous, wanted) of the last
    change that people agreed. A raised level stays as a floor; a lowered one until a risk comes.
    """
    if before == after:
        return current
    if imposed is None:
        return after
    previous, wanted = imposed
    raised = _rank(wanted) > _rank(previous)
    if current != wanted:
        return _heaviest(wanted, after) if raised else after
    chosen_above = _rank(wanted) > _rank(before) or (raised and wanted == before)
    if chosen_above or _rank(after) > _rank(before):
        return _heaviest(wanted, after)
    return min(wanted, after, key=_rank)


def touched_topics(slugs, reference: Reference) -> frozenset[str]:
    """The topics that some answers are about: that of the question, those its rules open."""
    slugs = set(slugs)
    own = {row.topic for row in reference.questions if row.slug in slugs}
    ruled = {
        rule.target
        for rule in reference.rules
        if rule.effect == "topic" and rule.condition and slugs & facts_of(rule.condition)
    }
    return frozenset(own | ruled)


def relay(
    change: Change,
    reference: Reference,
    today: date,
    calendar: Calendar,
    freezes: tuple[Freeze, ...] = (),
) -> Relay:
    """What the change does to the path of the project."""
    after, standing = change.after, change.standing
    added, unsettled = _newcomers(change), _unsettled(change, reference)
    missing = _no_longer_asked(change)
    dropped = tuple(step for step in missing if not step.begun)
    kept = tuple(step for step in missing if step.begun)
    steps = _laid(change, added, {step.ref for step in dropped}, reference)
    woken = {step.ref for step in unsettled} | {step.ref for step in added}
    woken |= {"scoping"} if change.reopens else set()
    dates = _dates(change, steps, woken, bool(dropped), today, calendar)
    ahead = _ahead(steps, woken, after.gates)
    room = _room(change, ahead, today, calendar, freezes) if dates else {}
    asked_before, asked = ({t.slug for t in path.topics} for path in (change.before, after))
    return Relay(
        level_was=standing.level,
        level=after.level,
        reasons=tuple(reason.text for reason in after.reasons),
        gates=after.gates,
        added=added,
        dropped=dropped,
        kept=kept,
        order=tuple(step.ref for step, _share in steps),
        dates=dates,
        moved=_moved(standing, dates),
        topics=after.topics,
        opened_topics=_in_order(asked - standing.needed_topics, reference),
        closed_topics=_in_order(asked_before - asked - standing.answered_topics, reference),
        doubted_topics=_in_order(change.doubted & standing.validated_topics, reference),
        systems=_new_systems(change),
        unsettled=unsettled,
        **room,
    )


def _dates(change: Change, steps, woken: set[str], shorter: bool, today: date, calendar):
    """The days of what is left; none when nothing moves."""
    relaid = bool(woken or shorter or change.after.level != change.standing.level)
    if not (change.launch_moved or relaid):
        return ()
    ahead = _ahead(steps, woken, change.after.gates)
    launch_on = None if change.forward else change.after.launch_on
    dates = date_ahead(ahead, _passed(steps, woken, ahead), today, launch_on, calendar)
    return dates if relaid or launch_sooner(change) else _not_sooner(dates, change.standing)


def _room(change: Change, ahead, today: date, calendar: Calendar, freezes) -> dict:
    """Whether what is left fits before the launch, and the first day on which it would."""
    launch_on = None if change.forward else change.after.launch_on
    needed = days_needed(ahead)
    own = tuple(f for f in freezes if not f.system or f.system in _systems(change))
    left = calendar.between(today, calendar.on_or_before(launch_on)) if launch_on else needed
    return {
        "missing_days": max(needed - left, 0),
        "honest_date": first_free_day(calendar.add(today, needed), own, calendar),
        "frozen_by": freeze_on(launch_on, own) if launch_on else "",
    }


def _newcomers(change: Change) -> tuple[Newcomer, ...]:
    """The steps that the path asks and the project does not have yet."""
    there = {step.ref: step for step in change.standing.steps}
    why = {g.ref: " ".join(reason.text for reason in g.reasons) for g in change.after.gates}
    return tuple(
        Newcomer(step.ref, step.name, step.genre, why.get(step.ref, ""))
        for step in change.after.steps
        if (step.ref not in there if step.genre == "milestone" else _to_open(step, there, change))
    )


def _to_open(step, there: dict[str, StepNow], change: Change) -> bool:
    if step.ref in change.skips:
        return False
    return step.ref not in there or not there[step.ref].gate


def _no_longer_asked(change: Change) -> list[StepNow]:
    """The validations that the answers asked and no longer do."""
    was, now = ({gate.ref for gate in path.gates} for path in (change.before, change.after))
    return [step for step in change.standing.steps if step.gate and step.ref in was - now]


def _unsettled(change: Change, reference: Reference) -> tuple[StepNow, ...]:
    """The decided validations that must be confirmed: those of the topics put in doubt, and the
    last one when the launch moves."""
    topics = {row.ref: set(row.topics) for row in reference.gates}
    gates = [step for step in change.standing.steps if step.gate]
    last = gates[-1].ref if gates and change.launch_moved else ""
    return tuple(
        step
        for step in gates
        if step.gate in ("approved", "reserved", "waived")
        if change.doubted & topics.get(step.ref, set()) or step.ref == last
    )


def _laid(change: Change, added, gone: set[str], reference) -> list[tuple[StepNow, float]]:
    """The steps in the order of the new path; one that it no longer knows keeps its place."""
    shares = {row.ref: row.share for row in (*reference.milestones, *reference.gates)}
    shares |= {row.ref: row.share for row in change.rows}
    ranks = {row.ref: rank for rank, row in enumerate(change.rows)}
    there = [step for step in change.standing.steps if step.ref not in gone]
    known = {step.ref for step in there}
    new = [StepNow(n.ref, n.name, n.genre, "todo", date.max) for n in added if n.ref not in known]
    laid, share = [], 0.0
    for step in (*there, *new):
        share = shares.get(step.ref, share)
        laid.append((step, share))
    return sorted(laid, key=lambda pair: (pair[1], ranks.get(pair[0].ref, -1)))


def _ahead(steps, woken: set[str], gates: tuple[Gate, ...]) -> list[Ahead]:
    """The steps that are not behind; IT has the days of the new path, or those already begun."""
    asked = {gate.ref: gate.answer_days for gate in gates}
    return [
        Ahead(
            step.ref,
            step.name,
            share,
            step.answer_days if step.begun else asked.get(step.ref, step.answer_days),
        )
        for step, share in steps
        if step.state in AHEAD or step.ref in woken
    ]


def _passed(steps, woken: set[str], ahead: list[Ahead]) -> float:
    """How far the project is on its path: the share of the last step behind the first ahead."""
    first = min((step.share for step in ahead), default=0.0)
    behind = [
        share
        for step, share in steps
        if step.state not in AHEAD and step.ref not in woken and share <= first
    ]
    return max(behind, default=0.0)


def _moved(standing: Standing, dates) -> tuple[Moved, ...]:
    was = {step.ref: step for step in standing.steps}
    return tuple(
        Moved(was[ref].name, was[ref].due_on, day)
        for ref, day in dates
        if ref in was and was[ref].due_on != day
    )


def launch_sooner(change: Change) -> bool:
    """Whether the launch moves to an earlier day."""
    return change.after.launch_on < change.before.launch_on


def _not_sooner(dates, standing: Standing) -> tuple[tuple[str, date], ...]:
    """A launch that moves later asks nothing earlier of anybody."""
    was = {step.ref: step.due_on for step in standing.steps}
    return tuple((ref, max(day, was[ref])) for ref, day in dates)


def _systems(change: Change) -> frozenset[str]:
    expected = {row.system for row in change.after.suggestions if row.expected}
    return frozenset(expected | change.standing.systems)


def _new_systems(change: Change) -> tuple[str, ...]:
    """The systems that the answers name now, to be declared by whoever knows."""
    before = {row.system for row in change.before.suggestions if row.expected}
    return tuple(
        row.system
        for row in change.after.suggestions
        if row.expected and row.system not in before | change.standing.systems
    )


def _in_order(slugs, reference: Reference) -> tuple[str, ...]:
    return tuple(row.slug for row in reference.topics if row.slug in slugs)


def _rank(level: str) -> int:
    return LEVEL_ORDER.index(level)


def _heaviest(one: str, other: str) -> str:
    return max(one, other, key=_rank)
