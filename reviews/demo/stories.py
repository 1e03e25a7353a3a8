"""The twelve projects of the demo company, oldest first."""

from reviews.demo import (
    catalogue_stories,
    changed,
    criteria_stories,
    deep,
    early,
    gate_stories,
    kept_views,
    leaning_stories,
    meeting_stories,
    said,
)
from reviews.demo.stage import Stage
from reviews.demo.story import Story

TELLERS = (
    deep.career_site,
    deep.corporate_site,
    deep.distributors,
    deep.energy_simulator,
    deep.eligibility,
    early.white_papers,
    early.spring_show,
    early.survey_tool,
    early.chatbot,
    early.gift_card,
    early.next_show,
    early.configurator,
)


def tell_all(stage: Stage, people: dict) -> list[Story]:
    """Every story, ready to be played."""
    told = [teller(stage, people) for teller in TELLERS]
    said.say_all(stage, people, told)
    changed.change_all(stage, people, told)
    meeting_stories.meet_all(stage, people, told)
    gate_stories.wait_all(stage, people, told)
    leaning_stories.lean_all(stage, people, told)
    catalogue_stories.keep_all(stage, people, told)
    criteria_stories.prepare_all(stage, told)
    kept_views.keep_all(stage, people, told)
    return told
