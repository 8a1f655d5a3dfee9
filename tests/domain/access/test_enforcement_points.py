"""The list of enforcement points is in the docs.

Make the table anew: .venv/bin/python tests/domain/access/test_enforcement_points.py
"""

from __future__ import annotations

from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[3]
POINTS = ROOT / "ckanext-scigov/ckanext/scigov/access/enforcement_points.yaml"
PAGE = ROOT / "docs" / "access-enforcement.md"
BEGIN, END = "<!-- points: begin -->\n", "<!-- points: end -->"
KEYS = {"code", "protects", "rows", "shows", "written"}


def table() -> str:
    lines = [
        "",
        "| place | code | without it gets out | rows that fail then |",
        "|---|---|---|---|",
    ]
    for name, point in yaml.safe_load(POINTS.read_text(encoding="utf-8")).items():
        code = "<br>".join(f"`{one}`" for one in point["code"])
        rows = ", ".join(f"`{one}`" for one in point["rows"])
        lines.append(
            f"| {name} | {code} | {point['protects']} | {rows} ({point.get('shows', 'canary')}) |"
        )
    return "\n".join([*lines, "", ""])


def with_table(text: str) -> str:
    head, _, rest = text.partition(BEGIN)
    return head + BEGIN + table() + END + rest.partition(END)[2]


def test_the_table_is_fresh():
    text = PAGE.read_text(encoding="utf-8")
    assert with_table(text) == text


def test_points_are_complete():
    points = yaml.safe_load(POINTS.read_text(encoding="utf-8"))
    assert points
    for name, point in points.items():
        assert {"code", "protects", "rows"} <= set(point) <= KEYS, name
        assert point.get("shows", "canary") in ("canary", "answer"), name
        assert all(isinstance(point[key], list) and point[key] for key in ("code", "rows")), name


if __name__ == "__main__":
    PAGE.write_text(with_table(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
