"""What the antivirus says of a document, and whom it concerns."""

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from governance import journal
from governance.models import Job, Notice, Person
from governance.roles import Mandate
from projects import antivirus
from projects.actions.documents import forget
from projects.models import Document


def scan_document(document: Document) -> None:
    """Have one waiting document scanned; a scanner that is down leaves it waiting."""
    with default_storage.open(str(document.file), "rb") as content:
        found = antivirus.scan(content)  # raises ScannerDown
    if found.clear:
        document.settle_scan(clear=True)
    else:
        refuse(document, found.word)


@transaction.atomic
def refuse(document: Document, word: str) -> None:
    """Delete the bytes, keep the fingerprint, tell who sent it and the stewards."""
    journal.lock_chain()
    if not document.settle_scan(clear=False, word=word):
        return
    journal.record(
        document, "document.refused", by=None, thread=document.project.key,
        sha256=document.sha256, found=word,
    )  # fmt: skip
    tell_refusal(document)
    transaction.on_commit(lambda: forget(str(document.file)))


def tell_refusal(document: Document) -> None:
    """The person who sent it, and the stewards, learn that a document was not kept."""
    stewards = Person.objects.filter(mandate=Mandate.STEWARD, is_active=True)
    facts = {"name": document.name, "project": document.project}
    place = document.subject or document.project
    for person in {document.added_by, *stewards}:
        Notice.post(
            person,
            key=f"document-refused:{document.pk}",
            subject=_("Pièce refusée par l’antivirus : %(name)s") % facts,
            body=_(
                "L’antivirus a trouvé un danger dans « %(name)s » (%(project)s). Le fichier n’a pas "
                "été gardé. Vérifiez le poste d’où il vient, puis joignez un fichier sain."
            )
            % facts,
            action=_("Ouvrir le dossier"),
            path=place.get_absolute_url(),
        )


def retry_scans() -> int:
    """Give back the scans that gave up while the scanner was down; none is ever forgotten."""
    waiting = Document.objects.kept().filter(state=Document.State.SCANNING)
    ids = list(waiting.values_list("pk", flat=True))
    return sum(Job.plan("scan_document", key=str(pk), document_id=pk).try_again() for pk in ids)
