"""clamd's protocol: what is sent, and every way in which an answer can be missing or make no sense."""

from __future__ import annotations

import io
import socket
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from scan_server import CLEAN, Act, answering, received, serving

from ckanext.scigov.shared.domain.evidence import ScanOutcome
from ckanext.scigov.shared.evidence.scanning import (
    PIECE,
    BadAddress,
    Scanner,
    ScanResult,
    is_reachable,
    rescan,
    scan,
    scan_each,
    scanner_at,
)
from ckanext.scigov.shared.ids import random_key
from ckanext.scigov.shared.storage import FileStore


def scanned(act: Act, content: bytes = b"content") -> ScanResult:
    with serving(act) as scanner:
        return scan(scanner, io.BytesIO(content))


@pytest.mark.parametrize("size", [0, 1, PIECE, 5 * PIECE + 3])
def test_the_whole_file_is_sent_in_pieces(size):
    got: list[bytes] = []

    def act(connection: socket.socket) -> None:
        got.append(received(connection))
        connection.sendall(CLEAN)

    content = bytes(number % 251 for number in range(size))
    assert scanned(act, content) == ScanResult(ScanOutcome.CLEAN)
    assert got == [content]


@pytest.mark.parametrize(
    ("answer", "result"),
    [
        (CLEAN, ScanResult(ScanOutcome.CLEAN)),
        (b"stream: Eicar-Test FOUND\0", ScanResult(ScanOutcome.INFECTED, "Eicar-Test")),
        (b"stream: Win.A FOUND B FOUND\0", ScanResult(ScanOutcome.INFECTED, "Win.A FOUND B")),
        (
            b"INSTREAM size limit exceeded. ERROR\0",
            ScanResult(ScanOutcome.REFUSED, detail="clamd says: INSTREAM size limit exceeded. ERROR"),
        ),
        (
            b"UNKNOWN COMMAND\0",
            ScanResult(
                ScanOutcome.UNREACHABLE,
                detail="clamd gave an answer that means nothing: 'UNKNOWN COMMAND'",
            ),
        ),
        (
            b"stream: OK and more\0",
            ScanResult(
                ScanOutcome.UNREACHABLE,
                detail="clamd gave an answer that means nothing: 'stream: OK and more'",
            ),
        ),
        (
            b"\xff\xfe\0",
            ScanResult(
                ScanOutcome.UNREACHABLE, detail="clamd gave an answer that means nothing: '��'"
            ),
        ),
    ],
)  # fmt: skip
def test_an_answer_is_read(answer, result):
    assert scanned(answering(answer)) == result


@pytest.mark.parametrize("answer", [b"", b"\0", b"stream: OK", b"stream: O", b"x" * 9000])
def test_half_an_answer_is_none(answer):
    assert scanned(answering(answer)) == ScanResult(
        ScanOutcome.UNREACHABLE, detail="clamd hung up without an answer."
    )


def test_an_answer_may_come_in_pieces():
    def act(connection: socket.socket) -> None:
        received(connection)
        for piece in (b"stream:", b" OK", b"\0"):
            connection.sendall(piece)
            time.sleep(0.05)

    assert scanned(act) == ScanResult(ScanOutcome.CLEAN)


def test_a_limit_told_before_all_was_sent_is_read():
    def act(connection: socket.socket) -> None:
        connection.recv(1000)
        connection.sendall(b"INSTREAM size limit exceeded. ERROR\0")
        connection.shutdown(socket.SHUT_WR)
        while connection.recv(1 << 20):
            pass

    assert scanned(act, b"x" * (1 << 22)).outcome is ScanOutcome.REFUSED


def test_who_hangs_up_at_once_is_unreachable():
    result = scanned(lambda connection: connection.close(), b"x" * (1 << 23))
    assert result.outcome is ScanOutcome.UNREACHABLE
    assert result.detail.startswith("clamd hung up without an answer")


def drip(connection: socket.socket) -> None:
    """One byte now and then, and never an end: a limit for each read would never be reached."""
    received(connection)
    while True:
        connection.sendall(b"s")
        time.sleep(0.05)


def say_nothing(connection: socket.socket) -> None:
    received(connection)
    connection.recv(1)  # until the other side has had enough


def read_nothing(connection: socket.socket) -> None:
    time.sleep(3)


@pytest.mark.parametrize(("act", "size"), [(drip, 9), (say_nothing, 9), (read_nothing, 1 << 24)])
def test_who_is_slow_is_left_in_time(act, size):
    begun = time.monotonic()
    with serving(act) as there:
        scanner = Scanner(there.host, there.port, whole_seconds=0.4)
        result = scan(scanner, io.BytesIO(b"x" * size))
        assert time.monotonic() - begun < 10
    assert result.outcome is ScanOutcome.UNREACHABLE
    assert "in time" in result.detail or "timed out" in result.detail


