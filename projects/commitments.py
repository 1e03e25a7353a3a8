"""What a project that already started has decided, signed or opened. Pure.

Nothing here is a fault: each line says on which topic the path must catch up, and how hard it
would be to go back. The hardest to undo are read first.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

WEIGHTS = {"irreversible": 0, "costly": 1, "easy": 2}
DIRECT_PURCHASE = "saas"


@dataclass(frozen=True, slots=True)
class Commitment:
    """One thing that may be done before IT came: its topic, and how hard it is to undo."""

    slug: str
    label: str
    topic: str
    reversibility: str


COMMITMENTS = (
    Commitment("hosting", _("L’hébergement est choisi ou payé"), "hosting", "irreversible"),
    Commitment("data", _("Des données de personnes sont recueillies"), "personal-data", "irreversible"),
    Commitment("live", _("Le service est ouvert"), "security", "irreversible"),
    Commitment("contract", _("Un contrat est signé"), "reversibility", "costly"),
    Commitment("development", _("Le développement est commencé"), "technology", "costly"),
    Commitment("accounts", _("Des comptes ou une connexion existent"), "authentication", "costly"),
    Commitment(DIRECT_PURCHASE, _("Un logiciel en ligne a été acheté en direct"), "reversibility", "costly"),
    Commitment("domain", _("Un nom de domaine est réservé"), "support", "easy"),
)  # fmt: skip
BY_SLUG = {row.slug: row for row in COMMITMENTS}


def choices() -> list[tuple[str, str]]:
    """Every commitment as a form offers it."""
    return [(row.slug, row.label) for row in COMMITMENTS]


def hardest_first(slugs) -> list[Commitment]:
    """The commitments of a project, those that are hard to undo first."""
    known = [BY_SLUG[slug] for slug in slugs if slug in BY_SLUG]
    return sorted(known, key=lambda row: WEIGHTS[row.reversibility])
