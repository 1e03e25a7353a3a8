"""The state of a topic on a project, computed here and nowhere else.

open -> proposed -> checked -> validated, or blocked.
"""

from projects.models import ProjectTopic, TechnicalChoice

State = ProjectTopic.State
STATE_OF_VERDICT = {
    "refused": State.BLOCKED,
    "rssi": State.PROPOSED,
    "dpo": State.PROPOSED,
    "unknown": State.PROPOSED,
    "conditional": State.CHECKED,
    "allowed": State.CHECKED,
}


def topic_state(version: int, verdict: str, validated_version: int | None) -> str:
    """The state of a topic from its last submitted version, its verdict and what IT validated."""
    if version == 0:
        return State.OPEN
    if validated_version == version:
        return State.VALIDATED
    return STATE_OF_VERDICT.get(verdict, State.PROPOSED)


def refresh(subject: ProjectTopic) -> None:
    """Bring the summary of a topic up to date with its last submitted choice."""
    last = latest_choice(subject)
    subject.version = last.version if last else 0
    subject.headline = headline(last) if last else ""
    subject.state = topic_state(
        subject.version, last.verdict if last else "", subject.validated_version
    )
    subject.save(update_fields=["version", "headline", "state", "validated_version"])


def latest_choice(subject: ProjectTopic) -> TechnicalChoice | None:
    """The version that counts: the last one submitted."""
    submitted = subject.choices.exclude(submitted_at=None).select_related("option", "known")
    return submitted.order_by("-version").first()


def headline(choice: TechnicalChoice) -> str:
    """A choice in one line for cards and lists."""
    return (choice.label or (choice.option.label if choice.option else ""))[:200]
