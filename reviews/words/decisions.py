"""How a decision is said."""

from django.utils.translation import gettext as _

from reviews.models import Decision


def said(decision: Decision) -> list[str]:
    """The words of a decision, one paragraph each."""
    lines = [decision.word]
    if decision.alternative:
        lines.append(_("Ce qui serait accepté : %(what)s") % {"what": decision.alternative})
    if decision.legal_ground:
        lines.append(_("Motif de droit : %(what)s") % {"what": decision.legal_ground})
    return lines
