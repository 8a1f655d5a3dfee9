"""Comparing the seals in the database with the lines of the anchor file."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence

from ckanext.scigov.audit.domain.findings import Finding, Kind
from ckanext.scigov.audit.domain.seals import Checkpoint, Seal, is_signed, read_line

_NOT_SIGNED = (
    "is not signed as it stands: it was changed or made by somebody else, or the site's secret is "
    "another one now and the former one is not in the settings."
)


def check_checkpoint(checkpoint: Checkpoint, keys: Sequence[bytes]) -> Iterator[Finding]:
    if not is_signed(checkpoint, keys):
        yield Finding(
            Kind.CHECKPOINT,
            f"The checkpoint at seal {checkpoint.seal_id}, before which the events up to place "
            f"{checkpoint.last_seq} were removed, {_NOT_SIGNED}",
        )


class SealCheck:
    """Is given every seal in order and reads the file along with them.

    Lines and seals are in the same order unless somebody has changed one of them; only what is
    out of order is kept in mind.

    Args:
        lines: of the anchor file, without their ends.
        keys: that may have signed.
    """

    def __init__(self, lines: Iterable[str], keys: Sequence[bytes]) -> None:
        self.seals = 0
        self._lines = enumerate(lines, start=1)
        self._keys = keys
        self._early: dict[int, Seal] = {}
        self._missing: dict[int, Seal] = {}
        self._absent: list[tuple[int, int]] = []
        self._cut: list[Seal] = []
        self._last_id = 0

    def take(self, seal: Seal) -> Iterator[Finding]:
        """Check the next seal: its number, its signature, its line."""
        self.seals += 1
        if seal.id > self._last_id + 1:
            gone = _numbers(self._last_id + 1, seal.id - 1)
            yield Finding(Kind.SEAL, f"What the database held of {gone} was removed.")
        self._last_id = seal.id
        if not is_signed(seal, self._keys):
            yield Finding(Kind.SEAL, f"Seal {seal.id}, up to place {seal.last_seq}, {_NOT_SIGNED}")
        line = yield from self._line_of(seal)
        if line:
            yield from _compare(seal, line)

    def finish(self) -> Iterator[Finding]:
        """Read the rest of the file and say what one of the two lacks."""
        while line := (yield from self._next_line()):
            yield from self._take_stray(line)
        for line in self._early.values():
            yield from self._take_stray(line)
        self._give_up_missing()
        if self._cut:
            first, last = self._cut[0], self._cut[-1]
            yield Finding(
                Kind.CUT,
                f"The anchor file names {_numbers(first.id, last.id)}, up to place "
                f"{last.last_seq}, which the database does not have: the end of the log was cut off.",
            )
        for first_id, last_id in self._absent:
            yield Finding(
                Kind.ANCHOR,
                f"The anchor file has nothing of {_numbers(first_id, last_id)}: it was removed or "
                "changed, or has not been written yet.",
            )

    def _line_of(self, seal: Seal) -> Generator[Finding, None, Seal | None]:
        """Find a seal's line among those that came too early, or read on until it comes."""
        if seal.id in self._early:
            return self._early.pop(seal.id)
        while line := (yield from self._next_line()):
            if line.id == seal.id:
                return line
            if line.id > seal.id:
                self._early[line.id] = line
                break
            yield from self._take_stray(line)
        else:
            self._give_up_missing()
            self._note_absent(seal.id)
            return None
        self._missing[seal.id] = seal
        return None

    def _take_stray(self, line: Seal) -> Iterator[Finding]:
        """Use a line that did not come in its turn."""
        if line.id > self._last_id:
            cut = sorted([*self._cut, line], key=lambda seal: seal.id)
            self._cut = [cut[0], cut[-1]]
        elif line.id in self._missing:
            yield from _compare(self._missing.pop(line.id), line)

    def _next_line(self) -> Generator[Finding, None, Seal | None]:
        """Return the next line that can be believed; None at the end of the file."""
        for number, text in self._lines:
            try:
                line = read_line(text)
            except ValueError:
                line = None
            if line and is_signed(line, self._keys):
                return line
            yield Finding(Kind.ANCHOR, f"Line {number} of the anchor file {_NOT_SIGNED}")
        return None

    def _give_up_missing(self) -> None:
        for seal_id in self._missing:
            self._note_absent(seal_id)
        self._missing = {}

    def _note_absent(self, seal_id: int) -> None:
        """Remember numbers without gaps as one range."""
        if self._absent and self._absent[-1][1] == seal_id - 1:
            self._absent[-1] = (self._absent[-1][0], seal_id)
        else:
            self._absent.append((seal_id, seal_id))


def _compare(seal: Seal, line: Seal) -> Iterator[Finding]:
    if line != seal:
        yield Finding(
            Kind.ANCHOR,
            f"Seal {seal.id}, up to place {seal.last_seq}, is not what the anchor file says: one of "
            "the two was changed.",
        )


def _numbers(first: int, last: int) -> str:
    return f"seal {first}" if first == last else f"seals {first} to {last}"
