"""docs/applications-papers.md holds the tables. ``python`` this file to write them anew."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from ckanext.scigov.application.domain.papers import OFFERED, Paper, Reader
from ckanext.scigov.application.papers.fields import FIELDS, Kind
from ckanext.scigov.application.papers.titles import TITLES

PAGE = Path(__file__).parents[3] / "docs" / "applications-papers.md"
MARKS = "<!-- {0} -->\n", "<!-- end of {0} -->\n"
KINDS = {Kind.TEXT: "", Kind.MARK: "only in `if`", Kind.LIST: "list", Kind.ROWS: "rows"}
NEVER = "–"


def offers() -> Iterator[str]:
    yield "| paper | file | " + " | ".join(reader.value for reader in Reader) + " |"
    yield "|---|---|" + "---|" * len(Reader)
    for paper in Paper:
        title = re.sub(r"\{\{ 事项 \}\}", "", TITLES[paper])
        facts = (OFFERED[paper].get(reader) for reader in Reader)
        cells = " | ".join(fact.value if fact else NEVER for fact in facts)
        yield f"| {title} | `{paper.value}.docx` | {cells} |"


def fields() -> Iterator[str]:
    yield "| field | kind | meaning |"
    yield "|---|---|---|"
    for name, field in FIELDS.items():
        columns = f" ({'、'.join(field.columns)})" if field.columns else ""
        yield f"| `{name}` | {KINDS[field.kind]} | {field.meaning}{columns} |"


def filled(page: str) -> str:
    for name, rows in {"offers": offers, "fields": fields}.items():
        begin, end = (mark.format(name) for mark in MARKS)
        head, _, rest = page.partition(begin)
        tail = rest.partition(end)[2]
        page = head + begin + "\n" + "\n".join(rows()) + "\n\n" + end + tail
    return page


def test_the_page_holds_the_tables():
    page = PAGE.read_text(encoding="utf-8")
    assert filled(page) == page, f"Run .venv/bin/python {Path(__file__).name}."


if __name__ == "__main__":
    PAGE.write_text(filled(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
