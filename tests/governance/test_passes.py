"""The short way of a download: open only while nothing changed since its page was shown."""

from datetime import timedelta
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from django.contrib.auth import get_user_model
from django.contrib.sessions.backends.cached_db import SessionStore
from django.core import signing
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from governance import journal, passes
from governance.models import Vendor
from tests.factories_house import PersonFactory

pytestmark = pytest.mark.django_db
CONTENT, NAME, ADDRESS = (
    b"%PDF-genuine" * 9_000,
    "dossier de cadrage, été.pdf",
    "/documents/7/fichier/",
)


@pytest.fixture
def reader():
    """Somebody of the company, signed in, and the document of their page."""
    client, person = Client(), PersonFactory()
    client.force_login(person)
    file = default_storage.save("reports/passes.pdf", ContentFile(CONTENT))
    yield SimpleNamespace(client=client, person=person, file=SimpleNamespace(name=file))
    default_storage.delete(file)


@pytest.fixture
def door():
    """The door, before an application that only says that it was asked."""

    def application(_environ, start_response):
        start_response("404 Not Found", [])
        return [b"the ordinary way"]

    return passes.FileDoor(application)


def address(reader, path=ADDRESS):
    request = SimpleNamespace(session=reader.client.session, user=reader.person)
    return passes.Passes(request).to(path, reader.file, NAME)


def ask(door, target, session, **more):
    """Status, headers and body of an answer."""
    parts, said = urlsplit(target), {}
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": parts.path,
        "QUERY_STRING": parts.query,
        "HTTP_COOKIE": f"theme=dark; sessionid={session}",
    }

    def start(status, headers):
        said.update(status=status, headers=dict(headers))

    body = b"".join(door(environ | more, start))
    return SimpleNamespace(**said, body=body)


def key(reader):
    return reader.client.session.session_key


def went_the_ordinary_way(answer):
    return (answer.status, answer.body) == ("404 Not Found", b"the ordinary way")


def test_the_file_is_handed_over_in_one_statement(reader, door, django_assert_num_queries):
    target, session = address(reader), key(reader)

    with django_assert_num_queries(1):
        answer = ask(door, target, session)

    assert (answer.status, answer.body) == ("200 OK", CONTENT)
    assert answer.headers["Content-Length"] == str(len(CONTENT))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''dossier")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert answer.headers["ETag"] == '"passes"'


def test_the_servers_own_way_of_sending_files_is_used(reader, door):
    sent = []

    def wrapper(content, size):
        sent.append((content.name, size))
        content.close()
        return [b"sent"]

    answer = ask(door, address(reader), key(reader), **{"wsgi.file_wrapper": wrapper})

    assert answer.body == b"sent"
    assert sent == [(default_storage.path(reader.file.name), passes.BLOCK)]


def test_what_the_address_asked_already_stays(reader):
    target = address(reader, f"{ADDRESS}?language=en")

    assert target.startswith(f"{ADDRESS}?language=en&passe=")


def test_another_session_goes_the_ordinary_way(reader, door):
    """Scenario 77: the address copied to somebody else, or to a browser that is signed out."""
    other = Client()
    other.force_login(PersonFactory())
    target = address(reader)

    assert went_the_ordinary_way(ask(door, target, other.session.session_key))
    assert went_the_ordinary_way(ask(door, target, ""))


def act(reader):
    journal.record(reader.person, "house.opened", by=reader.person)


def sign_out(reader):
    SessionStore(key(reader)).delete()


def change(**fields):
    return lambda reader: get_user_model().objects.filter(pk=reader.person.pk).update(**fields)


def hired_by_a_vendor(reader):
    change(team=None, vendor=Vendor.objects.create(name="Agence"))(reader)


@pytest.mark.parametrize(
    "event",
    [
        pytest.param(act, id="anything that somebody did"),
        pytest.param(sign_out, id="signed out"),
        pytest.param(change(is_active=False), id="left the company"),
        pytest.param(change(password="another"), id="changed their password"),
        pytest.param(change(mandate="manager"), id="changed their mandate"),
        pytest.param(change(team=None), id="left their team"),
        pytest.param(hired_by_a_vendor, id="became a guest"),
        pytest.param(lambda reader: default_storage.delete(reader.file.name), id="file lost"),
    ],
)
def test_whatever_happened_since_sends_it_the_ordinary_way(event, reader, door, monkeypatch):
    """Scenario 38: somebody removed is refused at the next request, since removing is an act."""
    monkeypatch.setitem(journal.VERBS, "house.opened", "a ouvert la maison")
    act(reader)
    target, session = address(reader), key(reader)
    assert ask(door, target, session).body == CONTENT

    event(reader)

    assert went_the_ordinary_way(ask(door, target, session))


def test_a_pass_lasts_a_minute(reader, door, monkeypatch):
    target, now = address(reader), signing.time.time()
    monkeypatch.setattr(signing.time, "time", lambda: now + passes.SECONDS + 1)

    assert went_the_ordinary_way(ask(door, target, key(reader)))


def test_a_session_past_its_end_opens_nothing(reader, door, monkeypatch):
    target, later = address(reader), timezone.now() + timedelta(days=2)
    monkeypatch.setattr(passes.timezone, "now", lambda: later)

    assert went_the_ordinary_way(ask(door, target, key(reader)))


def test_a_pass_opens_its_own_address_alone(reader, door):
    elsewhere = address(reader).replace("/documents/7/", "/documents/8/")

    assert went_the_ordinary_way(ask(door, elsewhere, key(reader)))


@pytest.mark.parametrize("spoiled", ["", "x", "W10:1:1", "%00", "é"])
def test_a_pass_that_was_made_up_opens_nothing(spoiled, reader, door):
    target = f"{ADDRESS}?passe={spoiled}"

    assert went_the_ordinary_way(ask(door, target, key(reader)))
    assert went_the_ordinary_way(ask(door, address(reader) + spoiled + "x", key(reader)))


@pytest.mark.parametrize(
    "more",
    [{"REQUEST_METHOD": "HEAD"}, {"REQUEST_METHOD": "POST"}, {"HTTP_RANGE": "bytes=0-9"}, {"HTTP_IF_NONE_MATCH": '"x"'}],
)  # fmt: skip
def test_what_is_not_a_whole_file_goes_the_ordinary_way(more, reader, door):
    assert went_the_ordinary_way(ask(door, address(reader), key(reader), **more))


def test_a_guest_gets_no_pass(reader):
    guest = PersonFactory(team=None, vendor=Vendor.objects.create(name="Agence"))
    request = SimpleNamespace(session=reader.client.session, user=guest)

    assert passes.Passes(request).to(ADDRESS, reader.file, NAME) == ADDRESS


def test_files_kept_elsewhere_get_no_pass(reader, monkeypatch):
    monkeypatch.setattr(passes, "default_storage", object())

    assert address(reader) == ADDRESS


def test_the_application_that_is_served_stands_behind_the_door():
    from config.wsgi import application

    assert isinstance(application, passes.FileDoor)
