"""``./scigov test --bench harvest_rows``: a million rows of a source's table, then 10,000 changed ones.

The source is a table of SQLite with a key and a growing column. Ours beside CKAN's ``datastore_upsert`` in batches
of 250, into a table that ``datastore_create`` has made with the same key: at first a share of the rows, of which
the time for all is worked out, then all changed rows, with as many rows in the table as in ours. First both must
have the same rows of a small table, after the first load and after the changes.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from bench import ckan_here, load_file, measuring

KEY, GROWING = "code", "serial"
NAMES = (KEY, "title", "unit", "person", "subject", "year", "amount", "day", "state", "note", GROWING)  # fmt: skip
LETTERS = ("C", "C", "C", "C", "C", "I", "N", "D", "C", "C", "I")
KINDS = {"C": "text", "I": "int8", "N": "numeric", "D": "date"}
BATCH, SMALL, SMALL_CHANGES = 250, 2_000, 100
SHARE = 20_000
"""datastore_upsert gets so many rows at first."""
CHANGES = 10_000
PAGE = 5_000
RECORD = {"name": "projects"}


class Source:
    """A table of SQLite, given page by page."""

    def __init__(self, rows: int, folder: Path) -> None:
        path = folder / f"rows-{rows}.csv"
        load_file.write(path, rows)
        self.rows_there = rows
        self._database = sqlite3.connect(":memory:")
        self._database.execute(f"CREATE TABLE projects ({', '.join(NAMES)})")
        marks = ", ".join("?" * len(NAMES))
        given = ((*row, number) for number, row in enumerate(load_file.rows_of(path), 1))
        self._database.executemany(f"INSERT INTO projects VALUES ({marks})", given)
        self._database.execute(f"CREATE INDEX grown ON projects ({GROWING})")

    def change(self, number: int) -> None:
        """Change so many rows, half of them into new ones."""
        last = self._database.execute(f"SELECT max({GROWING}) FROM projects").fetchone()[0]
        chosen = f"SELECT rowid FROM projects ORDER BY {KEY} LIMIT {number}"
        self._database.execute(
            f"UPDATE projects SET title = title || '（二期）', {GROWING} = rowid + {last},"
            f" {KEY} = CASE rowid % 2 WHEN 0 THEN 'N' || {last} || '-' || rowid ELSE {KEY} END"
            f" WHERE rowid IN ({chosen})"
        )

    def table_of(self, _raw: Any) -> Any:
        from ckanext.scigov.intake.contract import Table

        items = [
            {
                "name": name,
                "title": f"数据项 {name}",
                "data_type": letter,
                "description": f"项目的{name}",
            }
            for name, letter in zip(NAMES, LETTERS, strict=True)
        ]
        return Table("projects", "科技计划项目", items, (KEY,), GROWING)

    def rows(self, _table: Any, after: str) -> Iterator[Any]:
        from ckanext.scigov.intake.contract import RowPage

        for rows in self.pages(int(after or 0), PAGE):
            yield RowPage(NAMES, rows, str(rows[-1][-1]))

    def pages(self, after: int, size: int) -> Iterator[list[tuple[Any, ...]]]:
        found = self._database.execute(
            f"SELECT * FROM projects WHERE {GROWING} > ? ORDER BY {GROWING}", (after,)
        )
        while rows := found.fetchmany(size):
            yield rows


def main(argv: list[str]) -> int:
    """Measure; 1 when the two sides have other rows."""
    parser = argparse.ArgumentParser(prog="./scigov test --bench harvest_rows --")
    parser.add_argument("--rows", type=int, default=1_000_000)
    wanted = parser.parse_args(argv).rows
    print(f"Machine: {measuring.machine()}")
    with tempfile.TemporaryDirectory(prefix="scigov-bench-") as scratch, ckan_here.loaded():
        from ckan.plugins import toolkit as tk

        tk.config["ckan.storage_path"] = scratch
        dataset_id = _dataset()
        if not _are_equal(dataset_id, Path(scratch)):
            print("The two sides have other rows; nothing was timed.")
            return 1
        print(f"{SMALL} rows and {SMALL_CHANGES} changes are the same on both sides.\n", flush=True)
        return _measure(dataset_id, Source(wanted, Path(scratch)))


def _are_equal(dataset_id: str, folder: Path) -> bool:
    source = Source(SMALL, folder)
    ours, _ = _timed(lambda: _take(dataset_id, source))
    theirs = _made(dataset_id)
    _upsert(theirs, source, 0)
    same = _cells(ours) == _cells(theirs)
    source.change(SMALL_CHANGES)
    _take(dataset_id, source, ours)
    _upsert(theirs, source, SMALL)
    found = _cells(ours)
    return same and found == _cells(theirs) and len(found) == SMALL + SMALL_CHANGES // 2


def _measure(dataset_id: str, source: Source) -> int:
    rows = source.rows_there
    ours, first = _timed(lambda: _take(dataset_id, source, table="large"))
    theirs = _made(dataset_id)
    share = min(SHARE, rows)
    _, part = _timed(lambda: _upsert(theirs, source, 0, most=share))
    _fill(theirs, ours)
    source.change(CHANGES)
    _, later = _timed(lambda: _take(dataset_id, source, ours, table="large"))
    _, upserted = _timed(lambda: _upsert(theirs, source, rows))
    if not _have_same_rows(ours, theirs):
        print("The two sides have other rows after the changes.")
        return 1
    whole = part * rows / share
    head = ("", "ours, s", "datastore_upsert, s", "times ours")
    lines = [
        (f"{rows:,} rows, first", f"{first:.1f}", f"{whole:.0f} *", f"{whole / first:.0f}"),
        (f"{CHANGES:,} changed", f"{later:.1f}", f"{upserted:.1f}", f"{upserted / later:.0f}"),
    ]
    print(f"{measuring.table(head, lines)}\n\n* from {share:,} rows. {len(NAMES)} columns.")
    print("Ours without the words of the first load, which a job makes afterwards.")
    return 0


def _timed(work: Callable[[], Any]) -> tuple[Any, float]:
    begin = time.perf_counter()
    return work(), time.perf_counter() - begin


def _dataset() -> str:
    owner = _call("organization_create", name="harvest-rows-bench", title="省科学技术厅")
    made = _call(
        "package_create", name="harvest-rows-bench", title="科技计划项目信息", owner_org=owner["id"],
        catalogue_profile="gathered", source_portal="bench", source_id="projects",
    )  # fmt: skip
    return str(made["id"])


def _take(dataset_id: str, source: Source, resource_id: str = "", *, table: str = "small") -> str:
    from ckan import model

    from ckanext.scigov.intake.rows.taking import take

    now = dt.datetime.now(dt.timezone.utc)
    taken = take(model.Session, f"bench-{table}", dataset_id, resource_id, source, RECORD, now)
    assert taken is not None
    assert taken.outcome.value != "refused", taken.problems
    return taken.resource_id


def _made(dataset_id: str) -> str:
    address = "http://example.gov.cn/rows.csv"
    resource = _call(
        "resource_create", package_id=dataset_id, url=address, name="对照", format="CSV"
    )
    fields = [
        {"id": name, "type": KINDS[letter]} for name, letter in zip(NAMES, LETTERS, strict=True)
    ]
    _call(
        "datastore_create", resource_id=resource["id"], fields=fields, primary_key=[KEY], force=True
    )
    return str(resource["id"])


def _upsert(resource_id: str, source: Source, after: int, *, most: int | None = None) -> None:
    done = 0
    for rows in source.pages(after, BATCH):
        records = [dict(zip(NAMES, row, strict=True)) for row in rows]
        _call(
            "datastore_upsert",
            resource_id=resource_id,
            records=records,
            method="upsert",
            force=True,
        )
        done += len(rows)
        if done == most:
            return


def _fill(target: str, origin: str) -> None:
    """Have a table hold all rows of another one, so that changes meet as many on both sides."""
    columns = ", ".join(NAMES)
    _sql(
        f'INSERT INTO "{target}" ({columns}) SELECT {columns} FROM "{origin}" AS other'
        f' WHERE NOT EXISTS (SELECT 1 FROM "{target}" AS t WHERE t.{KEY} = other.{KEY})'
    )
    _sql(f'ANALYZE "{target}"')


def _have_same_rows(one: str, other: str) -> bool:
    columns = ", ".join(NAMES)
    counts = [
        _sql(
            f'SELECT count(*) FROM (SELECT {columns} FROM "{a}" EXCEPT SELECT {columns} FROM "{b}") AS x'
        )
        for a, b in ((one, other), (other, one))
    ]
    return counts == [[(0,)], [(0,)]]


def _cells(resource_id: str) -> list[tuple[Any, ...]]:
    return _sql(f'SELECT {", ".join(NAMES)} FROM "{resource_id}" ORDER BY {KEY}')


def _sql(statement: str) -> list[tuple[Any, ...]]:
    from ckanext.scigov.tables import datastore

    with datastore.transaction() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall()) if cursor.description else []


def _call(name: str, /, **values: Any) -> Any:
    from ckan.plugins import toolkit as tk

    site: Sequence[str] = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    context = {"user": site, "ignore_auth": True, "scigov_catalogue_gathered": True}
    return tk.get_action(name)(context, values)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
