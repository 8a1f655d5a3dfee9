"""Fetch what lies at an address that somebody has written: guarded, counted, and ended in time.

No library at hand holds all of this together: the connection goes to the address that was judged (no
second answer of the name service), each redirect is judged anew, no proxy of the environment is asked,
and size and time are limits of the whole, whatever a server does. So this stands on Python's own HTTP
and TLS. Whoever calls learns by a reason why nothing came; no address is ever written to a log.
"""

from __future__ import annotations

import hashlib
import http.client
from dataclasses import dataclass
from typing import BinaryIO

from ckanext.scigov.shared import connecting
from ckanext.scigov.shared.connecting import (
    BROKEN_OFF,
    NO_CONNECTION,
    NOT_TRUSTED,
    STATUS,
    TOO_SLOW,
    UNKNOWN_NAME,
    Bounds,
    Limits,
    NotFetched,
    Request,
    Resolve,
    resolve,
)
from ckanext.scigov.shared.deadline import Watch, watching
from ckanext.scigov.shared.domain import addresses, answers
from ckanext.scigov.shared.domain.addresses import Address, Rules
from ckanext.scigov.shared.unpacking import PACKED, TOO_LARGE, Reading, unpacked

REDIRECTS = frozenset({301, 302, 303, 307, 308})

REDIRECTED = "redirected"
REASONS = frozenset(
    {*(one.value for one in addresses.Reason), UNKNOWN_NAME, NO_CONNECTION, NOT_TRUSTED, TOO_SLOW,
     TOO_LARGE, BROKEN_OFF, PACKED, STATUS, REDIRECTED}
)  # fmt: skip


class NotWritten(Exception):
    """The file that is to take the bytes does not: our own trouble, and no server's."""


@dataclass(frozen=True, slots=True)
class Known:
    """What an answer said of itself the last time."""

    etag: str = ""
    modified: str = ""


NOTHING_KNOWN = Known()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be fetched, and within which bounds."""

    address: str
    rules: Rules
    limits: Limits
    known: Known = NOTHING_KNOWN
    """The server may answer that it is this still."""
    resolve: Resolve = resolve


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came; nothing did when the server has said that it is what is known."""

    is_new: bool
    known: Known
    size: int = 0
    sha256: str = ""
    media_type: str = ""
    file_name: str = ""


def fetch(wanted: Wanted, target: BinaryIO) -> Fetched:
    """Write what lies at an address into a file, unpacked.

    What stands in the file after a failure is worth nothing.

    Raises:
        NotFetched: with the reason.
        NotWritten: the file takes nothing more.
    """
    with watching(wanted.limits.whole_seconds) as watch, connecting.reasons_of(watch):
        return _follow(_Run(wanted, target, watch))


@dataclass(frozen=True, slots=True)
class _Run:
    wanted: Wanted
    target: BinaryIO
    watch: Watch


def _follow(run: _Run) -> Fetched:
    wanted, rules = run.wanted, run.wanted.rules
    place = addresses.parse(wanted.address, rules)
    request = _request(wanted.known)
    bounds = Bounds(rules, wanted.limits, run.watch, wanted.resolve)
    for _turn in range(wanted.limits.most_redirects + 1):
        with connecting.asked(place, request, bounds) as answer:
            if answer.status not in REDIRECTS:
                return _take(run, place, answer)
            place = addresses.redirected(place, answer.getheader("Location", ""), rules)
    raise NotFetched(REDIRECTED)


def _request(known: Known) -> Request:
    headers = {"Accept": "*/*", "Accept-Encoding": "gzip"}
    if known.etag:
        headers["If-None-Match"] = known.etag
    if known.modified:
        headers["If-Modified-Since"] = known.modified
    return Request(headers=headers)


def _take(run: _Run, place: Address, answer: http.client.HTTPResponse) -> Fetched:
    known = run.wanted.known
    if answer.status == http.client.NOT_MODIFIED and known != NOTHING_KNOWN:
        return Fetched(is_new=False, known=known)
    if answer.status != http.client.OK:
        raise NotFetched(STATUS, answer.status)
    digest, size = hashlib.sha256(), 0
    for piece in unpacked(Reading(answer, run.wanted.limits.most_bytes, run.watch)):
        size += len(piece)
        digest.update(piece)
        _write(run.target, piece)
    said = (answers.short(answer.getheader(name, "")) for name in ("ETag", "Last-Modified"))
    return Fetched(
        is_new=True,
        known=Known(*said),
        size=size,
        sha256=digest.hexdigest(),
        media_type=answers.media_type(answer.headers),
        file_name=answers.file_name(answer.headers, place.target),
    )


def _write(target: BinaryIO, piece: bytes) -> None:
    try:
        target.write(piece)
    except OSError as error:
        raise NotWritten from error
