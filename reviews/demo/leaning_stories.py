"""What the projects of the demo company lean on: data carried, means, changes, agreements reused."""

from functools import partial

from governance.models import System
from projects.actions.dependencies import answer_dependency, declare_dependency
from projects.actions.dependency_agreements import reuse_agreement
from projects.actions.dependency_changes import (
    edit_dependency,
    replace_dependency,
    withdraw_dependency,
)
from projects.models import Dependency
from projects.reuse import earlier_agreements
from reviews.demo.deep import CORPORATE_SITE, DISTRIBUTORS, ELIGIBILITY
from reviews.demo.leaning_facts import ALSO, CARRIED, FULL, LATELY, answer_of

READY_BEFORE = {"authentication": "J4", "data_flow": "J4", "personal_data": "J3", "security": "J5"}


def lean_all(stage, people, told) -> None:
    """On the day a project is registered, its bearer says what goes through each dependency."""
    stories = {story.title: story for story in told}
    for story in told:
        stage.at(story.registered, 9.7, partial(declare_also, story, people))
        stage.at(story.registered, 9.75, partial(describe, story, people))
    distributors = stories[DISTRIBUTORS["title"]]
    stage.at(55, 10, partial(declare, distributors, people, "REFERENTIEL-TIERS", "data_flow", "in"))
    stage.at(54, 15, partial(refuse_reference, distributors, people["karim"]))
    stage.at(52, 11, partial(lean_on_crm_instead, distributors, people))
    stage.at(51, 16, partial(agree_again, distributors, people["karim"]))
    title, *wanted = LATELY
    stage.at(3, 10, partial(declare, stories[title], people, *wanted))
    stage.at(2, 11, partial(refuse_lately, stories[title], people["remi"]))
    stage.at(4, 10, partial(drop_one, stories[CORPORATE_SITE["title"]], people))
    stage.at(2, 15, partial(widen, stories[ELIGIBILITY["title"]], people))
    stage.at(1, 16.5, partial(take_up, told, people))


def describe(story, people) -> None:
    """Data, categories, means and volume of everything just declared."""
    for row in story.project.dependencies.select_related("system"):
        if row.system.name in CARRIED:
            data, categories, protocol, volume = CARRIED[row.system.name]
            facts = {
                "data": data,
                "categories": list(categories),
                "protocol": protocol,
                "volume": volume,
                "environment": "both" if protocol == "api" else "production",
            }
            edit(story, people, row, **facts)


def edit(story, people, row, **facts) -> Dependency:
    by = people[story.bearer]
    return edit_dependency(dependency=row, facts=facts, version=row.version, by=by)


def find(story, name: str) -> Dependency | None:
    """The first dependency of a project to a system."""
    rows = story.project.dependencies.standing().filter(system__name=name)
    return rows.select_related("system", "project").first()


def declare_also(story, people) -> None:
    """What the answers did not name, and the bearer knows."""
    for wanted in ALSO.get(story.title, ()):
        if not story.project.dependencies.filter(system__name=wanted[0]).exists():
            declare(story, people, *wanted)


def declare(story, people, name: str, nature: str, direction: str) -> Dependency:
    """One more dependency, with what goes through it."""
    data, categories, protocol, volume = CARRIED[name]
    return declare_dependency(
        project=story.project,
        system=System.objects.get(name=name),
        nature=nature,
        direction=direction,
        data=data,
        categories=categories,
        protocol=protocol,
        volume=volume,
        needed_by=story.project.milestones.filter(ref=READY_BEFORE.get(nature, "")).first(),
        by=people[story.bearer],
    )


def refuse_lately(story, owner) -> None:
    """A refusal that its bearer has to read."""
    row = find(story, LATELY[1])
    answer_dependency(dependency=row, state="refused", word=FULL, by=owner)


def refuse_reference(story, owner) -> None:
    """Its owner says no, and what serves instead."""
    answer_dependency(
        dependency=find(story, "REFERENTIEL-TIERS"),
        state="refused",
        word="Il ne s’ouvre pas aux extranets ; le CRM a déjà ces fiches.",
        by=owner,
    )


def lean_on_crm_instead(story, people) -> None:
    """The refused dependency leaves its place to one that stands already."""
    row = find(story, "REFERENTIEL-TIERS")
    replace_dependency(
        dependency=row,
        system=System.objects.get(name="CRM-VENTES"),
        word="Les mêmes fiches se lisent dans le CRM.",
        version=row.version,
        by=people[story.bearer],
    )


def agree_again(story, owner) -> None:
    """If the CRM carries more than was confirmed, its owner says yes again."""
    row = find(story, "CRM-VENTES")
    if row and row.state == "to_confirm":
        word = "Lecture seule, hors clôture mensuelle."
        answer_dependency(dependency=row, state="conditional", by=owner, **answer_of(row, word))


def drop_one(story, people) -> None:
    """The corporate site drops the tags: it measures its audience otherwise."""
    row = find(story, "GESTION-TAGS")
    if row:
        word = "La mesure d’audience exemptée suffit."
        by = people[story.bearer]
        withdraw_dependency(dependency=row, word=word, version=row.version, by=by)


def widen(story, people) -> None:
    """More goes to the accounts than was confirmed: their owner is asked again."""
    row = find(story, "COMPTE-CLIENT")
    if row:
        wider = [*row.categories, "sensitive"]
        edit(story, people, row, categories=wider, data="identité, connexion et foyer")


def take_up(told, people) -> None:
    """Where an owner said yes to the same thing for another project, two bearers say so."""
    taken = 0
    for story in told:
        waiting = story.project.dependencies.filter(state="to_confirm")
        rows = list(waiting.select_related("project", "system", "needed_by"))
        agreements = earlier_agreements(rows)
        for row in rows:
            if row.pk in agreements and taken < 2:
                by = people[story.bearer]
                reuse_agreement(dependency=row, earlier=agreements[row.pk], by=by)
                taken += 1
