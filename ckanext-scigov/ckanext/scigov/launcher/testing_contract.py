"""CKAN's own suites as parts of the tests: the two modules that CI runs, and the whole contract.

What runs and how it is judged is in ``tests/contract``; here it is only started and counted.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from . import testing_services
from .testing_parts import ROOT, WITH_CKAN, CouldNotRun, Suite
from .testing_report import Outcome

NAMED_MODULES = ("ckan.tests.lib.search", "ckan.tests.logic.action.test_get")


def named_modules(suite: Suite, outcome: Outcome) -> None:
    """Run what CI runs of the contract: PostgreSQL alone, everything that fails counts."""
    _only_whole(suite)
    _suites(suite, outcome, "--engines", "postgresql", "--", *NAMED_MODULES)


def contract(suite: Suite, outcome: Outcome) -> None:
    """Run all suites on both engines, then our own comparisons with a real Solr."""
    if not suite.pytest_arguments:
        _suites(suite, outcome)
    # First the site, whose tables are migrated; the comparisons make the index's anew by themselves.
    with testing_services.running(suite.scratch / "services") as addresses:
        suite.pytest(
            outcome,
            ["tests/ckan/access/on_solr.py", "tests/contract"],
            config=WITH_CKAN,
            env={**addresses},
        )


def _only_whole(suite: Suite) -> None:
    if suite.pytest_arguments:
        raise CouldNotRun("Suites of CKAN's own run whole: pytest's arguments are for our tests.")


def _suites(suite: Suite, outcome: Outcome, *arguments: str) -> None:
    counts = suite.scratch / f"{outcome.part}.json"
    # Without the repository's root on the path: its folders' names are not import names.
    runner = ["-P", "-m"] if sys.version_info >= (3, 11) else ["-m"]
    environment = {"PYTHONPATH": str(ROOT / "tests")}
    words = ["contract.lane", "--outcome", str(counts), *arguments]
    code = suite.command(*runner, *words, env=environment)
    _count(outcome, counts, exit_code=code)


def _count(outcome: Outcome, counts: Path, *, exit_code: int) -> None:
    """Add up what the lane wrote; a lane that ended without it has failed."""
    failed = 0
    if counts.exists():
        written = json.loads(counts.read_text(encoding="utf-8"))
        failed = written["failed"]
        outcome.passed += written["passed"]
        outcome.not_run += written["not_run"]
        outcome.failures += written["failures"]
    outcome.failed += failed if failed or not exit_code else 1
