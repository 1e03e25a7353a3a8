"""What is looked up for the criteria of a gate beside its own topics, and frozen with its file."""

from collections.abc import Iterable

from django.utils import timezone

from governance.models import Absence, Fact, GroundRule, VendorAnswer
from governance.roles import Voice
from projects.collisions import freezes_over
from projects.models import Dependency, Project, TechnicalChoice
from projects.reference import load_freezes
from projects.vendor_file import is_old
from reviews.blocking import open_blockers
from reviews.delegates import same_house

FACT = "fact:"


def tokens_of(criteria: list[dict]) -> set[str]:
    """Everything that the criteria of a gate rest on."""
    return {token for row in criteria for token in row.get("basis", ())}


def check_lines(project: Project, tokens: Iterable[str]) -> dict:
    """What is looked up now for these criteria; a gate that asks none of it keeps nothing."""
    found = {name: look(project) for name, look in LOOKS.items() if name in tokens}
    return {"checks": found} if found else {}


def seat_check(project: Project) -> dict:
    """Which of the three voices nobody holds, who has not come yet, who has no substitute."""
    seats = {seat.part: seat for seat in project.seats.voices().select_related("person")}
    covered = people_with_relays([seat.person_id for seat in seats.values()])
    return {
        "empty": [voice for voice in Voice.values if voice not in seats],
        "invited": [part for part, seat in seats.items() if seat.taken_at is None],
        "alone": [part for part, seat in seats.items() if seat.person_id not in covered],
    }


def people_with_relays(people: list[int]) -> set[int]:
    """Those for whom an absence, under way or to come, names who plays meanwhile."""
    rows = Absence.objects.filter(
        person__in=people, ends_on__gte=timezone.localdate(), delegate__is_active=True
    ).select_related("person", "delegate")
    return {row.person_id for row in rows if same_house(row.person, row.delegate)}


def vendor_file_check(project: Project) -> dict:
    """On which topics of the project the vendor's own file is silent, and what of it is old."""
    if project.vendor_id is None:
        return {"vendor": "", "missing": [], "old": 0}
    topics = project.topics.values("topic")
    facts = Fact.objects.filter(of_vendor=True, in_use=True, topic__in=topics)
    asked = dict(facts.order_by("topic__position").values_list("topic_id", "topic__name"))
    kept = VendorAnswer.objects.filter(vendor=project.vendor_id, fact__topic__in=asked)
    answers = list(kept.select_related("fact"))
    told = {answer.fact.topic_id for answer in answers}
    return {
        "vendor": project.vendor.name,
        "missing": [name for topic, name in asked.items() if topic not in told],
        "old": sum(is_old(answer) for answer in answers),
    }


def blocker_check(project: Project) -> dict:
    """The blocking points that nobody lifted."""
    return {"open": [finding.text for finding in open_blockers(project)]}


def freeze_check(project: Project) -> dict:
    """The freeze periods in which the launch falls: everybody's, or those of its systems."""
    rows = project.dependencies.exclude(state=Dependency.State.REFUSED)
    systems = set(rows.values_list("system__name", flat=True))
    periods = freezes_over(project.launch_on, systems, load_freezes(project.launch_on))
    return {
        "launch_on": project.launch_on.isoformat(),
        "periods": [period.label for period in periods],
    }


LOOKS = {
    "seats": seat_check,
    "vendor_file": vendor_file_check,
    "blockers": blocker_check,
    "freeze": freeze_check,
}


def elsewhere_lines(gate, tokens: Iterable[str]) -> dict:
    """What the choices that other gates judge say of these criteria; nothing when they do not."""
    own = [topic.pk for topic in gate.topics.all()]
    slugs = {token.removeprefix(FACT) for token in tokens if token.startswith(FACT)}
    refs = {token for token in tokens if not token.startswith(FACT)}
    lines = [
        kept
        for choice in last_choices(gate.project, topics_that_answer(refs, slugs) - set(own))
        if (kept := kept_of(choice, refs, slugs))
    ]
    return {"elsewhere": lines} if lines else {}


def topics_that_answer(refs: set[str], slugs: set[str]) -> set[int]:
    """The topics whose rules and facts are named."""
    rules = GroundRule.objects.filter(ref__in=refs).values_list("topic_id", flat=True)
    facts = Fact.objects.filter(slug__in=slugs).values_list("topic_id", flat=True)
    return set(rules) | (set(facts) if slugs else set())


def last_choices(project: Project, topics: set[int]) -> list[TechnicalChoice]:
    """The last submitted version on each of these topics."""
    if not topics:
        return []
    rows = TechnicalChoice.objects.filter(subject__project=project, subject__topic__in=topics)
    rows = rows.exclude(submitted_at=None).select_related("subject__topic").order_by("version")
    return list({choice.subject_id: choice for choice in rows}.values())


def kept_of(choice: TechnicalChoice, refs: set[str], slugs: set[str]) -> dict:
    """Of a choice, only what these criteria read."""
    findings = [line for line in choice.findings if line["ref"] in refs]
    facts = {slug: choice.facts[slug] for slug in sorted(slugs) if slug in choice.facts}
    if not (findings or facts):
        return {}
    kept = {"slug": choice.subject.topic.slug, "version": choice.version}
    return kept | {"fingerprint": choice.fingerprint, "findings": findings, "facts": facts}
