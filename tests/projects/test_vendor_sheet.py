"""The questionnaire of a topic in a spreadsheet: out as text, back in after a preview."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from tests.factories import FactFactory, ProjectFactory, ProjectTopicFactory, member
from tests.factories import TechnicalChoiceFactory as ChoiceFactory
from tests.projects.known_situations import html_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def subject():
    subject = ProjectTopicFactory(project=ProjectFactory(staffed=True))
    for slug, kind, more in (
        ("provider", "text", {"label": "Hébergeur"}),
        ("encrypted", "yes_no", {"label": "Chiffré ?"}),
        ("keys", "choice", {"label": "Clés", "choices": [["us", "L’entreprise"]]}),
        ("country", "country", {"label": "Pays"}),
        ("days", "number", {"label": "Durée", "unit": "jours"}),
        ("modules", "list", {"label": "Modules"}),
        ("ends", "date", {"label": "Fin"}),
    ):
        FactFactory(topic=subject.topic, slug=slug, kind=kind, **more)
    return subject


@pytest.fixture
def vendor(client, subject):
    person = member(subject.project, "vendor")
    client.force_login(person)
    return person


def exported(client, subject):
    return client.get(reverse("projects:sheet", args=[subject.pk]))


def rows_in(content):
    return list(load_workbook(io.BytesIO(content)).worksheets[0].iter_rows())


def book(rows):
    made = Workbook()
    made.active.append(["Identifiant", "", "", "", "", "Votre réponse"])
    for slug, answer in rows:
        made.active.append([slug, "", "", "", "", answer])
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


def give_back(client, subject, content, name="reponses.xlsx", **more):
    url = reverse("projects:sheet-return", args=[subject.pk])
    return client.post(url, {"file": SimpleUploadedFile(name, content), **more})


def take(client, subject, version="1", **cells):
    url = reverse("projects:sheet-return", args=[subject.pk])
    cells = {f"cell_{slug}": text for slug, text in cells.items()}
    return client.post(url, {"action": "take", "version": version, **cells})


def test_every_cell_goes_out_as_text_and_no_formula_wakes_up(client, subject, vendor):
    hostile = '=HYPERLINK("https://mechant.example")'
    ChoiceFactory(subject=subject, facts={"provider": hostile, "days": 30, "country": "FR"})

    answer = exported(client, subject)

    rows = rows_in(answer.content)
    assert {cell.data_type for row in rows for cell in row if cell.value} == {"s"}
    said = {row[0].value: row[5].value for row in rows[1:]}
    assert said["provider"] == "'" + hostile
    assert (said["days"], said["country"]) == ("30", "France")
    assert rows[3][4].value == "L’entreprise"
    assert "attachment" in answer["Content-Disposition"]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_no_sign_starts_a_cell(client, subject, vendor, sign):
    ChoiceFactory(subject=subject, facts={"provider": f"{sign}1\x01"})

    values = [cell.value for row in rows_in(exported(client, subject).content) for cell in row]
    assert not [value for value in values if value and value.startswith(sign)]


def test_what_goes_out_comes_back_unchanged(client, subject, vendor):
    facts = {
        "provider": "-Hexa", "encrypted": "yes", "keys": "us", "country": "FR", "days": 30,
        "modules": ["CMS", "DAM"], "ends": "2027-01-31",
    }  # fmt: skip
    ChoiceFactory(subject=subject, facts=facts)

    page = html_of(give_back(client, subject, exported(client, subject).content))

    assert "ne change rien" in page
    assert "Refusées" not in page


def test_the_preview_says_what_is_filled_changed_and_refused(client, subject, vendor):
    ChoiceFactory(subject=subject, facts={"provider": "Hexa"})
    sheet = book([
        ("provider", "Nuage-Sud"), ("encrypted", "OUI"), ("days", "beaucoup"),
        ("keys", "Personne"), ("autre", "<script>"), ("country", "allemagne"), ("ends", None),
    ])  # fmt: skip

    page = html_of(give_back(client, subject, sheet))

    filled, rest = page.split("Remplies")[1].split("Changées")
    changed, refused = rest.split("Refusées")
    assert "Oui" in filled
    assert "Allemagne" in filled
    assert "<del>Hexa</del> <ins>Nuage-Sud</ins>" in changed
    assert "beaucoup" in refused
    assert "Personne" in refused
    assert "n’est pas sur ce sujet" in refused
    assert "<script>" not in refused.split("</section>")[0]
    assert subject.choices.get().facts == {"provider": "Hexa"}  # nothing is kept yet


def test_taking_the_preview_writes_the_draft_and_leaves_the_rest(client, subject, vendor):
    ChoiceFactory(subject=subject, facts={"provider": "Hexa"}, rationale="Mes raisons")

    answer = take(client, subject, encrypted="Oui", days="12", modules="CMS\nDAM", autre="x")

    assert answer.status_code == 302
    draft = subject.choices.get()
    facts = {"provider": "Hexa", "encrypted": "yes", "days": 12, "modules": ["CMS", "DAM"]}
    assert (draft.facts, draft.rationale) == (facts, "Mes raisons")


@pytest.mark.parametrize("version", ["", "0", "abc", "²", "99"])
def test_taking_a_preview_of_another_version_is_refused(client, subject, vendor, version):
    assert take(client, subject, version=version, encrypted="Oui").status_code == 409
    assert not subject.choices.exists()


def bomb():
    content = io.BytesIO(book([]))
    with zipfile.ZipFile(content, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/zeros.bin", bytes(9 * 1024 * 1024))
    return content.getvalue()


def broken():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<nothing")
    return content.getvalue()


def laughing():
    """An entity that grows when it is read."""
    content, grown = io.BytesIO(book([("provider", "x")])), io.BytesIO()
    with zipfile.ZipFile(content) as old, zipfile.ZipFile(grown, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name.endswith("sheet1.xml"):
                text = b'<!DOCTYPE a [<!ENTITY b "ha">]>' + text
            new.writestr(name, text)
    return grown.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (lambda: b"", "a.xlsx", "vide"),
        (lambda: b"pas un tableur", "a.xlsx", "ne correspond pas"),
        (lambda: b"a;b", "a.csv", ".xlsx"),
        (lambda: bytes(1024 * 1024 + 1), "a.xlsx", "1 Mo"),
        (lambda: book([("provider", "x")] * 201), "a.xlsx", "200 lignes"),
        (bomb, "a.xlsx", "volume anormal"),
        (laughing, "a.xlsx", "ne se lit pas"),
        (broken, "a.xlsx", "ne se lit pas"),
    ],
)
def test_a_bad_file_is_refused_with_its_reason(client, subject, vendor, content, name, sentence):
    answer = give_back(client, subject, content(), name)

    assert answer.status_code == 422
    assert sentence in html_of(answer)


def test_no_file_at_all(client, subject, vendor):
    assert client.post(reverse("projects:sheet-return", args=[subject.pk])).status_code == 422


def test_who_does_not_propose_gets_no_sheet(client, subject):
    client.force_login(member(subject.project, "it"))

    assert exported(client, subject).status_code == 403
    assert give_back(client, subject, book([])).status_code == 403
