"""The same files taken by whole columns and cell by cell: the same table, report, version and remarks.

``tests/domain/tables/test_pieces.py`` does so with many more files, as far as PostgreSQL.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
import sqlalchemy as sa

HEAD = "编码,值,日期,时刻,是否,备注\n"
CELLS: dict[str, Sequence[str]] = {
    "编码": (
        "A1",
        "007",
        "x\ty",
        "a\\b",
        "\\.",
        "\\N",
        "",
        " ",
        "\u3000",
        '"a,b"',
        '"两\n行"',
        "无",
    ),
    "值": (
        "0",
        "-0",
        "007",
        "1.50",
        "12.",
        ".5",
        "1,5",
        '"1,234"',
        "１２",
        " 3",
        "+4",
        "",
        "1e5",
        "坏",
    ),
    "日期": ("2024-02-29", "2024-12-31", "2024/2/9", "2024年2月9日", "20240229", "", "2023-02-29"),
    "时刻": (
        "2024-01-01 08:00:00",
        "2024-02-29 8:00",
        "2024-01-01",
        "2024-01-01T08:00:00Z",
        "",
        "无",
    ),
    "是否": ("是", "否", "true", "F", "1", "", "也许"),
    "备注": ("备注", "😀", "שלום", "NULL", "", "é", "\x1f"),
}
LETTERS = dict(zip(CELLS, "CNDTLC", strict=True))


def items(letters):
    return [
        {"title": name, "name": f"n{at}", "data_type": letter, "missing_values": "无",
         "description": "一个数据项的说明"}
        for at, (name, letter) in enumerate(letters.items())
    ]  # fmt: skip


def mixed(seed, *, regular):
    """A file with every kind of cell, or one in whose columns the first two kinds stand alone."""
    chance = random.Random(seed)
    lines = [
        ",".join(chance.choice(cells[:2] if regular else cells) for cells in CELLS.values())
        for _ in range(80)
    ]
    return (HEAD + "\n".join(lines) + "\n").encode()


FILES = {
    "regular": (mixed(1, regular=True), True),
    "regular, inferred": (mixed(2, regular=True), False),
    "mixed": (mixed(3, regular=False), True),
    "mixed, other line ends": (mixed(4, regular=False).replace(b"\n", b"\r\n"), True),
    "mixed, inferred": (mixed(5, regular=False), False),
    "GB18030": (mixed(6, regular=True).decode().encode("gb18030"), False),
    "a mark": (b"\xef\xbb\xbf" + mixed(7, regular=True), False),
    "a number that is none at last": ("值\n" + "1\n" * 60 + "末\n").encode(),
    "ragged": (b"a,b\n" + b"1,2\n" * 50 + b"1\n1,2,3\n", False),
    "open quotes": (b"a,b\n" + b"1,2\n" * 50 + b'1,"2\n', False),
    "only blank": (b"a,b\n" + b",\n" * 50, False),
    "one column": ("值\n" + "1\n\n" * 50).encode(),
}  # fmt: skip
FILES = {name: one if isinstance(one, tuple) else (one, False) for name, one in FILES.items()}


@pytest.fixture
def known(state, call, rows):
    """Return all that can be known of a resource's table, but for times and keys."""
    from ckanext.datastore.backend.postgres import get_write_engine

    def read(resource):
        shown = state(resource)
        moments = ("resource_id", "queued_at", "started_at", "finished_at")
        progress = ("rows_done", "bytes_done")  # of the first of two attempts, where it gave up
        found = [{key: one for key, one in shown.items() if key not in (*moments, *progress)}]
        if shown["state"] != "loaded":
            return found
        with get_write_engine().connect() as connection:
            table = sa.Table(resource["id"], sa.MetaData(), autoload_with=connection)
            texts = (sa.cast(column, sa.Text) for column in table.columns)
            found.append(connection.execute(sa.select(*texts).order_by(table.c._id)).all())
            found.append([(c.name, str(c.type), c.comment) for c in table.columns])
        cells = call("scigov_tables_bad_cell_list", resource_id=resource["id"])
        version = call("scigov_tables_version_show", resource_id=resource["id"], number=1)
        ours = ("row_count", "column_count", "emptied_count", "columns", "layout")
        cells.pop("resource_id", None)
        return [*found, cells, {name: version.get(name) for name in ours}]

    return read


@pytest.fixture
def cell_by_cell(monkeypatch):
    from ckanext.scigov.tables import conversion, jobs
    from ckanext.scigov.tables.domain import inference
    from ckanext.scigov.tables.text_reading import TextRows

    def switch():
        monkeypatch.setattr(TextRows, "block", lambda *_: None)
        monkeypatch.setattr(conversion, "are_plain", lambda *_: False)
        monkeypatch.setattr(inference, "are_plain", lambda *_: False)
        monkeypatch.setattr(jobs, "PIECES_GUESSED_FROM", None)

    return switch


@pytest.mark.parametrize("name", FILES)
def test_the_same_both_ways(name, upload, work, known, cell_by_cell, monkeypatch):
    monkeypatch.setattr("ckanext.scigov.tables.conversion.ROWS_AT_ONCE", 7)
    monkeypatch.setattr("ckanext.scigov.tables.jobs.PIECES_GUESSED_FROM", 1)
    content, is_declared = FILES[name]
    fields = {"data_items": items(LETTERS) if is_declared else [], "bad_cells_percent": "100"}
    first = upload(content, "表.csv", **fields)
    work()
    found = known(first)
    cell_by_cell()
    second = upload(content, "表.csv", **fields)
    work()
    assert known(second) == found
    assert len(found) > 1 or found[0]["problems"]
