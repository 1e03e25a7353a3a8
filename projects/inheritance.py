"""What a choice takes over from a known choice, and what is still as it was taken over. Pure."""

from django.utils import timezone

from projects.models import KnownChoice, TechnicalChoice

NOTHING: dict = {"known": None, "inherited": []}


def heritage(source: TechnicalChoice | None, data: dict) -> dict:
    """What a draft still owes to a known choice once something else was typed in it."""
    known = source.known if source else None
    if source is None or known is None or not is_usable(known) or not same_solution(known, data):
        return dict(NOTHING)
    slugs = unchanged(known, source.inherited, data["facts"])
    return {"known": known, "inherited": slugs} if slugs or not known.facts else dict(NOTHING)


def taken_over(known: KnownChoice, data: dict) -> dict:
    """What a draft owes to the known choice that it has just taken over."""
    return {"known": known, "inherited": unchanged(known, known.facts, data["facts"])}


def unchanged(known: KnownChoice, slugs, facts: dict) -> list[str]:
    """Those of these facts that still say what the known choice says."""
    return sorted(slug for slug in slugs if slug in facts and facts[slug] == known.facts.get(slug))


def same_solution(known: KnownChoice, data: dict) -> bool:
    """Whether what is typed is still the solution that was known."""
    if data["option"] is not None:
        return data["option"].pk == known.option_id
    return data["label"].strip().casefold() == known.label.strip().casefold()


def is_usable(known: KnownChoice, on=None) -> bool:
    """Whether a project may count on a known choice on a day."""
    on = on or timezone.localdate()
    return known.ended_at is None and (known.valid_until is None or known.valid_until >= on)


def is_lost(choice: TechnicalChoice | None) -> bool:
    """Whether a version rests on a known choice that no longer holds: it must be confirmed."""
    return bool(choice and choice.known and not is_usable(choice.known))
