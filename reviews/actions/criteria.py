"""The project's side answers the criteria of a gate, with a document when one is the proof.

A round under review is never touched: what is answered meanwhile counts for the next one.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from governance import journal
from governance.typography import visible
from governance.verdicts import Incomplete, WrongState, require
from projects.models import Document
from reviews.actions.turns import take_turn
from reviews.criteria import criterion_key
from reviews.models import CriterionAnswer, Gate
from reviews.permissions import can_answer_criteria

Value = CriterionAnswer.Value
NOTHING = {"value": "", "word": "", "document": None}


@transaction.atomic
def answer_criterion(  # noqa: PLR0913 -- an answer is a value, a word and a proof
    *, gate: Gate, key: str, version: int, by, value: str, word: str = "", document=None
) -> CriterionAnswer:
    """Say whether a criterion is held, from the answer that was read (0: there was none)."""
    criterion = open_criterion(gate, key, by=by)
    said = {"value": value, "word": visible(word), "document": document}
    check_answer(gate, said)
    before = gate.answers.filter(key=key).first()
    answer = CriterionAnswer.keep(gate, key, seen=version, by=by, **said)
    verb = "criterion.changed" if before and before.value else "criterion.answered"
    told = {"value": answer.value, "word": answer.word}
    if document:
        told |= {"document": document.name, "sha256": document.sha256}
    note(answer, verb, criterion=criterion, by=by, before=before, **told)
    return answer


@transaction.atomic
def withdraw_answer(*, gate: Gate, key: str, version: int, by) -> CriterionAnswer:
    """Take an answer back: the criterion has none again."""
    criterion = open_criterion(gate, key, by=by)
    before = gate.answers.filter(key=key).exclude(value="").first()
    if before is None:
        raise WrongState(CriterionAnswer.what_happened(gate, key))
    answer = CriterionAnswer.keep(gate, key, seen=version, by=by, **NOTHING)
    note(answer, "criterion.withdrawn", criterion=criterion, by=by, before=before)
    return answer


def open_criterion(gate: Gate, key: str, *, by) -> dict:
    """The criterion that is answered, on a gate that still has something to decide."""
    take_turn(gate.project)
    require(can_answer_criteria(by, gate))
    gate.refresh_from_db(fields=["state", "criteria"])
    gate.project.refresh_from_db(fields=["state"])
    if gate.is_decided or gate.project.is_over:
        raise WrongState(_("Cette validation est décidée : ses critères ne changent plus."))
    found = next((row for row in gate.criteria if criterion_key(row) == key), None)
    if found is None:
        raise WrongState(_("Ce critère n’est plus demandé par ce point de validation."))
    return found


def check_answer(gate: Gate, said: dict) -> None:
    """An answer is one of three; leaving a criterion aside says why; a document is of the file."""
    if said["value"] not in Value.values:
        raise Incomplete(value=_("Dites si ce critère est tenu."))
    if said["value"] == Value.NOT_CONCERNED and not said["word"]:
        raise Incomplete(word=_("Dites pourquoi ce critère est sans objet ici."))
    if said["document"] and not is_of_file(gate, said["document"]):
        raise Incomplete(
            document=_("Cette pièce n’est plus au dossier du projet. Choisissez-en une autre.")
        )


def is_of_file(gate: Gate, document: Document) -> bool:
    """Whether a document can be read and belongs to the project of the gate."""
    rows = Document.objects.kept().filter(pk=document.pk, project=gate.project)
    return rows.filter(state=Document.State.CLEAR).exists()


def cite_file(gate: Gate) -> None:
    """A round names the documents of the project and those of the answers: they stay."""
    Document.objects.filter(project=gate.project).current().cite()
    Document.objects.kept().filter(criterion_answers__gate=gate).cite()


def note(answer: CriterionAnswer, verb: str, *, criterion: dict, by, before, **told) -> None:
    """What was said of which criterion, and what was said before."""
    facts = {"gate": answer.gate.name, "criterion": criterion["text"], **told}
    if before and before.value:
        facts |= {"previous": before.value, "previous_word": before.word}
    journal.record(answer, verb, by=by, thread=answer.gate.project.key, **facts)
