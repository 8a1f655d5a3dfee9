"""Patterns that cannot hang: a part of Python's regular expressions whose worst case is counted first.

A mapping file is written by many hands and run over whatever a source sends. So a pattern is read by
this module, never by trial: what it can cost at worst is the product of the choices its repeats and
alternatives leave, and of the places where it can begin. A pattern whose product is too high for
texts of 200 characters is refused; otherwise it gets the longest text it can bear, 2,000 at most.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST_PATTERN = 200
LONGEST_TEXT = 2_000
SHORTEST_TEXT = 200
MOST_STEPS = 10_000_000
"""So many steps take less than a second."""

_ESCAPES = frozenset("dDwWsSbtnr\\.^$*+?{}[]()|/-\"'")
_SET_MARKS = ("[", "--", "&&", "||", "~~")
_COUNT = re.compile(r"\{(\d{1,4})(,(\d{0,4}))?\}")
_LIMITS = (LONGEST_TEXT, 1_000, 500, SHORTEST_TEXT)


class BadPattern(ValueError):
    """Not of the part that mapping files may use; the text says what."""


class SlowPattern(ValueError):
    """It could take for ever on a text made for it."""


@dataclass(frozen=True, slots=True)
class Pattern:
    compiled: re.Pattern[str]
    longest: int
    """Longer texts are not searched."""

    def group(self, text: str) -> str | None:
        """Return the first group, or the whole where there is none; None without a match."""
        found = self.compiled.search(text)
        if found is None:
            return None
        return (found[1] if self.compiled.groups else found[0]) or ""


def compile_pattern(text: str) -> Pattern:
    """Return a pattern that is sure to end.

    Raises:
        BadPattern: it has a construct that is not allowed, or is no pattern.
        SlowPattern: its worst case is too slow.
    """
    if len(text) > LONGEST_PATTERN:
        raise BadPattern(text[:20])
    limits = [limit for limit in _LIMITS if _Counted(text, limit).worst() <= MOST_STEPS]
    if not limits:
        raise SlowPattern(text)
    try:
        return Pattern(re.compile(text), limits[0])
    except (re.error, OverflowError) as error:
        raise BadPattern(str(error)) from None


class _Counted:
    """A pattern that is read once for what it can cost on a text of a certain length."""

    def __init__(self, text: str, limit: int) -> None:
        self.text, self.limit, self.at = text, limit, 0

    def worst(self) -> int:
        cost = self._branches()
        if self.at < len(self.text):
            raise BadPattern(self.text[self.at :])
        is_anchored = self.text.startswith("^") and "|" not in self.text
        return cost * (1 if is_anchored else self.limit)

    def _branches(self) -> int:
        cost = self._sequence()
        while self._take("|"):
            cost += self._sequence()
        return cost

    def _sequence(self) -> int:
        cost = 1
        while self.at < len(self.text) and self.text[self.at] not in "|)":
            cost *= self._repeated(self._atom())
        return cost

    def _atom(self) -> int:
        char = self.text[self.at]
        self.at += 1
        if char == "(":
            return self._group()
        if char == "[":
            self._class()
        elif char == "\\":
            self._escape()
        elif char in "*+?{" or (char in "^$" and self._repeats()):
            raise BadPattern(char)
        return 1

    def _group(self) -> int:
        if self._take("?") and not self._take(":"):
            raise BadPattern("(?" + self.text[self.at : self.at + 1])
        cost = self._branches()
        if not self._take(")"):
            raise BadPattern("(")
        return cost

    def _class(self) -> None:
        self._take("^")
        self._take("]")
        while not self._take("]"):
            # Sets within sets mean something else in other versions of Python.
            if self.at >= len(self.text) or self.text.startswith(_SET_MARKS, self.at):
                raise BadPattern("[")
            if self._take("\\"):
                self._escape()
            else:
                self.at += 1

    def _escape(self) -> None:
        char = self.text[self.at : self.at + 1]
        self.at += 1
        if char not in _ESCAPES:
            raise BadPattern("\\" + char)

    def _repeated(self, cost: int) -> int:
        least, most = 1, 1
        if self._take("*"):
            least, most = 0, self.limit
        elif self._take("+"):
            most = self.limit
        elif self._take("?"):
            least = 0
        elif found := _COUNT.match(self.text, self.at):
            self.at = found.end()
            least = int(found[1])
            most = least if found[2] is None else int(found[3] or self.limit)
        else:
            return cost
        if self._repeats() and self.text[self.at] != "?":
            raise BadPattern(self.text[self.at - 1 : self.at + 1])
        self._take("?")
        return _power(cost, most, max(most - least, 0) + 1)

    def _repeats(self) -> bool:
        return self.text[self.at : self.at + 1] in ("*", "+", "?", "{")

    def _take(self, char: str) -> bool:
        if not self.text.startswith(char, self.at):
            return False
        self.at += len(char)
        return True


def _power(cost: int, most: int, choices: int) -> int:
    """Return what a repeat costs: its choices, each with every way through what is repeated."""
    if cost == 1:
        return choices
    total = choices
    for _ in range(most):
        total *= cost
        if total > MOST_STEPS:
            return MOST_STEPS + 1
    return total
