"""What the demo company keeps of its map: views shared with colleagues, one joined to a gate."""

from functools import partial

from projects.actions.saved_views import save_view
from projects.models import SavedView
from reviews.actions.gate_maps import join_map

VIEWS = (
    ("sophie", "matrix", "Données personnelles", {"donnees": "oui", "projets": "tous"}, True),
    ("anne", "matrix", "Réponses attendues", {"etat": "to_confirm"}, True),
    ("anne", "matrix", "Mois chargés", {"vue": "temps"}, False),
    ("karim", "domains", "Marketing et contenus", {"categorie": "Marketing"}, True),
)


def keep_all(stage, people, told) -> None:
    """Three people keep the views they come back to; a bearer joins one to the next file."""
    stage.at(6, 10, partial(keep, people))
    stage.at(1, 17, partial(join, told, people))


def keep(people) -> None:
    for who, page, name, filters, is_shared in VIEWS:
        save_view(by=people[who], page=page, name=name, filters=filters, is_shared=is_shared)


def join(told, people) -> None:
    """On the first file still being prepared: the referent will read who else leans on what."""
    view = SavedView.objects.get(name="Données personnelles")
    for story in told:
        gates = story.project.gates.filter(state="preparing").order_by("milestone__position")
        if not story.project.is_over and gates.exists():
            join_map(gate=gates.first(), view=view, by=people[story.bearer])
            return
    raise LookupError("no file is being prepared in the demo company")
