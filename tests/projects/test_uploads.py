"""What is refused at the door and what is flagged: failures 67 to 73, 78 and 81."""

import io
import struct
import zipfile
import zlib

import pytest
from django.urls import reverse

from governance.verdicts import Incomplete
from projects.uploads import inspect, shown_name
from tests.projects.test_documents import PDF, office, png, upload

RELS = "word/_rels/document.xml.rels"
REMOTE = "<Relationships><Relationship Type=\"x/oleObject\" TargetMode='External'/></Relationships>"
LINK = '<Relationships><Relationship Type="x/hyperlink" TargetMode="External"/></Relationships>'


def zipped(members, method=zipfile.ZIP_DEFLATED):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return held.getvalue()


def typed(types):
    return zipped({"[Content_Types].xml": types, "word/document.xml": "<w/>"})


def jpeg(width, height, filling=b""):
    frame = b"\xff\xc0\x00\x0b\x08" + struct.pack(">HH", height, width) + b"\x01\x01\x11\x00"
    head = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + b"\0" * 8
    return head + filling + frame + b"\0" * 32 + b"\xff\xd9"


def pdf(inside):
    return PDF.replace(b"obj<<>>", b"obj<<" + inside + b">>")


def packed(inside):
    stream = zlib.compress(inside)
    return PDF.replace(b"obj<<>>", b"obj<</Type/ObjStm/N 1>>stream\r\n" + stream + b"\r\nendstream")


BOMB = {"word/a.bin": b"\0" * (150 * 1024 * 1024), "word/b.bin": b"\0" * (60 * 1024 * 1024)}

REFUSED = [
    (69, "vide.pdf", b"", "vide"),
    (69, "coupé.pdf", PDF[:-8], "incomplet"),
    (69, "coupée.png", png()[:-12], "incomplète"),
    (69, "coupée.jpg", jpeg(2, 2)[:-2], "incomplète"),
    (69, "image.png", PDF, "ne correspond pas"),
    (69, "facture.exe.pdf", PDF, "deux extensions"),
    (69, "facture\u202efdp.pdf", PDF, "signes cachés"),
    (69, "virus.pdf", b"MZ\x90\0" + b"\0" * 300, "ne correspond pas"),
    (69, "page.pdf", b"<html><script>alert(1)</script>", "ne correspond pas"),
    (70, "bombe.docx", office(extra=BOMB), "anormal"),
    (70, "imbriquée.docx", office(extra={"word/x.zip": zipped({"y": "z"})}), "anormal"),
    (70, "jumelle.docx", office(extra={"word/x.docx": office(extra=BOMB)}), "anormal"),
    (70, "poupée.docx", office(extra={"word/x.xlsx": office(extra={"y.docx": "z"})}), "anormal"),
    (70, "membres.docx", office(extra={f"word/{n}.xml": "" for n in range(20_000)}), "anormal"),
    (70, "lien.docx", office(extra={"../../etc/passwd": "x"}), "ne correspond pas"),
    (70, "absolu.docx", office(extra={"/etc/passwd": "x"}), "ne correspond pas"),
    (70, "gonflé.docx", typed("<Types>" + " " * 2_000_000 + "</Types>"), "anormal"),
    (71, "dessin.svg", b"<svg><script>alert(1)</script></svg>", "pas admis"),
    (71, "dessin.png", b"<svg><script>alert(1)</script></svg>", "ne correspond pas"),
    (71, "page.html", b"<html>", "pas admis"),
    (71, "donnees.xml", b"<?xml version='1.0'?>", "pas admis"),
    (71, "macro.docm", office(), "pas admis"),
    (71, "macro.docx", office(extra={"word/vbaProject.bin": "x"}), "macros"),
    (71, "cachée.docx", typed('<Types><Override ContentType="x.macroEnabled"/></Types>'), "macros"),
    (71, "contrôle.docx", office(extra={"word/activeX/activeX1.xml": "x"}), "macros"),
    (71, "distant.docx", office(extra={RELS: REMOTE}), "macros"),
    (71, "entité.docx", typed('<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]>'), "correspond"),
    (71, "utf16.docx", office(extra={RELS: REMOTE.encode("utf-16")}), "ne correspond pas"),
    (72, "gif.jpg", b"GIF89a/*" + b"\0" * 64 + b"*/=alert(1)", "ne correspond pas"),
    (73, "nul\0.pdf", PDF, "signes cachés"),
    (73, "ligne\r\nX: y.pdf", PDF, "signes cachés"),
    (78, "énorme.png", png(30_000, 30_000), "trop grande"),
    (78, "énorme.jpg", jpeg(60_000, 60_000), "trop grande"),
    (78, "énorme.jpeg", jpeg(60_000, 60_000, filling=b"\xff\xff"), "trop grande"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("number", "name", "content", "reason"), REFUSED, ids=[f"{n}-{name}" for n, name, *_ in REFUSED]
)
def test_what_is_refused_says_why(number, name, content, reason):
    file = upload("x", content)
    file._name = name  # what a hand-written request may carry
    with pytest.raises(Incomplete, match=reason):
        inspect(file)


def test_an_encrypted_document_is_refused():
    """Failure 70."""
    content = bytearray(office())
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(sign) + place] |= 1
    with pytest.raises(Incomplete, match="mot de passe"):
        inspect(upload("secret.docx", bytes(content)))


