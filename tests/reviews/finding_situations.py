"""Findings written outside a decision."""

from reviews.actions.findings import prove_finding, raise_finding
from tests.reviews.gate_situations import condition


def found(gate, by, **fields):
    line = condition(gate) | fields
    return raise_finding(gate=gate, by=by, **line)


def proven(finding):
    prove_finding(finding=finding, proof="Fait.", by=finding.owner)
