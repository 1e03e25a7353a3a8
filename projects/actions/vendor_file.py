"""The file of a vendor: what it said of itself once, kept for its next project."""

from django.db import transaction

from governance import journal
from governance.models import VendorAnswer
from projects import vendor_file
from projects.models import TechnicalChoice


@transaction.atomic
def keep_answers(*, choice: TechnicalChoice, by) -> list[str]:
    """Keep what the vendor has just submitted about its own company; what is new is told."""
    if not by.is_guest:
        return []
    journal.lock_chain()
    said = vendor_file.own_words(choice)
    facts = choice.subject.topic.facts.filter(of_vendor=True, in_use=True, slug__in=said)
    changed = [
        fact.slug for fact in facts if VendorAnswer.keep(by.vendor_id, fact, said[fact.slug], by=by)
    ]
    if changed:
        journal.record(by.vendor, "vendor.answered", by=by, answers=changed)
    return changed


@transaction.atomic
def confirm_answer(*, answer: VendorAnswer, seen, by) -> VendorAnswer:
    """The vendor's person says that an answer of the file still holds."""
    journal.lock_chain()
    answer.confirm(seen)
    journal.record(answer.vendor, "vendor.confirmed", by=by, answers=[answer.fact.slug])
    return answer
