"""The seal of the company: absent by default, checked by another library, watched before its end."""

from datetime import timedelta

import pytest
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12
from cryptography.x509.oid import NameOID
from django.urls import reverse
from django.utils import timezone

from governance.certificates import seal_state
from reviews import tasks
from reviews.pdf import PdfFailed
from reviews.pdf.seal import FIELD, sealed
from tests.factories_reviews import ReportFactory
from tests.reviews.pdf_data import frozen
from tests.reviews.pdf_reading import opened, printed
from tests.reviews.test_verification import FOREIGN, GENUINE, OLDER, give, said

WORD = "un mot de passe"


def make_certificate(folder, *, days):
    """A certificate of our own, in a PKCS#12 file as an authority delivers one."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Maison Verdier")])
    usage = x509.KeyUsage(True, True, False, False, False, False, False, False, False)
    now = timezone.now()
    certificate = (
        x509.CertificateBuilder(issuer_name=name, subject_name=name, public_key=key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=400))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "cachet.p12"
    locked = BestAvailableEncryption(WORD.encode())
    path.write_bytes(pkcs12.serialize_key_and_certificates(b"x", key, certificate, None, locked))
    return path, certificate


@pytest.fixture
def certificate(settings, tmp_path):
    path, certificate = make_certificate(tmp_path, days=365)
    settings.SEAL_CERTIFICATE, settings.SEAL_PASSPHRASE = str(path), WORD
    return certificate


def checked(content, certificate):
    import io

    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    root = asn1.Certificate.load(certificate.public_bytes(Encoding.DER))
    signature = PdfFileReader(io.BytesIO(content)).embedded_signatures[0]
    return validate_pdf_signature(signature, ValidationContext(trust_roots=[root]))


def test_without_a_certificate_nothing_is_added():
    assert sealed(b"%PDF-1.7") == b"%PDF-1.7"
    assert seal_state() == {}


@pytest.mark.slow
@pytest.mark.parametrize("variant", ["pdf/a-3a", "pdf/ua-1"])
def test_a_sealed_file_is_whole_signed_and_still_tagged(certificate, variant):
    plain = printed("certificate", variant=variant)

    content = sealed(plain)

    state = checked(content, certificate)
    assert state.intact
    assert state.valid
    assert state.trusted
    assert state.coverage.name == "ENTIRE_FILE"
    assert content.startswith(plain)
    pdf = opened(content)
    assert pdf.Root.MarkInfo.Marked
    assert str(pdf.Root.AcroForm.Fields[0].T) == FIELD
    assert str(pdf.Root.AcroForm.Fields[0].V.SubFilter) == "/ETSI.CAdES.detached"
    assert list(pdf.attachments) == ["attestation.json"]


@pytest.mark.slow
def test_a_byte_changed_under_the_seal_is_seen(certificate):
    content = bytearray(sealed(printed("certificate")))
    at = content.index(b"/Title")
    content[at + 12] ^= 1

    assert not checked(bytes(content), certificate).intact


@pytest.mark.slow
@pytest.mark.django_db
def test_sealed_files_get_their_three_answers(certificate, client):
    data = frozen("certificate")
    report = ReportFactory(content=data)
    archive, accessible = tasks.print_report(data, beat=lambda *_: None)
    assert all(b"/ETSI.CAdES.detached" in content for content in (archive, accessible))
    tasks.store_report(report, archive, accessible)

    for content in (archive, accessible):
        assert said(give(client, content)) == [GENUINE]
        assert said(give(client, content[:-9] + b"\n" + content[-8:])) == [FOREIGN]
    assert said(give(client, printed("certificate"))) == [FOREIGN]
    ReportFactory(project=report.project, produced_at=timezone.now())
    assert said(give(client, archive)) == [OLDER]


def test_a_seal_that_cannot_be_put_stops_the_print_with_a_sentence(certificate, settings):
    settings.SEAL_PASSPHRASE = "another"

    with pytest.raises(PdfFailed) as failure:
        sealed(b"%PDF-1.7")

    assert "cachet de l’entreprise" in str(failure.value)
    assert "another" not in failure.value.detail


@pytest.mark.django_db
@pytest.mark.parametrize(("days", "state"), [(365, "good"), (20, "ends_soon"), (-2, "ended")])
def test_the_health_check_says_when_the_certificate_ends(client, settings, tmp_path, days, state):
    path, _certificate = make_certificate(tmp_path, days=days)
    settings.SEAL_CERTIFICATE, settings.SEAL_PASSPHRASE = str(path), WORD

    found = client.get(reverse("governance:health-ready")).json()

    assert found["seal"] == state
    assert (
        found["seal_ends_on"]
        == timezone.localdate(timezone.now() + timedelta(days=days)).isoformat()
    )


def test_a_certificate_that_cannot_be_read_is_said(settings, tmp_path):
    settings.SEAL_CERTIFICATE = str(tmp_path / "absent.p12")

    assert seal_state() == {"seal": "unreadable"}
