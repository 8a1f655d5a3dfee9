"""The contract lane: what counts against PostgreSQL, what is excused, what is reported."""

from __future__ import annotations

from pathlib import Path

import pytest
from contract import same_texts, verdict
from contract.suites import is_test, module_name, touches_search
from contract.verdict import ERROR, FAILED, PASSED, SKIPPED, Excused
from faker import Faker

from ckanext.scigov.launcher import testing_contract
from ckanext.scigov.launcher.testing_report import Outcome

JUNIT = """<testsuites><testsuite>
<testcase classname="a.tests.test_one.TestIt" name="test_x[1]"/>
<testcase classname="a.tests.test_one" name="test_y"><failure message="no"/></testcase>
<testcase classname="a.tests.test_one" name="test_z"/>
<testcase classname="a.tests.test_one" name="test_z"><error message="in the teardown"/></testcase>
<testcase classname="a.tests.test_one" name="test_s"><skipped message="why"/></testcase>
<testcase classname="" name="a.tests.test_two"><error message="collection failure"/></testcase>
</testsuite></testsuites>"""


def test_what_failed_tests_said_is_read(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    report.write_text(JUNIT, encoding="utf-8")
    assert verdict.read_words(report, ["a.tests.test_one", "a.tests.test_two"]) == {
        "a.tests.test_one::test_y": "no",
        "a.tests.test_one::test_z": "in the teardown",
        "a.tests.test_two::(loading)": "collection failure",
    }


def test_results_are_read_by_module(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    report.write_text(JUNIT, encoding="utf-8")
    assert verdict.read_results(report, ["a.tests.test_one", "a.tests.test_two"]) == {
        "a.tests.test_one::TestIt::test_x[1]": PASSED,
        "a.tests.test_one::test_y": FAILED,
        "a.tests.test_one::test_z": ERROR,
        "a.tests.test_one::test_s": SKIPPED,
        "a.tests.test_two::(loading)": ERROR,
    }


@pytest.mark.parametrize(
    ("postgresql", "solr", "regressions", "both"),
    [
        (PASSED, FAILED, [], []),
        (FAILED, PASSED, ["m::t"], []),
        (ERROR, PASSED, ["m::t"], []),
        (SKIPPED, PASSED, ["m::t"], []),
        (SKIPPED, SKIPPED, [], []),
        (FAILED, FAILED, [], ["m::t"]),
        (FAILED, ERROR, [], ["m::t"]),
        (FAILED, None, ["m::t"], []),
    ],
)
def test_what_solr_passes_must_pass(
    postgresql: str, solr: str | None, regressions: list[str], both: list[str]
) -> None:
    results = {"m::t": solr, "m::other": PASSED} if solr else {"m::other": PASSED}
    judged = verdict.judge({"m::t": postgresql, "m::other": PASSED}, results, [])
    if solr is None:
        # Solr ran, but not this test: there is nothing to compare it with.
        assert (judged.regressions, judged.both) == ([], ["m::t"])
        judged = verdict.judge({"m::t": postgresql}, None, [])
    assert (judged.regressions, judged.both) == (regressions, both)
    assert judged.holds is not bool(regressions)


def test_a_test_that_ran_on_solr_alone_counts() -> None:
    judged = verdict.judge({}, {"m::t": PASSED, "m::u": FAILED}, [])
    assert judged.regressions == ["m::t"]


def test_a_module_that_loads_on_neither_engine_counts() -> None:
    judged = verdict.judge({"m::(loading)": ERROR}, {"m::(loading)": ERROR}, [])
    assert judged.regressions == ["m::(loading)"]


def test_the_list_excuses_and_is_checked() -> None:
    listed = [
        Excused("m::t[a-*]", "solr", "It reads Solr's log."),
        Excused("m::works", "wheel", "A file is missing."),
        Excused("n::elsewhere", "wheel", "Not in this run."),
    ]
    judged = verdict.judge(
        {"m::t[a-1]": FAILED, "m::t[b-1]": FAILED, "m::works": PASSED},
        {"m::t[a-1]": PASSED, "m::t[b-1]": PASSED},
        listed,
    )
    assert judged.regressions == ["m::t[b-1]"]
    assert judged.excused == {"m::t[a-1]": listed[0]}
    assert judged.outdated == [listed[1]]


def test_the_report_names_every_test_with_its_reason() -> None:
    listed = [Excused("m::t", "solr", "It reads Solr's log."), Excused("m::w", "wheel", "No file.")]
    results = {"m::t": FAILED, "m::w": PASSED, "m::b": FAILED}
    judged = verdict.judge(results, {"m::t": PASSED, "m::b": PASSED}, listed)
    assert verdict.report(judged, compared=True).splitlines() == [
        "0 tests fail on both engines.",
        "1 failures are listed as tests of Solr itself:",
        "  m::t: It reads Solr's log.",
        "This passes now and can be taken off the list: m::w",
        "PostgreSQL fails 1 tests that Solr passes:",
        "  m::b",
    ]


def test_the_table_has_a_column_for_each_engine() -> None:
    results = {"m::a": PASSED, "m::b": FAILED, "n::c": ERROR, "n::d": SKIPPED}
    lines = verdict.table({"postgresql": results}, {"solr": "Java is not installed."}).splitlines()
    assert [line.split() for line in lines] == [
        ["module", "postgresql", "solr"],
        ["m", "1/1/0", "NOT", "RUN"],
        ["n", "0/0/1", "NOT", "RUN"],
        ["all", "1/1/1", "NOT", "RUN"],
    ]


@pytest.mark.parametrize("line", ["m::t,solr,", "m::t,whim,a reason", ",solr,a reason"])
def test_a_line_without_a_reason_is_refused(tmp_path: Path, line: str) -> None:
    file = tmp_path / "solr_only.csv"
    file.write_text(f"test,kind,reason\n{line}\n", encoding="utf-8")
    with pytest.raises(ValueError, match="must name a test, a kind"):
        verdict.read_list(file)


def test_the_list_of_the_repository_can_be_read(root: Path) -> None:
    listed = verdict.read_list(root / "tests" / "contract" / "solr_only.csv")
    assert len({entry.test for entry in listed}) == len(listed) > 0


@pytest.mark.parametrize(
    ("source", "touches"),
    [
        ("logic.get_action('package_search')(context, {})", True),
        ("@pytest.mark.usefixtures('clean_db', 'clean_index')", True),
        ("app.get(url_for('dataset.search', q='a'))", True),
        ("cli.invoke(ckan, ['search-index', 'rebuild'])", True),
        ("make_connection().search('*:*')", True),
        ("helpers.call_action('datastore_search', id=1)", False),
        ("assert re.search('a', text)", False),
        ("factories.User()", False),
    ],
)
def test_modules_that_touch_search_are_found_by_what_they_say(source: str, touches: bool) -> None:
    assert touches_search(source) is touches


def test_tests_are_named_by_their_files() -> None:
    assert is_test("ckan/tests/lib/test_search.py")
    assert not is_test("ckan/tests/lib/helpers.py")
    assert not is_test("ckan/lib/test_search.py")
    assert module_name("ckan/tests/lib/test_search.py") == "ckan.tests.lib.test_search"


@pytest.mark.parametrize(
    ("written", "exit_code", "passed", "failed", "failures", "not_run"),
    [
        (
            '{"passed": 5, "failed": 1, "failures": ["m::t"], "not_run": ["solr: no Java."]}',
            1, 5, 1, ["m::t"], ["solr: no Java."],
        ),
        ('{"passed": 5, "failed": 0, "failures": [], "not_run": []}', 0, 5, 0, [], []),
        ('{"passed": 5, "failed": 0, "failures": [], "not_run": []}', 1, 5, 1, [], []),
        (None, 1, 0, 1, [], []),
    ],
)  # fmt: skip
def test_what_the_lane_wrote_is_counted(
    tmp_path: Path,
    written: str | None,
    exit_code: int,
    passed: int,
    failed: int,
    failures: list[str],
    not_run: list[str],
) -> None:
    counts = tmp_path / "counts.json"
    if written:
        counts.write_text(written, encoding="utf-8")
    outcome = Outcome("contract")
    testing_contract._count(outcome, counts, exit_code=exit_code)
    assert (outcome.passed, outcome.failed) == (passed, failed)
    assert (outcome.failures, outcome.not_run) == (failures, not_run)


def test_made_up_texts_are_the_same_in_every_run(request: pytest.FixtureRequest) -> None:
    made = Faker()
    same_texts.pytest_runtest_setup(request.node)
    first = [made.sentence(nb_words=5) for _ in range(3)]
    made.sentence(nb_words=5)
    same_texts.pytest_runtest_setup(request.node)
    assert [made.sentence(nb_words=5) for _ in range(3)] == first
    assert len(set(first)) == 3
