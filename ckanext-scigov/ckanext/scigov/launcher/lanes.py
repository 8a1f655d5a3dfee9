"""``./scigov test``: the parts of the suite in order, each under its heading, one table at the end.

Decides which parts run and what the exit code is; how a part runs is testing_parts' business.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from . import testing_bench, testing_contract, testing_parts, testing_report, testing_soak
from .testing_parts import CouldNotRun, Part, Suite
from .testing_report import NOT_RUN, Outcome

# Without an option all of them run, in this order.
PARTS = {
    "lint": Part("ruff, rules and format", testing_parts.lint),
    "types": Part("pyright", testing_parts.types),
    "arch": Part("imports, sizes and names (import-linter)", testing_parts.arch),
    "domain": Part("the pure rules, every branch", testing_parts.domain),
    "ckan": Part("inside CKAN, with PostgreSQL and Redis", testing_parts.ckan),
    "search-contract": Part("CKAN's own tests of search", testing_contract.named_modules),
    "coverage": Part("90 % of the lines outside domain/", testing_parts.coverage),
    "launcher": Part("./scigov itself", testing_parts.launcher),
    "browser": Part("a whole site in Chromium", testing_parts.browser),
    "packaging": Part("the wheel in an empty environment", testing_parts.packaging),
    "docs": Part("the documentation is complete and builds", testing_parts.docs),
    "docker": Part("files for Docker; nginx and Solr for real", testing_parts.docker),
}
# These run only when they are named: they take long.
LANES = {"contract": Part("CKAN's own suites on both search engines", testing_contract.contract)}


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
        outcomes = [_run(name, suite) for name in names or PARTS]
    print(testing_report.summary(outcomes), flush=True)
    return 0 if testing_report.succeeded(outcomes) else 1


def _run(name: str, suite: Suite) -> Outcome:
    part = PARTS.get(name) or LANES[name]
    print(f"\n=== {name}: {part.title}", flush=True)
    outcome = Outcome(name)
    started = time.monotonic()
    try:
        part.run(suite, outcome)
    except CouldNotRun as reason:
        outcome.not_run.append(str(reason))
        print(f"{NOT_RUN}{reason}")
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
