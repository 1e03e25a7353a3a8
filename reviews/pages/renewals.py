"""What the page of a renewal shows beside its form."""

from reviews.actions.gate_waivers import running_waiver
from reviews.blocking import blockers_at
from reviews.models import Gate, Renewal
from reviews.pages import gates as gate_pages
from reviews.snapshots import gate_snapshot


def waiver_context(renewal: Renewal) -> dict:
    """What a waiver passes over, and, once it is in doubt, what changed since it was signed."""
    gate = renewal.gate
    if renewal.genre != Renewal.Genre.WAIVER or renewal.done_at or gate.project.is_over:
        return {}
    waiver = running_waiver(gate)
    if waiver is None:
        return {}
    found = {"waiver": waiver, "blockers": blockers_at(gate)}
    if gate.state == Gate.State.WAIVED or not waiver.snapshot:
        return found
    return found | {
        "doubt": gate.doubt,
        "differences": gate_pages.differences(gate, waiver.snapshot, gate_snapshot(gate)),
    }
