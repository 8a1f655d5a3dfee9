"""``./scigov test``: the parts of the suite in order, each under its heading, one table at the end.

Decides which parts run and what the exit code is; how a part runs is testing_parts' business.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from . import testing_bench, testing_parts, testing_report, testing_soak
from .testing_parts import CouldNotRun, Suite
from .testing_report import NOT_RUN, Outcome

LANES_TO_COME = {
    "contract": "CKAN's own suites over both search backends are not part of this version.",
}


def main(argv: list[str]) -> int:
    """Run the chosen parts, all of them without an option. 0 passed, 1 failed, 2 wrong use."""
    chosen = _parser().parse_args(argv)
    for lane, reason in LANES_TO_COME.items():
        if getattr(chosen, lane) not in (None, False):
            print(f"{NOT_RUN}{reason}")
            return 1
    if chosen.bench is not None:
        return testing_bench.run(chosen.bench, chosen.pytest_arguments)
    if chosen.soak:
        return testing_soak.run(chosen.pytest_arguments)
    names = [name for name in testing_parts.PARTS if getattr(chosen, name)]
    with tempfile.TemporaryDirectory(prefix="scigov-test-") as folder:
        suite = Suite(Path(folder), pytest_arguments=chosen.pytest_arguments)
        outcomes = [_run(name, suite) for name in names or testing_parts.PARTS]
    print(testing_report.summary(outcomes), flush=True)
    return 0 if testing_report.succeeded(outcomes) else 1


def _run(name: str, suite: Suite) -> Outcome:
    part = testing_parts.PARTS[name]
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
    for name, part in testing_parts.PARTS.items():
        parser.add_argument(f"--{name}", action="store_true", help=part.title.replace("%", "%%"))
    parser.add_argument("--contract", action="store_true", help="CKAN's own suites")
    parser.add_argument("--soak", action="store_true", help="a long run")
    parser.add_argument("--bench", nargs="?", const="all", metavar="NAME", help="benchmarks")
    parser.add_argument("pytest_arguments", nargs="*", metavar="-- PYTEST_ARGUMENT")
    return parser
