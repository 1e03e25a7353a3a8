import pytest
from django.core.mail import EmailMultiAlternatives, get_connection
from django.urls import reverse

from governance import mailbox
from tests.factories import PersonFactory

LIST = reverse("governance:mails")
FOLDER = "governance.delivery.FolderBackend"


@pytest.fixture
def folder(settings, tmp_path):
    settings.DEMO = True
    settings.EMAIL_FILE_PATH = str(tmp_path)
    return tmp_path


@pytest.fixture
def reader(client, db, folder):
    client.force_login(PersonFactory())
    return client


def send(subject="Bonjour Zoé", text="Le texte", html="<h1>Le texte</h1>"):
    message = EmailMultiAlternatives(subject, text, to=["zoe@verdier.example"])
    if html:
        message.attach_alternative(html, "text/html")
    get_connection(FOLDER).send_messages([message])
    return mailbox.letters()[0]


def test_mails_are_listed_newest_first(reader):
    send("Premier")
    send("Deuxième")

    response = reader.get(LIST)

    assert [letter.subject for letter in response.context["letters"]] == ["Deuxième", "Premier"]
    assert "zoe@verdier.example" in response.content.decode()


def test_no_mail_yet_says_so(reader):
    assert "Aucun e-mail pour l’instant" in reader.get(LIST).content.decode()


def test_other_files_of_the_folder_are_not_mails(reader, folder):
    (folder / "secret.eml").write_text("Subject: non\n\nrien")

    assert mailbox.letters() == []
    assert reader.get(reverse("governance:mail", args=["secret.eml"])).status_code == 404


def test_mail_shows_its_text_as_text(reader):
    letter = send(text="<script>alert(1)</script> https://exemple.example/x", html="")

    html = reader.get(reverse("governance:mail", args=[letter.name])).content.decode()

    assert "&lt;script&gt;alert(1)" in html
    assert "<script>alert" not in html
    assert "Voir comme dans une messagerie" not in html


def test_mail_html_runs_nothing(reader):
    letter = send(html="<h1>Bonjour</h1><script>alert(1)</script>")

    response = reader.get(reverse("governance:mail-html", args=[letter.name]))

    policy = response["Content-Security-Policy"]
    assert "<h1>Bonjour</h1>" in response.content.decode()
    assert "sandbox" in policy
    assert "default-src 'none'" in policy
    assert "script-src" not in policy


def test_htmx_gets_the_piece(htmx_client, folder, db):
    htmx_client.force_login(PersonFactory())
    letter = send()

    listed = htmx_client.get(LIST).content.decode().strip()
    opened = (
        htmx_client.get(reverse("governance:mail", args=[letter.name])).content.decode().strip()
    )

    assert listed.startswith('<section class="card" id="courriels"')
    assert opened.startswith('<article class="card" id="courriel"')


@pytest.mark.parametrize("name", ["mail", "mail-html"])
@pytest.mark.parametrize(
    "file", ["..%2Fsettings.py", "x.eml", "20261008-101010-000000-00000000.eml"]
)
def test_unknown_mail_is_a_404(reader, name, file):
    assert reader.get(reverse(f"governance:{name}", args=[file])).status_code == 404


def test_mails_do_not_exist_outside_the_demo(reader, settings):
    letter = send()
    settings.DEMO = False

    for name, args in (("mails", []), ("mail", [letter.name]), ("mail-html", [letter.name])):
        assert reader.get(reverse(f"governance:{name}", args=args)).status_code == 404


def test_attachments_are_named(reader):
    message = EmailMultiAlternatives("Réunion", "Le texte", to=["zoe@verdier.example"])
    message.attach("reunion.ics", "BEGIN:VCALENDAR", "text/calendar")
    get_connection(FOLDER).send_messages([message])
    letter = mailbox.letters()[0]

    assert letter.attachments == ("reunion.ics",)
    assert (
        "reunion.ics" in reader.get(reverse("governance:mail", args=[letter.name])).content.decode()
    )
