"""What the parts of the test suite came to: outcomes, the summary table, the closing line.

Knows nothing of how a part is run. ``NOT RUN`` is an outcome of its own: in CI it fails the
suite unless the reason begins with an engine that ``.ci/run`` names as optional.
"""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Iterable
from pathlib import Path
from xml.etree import ElementTree as ET

NOT_RUN = "NOT RUN: "


@dataclasses.dataclass
class Outcome:
    """One part's result; a part that is a single command counts as one check."""

    part: str
    passed: int = 0
    failed: int = 0
    seconds: float = 0.0
    not_run: list[str] = dataclasses.field(default_factory=list)

    @property
    def state(self) -> str:
        if self.failed:
            return "failed"
        if self.not_run and not self.passed:
            return "not run"
        return "passed"

    def count(self, *, succeeded: bool) -> None:
        """Count one check."""
        if succeeded:
            self.passed += 1
        else:
            self.failed += 1

    def count_pytest(self, report: Path, *, exit_code: int) -> None:
        """Count pytest's tests from its JUnit file; skipped ones are parts that did not run."""
        before = self.failed
        if report.exists():
            for case in ET.parse(report).getroot().iter("testcase"):  # noqa: S314 - written by our own pytest
                skipped = case.find("skipped")
                if skipped is not None:
                    reason = skipped.get("message", "no reason given")
                    self.not_run.append(reason.removeprefix("Skipped: ").removeprefix(NOT_RUN))
                else:
                    broken = case.find("failure") is not None or case.find("error") is not None
                    self.count(succeeded=not broken)
        if exit_code and self.failed == before:
            # Collection broke, or pytest found nothing to run: that is no success either.
            self.failed += 1


def in_ci() -> bool:
    return os.environ.get("CI", "").lower() in {"1", "true", "yes"}


def optional_engines() -> frozenset[str]:
    """Engines that may be missing in CI, as ``.ci/run`` names them."""
    return frozenset(os.environ.get("SCIGOV_OPTIONAL_ENGINES", "").split())


def unexcused(outcome: Outcome) -> list[str]:
    """The reasons that fail the suite: in CI all but those of an optional engine."""
    if not in_ci():
        return []
    engines = optional_engines()
    return [reason for reason in outcome.not_run if reason.split(":")[0] not in engines]


def succeeded(outcomes: Iterable[Outcome]) -> bool:
    """True when nothing failed and nothing is missing that had to run."""
    return not any(outcome.failed or unexcused(outcome) for outcome in outcomes)


def summary(outcomes: list[Outcome]) -> str:
    """The table at the end, one line a part, then the closing line."""
    lines = ["", "=== Summary", f"{'part':<17}{'result':<10}{'passed':>7}{'failed':>8}{'time':>9}"]
    lines += [
        f"{o.part:<17}{o.state:<10}{o.passed:>7}{o.failed:>8}{o.seconds:>7.1f} s" for o in outcomes
    ]
    for outcome in outcomes:
        lines += [f"{outcome.part}: {NOT_RUN}{reason}" for reason in outcome.not_run]
    missing = [reason for outcome in outcomes for reason in unexcused(outcome)]
    if missing:
        lines.append(f"In CI every part must run; {len(missing)} did not.")
    passed = sum(outcome.passed for outcome in outcomes)
    failed = sum(outcome.failed for outcome in outcomes) + len(missing)
    lines.append(f"{passed} passed, {failed} failed")
    return "\n".join(lines)
