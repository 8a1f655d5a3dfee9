"""Which canaries an answer shows: in status, headers and body, however they are wrapped."""

from __future__ import annotations

import base64
import binascii
import contextlib
import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from typing import Any

WORD = re.compile(
    r"kq[a-z]{16}|[0-9a-f]{64}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|testkit-[0-9a-z-]*[0-9a-z]"
    r"|(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])|sj(?:sq|yy)-[0-9]{8}-[0-9]{4}"
)
TOKEN = re.compile(rb"[A-Za-z0-9_-]{24,}")
DEPTH = 3


def words_in(text: str) -> set[str]:
    """Return the words of a text that may be canaries."""
    return set(WORD.findall(text.lower()))


def seen(response: Any, known: Iterable[str], asked: str = "") -> set[str]:
    """Return the known words in an answer that the question did not have.

    They are plain letters and figures: no escaping hides one.
    """
    texts = [f"{name}: {value}".encode() for name, value in response.headers.items()]
    found: set[str] = set()
    for text in (*texts, response.status.encode(), response.get_data()):
        for layer in _layers(text, DEPTH):
            found |= words_in(layer.decode("utf-8", "replace"))
    return (found & set(known)) - words_in(asked)


def _layers(data: bytes, depth: int) -> Iterator[bytes]:
    """Yield the bytes as they are, and what is packed in them."""
    yield data
    if depth == 0:
        return
    # What only begins like something packed is looked at as it is.
    with contextlib.suppress(OSError, EOFError, zlib.error, zipfile.BadZipFile):
        for inner in _unpacked(data):
            yield from _layers(inner, depth - 1)


def _unpacked(data: bytes) -> Iterator[bytes]:
    if data[:2] == b"\x1f\x8b":
        yield gzip.decompress(data)
    elif data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield from (archive.read(name) for name in archive.namelist())
    elif data.startswith(b"Set-Cookie"):
        yield from _decoded(data)


def _decoded(data: bytes) -> Iterator[bytes]:
    """Yield what a signed cookie carries, packed or not."""
    for word in TOKEN.findall(data):
        try:
            plain = base64.urlsafe_b64decode(word + b"=" * (-len(word) % 4))
        except binascii.Error:
            continue
        yield plain
        try:
            yield zlib.decompress(plain)
        except zlib.error:
            continue
