"""The electronic seal of the company (PAdES) on a printed file; without a certificate, nothing is added.

The same frozen data give the same pages and the same file until it is sealed; the seal carries its
own instant and a signature, so two sealed prints differ. What is checked is the sealed file.
"""

import io

from django.conf import settings
from django.utils.translation import gettext as _

from reviews.pdf.errors import PdfFailed

FIELD = "Seal"


def sealed(content: bytes) -> bytes:
    """The file under the seal of the company, when it has one."""
    if not settings.SEAL_CERTIFICATE:
        return content
    try:
        return _sign(content)
    except Exception as error:
        raise PdfFailed(
            _(
                "Le document est prêt, mais le cachet de l’entreprise n’a pas pu y être posé. Prévenez la personne qui administre Cadrage."
            ),
            f"seal: {error!r}",
        ) from error


def _sign(content: bytes) -> bytes:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import signers
    from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter

    passphrase = settings.SEAL_PASSPHRASE.encode() or None
    signer = signers.SimpleSigner.load_pkcs12(settings.SEAL_CERTIFICATE, passphrase=passphrase)
    if signer is None:
        raise ValueError("the certificate or its passphrase cannot be read")
    about = signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        name=settings.COMPANY_NAME,
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    out = io.BytesIO()
    signers.PdfSigner(about, signer).sign_pdf(writer, output=out)
    return out.getvalue()
