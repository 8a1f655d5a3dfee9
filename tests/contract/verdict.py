"""What two columns of results come to: the table, the comparison, the list of exceptions.

Pure: reads pytest's JUnit files and ``solr_only.csv``, runs nothing.
"""

from __future__ import annotations

import csv
import dataclasses
from collections import Counter
from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from pathlib import Path
from xml.etree import ElementTree as ET

from ckanext.scigov.launcher.testing_report import said_in

PASSED, FAILED, ERROR, SKIPPED = "passed", "failed", "error", "skipped"
GRAVITY = (SKIPPED, PASSED, FAILED, ERROR)
LOADING = "::(loading)"
KINDS = {
    "solr": "tests of Solr itself",
    "wheel": "what CKAN's wheel lacks, whichever engine answers",
}

Results = dict[str, str]
"""The state of each test by its name: module::Class::test[parameters]."""


@dataclasses.dataclass(frozen=True)
class Excused:
    """A line of the list: a test that PostgreSQL need not pass, and why."""

    test: str
    kind: str
    reason: str


def read_results(report: Path, modules: Iterable[str]) -> Results:
    """Read pytest's JUnit file; a test that passed and then broke in its teardown is an error."""
    known, results = set(modules), Results()
    for case in ET.parse(report).getroot().iter("testcase"):
        name = _name(case.get("classname", ""), case.get("name", ""), known)
        state = _state(case)
        before = results.get(name, state)
        results[name] = max(before, state, key=GRAVITY.index)
    return results


def read_words(report: Path, modules: Iterable[str]) -> dict[str, str]:
    """Read from pytest's JUnit file what the tests said that failed or broke."""
    known, words = set(modules), dict[str, str]()
    for case in ET.parse(report).getroot().iter("testcase"):
        name = _name(case.get("classname", ""), case.get("name", ""), known)
        said = [said_in(found) for tag in ("failure", "error") for found in case.iter(tag)]
        if said:
            words[name] = "\n".join([*filter(None, [words.get(name)]), *said])
    return words


def _state(case: ET.Element) -> str:
    for tag, state in (("error", ERROR), ("failure", FAILED), ("skipped", SKIPPED)):
        if case.find(tag) is not None:
            return state
    return PASSED


def _name(classname: str, name: str, modules: set[str]) -> str:
    """Name a test by its module; a module that could not be loaded is a case of its own."""
    module = classname
    while module and module not in modules:
        module = module.rpartition(".")[0]
    if not module:
        return f"{name}{LOADING}" if name in modules else f"{classname}::{name}"
    classes = classname.removeprefix(module).strip(".")
    return "::".join(part for part in (module, classes, name) if part)


def read_list(file: Path) -> list[Excused]:
    """Read ``test,kind,reason``; a line that does not say all three is refused."""
    with file.open(encoding="utf-8", newline="") as table:
        listed = [Excused(row["test"], row["kind"], row["reason"]) for row in csv.DictReader(table)]
    for entry in listed:
        if not (entry.test and entry.reason and entry.kind in KINDS):
            raise ValueError(
                f"{file.name}: the line of '{entry.test}' must name a test, a kind"
                f" ({', '.join(KINDS)}) and a reason."
            )
    return listed


@dataclasses.dataclass(frozen=True)
class Verdict:
    """Which failures count, which are excused, and which lines of the list are out of date."""

    regressions: list[str]
    excused: dict[str, Excused]
    both: list[str]
    """Fail on Solr as well: nothing that a search engine could do about."""
    outdated: list[Excused]

    @property
    def holds(self) -> bool:
        return not self.regressions


def judge(postgresql: Results, solr: Results | None, listed: Iterable[Excused]) -> Verdict:
    """Compare; without Solr's results every failure that is not listed counts.

    A module that cannot be loaded counts always: tests that never began say nothing.
    """
    entries = list(listed)
    regressions, both, excused = [], [], dict[str, Excused]()
    for test in sorted(_broken(postgresql, solr)):
        entry = next((e for e in entries if fnmatchcase(_plain(test), _plain(e.test))), None)
        if entry:
            excused[test] = entry
        elif solr is None or solr.get(test) == PASSED or test.endswith(LOADING):
            regressions.append(test)
        else:
            both.append(test)
    used = {entry.test for entry in excused.values()}
    outdated = [
        entry
        for entry in entries
        if entry.test not in used
        and any(fnmatchcase(_plain(test), _plain(entry.test)) for test in postgresql)
    ]
    return Verdict(regressions, excused, both, outdated)


def _broken(postgresql: Results, solr: Results | None) -> set[str]:
    """Return what failed on PostgreSQL, and what Solr passed that was not even run there."""
    missing = {test for test, state in (solr or {}).items() if state == PASSED} - set(postgresql)
    passed_on_solr = {test for test, state in (solr or {}).items() if state == PASSED}
    skipped = {test for test, state in postgresql.items() if state == SKIPPED} & passed_on_solr
    return {t for t, state in postgresql.items() if state in (FAILED, ERROR)} | missing | skipped


def _plain(test: str) -> str:
    """Brackets hold a test's parameters here, and mean something else in a pattern."""
    return test.replace("[", "(").replace("]", ")")


def table(columns: Mapping[str, Results], reasons: Mapping[str, str]) -> str:
    """Return one line a module: passed/failed/errors on each engine."""
    modules = sorted({test.split("::")[0] for results in columns.values() for test in results})
    names = [*columns, *reasons]
    width = max([len("module"), *(len(module) for module in modules)])
    lines = [f"{'module':<{width}}" + "".join(f"{name:>18}" for name in names)]
    for module in [*modules, "all"]:
        cells = [_cell(columns[name], module) if name in columns else "NOT RUN" for name in names]
        lines.append(f"{module:<{width}}" + "".join(f"{cell:>18}" for cell in cells))
    return "\n".join(lines)


def _cell(results: Results, module: str) -> str:
    counts = Counter(
        state for test, state in results.items() if module in ("all", test.split("::")[0])
    )
    return f"{counts[PASSED]}/{counts[FAILED]}/{counts[ERROR]}"


def report(verdict: Verdict, *, compared: bool) -> str:
    """Say what the comparison came to, test by test."""
    lines = [f"{len(verdict.both)} tests fail on both engines."] if compared else []
    for kind, meaning in KINDS.items():
        tests = [test for test, entry in verdict.excused.items() if entry.kind == kind]
        if tests:
            lines.append(f"{len(tests)} failures are listed as {meaning}:")
            lines += [f"  {test}: {verdict.excused[test].reason}" for test in tests]
    for entry in verdict.outdated:
        lines.append(f"This passes now and can be taken off the list: {entry.test}")
    if verdict.regressions:
        than = "that Solr passes" if compared else "that are not on the list"
        lines.append(f"PostgreSQL fails {len(verdict.regressions)} tests {than}:")
        lines += [f"  {test}" for test in verdict.regressions]
    elif compared:
        lines.append("PostgreSQL passes every test that Solr passes, but for those on the list.")
    else:
        lines.append("PostgreSQL passes every test, but for those on the list.")
    return "\n".join(lines)
