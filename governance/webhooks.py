"""A post to an address that somebody typed: resolved once, checked, never followed elsewhere.

The name is resolved once and the checked address is the one that is connected to, so that a
name that changes its mind between the two (DNS rebinding) gains nothing. Redirects are not
followed. Inner addresses are refused unless the deployment trusts that very host.
"""

import http.client
import ipaddress
import json
import socket
import ssl
import threading
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

SECONDS, MOST_READ = 5, 2_000
HTTPS = 443


class Refused(Exception):
    """This address may not be posted to: a sentence for the log, never the address itself."""


class Failed(Exception):
    """The other side did not take it: slow, broken, or it said no."""


@dataclass(frozen=True)
class Target:
    """A checked address: the name for the certificate, the place for the connection."""

    scheme: str
    host: str
    port: int
    path: str
    address: str


def post_json(url: str, payload: dict) -> None:
    """Post a JSON document, in five seconds at most; raises Refused or Failed."""
    target = checked(url)
    body = json.dumps(payload).encode()
    connection = connection_to(target)
    late = threading.Event()
    alarm = threading.Timer(SECONDS, hang_up, [connection, late])
    alarm.start()
    try:
        connection.request("POST", target.path, body, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        answer.read(MOST_READ)
    except (OSError, http.client.HTTPException, ValueError, AttributeError) as error:
        raise Failed(type(error).__name__) from error
    finally:
        alarm.cancel()
        connection.close()
    if late.is_set():
        raise Failed("too slow")
    if not 200 <= answer.status < 300:
        raise Failed(f"HTTP {answer.status}")


def checked(url: str) -> Target:
    """Where an address leads, resolved once; Refused when it leads inside."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise Refused("not an address") from error
    trusted = host in settings.CHAT_TRUSTED_HOSTS
    if not host or parts.username or parts.password:
        raise Refused("no host, or a password in the address")
    if not (parts.scheme == "https" or (trusted and parts.scheme == "http")):
        raise Refused("https only")
    port = port or (HTTPS if parts.scheme == "https" else 80)
    if port != HTTPS and not trusted:
        raise Refused("port 443 only")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.scheme, host, port, path, resolved(host, port, trusted=trusted))


def resolved(host: str, port: int, *, trusted: bool) -> str:
    """The one address to connect to; refused as soon as any answer of the name is inside."""
    try:
        answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Failed("unknown host") from error
    addresses = [str(answer[4][0]) for answer in answers]
    if not trusted and not all(is_outside(address) for address in addresses):
        raise Refused("an inner address")
    return addresses[0]


def is_outside(address: str) -> bool:
    """Whether an address is on the public internet, whatever it is wrapped in."""
    found = ipaddress.ip_address(address.split("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = [found.ipv4_mapped, found.sixtofour, *(found.teredo or ())]
        if found in ipaddress.ip_network("64:ff9b::/96"):
            inner.append(ipaddress.IPv4Address(int(found) & 0xFFFFFFFF))
        if any(one is not None and not plainly_outside(one) for one in inner):
            return False
    return plainly_outside(found)


def plainly_outside(found) -> bool:
    """Neither private, loopback, link-local, shared, reserved nor many at once."""
    return found.is_global and not (found.is_multicast or found.is_reserved or found.is_unspecified)


def connection_to(target: Target) -> http.client.HTTPConnection:
    """A connection to the checked address, with the certificate of the name."""
    if target.scheme == "http":
        connection = http.client.HTTPConnection(target.host, target.port, timeout=SECONDS)
    else:
        context = ssl.create_default_context()
        connection = http.client.HTTPSConnection(
            target.host, target.port, timeout=SECONDS, context=context
        )

    def connect_to_the_checked_address(_place, timeout, source):
        return socket.create_connection((target.address, target.port), timeout, source)

    connection._create_connection = connect_to_the_checked_address  # type: ignore[attr-defined]
    return connection


def hang_up(connection: http.client.HTTPConnection, late: threading.Event) -> None:
    """Five seconds are over, however slowly the other side is still talking."""
    late.set()
    line = connection.sock
    if line is not None:
        with suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)
