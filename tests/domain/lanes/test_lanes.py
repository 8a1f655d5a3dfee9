"""Parts that run beside each other: all of them, their words whole, what adds up at the end."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from ckanext.scigov.launcher import lanes
from ckanext.scigov.launcher.errors import LauncherError
from ckanext.scigov.launcher.testing_parts import CouldNotRun, Part, Suite

NAMES = ["lint", "types", "ckan", "coverage"]


@pytest.fixture
def began(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The parts in the order in which they begin; each says two words on the screen."""
    order: list[str] = []

    def part(name: str) -> Part:
        def run(suite: Suite, outcome) -> None:
            order.append(name)
            suite.command("-c", f"print('{name} begins')\nprint('{name} ends')")
            if name == "types":
                raise CouldNotRun("pyright is not here.")
            outcome.count(succeeded=name != "lint")

        return Part(f"the part {name}", run)

    monkeypatch.setattr(lanes, "PARTS", {name: part(name) for name in NAMES})
    return order


def test_all_run_and_are_counted_in_their_order(began, tmp_path: Path, capfd):
    outcomes = lanes._run_all(NAMES, Suite(tmp_path))
    assert [(one.part, one.passed, one.failed) for one in outcomes] == [
        ("lint", 0, 1), ("types", 0, 0), ("ckan", 1, 0), ("coverage", 1, 0),
    ]  # fmt: skip
    assert outcomes[1].not_run == ["pyright is not here."]
    said = capfd.readouterr().out
    for name in NAMES:
        assert f"=== {name}: the part {name}\n{name} begins\n{name} ends\n" in said
    assert said.count("NOT RUN: pyright is not here.") == 1


def test_the_longest_begins_first_and_what_adds_up_last(began, tmp_path, monkeypatch):
    monkeypatch.setenv("SCIGOV_TEST_PARTS", "1")
    lanes._run_all(NAMES, Suite(tmp_path))
    assert began == ["ckan", "types", "lint", "coverage"]


def test_two_run_at_a_time(tmp_path, monkeypatch):
    both = threading.Barrier(2, timeout=120)
    meet = Part("meets another", lambda _suite, outcome: outcome.count(succeeded=both.wait() >= 0))
    monkeypatch.setattr(lanes, "PARTS", {"lint": meet, "types": meet})
    monkeypatch.setenv("SCIGOV_TEST_PARTS", "2")
    outcomes = lanes._run_all(["lint", "types"], Suite(tmp_path))
    assert [one.passed for one in outcomes] == [1, 1]


def test_one_part_speaks_at_once(began, tmp_path, capfd):
    lanes._run_all(["ckan"], Suite(tmp_path))
    assert capfd.readouterr().out == "\n=== ckan: the part ckan\nckan begins\nckan ends\n"


def test_a_part_whose_services_do_not_start_has_failed_and_the_others_run(
    began: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stuck(_suite: Suite, _outcome: object) -> None:
        raise LauncherError("Making the database failed.")

    monkeypatch.setitem(lanes.PARTS, "ckan", Part("the part ckan", stuck))
    outcomes = lanes._run_all(NAMES, Suite(tmp_path))
    assert [(one.part, one.passed, one.failed) for one in outcomes[2:]] == [
        ("ckan", 0, 1), ("coverage", 1, 0),
    ]  # fmt: skip
    assert outcomes[2].failures == ["ckan: Making the database failed."]
