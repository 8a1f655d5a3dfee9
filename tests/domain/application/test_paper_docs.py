"""docs/applications-papers.md holds the tables. ``PYTHONPATH=tests python`` this file to write them anew."""

from __future__ import annotations

import re
from collections.abc import Iterator

from printed_pages import Page

from ckanext.scigov.application.domain.papers import OFFERED, Paper, Reader
from ckanext.scigov.application.papers.fields import FIELDS, Kind
from ckanext.scigov.application.papers.titles import TITLES

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


PAGE = Page("applications-papers.md", {"offers": offers, "fields": fields})


def test_the_page_holds_the_tables():
    assert PAGE.filled() == PAGE.text()


if __name__ == "__main__":
    PAGE.write()
