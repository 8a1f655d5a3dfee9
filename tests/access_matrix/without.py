"""Run tests that enforcement points name once for each, with the point switched off: they must fail.

Where ``SCIGOV_WITHOUT_POINTS`` is set, pytest collects each of them so, and nothing else. Only the test
itself runs without the point, what it stands on is made with it; of a point that works when something is
saved, all of it. The hooks are those of ``tests/ckan/access/conftest.py``.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from access_matrix import points
from access_matrix.points import Point

VARIABLE = "SCIGOV_WITHOUT_POINTS"
FOLDER = Path(__file__).resolve().parent.parent / "ckan" / "access"
ARGUMENT = "without_point"
ALONE = " alone"
"""A point with others behind it: while those are there, its tests pass."""
FAILS = pytest.mark.xfail(strict=True, raises=(AssertionError, pytest.fail.Exception))


def is_wanted() -> bool:
    return VARIABLE in os.environ


def paths() -> list[str]:
    """Return the tests that points name, as pytest takes them."""
    named = {test.partition("[")[0] for point in points.load() for test in point.tests}
    return [str(FOLDER / test) for test in sorted(named)]


@pytest.fixture
def without_point(request: pytest.FixtureRequest) -> str:
    """The name of a point."""
    return str(request.param)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if not is_wanted():
        return
    wanted = []
    for point in points.load():
        if any(_is_of(metafunc, test) for test in point.tests):
            wanted.append(pytest.param(point.name, marks=FAILS))
            if point.behind:
                wanted.append(pytest.param(point.name + ALONE))
    metafunc.fixturenames.append(ARGUMENT)
    metafunc.parametrize(ARGUMENT, wanted, indirect=True)


def _is_of(metafunc: pytest.Metafunc, test: str) -> bool:
    path, _, name = test.partition("[")[0].partition("::")
    definition = metafunc.definition
    return definition.path == FOLDER / path and definition.originalname == name


def pytest_collection_modifyitems(items: list[Any]) -> None:
    """Of a test with arguments only those are run that the point names."""
    if not is_wanted():
        return
    pairs = {(point.name, test) for point in points.load() for test in point.tests}
    items[:] = [item for item in items if pairs & set(_pairs_of(item))]
    if missing := pairs - {pair for item in items for pair in _pairs_of(item)}:
        raise pytest.UsageError(f"Points name tests that are not there: {sorted(missing)}")


def _pairs_of(item: Any) -> tuple[tuple[str, str], ...]:
    """Return the point that an item is run without, with the names that the point may have for it."""
    name = _name_of(item)
    own = f"-{item.callspec.id}-".replace(f"-{name}-", "-", 1).strip("-")
    path = f"{item.path.relative_to(FOLDER).as_posix()}::{item.originalname}"
    point = name.removesuffix(ALONE)
    return (point, path), (point, f"{path}[{own}]")


def _name_of(item: Any) -> str:
    return str(item.callspec.params[ARGUMENT])


def _switched_off(item: Any) -> list[Point]:
    """Return the points that an item runs without."""
    name = _name_of(item)
    point = next(one for one in points.load() if one.name == name.removesuffix(ALONE))
    return [point] if name.endswith(ALONE) else points.with_what_is_behind(point)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: Any) -> Iterator[None]:
    without = _switched_off(item) if is_wanted() else []
    if not any(point.written for point in without):
        return (yield)
    with points.off(*without):
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: Any) -> Iterator[None]:
    without = _switched_off(pyfuncitem) if is_wanted() else []
    if not without or any(point.written for point in without):
        return (yield)
    with points.off(*without):
        return (yield)
