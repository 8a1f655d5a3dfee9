"""A source over SQLite that gives rows, as small as one can be."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ckanext.scigov.intake.contract import Raw, RowPage, SourceFailed, Table

ITEMS = (
    {"name": "id", "title": "项目编号", "data_type": "C", "description": "项目的编号"},
    {"name": "title", "title": "项目名称", "data_type": "C", "description": "项目的名称"},
    {"name": "amount", "title": "金额", "data_type": "N", "description": "经费，万元"},
    {"name": "day", "title": "立项日期", "data_type": "D", "description": "立项的日期"},
    {"name": "changed", "title": "更新序号", "data_type": "I", "description": "每次修改加一"},
)
RECORD = {"name": "projects"}


@dataclass(slots=True)
class SqliteRows:
    """Gives the table ``projects`` of a database in memory."""

    items: Sequence[Mapping[str, Any]] = ITEMS
    key: Sequence[str] = ("id",)
    growing: str = "changed"
    page_size: int = 2
    breaks_after: int | None = None
    """Pages after which the source is gone."""
    asked: list[str] = field(default_factory=list[str])
    """Watermarks that were asked for."""
    database: sqlite3.Connection = field(default_factory=lambda: sqlite3.connect(":memory:"))

    def __post_init__(self) -> None:
        self.run("CREATE TABLE projects (id TEXT, title TEXT, amount TEXT, day TEXT, changed INT)")

    def run(self, statement: str, *values: Any) -> None:
        self.database.execute(statement, values)

    def put(self, *rows: Sequence[Any]) -> None:
        """Write rows as the source's own users do; a known id is another state of its row."""
        for row in rows:
            if self.key:
                self.run("DELETE FROM projects WHERE id IS ?", row[0])
            self.run(f"INSERT INTO projects VALUES ({', '.join('?' * len(row))})", *row)

    def table_of(self, raw: Raw) -> Table | None:
        if raw.get("name") != "projects":
            return None
        return Table("projects", "科技计划项目", self.items, self.key, self.growing)

    def rows(self, table: Table, after: str) -> Iterator[RowPage]:
        self.asked.append(after)
        where = f"WHERE {self.growing} > {int(after or -1)} ORDER BY {self.growing}"
        found = self.database.execute(
            f"SELECT * FROM projects {where if self.growing else 'ORDER BY rowid'}"
        )
        columns = [one[0] for one in found.description]
        number = 0
        while rows := found.fetchmany(self.page_size):
            if number == self.breaks_after:
                raise SourceFailed("unreachable")
            number += 1
            mark = str(rows[-1][columns.index(self.growing)]) if self.growing else ""
            yield RowPage(columns, rows, mark)
