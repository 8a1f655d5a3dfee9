"""Switch enforcement points off: what they let through, everybody gets."""

from __future__ import annotations

import contextlib
import functools
import importlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from types import FunctionType
from typing import Any

import yaml

from access_matrix import disabled, disabled_existence, disabled_rows

ROOT = "ckanext.scigov."
STAND_INS = (disabled, disabled_existence, disabled_rows)
PATIENCE = "5s"
"""How long a trigger that is to be switched off waits for whoever writes into its table."""


@dataclass(frozen=True, slots=True)
class Point:
    name: str
    protects: str
    code: tuple[str, ...] = ()
    triggers: tuple[str, ...] = ()
    """Triggers of CKAN's database, as ``table.name``."""
    rows: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()
    behind: tuple[str, ...] = ()
    """Other points that hold when this one is gone: switched off with it, and not without it."""
    shows: str = "canary"
    written: bool = False


@functools.cache
def load() -> tuple[Point, ...]:
    text = (resources.files("ckanext.scigov.access") / "enforcement_points.yaml").read_text("utf-8")
    decoded: Mapping[str, Mapping[str, Any]] = yaml.safe_load(text)
    return tuple(_point(name, entry) for name, entry in decoded.items())


def _point(name: str, entry: Mapping[str, Any]) -> Point:
    plain = {key: tuple(one) if isinstance(one, list) else one for key, one in entry.items()}
    return Point(name, **plain)


def with_what_is_behind(point: Point) -> list[Point]:
    """Return a point and those that hold when it is gone."""
    known = {one.name: one for one in load()}
    return [point, *(known[name] for name in point.behind)]


def function_of(path: str) -> FunctionType:
    """Return a function by its path: ``access.gate.before_request``, or a method of a class."""
    *above, name = path.split(".")
    try:
        owner: Any = importlib.import_module(ROOT + ".".join(above))
    except ModuleNotFoundError:
        owner = getattr(importlib.import_module(ROOT + ".".join(above[:-1])), above[-1])
    found = getattr(owner, name)
    assert isinstance(found, FunctionType), f"{path} is no function"
    return found


def stand_in(path: str) -> FunctionType:
    """Return what lets everything through in the place of a function."""
    name = path.replace(".", "_").lower()
    return next(getattr(one, name) for one in STAND_INS if hasattr(one, name))


@contextlib.contextmanager
def off(*points: Point) -> Iterator[None]:
    """Let everything through at these points.

    The code inside the functions is exchanged: whoever has them under another name has that, too.
    """
    paths = dict.fromkeys(path for point in points for path in point.code)
    kept = {path: function_of(path).__code__ for path in paths}
    triggers = [name for point in points for name in point.triggers]
    _switch(triggers, "DISABLE")
    for path in paths:
        function_of(path).__code__ = stand_in(path).__code__
    _forget_what_they_made()
    try:
        yield
    finally:
        for path, code in kept.items():
            function_of(path).__code__ = code
        _forget_what_they_made()
        _switch(triggers, "ENABLE")


def _forget_what_they_made() -> None:
    """Statements that are built once would go on with what was let through, or not."""
    from ckanext.scigov.access import principals

    principals._standings.cache_clear()


def _switch(triggers: Sequence[str], how: str) -> None:
    if not triggers:
        return
    import sqlalchemy as sa

    from ckan import model

    with model.ensure_engine().begin() as connection:
        connection.execute(sa.text(f"SET LOCAL lock_timeout = '{PATIENCE}'"))
        for table, name in (one.split(".") for one in triggers):
            connection.execute(sa.text(f"ALTER TABLE {table} {how} TRIGGER {name}"))
