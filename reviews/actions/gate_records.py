"""The record of each decision, frozen with it; the worker prints it once."""

from django.conf import settings
from django.db import transaction
from django.utils import translation

from governance import journal
from governance.verdicts import require
from reviews.actions.reports import kept_or_new, new_code, revive
from reviews.gate_record import gate_record
from reviews.models import Decision, Report
from reviews.permissions import can_ask_report


def freeze_record(*, decision: Decision, by) -> Report:
    """The record of a decision: one document, whoever asks and however often."""
    kept = decision.reports.select_related("job").first()
    if kept:
        revive(kept)
        return kept
    project = decision.round.gate.project
    rows = project.reports.filter(kind=Report.Kind.GATE).order_by("-number")
    number = (rows.values_list("number", flat=True).first() or 0) + 1
    with translation.override(settings.LANGUAGE_CODE):
        data = gate_record(decision, number=number, code=new_code())
    facts = {"project": project, "kind": Report.Kind.GATE, "decision": decision}
    return kept_or_new(None, data, number=number, by=by, **facts)


@transaction.atomic
def ask_record(*, decision: Decision, by) -> Report:
    """Whoever sits at the table asks for the record of a decision."""
    journal.lock_chain()
    require(can_ask_report(by, decision.round.gate.project))
    return freeze_record(decision=decision, by=by)
