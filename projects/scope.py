"""What a project was registered for, and what differs once somebody changes it. Pure."""

from dataclasses import asdict, dataclass, field
from datetime import date

from django.utils.translation import gettext_lazy as _

from projects.rescoping import NEED_TOPICS, VENDOR_TOPICS, touched_topics

FIELDS = {
    "title": _("Nom du projet"),
    "need": _("Besoin"),
    "audience": _("Public"),
    "launch_on": _("Mise en ligne visée"),
    "launch_reason": _("Pourquoi cette date"),
    "vendor": _("Prestataire"),
}
SIGNED_AGAIN = ("need", "answers", "vendor")  # what the three voices signed


@dataclass(frozen=True, slots=True)
class Scope:
    """The need, the audience, the date, the answers of the profile, and who makes it."""

    title: str
    need: str
    audience: str
    launch_on: date
    launch_reason: str
    answers: dict[str, str] = field(default_factory=dict)
    vendor: str = ""


def scope_of(project) -> Scope:
    """The scope of a project as it is now."""
    return Scope(
        title=project.title,
        need=project.need,
        audience=project.audience,
        launch_on=project.launch_on,
        launch_reason=project.launch_reason,
        answers=dict(project.answers),
        vendor=project.vendor.name if project.vendor else "",
    )


def changed_fields(before: Scope, after: Scope) -> tuple[str, ...]:
    """The names of what differs."""
    was, now = asdict(before), asdict(after)
    return tuple(name for name in was if was[name] != now[name])


def changed_answers(before: Scope, after: Scope) -> tuple[str, ...]:
    """The questions whose answer differs, one that is no longer asked included."""
    slugs = dict.fromkeys([*before.answers, *after.answers])
    return tuple(s for s in slugs if before.answers.get(s) != after.answers.get(s))


def told(scope: Scope, names, slugs) -> dict:
    """The changed values alone, as a row of the history keeps them."""
    values = asdict(scope)
    kept = {name: values[name] for name in names if name != "answers"}
    if slugs:
        kept["answers"] = {slug: scope.answers.get(slug, "") for slug in slugs}
    return kept


def doubted_topics(before: Scope, after: Scope, reference) -> frozenset[str]:
    """The topics whose answers may no longer hold: each changed field touches its own."""
    names = changed_fields(before, after)
    found = touched_topics(changed_answers(before, after), reference)
    if "vendor" in names:
        found |= frozenset(VENDOR_TOPICS)
    if "need" in names:
        found |= frozenset(NEED_TOPICS)
    return found
