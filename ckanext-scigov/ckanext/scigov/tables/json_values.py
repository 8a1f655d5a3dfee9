"""The values of a long JSON text one after another, without holding more than one of them.

Python's own decoder reads each value; only the lists and objects around them are walked here. (The
streaming library that was tried, ijson 3.6, ends the process at an integer of 5,000 digits and takes
gigabytes for a list nested 100,000 deep, so it is nothing for files from outside.)
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import IO, Any, NoReturn

FIRST_PIECE = 1 << 16
LARGEST_VALUE = 16 * 1024 * 1024
BLANK = " \t\r\n"
END = ""


class BrokenJson(Exception):
    """The text is no JSON; ``near`` is how it goes on where it breaks."""

    def __init__(self, near: str) -> None:
        super().__init__(near)
        self.near = near


class TooDeep(BrokenJson):
    """A value is nested deeper than Python reads."""


class TooLarge(BrokenJson):
    """A value is longer than ``LARGEST_VALUE``."""


class Cut(BrokenJson):
    """The text ends within a value."""


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


DECODER = json.JSONDecoder(parse_float=Decimal, parse_constant=_no_constant)


def value_of(text: str) -> Any:
    """Return the one value of a text.

    Raises:
        BrokenJson: it is none, or nested too deeply, or has a number nobody can read.
    """
    try:
        return DECODER.decode(text)
    except RecursionError:
        raise TooDeep(text[:80]) from None
    except (ValueError, ArithmeticError):
        raise BrokenJson(text[:80]) from None


class Values:
    """A text as a place that moves forward."""

    def __init__(self, text: IO[str]) -> None:
        self._text = text
        self._piece = FIRST_PIECE
        self._buffer = ""
        self._at = 0
        self._is_over = False

    def peek(self) -> str:
        """Return the next character that is no blank; empty at the end."""
        while True:
            while self._at < len(self._buffer):
                if self._buffer[self._at] not in BLANK:
                    return self._buffer[self._at]
                self._at += 1
            if not self._more():
                return END

    def take(self, character: str) -> None:
        found = self.peek()
        if found != character:
            self.fail(BrokenJson if found else Cut)
        self._at += 1

    def value(self) -> Any:
        """Return the next value, whatever it is."""
        self.peek()
        self._piece = FIRST_PIECE
        while True:
            try:
                found, end = DECODER.raw_decode(self._buffer, self._at)
            except RecursionError:
                self.fail(TooDeep)
            except (ValueError, ArithmeticError) as error:
                if len(self._buffer) - self._at > LARGEST_VALUE:
                    self.fail(TooLarge)
                if not self._more():
                    self.fail(Cut if self._is_end(error) else BrokenJson)
                continue
            # A number that ends where the buffer does may go on.
            if end < len(self._buffer) or not self._more():
                self._at = end
                return found

    def members(self) -> Iterator[str]:
        """Yield the names of an object; whoever gets one takes its value before the next."""
        self.take("{")
        if self.peek() == "}":
            self.take("}")
            return
        while True:
            if self.peek() != '"':
                self.take('"')
            name = self.value()
            self.take(":")
            yield str(name)
            if self.peek() != ",":
                break
            self.take(",")
        self.take("}")

    def items(self) -> Iterator[Any]:
        """Yield the values of a list."""
        self.take("[")
        if self.peek() == "]":
            self.take("]")
            return
        while True:
            yield self.value()
            if self.peek() != ",":
                break
            self.take(",")
        self.take("]")

    def end(self) -> None:
        if self.peek() != END:
            self.fail()

    def fail(self, kind: type[BrokenJson] = BrokenJson) -> NoReturn:
        raise kind(self._buffer[self._at : self._at + 80])

    def _is_end(self, error: Exception) -> bool:
        """Say whether what is wrong with a value is that nothing follows."""
        place = getattr(error, "pos", 0)
        return place >= len(self._buffer.rstrip(BLANK)) or "Unterminated" in str(error)

    def _more(self) -> bool:
        """Read on; pieces double within one value, so that a long one is not tried too often."""
        if self._is_over:
            return False
        piece = self._text.read(self._piece)
        self._piece = min(self._piece * 2, LARGEST_VALUE)
        self._is_over = not piece
        self._buffer, self._at = self._buffer[self._at :] + piece, 0
        return bool(piece)
