"""An arbitration in words: what its e-mails, its minutes and its report say. No query of its own."""

from django.utils.translation import gettext as _

from governance import typography
from governance.roles import Side

POSITION_LINES, POSITION_LENGTH = 5, 600
FEWEST_OPTIONS, MOST_OPTIONS = 2, 5
POSITION_DAYS, ARBITRATION_DAYS = 2, 5


def whole_text(arbitration, positions, options, *, positions_due) -> str:
    """The whole page in plain words: what is to be settled, who holds what, the ways out."""
    parts = [
        _("À trancher : %(question)s") % {"question": arbitration.question},
        *(position_text(row, positions_due) for row in positions),
        "\n".join([_("Les options :"), *(f"- {option_text(row)}" for row in options)]),
        _(
            "Les arbitres sont %(sponsor)s, pour le marketing, et %(cio)s, pour la DSI. Leur "
            "réponse est attendue avant le %(day)s. C’est tranché quand les deux retiennent "
            "la même option. Sans réponse, rien n’est décidé à leur place : cela leur est rappelé, puis remonté."
        )
        % {
            "sponsor": arbitration.sponsor,
            "cio": arbitration.cio,
            "day": typography.long_day(arbitration.due_on),
        },
    ]
    return "\n\n".join(parts)


def position_text(position, due) -> str:
    """One side and what it holds, or that it has not said it yet."""
    said = position.text or _("pas encore écrite, attendue avant le %(day)s") % {
        "day": typography.long_day(due)
    }
    side = Side(position.side).label
    head = _("Position de %(name)s (%(side)s) :") % {"name": position.holder, "side": side}
    return f"{head}\n{said}"


def option_text(option) -> str:
    """« Nuage Verdier (12 000 €, prête le lun. 2 nov.) »."""
    return f"{option.label} ({cost_words(option.cost_eur)}, {ready_words(option.ready_on)})"


def cost_words(cost: int | None) -> str:
    """What an option costs, in euros, or that nobody has said it."""
    return _("coût à dire") if cost is None else typography.euros(cost)


def ready_words(day) -> str:
    """When an option is ready, or that nobody has said it."""
    return _("prête le %(day)s") % {"day": typography.short_day(day)} if day else _("date à dire")


def decision_text(arbitration) -> str:
    """What the two arbiters decided, in one sentence that can be signed."""
    return _("%(question)s Option retenue : %(option)s. Tranché par %(sponsor)s et %(cio)s, le %(day)s.") % {
        "question": sentence(arbitration.question),
        "option": option_text(arbitration.chosen),
        "sponsor": arbitration.sponsor,
        "cio": arbitration.cio,
        "day": typography.long_day(arbitration.ended_at),
    }  # fmt: skip


def sentence(text: str) -> str:
    """The same words, with a full stop when they carry no mark of their own."""
    return text if text[-1:] in ".?!…" else f"{text}."
