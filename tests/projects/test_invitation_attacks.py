"""Links and codes in the wrong hands: failures 35 to 50, each number with what proves it.

35, 36, 37  tests/trust/test_isolation.py     38, 39, 40  tests/projects/test_guest_access.py
42, 45, 48  tests/projects/test_invitations.py            the others, here
"""

import ast
import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from governance.delivery import notice_message
from governance.models import JournalEntry, Notice
from projects.actions import seats
from tests.factories import PersonFactory, ProjectFactory, member

pytestmark = pytest.mark.django_db
ADDRESS = "ines.roux@studio-lumen.example"
CODE_PAGE = reverse("account_request_login_code")
TYPING = reverse("account_confirm_login_code")
HERE = Path(__file__).resolve().parent
PROOFS = {
    "trust/test_isolation.py": {35, 36, 37},
    "projects/test_guest_access.py": {38, 39, 40},
    "projects/test_invitations.py": {42, 45, 46, 48},
    "projects/test_invitation_attacks.py": {41, 43, 44, 46, 47, 49, 50},
}


@pytest.fixture
def seat():
    project = ProjectFactory(title="Plateforme de livres blancs")
    return seats.invite_vendor(
        project=project, email=ADDRESS, vendor_name="Studio Lumen", by=member(project, "bearer")
    )


@pytest.fixture
def url(seat):
    return seat.invitations.get().get_absolute_url()


def code_of(mail):
    return re.search(r"^([A-Z0-9-]{6,9})$", mail.body, re.MULTILINE).group(1)


def is_in(client):
    return "_auth_user_id" in client.session


@pytest.mark.parametrize(("path", "numbers"), PROOFS.items())
def test_every_number_from_35_to_50_is_named_where_it_is_proven(path, numbers):
    tree = ast.parse((HERE.parent / path).read_text())
    words = [ast.get_docstring(tree) or ""]
    words += [
        ast.get_docstring(node) or "" for node in tree.body if isinstance(node, ast.FunctionDef)
    ]
    named = {int(n) for text in words if "ailures" in text for n in re.findall(r"\b\d\d\b", text)}

    assert numbers <= named
    assert set(range(35, 51)) == set().union(*PROOFS.values())


def test_a_forwarded_link_sends_the_code_to_the_one_invited(client, url, seat, mailoutbox):
    """Failures 41: the colleague who holds the link gets nothing; who came is told by the journal."""
    client.post(url)
    assert [mail.to for mail in mailoutbox] == [[ADDRESS]]
    assert not is_in(client)

    client.post(TYPING, {"code": code_of(mailoutbox[0])})
    client.post(reverse("projects:seat", args=[seat.pk]))

    entry = JournalEntry.objects.get(verb="seat.taken")
    assert (entry.actor, entry.thread) == (seat.person, seat.project.key)


def test_a_scanner_that_presses_the_button_does_not_come_in(client, url, mailoutbox):
    """Failures 43: the code is bound to the browser that asked; another one knows nothing of it."""
    scanner = Client()
    scanner.post(url)
    code = code_of(mailoutbox[0])

    client.post(TYPING, {"code": code})

    assert not is_in(client)
    assert not is_in(scanner)


def test_a_code_opens_one_session(client, url, mailoutbox):
    """Failures 44: used again, from the same browser or another, it opens nothing more."""
    client.post(url)
    code, others = code_of(mailoutbox[0]), [Client() for _ in range(20)]
    client.post(TYPING, {"code": code})
    assert is_in(client)

    for other in others:
        other.post(TYPING, {"code": code})
    client.post(reverse("account_logout"))
    client.post(TYPING, {"code": code})

    assert not any(is_in(other) for other in [client, *others])


