"""Where the reading of a list stands: what a checkpoint holds, and what one page says of the next.

A list that changes while it is read moves its records over the borders of pages: some come twice, some
never. So a list whose total changes, or whose page begins again with what the page before ended with, is
read again from its beginning, and only what had not come before is given then.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from ckanext.scigov.intake.contract import Checkpoint

MOST_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class State:
    """Before a page is asked."""

    number: int = 0
    """Pages asked in this round."""
    given: int = 0
    """Records that came in this round."""
    total: int | None = None
    cursor: str = ""
    """Cursor, or address, of the page."""
    page_print: str = ""
    """Of the page before."""
    last_print: str = ""
    """Of the last record before."""
    turn: int = 1
    """The round: how often the list has been begun."""
    has_moved: bool = False
    """It changed in this round."""
    is_total_wrong: bool = False
    """More came than the total says."""

    def checkpoint(self) -> Checkpoint:
        return asdict(self)

    def again(self) -> State:
        """Return the beginning of a further round."""
        return State(turn=self.turn + 1)

    def after(self, prints: Sequence[str], total: int | None, cursor: str) -> State:
        """Return the state behind a page with these records."""
        has_other_total = self.number > 0 and total != self.total
        repeats = bool(self.last_print) and self.last_print in prints
        return replace(
            self,
            number=self.number + 1,
            given=self.given + len(prints),
            total=total,
            cursor=cursor,
            page_print=print_of(list(prints)),
            last_print=prints[-1] if prints else self.last_print,
            has_moved=self.has_moved or has_other_total or repeats,
        )

    def is_same_page(self, prints: Sequence[str]) -> bool:
        return bool(prints) and print_of(list(prints)) == self.page_print


def state_of(checkpoint: Checkpoint | None) -> State:
    names = {field.name for field in fields(State)}
    return State(**{name: value for name, value in (checkpoint or {}).items() if name in names})


def print_of(value: Any) -> str:
    """Return a short print of a record by which it is known again."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
