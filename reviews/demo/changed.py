"""What changes on the way in the demo: a level raised, a launch moved, a need signed again."""

from dataclasses import replace
from datetime import timedelta

from projects.models import Project
from projects.scope import scope_of
from reviews.actions.levels import ask_level
from reviews.actions.scope_changes import change_scope, preview_scope
from reviews.demo.deep import CORPORATE_SITE, ENERGY_SIMULATOR

WHITE_PAPERS = "Livres blancs et prospects"
NEW_NEED = "Aider un foyer à estimer ses économies, puis à être rappelé par un conseiller s’il le souhaite."


def change_all(stage, people, told) -> None:
    """Every change, at its hour, on the projects of these stories."""
    stories = {story.title: story for story in told}
    stage.at(6, 16.5, lambda: raise_level(stories[WHITE_PAPERS], people))
    stage.at(5, 10, lambda: move_launch(stories[CORPORATE_SITE["title"]], people))
    stage.at(2, 16, lambda: change_need(stories[ENERGY_SIMULATOR["title"]], people))


def raise_level(story, people) -> None:
    """The referent asks for more reading, alone, with a reason."""
    ask_level(
        project=story.project,
        wanted="reinforced",
        reason="Le fichier des prospects dépasse déjà 10 000 adresses.",
        by=people[story.referent],
    )


def move_launch(story, people) -> None:
    """An outside date moves: nothing is signed again."""
    change(
        story,
        people[story.bearer],
        cause="market",
        reason="La nouvelle marque est présentée deux semaines plus tard.",
        launch_on=lambda scope: scope.launch_on + timedelta(days=14),
    )


def change_need(story, people) -> None:
    """The need grows after the signature: the three voices sign again."""
    change(
        story,
        people[story.bearer],
        cause="need",
        reason="Les conseillers demandent à rappeler les foyers intéressés.",
        need=lambda _scope: NEW_NEED,
    )


def change(story, by, *, cause, reason, **fields) -> None:
    """A change of scope, confirmed as it was shown."""
    project = Project.objects.select_related("kind", "vendor").get(pk=story.project.pk)
    scope = scope_of(project)
    wanted = replace(scope, **{name: value(scope) for name, value in fields.items()})
    shown = preview_scope(project=project, wanted=wanted, by=by)
    change_scope(
        project=project, wanted=wanted, cause=cause, reason=reason, token=shown.token, by=by
    )
