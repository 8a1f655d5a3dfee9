"""The list of enforcement points is in the docs.

Make the table anew: .venv/bin/python tests/domain/access/test_enforcement_points.py
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[3]
POINTS = ROOT / "ckanext-scigov/ckanext/scigov/access/enforcement_points.yaml"
PAGE = ROOT / "docs" / "access-enforcement.md"
BEGIN, END = "<!-- points: begin -->\n", "<!-- points: end -->"
FOLDER = ROOT / "tests" / "ckan" / "access"
ACCESS = POINTS.parent
ASKS = re.compile(
    r"(?<!def )\b(decide|labels_for|listed_for|audiences_of|findable\.\w+|seen\.(may|look)\w*)\("
)
ASKED_BY = {
    "access.existence.counts": "by providers and people",
    "access.existence.seen": "by hiding, pages and the entrance",
    "access.service.seers": "by notices, of who is told what an entry is called",
    "access.service.vault": "by vault_watch",
    "access.standings": "by pages, of what they say: the data themselves are kept by others",
}
"""Who asks for others, and who they are."""
LISTS = ("code", "triggers", "rows", "tests", "behind")
KEYS = {*LISTS, "protects", "shows", "written"}


def table() -> str:
    lines = [
        "",
        "| place | code | without it gets out | behind it | fails then |",
        "|---|---|---|---|---|",
    ]
    for name, point in points().items():
        cells = (name, code_of(point), point["protects"], ", ".join(point.get("behind", ())))
        lines.append(f"| {' | '.join(cells)} | {fails(point)} |")
    return "\n".join([*lines, "", ""])


def points() -> dict[str, dict[str, Any]]:
    return yaml.safe_load(POINTS.read_text(encoding="utf-8"))


def code_of(point: Mapping[str, Any]) -> str:
    code = [f"`{one}`" for one in point.get("code", ())]
    triggers = [f"trigger `{one}`" for one in point.get("triggers", ())]
    return "<br>".join(code + triggers)


def fails(point: Mapping[str, Any]) -> str:
    rows = ", ".join(f"`{one}`" for one in point.get("rows", ()))
    shown = [f"{rows} ({point.get('shows', 'canary')})"] if rows else []
    tests = [f"`{one.replace('|', '&#124;')}`" for one in point.get("tests", ())]
    return "<br>".join(shown + tests)


def with_table(text: str) -> str:
    head, _, rest = text.partition(BEGIN)
    return head + BEGIN + table() + END + rest.partition(END)[2]


def test_the_table_is_fresh():
    text = PAGE.read_text(encoding="utf-8")
    assert with_table(text) == text


def test_points_are_complete():
    known = points()
    assert len(known) > 60
    for name, point in known.items():
        assert {"protects"} < set(point) <= KEYS, name
        assert point.get("code") or point.get("triggers"), name
        assert point.get("rows") or point.get("tests"), name
        assert point.get("shows", "canary") in ("canary", "answer"), name
        assert all(isinstance(point[key], list) for key in LISTS if key in point), name
        assert set(point.get("behind", ())) <= set(known) - {name}, name


def test_whoever_asks_the_policy_is_listed():
    """A module that asks it is a place, or is asked by one."""
    code = [one for point in points().values() for one in point.get("code", ())]
    listed = {one.rpartition(".")[0] for one in code}
    asking = {
        path.relative_to(ACCESS.parent).with_suffix("").as_posix().replace("/", ".")
        for path in ACCESS.rglob("*.py")
        if ASKS.search(path.read_text(encoding="utf-8")) and "domain" not in path.parts
    }
    assert sorted(asking - listed - set(ASKED_BY)) == []
    assert sorted(set(ASKED_BY) - asking) == []


def test_tests_are_there():
    named = {
        test.partition("[")[0] for point in points().values() for test in point.get("tests", ())
    }
    for path, _, name in (test.partition("::") for test in sorted(named)):
        assert f"\ndef {name}(" in (FOLDER / path).read_text(encoding="utf-8"), path


if __name__ == "__main__":
    PAGE.write_text(with_table(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
