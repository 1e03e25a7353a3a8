"""What nobody's answer means at a gate: announced on the request, the same when it happens. Pure.

Security and personal data are never approved by silence, whatever the gate's row says; nor is
anything on the reinforced path. Opinions alone may be passed over, on the standard path.
"""

from governance.models import LevelCode, Silence
from governance.roles import Domain

NEVER_TACIT = (Domain.SECURITY, Domain.DATA)


def is_protected(gate) -> bool:
    """Whether no silence may ever count as an agreement at this gate."""
    return gate.domain in NEVER_TACIT or gate.project.level == LevelCode.REINFORCED


def effect_of(gate) -> Silence:
    """The effect that is announced, and then applied."""
    if gate.silence == Silence.TACIT and is_protected(gate):
        return Silence.NEVER
    return Silence(gate.silence)


def passes_over_opinions(gate) -> bool:
    """Whether an opinion that does not come in time is noted, and awaited no more."""
    return gate.project.level == LevelCode.STANDARD and not is_protected(gate)
