"""``./scigov test``: the parts of the suite, each under its heading, one table at the end.

Decides which parts run and what the exit code is; how a part runs is testing_parts' business.
"""

from __future__ import annotations

import argparse
import concurrent.futures
import dataclasses
import os
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from . import testing_bench, testing_contract, testing_parts, testing_report, testing_soak
from .errors import LauncherError
from .testing_parts import CouldNotRun, Part, Suite
from .testing_report import NOT_RUN, Outcome

# Without an option all of them run, in this order.
PARTS = {
    "lint": Part("ruff, rules and format", testing_parts.lint),
    "types": Part("pyright", testing_parts.types),
    "arch": Part("imports, sizes and names (import-linter)", testing_parts.arch),
    "domain": Part("the pure rules, every branch", testing_parts.domain),
    "ckan": Part("inside CKAN, with PostgreSQL and Redis", testing_parts.ckan),
    "access": Part("graded access inside CKAN", testing_parts.access),
    "matrix": Part("everybody on every way in, and what is hidden", testing_parts.matrix),
    "search-contract": Part("CKAN's own tests of search", testing_contract.named_modules),
    "coverage": Part("90 % of the lines outside domain/", testing_parts.coverage),
    "launcher": Part("./scigov itself", testing_parts.launcher),
    "browser": Part("a whole site in Chromium", testing_parts.browser),
    "packaging": Part("the wheel in an empty environment", testing_parts.packaging),
    "docs": Part("the documentation is complete and builds", testing_parts.docs),
    "docker": Part("files for Docker; nginx and Solr for real", testing_parts.docker),
}
# The first to be begun where several run at a time, and what can only run after all others.
LASTING = ("ckan", "access", "matrix", "launcher", "browser", "domain", "search-contract", "types")
AFTER_THE_OTHERS = frozenset({"coverage"})
_screen = threading.Lock()
# These run only when they are named: they take long.
LANES = {
    "contract": Part("CKAN's own suites on both search engines", testing_contract.contract),
    "long": Part("all records of ten portals, a kill at each moment", testing_parts.long),
}


def main(argv: list[str]) -> int:
    """Run the chosen parts, all of them without an option. 0 passed, 1 failed, 2 wrong use."""
    chosen = _parser().parse_args(argv)
    if chosen.bench is not None:
        return testing_bench.run(chosen.bench, chosen.pytest_arguments)
    if chosen.soak:
        return testing_soak.run(chosen.pytest_arguments)
    names = [name for name in (*PARTS, *LANES) if getattr(chosen, name.replace("-", "_"))]
    with tempfile.TemporaryDirectory(prefix="scigov-test-") as folder:
        suite = Suite(Path(folder), pytest_arguments=chosen.pytest_arguments)
        outcomes = _run_all(names or [*PARTS], suite)
    print(testing_report.summary(outcomes), flush=True)
    return 0 if testing_report.succeeded(outcomes) else 1


def _run_all(names: Sequence[str], suite: Suite) -> list[Outcome]:
    """Run parts, several at a time, the longest first; what adds others up runs after them."""
    if len(names) == 1:
        print(f"\n=== {_title(names[0])}", flush=True)
        return [_run(names[0], suite)]
    apart = sorted(set(names) - AFTER_THE_OTHERS, key=_place_in_line)
    with concurrent.futures.ThreadPoolExecutor(_at_a_time()) as pool:
        done = dict(zip(apart, pool.map(lambda name: _run_apart(name, suite), apart), strict=True))
    for name in set(names) & AFTER_THE_OTHERS:
        done[name] = _run_apart(name, suite)
    return [done[name] for name in names]


def _at_a_time() -> int:
    return int(os.environ.get("SCIGOV_TEST_PARTS", "0")) or min(os.cpu_count() or 1, 2)


def _place_in_line(name: str) -> tuple[int, int]:
    """Return where a part stands: what takes longest first, the others as they are listed."""
    lasting = LASTING.index(name) if name in LASTING else len(LASTING)
    return lasting, [*PARTS, *LANES].index(name)


def _run_apart(name: str, suite: Suite) -> Outcome:
    """Run a part beside others, and show all it has said once it is through."""
    words = suite.scratch / f"{name}.out"
    words.touch()
    outcome = _run(name, dataclasses.replace(suite, output=words))
    with _screen:
        print(f"\n=== {_title(name)}", flush=True)
        sys.stdout.write(words.read_text(encoding="utf-8", errors="replace"))
        for reason in outcome.not_run:
            print(f"{NOT_RUN}{reason}")
        sys.stdout.flush()
    return outcome


def _title(name: str) -> str:
    return f"{name}: {(PARTS.get(name) or LANES[name]).title}"


def _run(name: str, suite: Suite) -> Outcome:
    part = PARTS.get(name) or LANES[name]
    outcome = Outcome(name)
    started = time.monotonic()
    try:
        part.run(suite, outcome)
    except CouldNotRun as reason:
        outcome.not_run.append(str(reason))
        if suite.output is None:
            print(f"{NOT_RUN}{reason}")
    except LauncherError as error:  # Its services did not start; the other parts still run.
        outcome.count(succeeded=False)
        outcome.failures.append(f"{name}: {error}")
    outcome.seconds = time.monotonic() - started
    return outcome


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="scigov test",
        description="Run the checks that CI runs, or some of them.",
        epilog="Arguments after -- go to pytest: ./scigov test --ckan -- -k grades",
    )
    for name, part in {**PARTS, **LANES}.items():
        parser.add_argument(f"--{name}", action="store_true", help=part.title.replace("%", "%%"))
    parser.add_argument("--soak", action="store_true", help="a long run")
    parser.add_argument("--bench", nargs="?", const="all", metavar="NAME", help="benchmarks")
    parser.add_argument("pytest_arguments", nargs="*", metavar="-- PYTEST_ARGUMENT")
    return parser
