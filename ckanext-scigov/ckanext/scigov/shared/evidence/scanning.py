"""Ask clamd whether a file is clean, by its own protocol: INSTREAM over TCP or a UNIX socket.

The bytes are sent in pieces, so clamd needs no right to read the store. Whatever goes wrong is an
outcome and no exception: a file that was not scanned waits, closed to everybody, until a job asks again.
"""

from __future__ import annotations

import logging
import re
import socket
import struct
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ckanext.scigov.shared.deadline import Watch, watching
from ckanext.scigov.shared.domain.evidence import ScanOutcome
from ckanext.scigov.shared.storage import FileStore

log = logging.getLogger(__name__)

PIECE = 1 << 16
LONGEST_ANSWER = 4096
_FOUND = re.compile(r"stream: (.+) FOUND")
_TCP = re.compile(r"tcp://(\[[0-9A-Fa-f:.]+\]|[^\s:/\[\]]+):(\d{1,5})")
_UNIX = re.compile(r"unix:(/[^\s]+)")


class BadAddress(ValueError):
    """The option names no scanner; the message is a full sentence."""


@dataclass(frozen=True, slots=True)
class Scanner:
    """Where clamd listens, and how long it may take."""

    host: str = ""
    port: int = 0
    path: str = ""
    """Of a UNIX socket; empty for TCP."""
    connect_seconds: float = 5
    whole_seconds: float = 120
    """For one file, from the connection to the answer."""


@dataclass(frozen=True, slots=True)
class ScanResult:
    outcome: ScanOutcome
    signature: str = ""
    """What was found; for the operator and the register, not for whoever sent the file."""
    detail: str = ""
    """Why there is no result, for the log."""


def scanner_at(address: str, *, connect_seconds: float = 5, whole_seconds: float = 120) -> Scanner:
    """Read an option: ``tcp://host:3310`` or ``unix:/run/clamav/clamd.ctl``.

    Raises:
        BadAddress: it is neither.
    """
    if tcp := _TCP.fullmatch(address.strip()):
        host, port = tcp[1].strip("[]"), int(tcp[2])
        if 0 < port < 1 << 16:
            return Scanner(host, port, "", connect_seconds, whole_seconds)
    if unix := _UNIX.fullmatch(address.strip()):
        return Scanner("", 0, unix[1], connect_seconds, whole_seconds)
    raise BadAddress(
        f"'{address}' is no address of clamd. Write tcp://host:3310 or unix:/path/of/the/socket."
    )


def is_reachable(scanner: Scanner) -> bool:
    """Say whether clamd answers at all: for health checks."""
    try:
        with watching(scanner.connect_seconds) as watch, _connected(scanner, watch) as connection:
            connection.sendall(b"zPING\0")
            return _answer(connection) == "PONG"
    except OSError:
        return False


def scan(scanner: Scanner, source: BinaryIO) -> ScanResult:
    """Send a file to clamd and return what it says; never raises for anything that clamd does."""
    try:
        with watching(scanner.whole_seconds) as watch:
            return _scan(scanner, source, watch)
    except OSError as error:
        return _without(f"clamd was not reached: {error}")


def scan_file(scanner: Scanner, path: Path) -> ScanResult:
    """Scan a stored file.

    Raises:
        OSError: the file itself cannot be opened.
    """
    with path.open("rb") as source:
        return scan(scanner, source)


def rescan(
    scanner: Scanner, waiting: Iterable[str], path_of: Callable[[str], Path]
) -> Iterator[tuple[str, ScanResult]]:
    """Scan files that wait, and yield each key with its result.

    The first that cannot be scanned because clamd is not there ends the run: the next one will be in
    vain, too, and the job comes again. A file that is gone from the store is left out.
    """
    for key in waiting:
        try:
            result = scan_file(scanner, path_of(key))
        except FileNotFoundError:
            log.warning("A file that waits to be scanned is not in the store: %s.", key)
            continue
        yield key, result
        if result.outcome is ScanOutcome.UNREACHABLE:
            return


def scan_each(
    scanner: Scanner,
    files: FileStore,
    waiting: Mapping[str, str],
    note: Callable[[str, ScanOutcome], None],
) -> None:
    """Scan files of a store and have each outcome noted; what else there is to say is in the log.

    Args:
        scanner: the site's.
        files: the store.
        waiting: key of the store → id of the feature's row.
        note: called with id and outcome after each scan, and commits what it writes. No transaction
            has to be open meanwhile.
    """
    for key, result in rescan(scanner, waiting, files.path):
        if result.detail:
            log.warning("File %s was not scanned: %s", waiting[key], result.detail)
        if result.signature:
            log.warning("Malware was found in file %s: %s.", waiting[key], result.signature)
        note(waiting[key], result.outcome)


def _connected(scanner: Scanner, watch: Watch) -> socket.socket:
    if scanner.path:
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            connection.settimeout(scanner.connect_seconds)
            connection.connect(scanner.path)
        except BaseException:
            connection.close()
            raise
    else:
        address = (scanner.host, scanner.port)
        connection = socket.create_connection(address, timeout=scanner.connect_seconds)
    # From here on the limit of the whole holds, whatever clamd is doing.
    connection.settimeout(scanner.whole_seconds)
    watch.over(connection)
    return connection


def _scan(scanner: Scanner, source: BinaryIO, watch: Watch) -> ScanResult:
    with _connected(scanner, watch) as connection:
        broken: OSError | None = None
        try:
            _send(connection, source)
        except OSError as error:
            # It may have hung up after an answer: over its limit of size it says so and stops reading.
            broken = error
        with suppress(ConnectionError):
            if answer := _answer(connection):
                return _result(answer)
    if watch.is_over:
        return _without("clamd did not answer in time.")
    return _without(f"clamd hung up without an answer{f': {broken}' if broken else ''}.")


def _send(connection: socket.socket, source: BinaryIO) -> None:
    connection.sendall(b"zINSTREAM\0")
    while piece := source.read(PIECE):
        connection.sendall(struct.pack("!L", len(piece)) + piece)
    connection.sendall(struct.pack("!L", 0))


def _answer(connection: socket.socket) -> str:
    """Read up to the zero byte that ends an answer; empty when it never comes."""
    read = b""
    while len(read) < LONGEST_ANSWER:
        piece = connection.recv(LONGEST_ANSWER)
        read += piece
        if b"\0" in piece:
            return read.partition(b"\0")[0].decode("utf-8", "replace").strip()
        if not piece:
            return ""
    return ""


def _result(answer: str) -> ScanResult:
    if answer == "stream: OK":
        return ScanResult(ScanOutcome.CLEAN)
    if found := _FOUND.fullmatch(answer):
        return ScanResult(ScanOutcome.INFECTED, signature=found[1][:200])
    if answer.endswith("ERROR"):
        return ScanResult(ScanOutcome.REFUSED, detail=f"clamd says: {answer[:200]}")
    return _without(f"clamd gave an answer that means nothing: {answer[:200]!r}")


def _without(detail: str) -> ScanResult:
    return ScanResult(ScanOutcome.UNREACHABLE, detail=detail)
