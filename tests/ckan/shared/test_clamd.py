"""A real clamd with a signature of our own: clean, infected, too large, gone, and back again."""

from __future__ import annotations

import io
import shutil
import socket
import subprocess
import tempfile
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ckanext.scigov.shared.domain.evidence import ScanOutcome
from ckanext.scigov.shared.evidence.scanning import (
    Scanner,
    ScanResult,
    is_reachable,
    rescan,
    scan,
    scan_file,
)

CLAMD = shutil.which("clamd") or shutil.which("clamd", path="/usr/sbin:/usr/local/sbin")
BAD = b"scigov-test-signature-4f1c9b"
SIGNATURE = "Scigov.Test-1.UNOFFICIAL"
LARGEST = 1 << 20


class Clamd:
    """One process with a folder of its own; both of its doors are known before it runs."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        times = {"connect_seconds": 2, "whole_seconds": 30}
        self.tcp = Scanner("127.0.0.1", port, **times)
        self.unix = Scanner(path=str(folder / "clamd.sock"), **times)
        (folder / "signatures").mkdir()
        line = f"Scigov.Test-1:0:*:{BAD.hex()}\n"
        (folder / "signatures" / "test.ndb").write_text(line, encoding="ascii")
        lines = (
            f"DatabaseDirectory {folder}/signatures",
            f"LocalSocket {folder}/clamd.sock",
            "TCPAddr 127.0.0.1",
            f"TCPSocket {port}",
            "Foreground yes",
            f"StreamMaxLength {LARGEST}",
            f"TemporaryDirectory {folder}",
        )
        (folder / "clamd.conf").write_text("\n".join(lines), encoding="ascii")

    @contextmanager
    def running(self) -> Iterator[None]:
        command = [str(CLAMD), f"--config-file={self.folder}/clamd.conf"]
        with (self.folder / "log").open("wb") as log:
            process = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            self._wait(process)
            yield
        finally:
            process.terminate()
            process.wait(timeout=120)

    def _wait(self, process: subprocess.Popen[bytes]) -> None:
        for _ in range(1200):
            if process.poll() is not None:
                log = (self.folder / "log").read_text(encoding="utf-8", errors="replace")
                pytest.fail(f"clamd ended: {log}")
            if is_reachable(self.tcp):
                return
            time.sleep(0.1)
        pytest.fail("clamd did not answer within two minutes.")


@contextmanager
def new_clamd() -> Iterator[Clamd]:
    """In a folder with a short name: the path of a socket has little room."""
    if CLAMD is None:
        pytest.skip("NOT RUN: clamd is not installed: apt-get install clamav-daemon.")
    with tempfile.TemporaryDirectory(prefix="clamd-") as name:
        yield Clamd(Path(name))


@pytest.fixture(scope="module")
def clamd() -> Iterator[Clamd]:
    with new_clamd() as made, made.running():
        yield made


@pytest.fixture(params=["tcp", "unix"])
def scanner(request: pytest.FixtureRequest, clamd: Clamd) -> Scanner:
    return getattr(clamd, request.param)


def packed(content: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", content)
    return target.getvalue()


def test_a_clean_file_is_clean(scanner: Scanner) -> None:
    assert is_reachable(scanner)
    assert scan(scanner, io.BytesIO(b"%PDF-1.7 nothing bad")) == ScanResult(ScanOutcome.CLEAN)
    large = b"%PDF-1.7 " + bytes(LARGEST - 100)
    assert scan(scanner, io.BytesIO(large)) == ScanResult(ScanOutcome.CLEAN)


@pytest.mark.parametrize(
    "content",
    [b"%PDF-1.7 " + BAD, bytes(200_000) + BAD, packed(BAD * 50)],
    ids=["plain", "deep", "inside a package"],
)
def test_a_bad_file_is_found(scanner: Scanner, content: bytes) -> None:
    assert scan(scanner, io.BytesIO(content)) == ScanResult(ScanOutcome.INFECTED, SIGNATURE)


def test_a_file_above_clamds_own_limit_is_neither(scanner: Scanner) -> None:
    result = scan(scanner, io.BytesIO(bytes(8 * LARGEST)))
    # It may hang up before its answer has been read.
    assert result.outcome in (ScanOutcome.REFUSED, ScanOutcome.UNREACHABLE)


def test_files_wait_until_clamd_is_back(tmp_path: Path) -> None:
    (tmp_path / "good").write_bytes(b"nothing bad")
    (tmp_path / "bad").write_bytes(BAD)
    with new_clamd() as clamd:
        assert scan_file(clamd.tcp, tmp_path / "good").outcome is ScanOutcome.UNREACHABLE
        before = list(rescan(clamd.unix, ["good", "bad"], tmp_path.joinpath))
        assert [(key, one.outcome) for key, one in before] == [("good", ScanOutcome.UNREACHABLE)]
        with clamd.running():
            found = dict(rescan(clamd.unix, ["good", "bad"], tmp_path.joinpath))
    assert found == {
        "good": ScanResult(ScanOutcome.CLEAN),
        "bad": ScanResult(ScanOutcome.INFECTED, SIGNATURE),
    }
