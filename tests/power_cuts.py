"""Let each statement of an act fail once, as when the power is cut, and see that nothing is left of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from typing_extensions import Self

from ckan import model


class PowerCut(Exception):
    pass


class Failing:
    """Count statements and commits, and fail at the one with a number."""

    def __init__(self, at: int) -> None:
        self.at, self.seen = at, 0

    def __enter__(self) -> Self:
        engine = model.ensure_engine()
        sa.event.listen(engine, "before_cursor_execute", self.count)
        sa.event.listen(engine, "commit", self.count)
        return self

    def __exit__(self, *_: object) -> None:
        engine = model.ensure_engine()
        sa.event.remove(engine, "before_cursor_execute", self.count)
        sa.event.remove(engine, "commit", self.count)

    def count(self, *_: Any) -> None:
        self.seen += 1
        if self.seen == self.at:
            raise PowerCut


def fail_everywhere(everything: Callable[[], dict[str, Any]], act: Callable[[], Any]) -> int:
    """Fail at each statement of an act, then let it be done; return how many it has.

    Args:
        everything: returns all that the act may write.
        act: what is done.
    """
    before, place = everything(), 0
    while True:
        place += 1
        with Failing(place) as failing:
            try:
                act()
            except PowerCut:
                model.Session.rollback()
        if failing.seen < place:
            break
        assert everything() == before, f"Something is left when statement {place} fails."
    assert everything() != before
    return place - 1
