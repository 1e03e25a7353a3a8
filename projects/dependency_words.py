"""What changed in a dependency, in words, and whether an owner must be asked again. Pure."""

from django.utils.translation import gettext as _

from projects.leaning import carried
from projects.models import Dependency
from projects.models.milestones import Milestone

WEIGHTY = ("direction", "categories", "interface", "protocol", "environment")
ORDER = {category: place for place, category in enumerate(Dependency.Category.values)}


def in_order(categories) -> list[str]:
    """Categories as they are kept: each once, in the order of the list."""
    return sorted({c for c in categories if c in ORDER}, key=ORDER.get)


def changes(dependency: Dependency, facts: dict) -> dict:
    """The facts that are not already those of the dependency."""
    return {name: value for name, value in facts.items() if getattr(dependency, name) != value}


def weighs(dependency: Dependency, changed: dict) -> bool:
    """Whether what an owner answered rested on what changes."""
    if any(name in changed for name in WEIGHTY):
        return True
    if "needed_by" not in changed:
        return False
    launch = dependency.project.launch_on
    return needed_on(changed["needed_by"], launch) < needed_on(dependency.needed_by, launch)


def needed_on(milestone: Milestone | None, launch_on):
    """The day a dependency must be ready."""
    return milestone.due_on if milestone else launch_on


def differences(dependency: Dependency, changed: dict) -> list[dict]:
    """Each change as a label, what was there and what is there now."""
    labels = {name: Dependency._meta.get_field(name).verbose_name for name in Dependency.FACTS}
    return [
        {
            "fact": str(labels[name]),
            "before": shown(name, getattr(dependency, name)),
            "after": shown(name, value),
        }
        for name, value in changed.items()
    ]


def shown(name: str, value) -> str:
    """A fact of a dependency as one reads it."""
    if name == "categories":
        return ", ".join(carried(value)) or _("rien de précisé")
    if name == "needed_by" and value is None:
        return _("la mise en ligne")
    if name in ("direction", "environment", "protocol") and value:
        choices = dict(Dependency._meta.get_field(name).flatchoices)
        return str(choices[value])
    return str(value or "") or _("rien de précisé")


def sentence(rows: list[dict]) -> str:
    """« sens : du projet vers le système (avant : dans les deux sens) »"""
    text = _("%(fact)s : %(after)s (avant : %(before)s)")
    return " ; ".join(text % row for row in rows)
