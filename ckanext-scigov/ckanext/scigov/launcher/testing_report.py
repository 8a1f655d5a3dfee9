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
LAST_WORDS = 6
"""Lines of a failed test at the end of the output, where a log that is cut in the middle still has them."""
LONGEST_LINE = 300
NAMED = 20
"""Failed tests of a part that are told there."""


@dataclasses.dataclass
class Outcome:
    """One part's result; a part that is a single command counts as one check."""

    part: str
    passed: int = 0
    failed: int = 0
    seconds: float = 0.0
    not_run: list[str] = dataclasses.field(default_factory=list)
    failures: list[str] = dataclasses.field(default_factory=list)
    """Failed tests, each as ``told``."""

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
                    self._count_case(case)
        if exit_code and self.failed == before:
            # Collection broke, or pytest found nothing to run: that is no success either.
            self.failed += 1
            self.failures.append(told(f"pytest ended with {exit_code}", "Its words are above."))

    def _count_case(self, case: ET.Element) -> None:
        broken = [found for tag in ("failure", "error") for found in case.findall(tag)]
        self.count(succeeded=not broken)
        if broken:
            name = "::".join(filter(None, (case.get("classname"), case.get("name"))))
            self.failures.append(told(name, said_in(broken[0])))


def said_in(failure: ET.Element) -> str:
    """Return what a failure in a JUnit file says; of two kinds the message names the kind only."""
    message = failure.get("message", "")
    return (
        failure.text or message if message in {"internal error", "collection failure"} else message
    )


def told(test: str, words: str) -> str:
    """Return the name of a failed test, and below it how its words begin and end."""
    lines = [line[:LONGEST_LINE] for line in words.splitlines() if line.strip()]
    if len(lines) > LAST_WORDS:
        lines = [lines[0], "…", *lines[1 - LAST_WORDS :]]
    return "\n    ".join([test, *lines])


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
    """What failed, the table at the end, one line a part, then the closing line."""
    lines = [
        *_failures(outcomes),
        "",
        "=== Summary",
        f"{'part':<17}{'result':<10}{'passed':>7}{'failed':>8}{'time':>9}",
    ]
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


def _failures(outcomes: list[Outcome]) -> list[str]:
    failed = [outcome for outcome in outcomes if outcome.failures]
    lines = ["", "=== Failures"] if failed else []
    for outcome in failed:
        lines += [f"{outcome.part}: {failure}" for failure in outcome.failures[:NAMED]]
        if len(outcome.failures) > NAMED:
            lines.append(f"{outcome.part}: and {len(outcome.failures) - NAMED} more")
    return lines