def test_an_older_code_and_an_altered_one_open_nothing(client, url, mailoutbox):
    """Failures 44: only the last code of a browser counts, and only as it was written."""
    client.post(url)
    client.post(TYPING, {"action": "resend"})
    client.post(CODE_PAGE, {"email": ADDRESS})
    first, last = code_of(mailoutbox[0]), code_of(mailoutbox[-1])
    wrong = last[:-1] + ("A" if last[-1] != "A" else "B")
    for code in {first, wrong} - {last}:
        client.post(TYPING, {"code": code})
        assert not is_in(client)


def test_a_link_altered_by_one_character_is_unknown(client, url):
    """Failures 44."""
    token = url.split("/")[2]
    other = token[:-1] + ("A" if token[-1] != "A" else "B")

    assert client.get(f"/invitations/{other}/").status_code == 404
    assert client.post(f"/invitations/{other}/").status_code == 404


def test_both_doors_count_together(client, url, mailoutbox):
    """Failures 46: five codes an hour for one address, whichever page asks for them."""
    for _ in range(4):
        client.post(url)
        Client().post(CODE_PAGE, {"email": ADDRESS})

    assert len(mailoutbox) == 5


def test_an_unknown_address_is_answered_like_a_known_one(client, seat):
    """Failures 46: the same page, whoever is known here."""
    answers = [Client().post(CODE_PAGE, {"email": one}) for one in (ADDRESS, "rien@ici.example")]

    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(302, TYPING)}


def test_the_link_stays_on_its_page(client, url):
    """Failures 47: sent to nobody by Referer, kept by no cache, nothing of a third party."""
    answer = client.get(url)
    html = answer.content.decode()

    assert answer["Referrer-Policy"] == "same-origin"
    assert "no-store" in answer["Cache-Control"]
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', html)


@pytest.mark.parametrize(
    "email",
    [
        "contact@studio-lumen.example",
        "a@exemple.example\nBcc: b@exemple.example",
        "a@b\r\nTo: c@d.example",
    ],
)
def test_a_role_address_and_a_header_are_refused(client, email, mailoutbox):
    """Failures 49."""
    project = ProjectFactory()
    client.force_login(member(project, "bearer"))
    page = reverse("projects:vendor-invitation", args=[project.key])

    answer = client.post(page, {"email": email, "vendor_name": "Studio Lumen"})

    assert answer.status_code == 422
    assert not Notice.objects.exists()
    assert not project.seats.filter(part="vendor").exists()


def test_an_address_that_has_an_account_already_keeps_it(seat):
    """Failures 49: the same guest on a second project, never a second account."""
    project = ProjectFactory()
    place = seats.invite_vendor(
        project=project, email=ADDRESS.upper(), vendor_name="", by=member(project, "bearer")
    )

    assert place.person == seat.person


def test_a_colleague_is_no_guest(client):
    """Failures 49."""
    project, colleague = ProjectFactory(), PersonFactory()
    client.force_login(member(project, "bearer"))
    page = reverse("projects:vendor-invitation", args=[project.key])

    answer = client.post(page, {"email": colleague.email, "vendor_name": "Studio Lumen"})

    assert answer.status_code == 422
    colleague.refresh_from_db()
    assert colleague.vendor is None


@pytest.mark.parametrize(
    "forged", [{"HTTP_HOST": "pirate.example"}, {"HTTP_X_FORWARDED_HOST": "pirate.example"}]
)
def test_a_forged_host_is_in_no_mail(client, settings, forged, mailoutbox):
    """Failures 50: the address of the mail is the one of the settings."""
    project = ProjectFactory()
    client.force_login(member(project, "bearer"))
    page = reverse("projects:vendor-invitation", args=[project.key])

    client.post(page, {"email": ADDRESS, "vendor_name": "Studio Lumen"}, **forged)
    client.post(CODE_PAGE, {"email": ADDRESS}, **forged)

    mails = [notice_message(notice).message().as_string() for notice in Notice.objects.all()]
    mails += [mail.message().as_string() for mail in mailoutbox]
    assert not any("pirate.example" in mail for mail in mails)
    assert all(settings.BASE_URL in mail for mail in mails[: Notice.objects.count()])
