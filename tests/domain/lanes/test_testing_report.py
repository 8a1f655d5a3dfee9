"""What a run of the tests comes to: nothing that failed or did not run passes for a success."""

from __future__ import annotations

from pathlib import Path

import pytest

from ckanext.scigov.launcher import lanes, testing_report
from ckanext.scigov.launcher.testing_report import Outcome

JUNIT = """<testsuites><testsuite>
<testcase name="a"/>
<testcase name="b"><failure message="no"/></testcase>
<testcase name="c"><error message="no"/></testcase>
<testcase name="d"><skipped message="docker-engine: none answers."/></testcase>
</testsuite></testsuites>"""


@pytest.fixture
def report(tmp_path: Path) -> Path:
    (tmp_path / "part.xml").write_text(JUNIT, encoding="utf-8")
    return tmp_path / "part.xml"


def test_pytests_tests_are_counted(report: Path) -> None:
    outcome = Outcome("ckan")
    outcome.count_pytest(report, exit_code=1)
    assert (outcome.passed, outcome.failed) == (1, 2)
    assert outcome.not_run == ["docker-engine: none answers."]


@pytest.mark.parametrize(("exit_code", "failed"), [(0, 0), (2, 1), (5, 1)])
def test_a_run_without_a_report_counts_by_its_exit_code(
    tmp_path: Path, exit_code: int, failed: int
) -> None:
    outcome = Outcome("ckan")
    outcome.count_pytest(tmp_path / "none.xml", exit_code=exit_code)
    assert outcome.failed == failed


@pytest.mark.parametrize(
    ("ci", "engines", "succeeds"),
    [
        ("", "", True),
        ("true", "", False),
        ("true", "docker-engine", True),
        ("true", "solr", False),
    ],
)
def test_what_did_not_run_fails_ci_unless_it_is_excused(
    monkeypatch: pytest.MonkeyPatch, ci: str, engines: str, succeeds: bool
) -> None:
    monkeypatch.setenv("CI", ci)
    monkeypatch.setenv("SCIGOV_OPTIONAL_ENGINES", engines)
    outcome = Outcome("docker", passed=3, not_run=["docker-engine: none answers."])
    assert testing_report.succeeded([outcome]) is succeeds


def test_the_closing_line_counts_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    monkeypatch.setenv("SCIGOV_OPTIONAL_ENGINES", "")
    outcomes = [Outcome("lint", passed=2), Outcome("ckan", passed=7, failed=1, not_run=["why"])]
    lines = testing_report.summary(outcomes).splitlines()
    assert lines[-1] == "9 passed, 2 failed"
    assert "ckan: NOT RUN: why" in lines


def test_a_bench_that_there_is_not_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert lanes.main(["--bench", "nonsense"]) == 2
    assert capsys.readouterr().err == (
        "There is no bench nonsense. There are: search, package_search, reindex, suggest, access, "
        "downloads, relevance.\n"
    )


def test_wrong_use_ends_with_two() -> None:
    with pytest.raises(SystemExit) as ended:
        lanes.main(["--nonsense"])
    assert ended.value.code == 2
