"""One request to an address that was judged, over a connection to that very address.

The connection goes to the address that was judged (no second answer of the name service), no proxy of the
environment is asked, and no cookie or password is sent. ``fetching`` and ``posting`` stand on it.
"""

from __future__ import annotations

import http.client
import socket
import ssl
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TypeAlias

import certifi

from ckanext.scigov.shared.deadline import Watch
from ckanext.scigov.shared.domain import addresses
from ckanext.scigov.shared.domain.addresses import Address, NotAllowed, Rules

AGENT = "ckanext-scigov"

UNKNOWN_NAME = "unknown_name"
NO_CONNECTION = "no_connection"
NOT_TRUSTED = "not_trusted"
TOO_SLOW = "too_slow"
BROKEN_OFF = "broken_off"
STATUS = "status"


class NotFetched(Exception):
    """Nothing came; ``reason`` is one of ``fetching.REASONS``."""

    def __init__(self, reason: str, status: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.status = status
        """What a server answered instead."""


@dataclass(frozen=True, slots=True)
class Limits:
    most_bytes: int
    """Of what comes, and of what it is when it is unpacked."""
    connect_seconds: float = 10
    silent_seconds: float = 60
    whole_seconds: float = 600
    most_redirects: int = 5


def resolve(host: str, port: int) -> Sequence[str]:
    """Ask the name service.

    Raises:
        NotFetched: it does not know the name.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NotFetched(UNKNOWN_NAME) from None
    return list(dict.fromkeys(str(one[4][0]) for one in found))


Resolve: TypeAlias = Callable[[str, int], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Bounds:
    """Where a request may go, and how long it may take."""

    rules: Rules
    limits: Limits
    watch: Watch
    resolve: Resolve = resolve


@dataclass(frozen=True, slots=True)
class Request:
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    body: bytes = b""


@contextmanager
def reasons_of(watch: Watch) -> Iterator[None]:
    """Make one reason of whatever goes wrong with a connection."""
    try:
        yield
    except NotAllowed as refused:
        raise NotFetched(refused.reason.value) from None
    except ssl.SSLCertVerificationError:
        raise NotFetched(NOT_TRUSTED) from None
    except TimeoutError:
        raise NotFetched(TOO_SLOW) from None
    except (OSError, http.client.HTTPException):
        raise NotFetched(TOO_SLOW if watch.is_over else BROKEN_OFF) from None


@contextmanager
def asked(place: Address, request: Request, bounds: Bounds) -> Iterator[http.client.HTTPResponse]:
    """Send a request and give the beginning of the answer."""
    names = bounds.resolve(place.host, place.port)
    connected = _connected(addresses.choose(place.host, names, bounds.rules), place.port, bounds)
    try:
        bounds.watch.over(connected)
        if place.is_secure:
            connected = _trusting().wrap_socket(connected, server_hostname=place.host)
        connection = _Connection(place, connected)
        connection.putrequest(
            request.method, place.target, skip_host=True, skip_accept_encoding=True
        )
        own = {"Host": place.host_header, "User-Agent": AGENT, "Connection": "close"}
        for name, value in {**own, **request.headers}.items():
            connection.putheader(name, value)
        connection.endheaders(request.body or None)
        with connection.getresponse() as answer:
            yield answer
    finally:
        connected.close()


class _Connection(http.client.HTTPConnection):
    """HTTP over a connection that is there already, so that no name is asked for again."""

    def __init__(self, place: Address, connected: socket.socket) -> None:
        super().__init__(place.host, place.port)
        self._connected = connected

    def connect(self) -> None:
        self.sock = self._connected


def _connected(found: Sequence[str], port: int, bounds: Bounds) -> socket.socket:
    """Connect to the first of the judged addresses that answers."""
    for address in found:
        if bounds.watch.is_over:
            raise NotFetched(TOO_SLOW)
        with suppress(OSError):
            connected = socket.create_connection((address, port), bounds.limits.connect_seconds)
            connected.settimeout(bounds.limits.silent_seconds)
            return connected
    raise NotFetched(NO_CONNECTION)


def _trusting() -> ssl.SSLContext:
    """Trust the authorities of the machine, among them those of the house, and the usual ones."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context
