"""Read an answer to its end: unpacked, counted, and never taken as complete when it is not."""

from __future__ import annotations

import http.client
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ckanext.scigov.shared.connecting import BROKEN_OFF, TOO_SLOW, NotFetched
from ckanext.scigov.shared.deadline import Watch

PIECE = 1 << 16
PACKINGS: Mapping[str, int] = {"": 0, "identity": 0, "gzip": 31, "x-gzip": 31, "deflate": 15}
"""How an answer may be packed, and the window by which zlib knows it."""

TOO_LARGE = "too_large"
PACKED = "packed"


@dataclass(frozen=True, slots=True)
class Reading:
    """An answer that is to be read, and how much of it."""

    answer: http.client.HTTPResponse
    most_bytes: int
    watch: Watch

    @property
    def window(self) -> int | None:
        """How it is packed; 0: not at all, None: in a way that is not known here."""
        return PACKINGS.get(self.answer.getheader("Content-Encoding", "").strip().lower())

    @property
    def says_its_end(self) -> bool:
        """Whether an answer that was cut off can be told from one that is complete."""
        return self.answer.length is not None or bool(self.answer.chunked or self.window)


def unpacked(reading: Reading) -> Iterator[bytes]:
    """Yield what came, at most a piece at a time however tightly it was packed.

    Raises:
        NotFetched: it is too large, broken off, or packed in an unknown way.
    """
    size = 0
    for piece in _opened(reading):
        size += len(piece)
        if size > reading.most_bytes:
            raise NotFetched(TOO_LARGE)
        yield piece


def _opened(reading: Reading) -> Iterator[bytes]:
    window = reading.window
    if window is None:
        raise NotFetched(PACKED)
    if window == 0:
        yield from _pieces(reading)
        return
    unpacker = zlib.decompressobj(window)
    try:
        for piece in _pieces(reading):
            rest = piece
            while rest:
                if unpacker.eof:  # A file of several parts, one behind the other.
                    unpacker = zlib.decompressobj(window)
                yield unpacker.decompress(rest, PIECE)
                rest = unpacker.unconsumed_tail or unpacker.unused_data
        yield unpacker.flush()
    except zlib.error:
        raise NotFetched(PACKED) from None
    if not unpacker.eof:
        raise NotFetched(BROKEN_OFF)


def _pieces(reading: Reading) -> Iterator[bytes]:
    answer, came = reading.answer, 0
    told = answer.length
    if told is not None and told > reading.most_bytes:
        raise NotFetched(TOO_LARGE)
    while piece := answer.read(PIECE):
        came += len(piece)
        if came > reading.most_bytes:
            raise NotFetched(TOO_LARGE)
        yield piece
    # A connection that was ended looks like an answer that is complete.
    if reading.watch.is_over:
        raise NotFetched(TOO_SLOW)
    if told is not None and came < told:
        raise NotFetched(BROKEN_OFF)
