"""The ladder of reminders in words."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.typography import working_days
from reviews.cadence import Tomorrow


def when_words(days: int) -> str:
    """« 1 jour ouvré avant », « le jour même », « 3 jours ouvrés après »."""
    if days == 0:
        return _("le jour même")
    words = _("%(days)s avant") if days < 0 else _("%(days)s après")
    return words % {"days": working_days(abs(days))}


def preview_sentence(found: Tomorrow) -> str:
    """« Demain, 12 balles ouvertes seraient relancées : 4 résumés et une remontée. »"""
    if not found.balls:
        return _("Le prochain jour ouvré, aucune balle ouverte ne recevrait de message.")
    balls = ngettext(
        "Le prochain jour ouvré, une balle ouverte recevrait un message : ",
        "Le prochain jour ouvré, %(n)d balles ouvertes recevraient un message : ",
        found.balls,
    ) % {"n": found.balls}
    digests = ngettext("un résumé", "%(n)d résumés", found.digests) % {"n": found.digests}
    urgent = ngettext("une remontée", "%(n)d remontées", found.escalations)
    parts = [digests] if found.digests else []
    parts += [urgent % {"n": found.escalations}] if found.escalations else []
    return balls + _(" et ").join(parts) + "."