@pytest.mark.parametrize(
    ("number", "name", "content"),
    [
        (70, "tableau dans un rapport.docx", office(extra={"word/embeddings/t.xlsx": office("xl/")})),
        (71, "avec un lien.docx", office(extra={RELS: LINK})),
        (72, "polyglotte.pdf", PDF + b"<html><script>alert(1)</script>%%EOF"),
        (72, "polyglotte.jpg", jpeg(2, 2) + zipped({"a": "b"})),
        (73, "été 🎉 \"citation\" =cmd.pdf", PDF),
        (78, "photo.jpg", jpeg(4_000, 3_000)),
    ],
)  # fmt: skip
def test_what_is_kept_has_one_fixed_type(number, name, content):
    assert inspect(upload(name, content)).active_content is False


@pytest.mark.parametrize(
    "content",
    [
        pdf(b"/S/JavaScript/JS(app.alert(1))"),
        pdf(b"/S/J#61vaScript"),
        pdf(b"/OpenAction<</S/Launch/F(cmd.exe)>>"),
        pdf(b"/Names<</EmbeddedFiles 3 0 R>>"),
        pdf(b"/Encrypt 4 0 R"),
        packed(b"1 0 <</S /JavaScript /JS (x)>>"),
    ],
)
def test_a_pdf_with_code_is_kept_and_flagged(content):
    """Failure 81."""
    assert inspect(upload("code.pdf", content)).active_content is True


@pytest.mark.parametrize(
    "content", [PDF, pdf(b"/Title(JavaScript)"), packed(b"1 0 <</Type /Page>>"), pdf(b"/JSX 1")]
)
def test_a_quiet_pdf_is_not_flagged(content):
    assert inspect(upload("plan.pdf", content)).active_content is False


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("..\\..\\windows\\plan.pdf", "plan.pdf"),
        ("n" * 300 + ".pdf", "n" * 160 + ".pdf"),
        ("<img src=x>.pdf", "<img src=x>.pdf"),
    ],
)
def test_a_name_loses_its_folders_and_its_length(raw, shown):
    """Failure 73."""
    assert shown_name(raw) == shown


@pytest.mark.django_db
@pytest.mark.parametrize(
    "headers", [{"CONTENT_LENGTH": str(2 * 1024**3)}, {"HTTP_TRANSFER_ENCODING": "chunked"}]
)
def test_a_body_too_large_is_refused_before_anything_reads_it(client, headers):
    """Failure 67: 2 GiB, or a body that does not say its length."""
    response = client.generic(
        "POST", reverse("projects:document-add", args=[1]), b"x", "multipart/form-data", **headers
    )

    assert response.status_code == 413
    assert "20 Mo" in response.content.decode()
