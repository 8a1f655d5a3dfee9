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
    told = [f"pytest ended with {exit_code}\n    Its words are above."]
    assert outcome.failures == told * failed


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


REPORT_OF_FAILURES = """<testsuites><testsuite>
<testcase classname="tests.test_a.TestIt" name="test_x[1]"><failure message="assert 1 == 2">Frames</failure></testcase>
<testcase classname="tests.test_a" name="test_y"><error message="failed on setup with &quot;a&#10;&#10;b&quot;"/></testcase>
<testcase classname="" name="tests.test_b"><error message="collection failure">why&#10;E   SyntaxError</error></testcase>
<testcase classname="pytest" name="internal"><error message="internal error">SystemError: depth</error></testcase>
</testsuite></testsuites>"""


def test_failed_tests_are_told_with_what_they_said(tmp_path: Path) -> None:
    (tmp_path / "part.xml").write_text(REPORT_OF_FAILURES, encoding="utf-8")
    outcome = Outcome("ckan")
    outcome.count_pytest(tmp_path / "part.xml", exit_code=1)
    assert outcome.failures == [
        "tests.test_a.TestIt::test_x[1]\n    assert 1 == 2",
        'tests.test_a::test_y\n    failed on setup with "a\n    b"',
        "tests.test_b\n    why\n    E   SyntaxError",
        "pytest::internal\n    SystemError: depth",
    ]


def test_of_many_words_the_first_and_the_last_are_told() -> None:
    assert testing_report.told("a::t", "\n".join("123456")).splitlines() == [
        "a::t", "    1", "    2", "    3", "    4", "    5", "    6",
    ]  # fmt: skip
    assert testing_report.told("a::t", "\n".join("12345678")).splitlines() == [
        "a::t", "    1", "    …", "    4", "    5", "    6", "    7", "    8",
    ]  # fmt: skip
    assert testing_report.told("a::t", "") == "a::t"
    assert testing_report.told("a::t", "x" * 1000) == "a::t\n    " + "x" * 300


def test_failures_stand_between_the_parts_words_and_the_table() -> None:
    outcomes = [
        Outcome("lint", passed=2),
        Outcome("ckan", failed=1, failures=["a::t\n    why"]),
        Outcome("docs", failed=22, failures=[f"d::t{number}" for number in range(22)]),
    ]
    lines = testing_report.summary(outcomes).splitlines()
    assert lines[:5] == ["", "=== Failures", "ckan: a::t", "    why", "docs: d::t0"]
    assert lines[23:27] == ["docs: d::t19", "docs: and 2 more", "", "=== Summary"]
    assert lines[-1] == "2 passed, 23 failed"


def test_where_nothing_failed_the_table_comes_first() -> None:
    lines = testing_report.summary([Outcome("lint", passed=2)]).splitlines()
    assert lines[:2] == ["", "=== Summary"]


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
        "pages, load, applications, disputes, comparison, harvest, harvest_rows, dcat, downloads, "
        "relevance.\n"
    )


def test_wrong_use_ends_with_two() -> None:
    with pytest.raises(SystemExit) as ended:
        lanes.main(["--nonsense"])
    assert ended.value.code == 2