def test_nobody_there_is_unreachable(tmp_path):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        closed = Scanner("127.0.0.1", probe.getsockname()[1])
    for scanner in (closed, Scanner(path=str(tmp_path / "no.sock"))):
        result = scan(scanner, io.BytesIO(b"x"))
        assert result.outcome is ScanOutcome.UNREACHABLE
        assert result.detail.startswith("clamd was not reached: ")
        assert not is_reachable(scanner)


def test_a_unix_socket_does_as_well(tmp_path):
    path = str(tmp_path / "clamd.sock")
    with serving(answering(CLEAN), socket.AF_UNIX, path) as scanner:
        assert scan(scanner, io.BytesIO(b"x")) == ScanResult(ScanOutcome.CLEAN)


@pytest.mark.parametrize(("answer", "alive"), [(b"PONG\0", True), (b"PING\0", False), (b"", False)])
def test_a_ping_is_answered(answer, alive):
    def act(connection: socket.socket) -> None:
        assert connection.recv(100) == b"zPING\0"
        connection.sendall(answer)

    with serving(act) as scanner:
        assert is_reachable(scanner) is alive


@pytest.mark.parametrize(
    ("address", "scanner"),
    [
        ("tcp://127.0.0.1:3310", Scanner("127.0.0.1", 3310)),
        (" tcp://clamav.example.org:3310 ", Scanner("clamav.example.org", 3310)),
        ("tcp://[::1]:3310", Scanner("::1", 3310)),
        ("unix:/run/clamav/clamd.ctl", Scanner(path="/run/clamav/clamd.ctl")),
    ],
)
def test_an_address_is_read(address, scanner):
    assert scanner_at(address) == scanner


@pytest.mark.parametrize(
    "address",
    ["", "clamd", "tcp://host", "tcp://host:0", "tcp://host:70000", "http://h:1", "unix:run"],
)
def test_what_is_no_address_is_told(address):
    with pytest.raises(
        BadAddress, match=r"is no address of clamd\. Write tcp://host:3310 or unix:"
    ):
        scanner_at(address)


def files(folder: Path, *names: str) -> Callable[[str], Path]:
    for name in names:
        (folder / name).write_bytes(name.encode())
    return lambda key: folder / key


def test_what_waits_is_scanned_and_what_is_gone_left_out(tmp_path):
    path_of = files(tmp_path, "a", "c")
    with serving(answering(CLEAN)) as scanner:
        found = dict(rescan(scanner, ["a", "b", "c"], path_of))
    assert found == {"a": ScanResult(ScanOutcome.CLEAN), "c": ScanResult(ScanOutcome.CLEAN)}


def test_a_file_that_is_refused_holds_up_no_other_and_a_scanner_that_is_gone_ends_the_run(tmp_path):
    answers = iter([b"too large ERROR\0", CLEAN, b"", CLEAN])

    def act(connection: socket.socket) -> None:
        received(connection)
        connection.sendall(next(answers))

    with serving(act) as scanner:
        found = list(rescan(scanner, ["a", "b", "c", "d"], files(tmp_path, *"abcd")))
    assert [(key, result.outcome) for key, result in found] == [
        ("a", ScanOutcome.REFUSED),
        ("b", ScanOutcome.CLEAN),
        ("c", ScanOutcome.UNREACHABLE),
    ]


def test_each_outcome_is_noted_and_the_rest_is_in_the_log(tmp_path, caplog):
    files = FileStore(tmp_path)
    waiting = {random_key(): id_ for id_ in ("bad", "large", "good")}
    for key in waiting:
        files.write(key, io.BytesIO(b"x"))
    answers = iter([b"stream: Worm FOUND\0", b"too large ERROR\0", CLEAN])

    def act(connection: socket.socket) -> None:
        received(connection)
        connection.sendall(next(answers))

    noted: list[tuple[str, ScanOutcome]] = []
    with serving(act) as scanner:
        scan_each(scanner, files, waiting, lambda *found: noted.append(found))
    assert noted == [
        ("bad", ScanOutcome.INFECTED), ("large", ScanOutcome.REFUSED), ("good", ScanOutcome.CLEAN),
    ]  # fmt: skip
    assert caplog.messages == [
        "Malware was found in file bad: Worm.",
        "File large was not scanned: clamd says: too large ERROR",
    ]
