"""A post to an address that somebody typed never reaches inside, whatever it is written like."""

import json
import socket
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from governance import webhooks


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "[::1]",
        "0",
        "0.0.0.0",
        "2130706433",
        "0x7f000001",
        "017700000001",
        "127.1",
        "[::ffff:127.0.0.1]",
        "[::ffff:10.0.0.1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "169.254.169.254",
        "[fe80::1]",
        "[fd00:ec2::254]",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "224.0.0.1",
        "localhost",
    ],
)
def test_an_inner_address_is_refused_however_it_is_written(host):
    """Scenario 113."""
    with pytest.raises((webhooks.Refused, webhooks.Failed)):
        webhooks.checked(f"https://{host}/hooks/abc")


@pytest.mark.parametrize(
    "url",
    [
        "http://203.0.114.10/hook",
        "https://user:pw@203.0.114.10/",
        "https://203.0.114.10:6379/",
        "ftp://203.0.114.10/",
        "https://",
        "https://[bad/",
        "javascript:alert(1)",
        "",
    ],
)
def test_only_plain_https_addresses_are_posted_to(url):
    with pytest.raises(webhooks.Refused):
        webhooks.checked(url)


def test_an_outer_address_is_resolved_once_and_kept(monkeypatch):
    """Scenario 113: a name that answers otherwise the second time gains nothing."""
    answers = iter(["203.0.114.10", "127.0.0.1"])
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: [answer(next(answers))])

    target = webhooks.checked("https://chat.example/hooks/abc?x=1")
    used = []
    monkeypatch.setattr(socket, "create_connection", lambda place, *_rest: used.append(place))
    webhooks.connection_to(target)._create_connection(("chat.example", 443), 5, None)

    assert (target.address, target.path) == ("203.0.114.10", "/hooks/abc?x=1")
    assert used == [("203.0.114.10", 443)]


def test_a_name_with_one_inner_answer_is_refused(monkeypatch):
    both = [answer("203.0.114.10"), answer("10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: both)

    with pytest.raises(webhooks.Refused):
        webhooks.checked("https://chat.example/hooks/abc")


def answer(address):
    return (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443))


@pytest.fixture
def receiver(settings):
    """A chat tool of the company's own network, trusted by the deployment."""
    settings.CHAT_TRUSTED_HOSTS = ["127.0.0.1"]
    server = HTTPServer(("127.0.0.1", 0), Receiver)
    server.posts, server.status, server.drip = [], 200, False
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.posts.append((self.path, json.loads(body)))
        if self.server.drip:
            self.wfile.write(b"HTTP/1.1 200 OK\r\n")
            self.server.drip.wait(20)
            return
        self.send_response(self.server.status)
        self.send_header("Location", "http://127.0.0.1/inner")
        self.end_headers()

    def log_message(self, *_arguments):
        return


def address_of(receiver) -> str:
    return f"http://127.0.0.1:{receiver.server_port}/hooks/abc"


def test_a_trusted_host_of_the_network_is_posted_to(receiver):
    webhooks.post_json(address_of(receiver), {"text": "Bonjour"})

    assert receiver.posts == [("/hooks/abc", {"text": "Bonjour"})]


@pytest.mark.parametrize("status", [302, 307, 404, 500])
def test_a_redirect_is_not_followed_and_an_error_is_a_failure(receiver, status):
    """Scenarios 113 and 114."""
    receiver.status = status

    with pytest.raises(webhooks.Failed):
        webhooks.post_json(address_of(receiver), {"text": "Bonjour"})

    assert len(receiver.posts) == 1


def test_a_receiver_that_never_ends_is_left_after_the_delay(receiver, monkeypatch):
    """Scenario 114."""
    monkeypatch.setattr(webhooks, "SECONDS", 0.3)
    receiver.drip = threading.Event()

    with pytest.raises(webhooks.Failed):
        webhooks.post_json(address_of(receiver), {"text": "Bonjour"})

    receiver.drip.set()


def test_a_host_that_nobody_knows_is_a_failure():
    with pytest.raises(webhooks.Failed):
        webhooks.checked("https://chat.invalid/hooks/abc")
