"""What a project that already started has decided, signed or opened. Pure.

Nothing here is a fault: each line says on which topic the path must catch up, and how hard it
would be to go back. The hardest to undo are read first.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

REGULARISE_DAYS = 30
WEIGHTS = {"irreversible": 0, "costly": 1, "easy": 2}
DIRECT_PURCHASE = "saas"
ALREADY_LIVE = "live"


@dataclass(frozen=True, slots=True)
class Commitment:
    """One thing that may be done before IT came: its topic, and how hard it is to undo."""

    slug: str
    label: str
    topic: str
    reversibility: str

    @property
    def weight(self) -> int:
        return WEIGHTS[self.reversibility]

    @property
    def is_irreversible(self) -> bool:
        return self.reversibility == "irreversible"


COMMITMENTS = (
    Commitment("hosting", _("L’hébergement est choisi ou payé"), "hosting", "irreversible"),
    Commitment("data", _("Des données de personnes sont recueillies"), "personal-data", "irreversible"),
    Commitment(ALREADY_LIVE, _("Le service est ouvert"), "security", "irreversible"),
    Commitment("contract", _("Un contrat est signé"), "reversibility", "costly"),
    Commitment("development", _("Le développement est commencé"), "technology", "costly"),
    Commitment("accounts", _("Des comptes ou une connexion existent"), "authentication", "costly"),
    Commitment(DIRECT_PURCHASE, _("Un logiciel en ligne a été acheté en direct"), "reversibility", "costly"),
    Commitment("domain", _("Un nom de domaine est réservé"), "support", "easy"),
)  # fmt: skip


def choices() -> list[tuple[str, str]]:
    """Every commitment as a form offers it."""
    return [(row.slug, row.label) for row in COMMITMENTS]


def hardest_first(slugs) -> list[Commitment]:
    """The commitments of a project, those that are hard to undo first."""
    known = [row for row in COMMITMENTS if row.slug in slugs]
    return sorted(known, key=lambda row: row.weight)


def said(row: Commitment) -> str:
    """« L’hébergement est choisi ou payé : à relire en premier »"""
    return gettext("%(commitment)s : à relire en premier") % {"commitment": row.label}


def by_topic(rows) -> dict[str, Commitment]:
    """Each topic that a commitment touches, with the one that is hardest to undo."""
    found: dict[str, Commitment] = {}
    for row in rows:
        found.setdefault(row.topic, row)
    return found


def read_by(topics: tuple[str, ...], rows) -> list[Commitment]:
    """The commitments that a gate reads, from the topics it asks for."""
    return [row for row in rows if row.topic in topics]


def regularise_until(slugs, registered_on: date) -> date | None:
    """Until when a purchase made without IT is put in order; nothing is held against anybody."""
    return registered_on + timedelta(days=REGULARISE_DAYS) if DIRECT_PURCHASE in slugs else None
