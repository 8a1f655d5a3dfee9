"""How often personal data are seen where there are none, and missed where there are some.

``PYTHONPATH=tests .venv/bin/python -m bench.personal_data`` prints the figures of
docs/access-personal-data.md: over the real tables, over the names of data items that portals list,
and over made-up numbers. It needs no services and takes some minutes.
"""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import io
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from corpus import numbers, portals, reading

from bench import measuring
from ckanext.scigov.access.domain import personal_data as pd
from ckanext.scigov.demo import files

TODAY = dt.date(2026, 9, 24)
SAMPLE = 1000
SIZES = ((5, 2000), (20, 1000), (200, 100), (1000, 20))
"""Rows of a made-up column, and how many columns."""
LISTING = ("摘要", "描述", "tableRemark")
"""Fields of the portals in which data items are listed."""
JUDGED_WRONG = frozenset(
    {
        "法定代表人(主要负责人)签章", "法人(负责人)身份证地址等", "法人(负责人)身份等", "经办人(签章)",
        "环保局经办人|负责人|经办日期", "检疫证明联系电话", "联络点电话", "语音电话", "接待电话等信息", "发布电话",
        "柳州市体育局联系方式及地址", "柳州市各法援中心地址电话", "证件类型(默认身份证1)", "预订电子邮件",
        "医保办邮箱", "经办人授权委托书及身份证",
    }
)  # fmt: skip
"""Names that speak of no person, or of a paper: read one by one."""

Table = tuple[str, Sequence[tuple[str, str]], Sequence[Sequence[str]]]


def main() -> int:
    print(f"Machine: {measuring.machine()}")
    try:
        folder = reading.folder()
    except portals.CorpusMissingError as reason:
        print(f"NOT RUN: {reason}")
        return 1
    print(f"\n{_tables([*demo_tables(), *real_tables(folder.parent)])}")
    print(f"\n{_names(folder)}")
    print(f"\n{_of_nobody()}\n\n{_of_persons()}")
    return 0


def demo_tables() -> Iterator[Table]:
    """Yield the tables that the demonstration ships, with the names of their dictionaries."""
    for table in files.load_tables():
        _header, *rows = csv.reader(io.StringIO(files.table_bytes(table).decode("utf-8-sig")))
        items = [(item["name"], item["title"]) for item in table["items"]]
        yield f"demo: {table['key']}", items, rows


def real_tables(data: Path) -> Iterator[Table]:
    for path in sorted((data / "projects").glob("*.csv*")):
        content = path.read_bytes()
        text = gzip.decompress(content) if path.suffix == ".gz" else content
        header, *rows = csv.reader(io.StringIO(text.decode("utf-8-sig")))
        yield path.name, [(name, "") for name in header], rows
    for path in sorted((data / "portals").glob("*.json")):
        records = list(reading._rows(path.read_text(encoding="utf-8")))
        fields = list(dict.fromkeys(field for record in records for field in record))
        rows = [[_text(record.get(field)) for field in fields] for record in records]
        yield path.name, [(field, "") for field in fields], rows


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value or "", ensure_ascii=False)


def _tables(tables: Sequence[Table]) -> str:
    rows, columns = [], 0
    for name, items, cells in tables:
        every = max(1, len(cells) // SAMPLE)
        started = time.process_time()
        sampled = pd.columns_of(items, pd.sample(cells, every=every, most=SAMPLE))
        found = pd.find(sampled, today=TODAY)
        took = time.process_time() - started
        whole = pd.find(pd.columns_of(items, cells), today=TODAY)
        rows.append((name, str(len(items)), f"{took * 1000:.0f}", _told(found), _told(whole)))
        columns += len(items)
    head = ("table", "columns", "ms", "found in 1,000 rows", "found in all rows")
    return f"{columns} columns\n{measuring.table(head, rows)}"


def _told(findings: Sequence[pd.Finding]) -> str:
    told = (f"{f.item}: {f.kind.value} by {f.by.value} {f.hits}/{f.sampled}" for f in findings)
    return "; ".join(told) or "nothing"


def _names(folder: Path) -> str:
    items = Counter(_items_listed(folder))
    flagged: dict[str, Counter[str]] = {}
    for name, mentions in items.items():
        for finding in pd.find([pd.Column(name)], today=TODAY):
            flagged.setdefault(finding.kind.value, Counter())[name] += mentions
    rows = [
        (kind, str(len(names)), str(names.total()), str(len(JUDGED_WRONG & set(names))))
        for kind, names in sorted(flagged.items())
    ]
    head = ("kind", "names", "mentions", "wrong names")
    return f"{len(items)} names, {items.total()} mentions\n{measuring.table(head, rows)}"


def _items_listed(folder: Path) -> Iterator[str]:
    """Yield what stands between commas in summaries that list four items or more."""
    for path in sorted(folder.glob("*.json")):
        for record in reading._rows(path.read_text(encoding="utf-8")):
            for field, value in record.items():
                if any(word in field for word in LISTING):
                    parts = re.split("[,，、;；]", _text(value).split(";", 1)[-1])
                    names = [part.strip(" 。“”\n\r\t") for part in parts]
                    names = [name for name in names if 0 < len(name) <= 16]
                    yield from names if len(names) >= 4 else ()


def _of_nobody() -> str:
    rows = [
        (kind, *(_share_found(make, size, None) for size in SIZES))
        for kind, make in numbers.OF_NOBODY.items()
    ]
    return measuring.table(("columns of nobody's numbers", *_heads()), rows)


def _of_persons() -> str:
    rows = [
        (name, *(_share_found(make, size, kind) for size in SIZES))
        for name, (kind, make) in numbers.OF_PERSONS.items()
    ]
    return measuring.table(("columns of persons' numbers", *_heads()), rows)


def _heads() -> list[str]:
    return [f"{rows} rows" for rows, _columns in SIZES]


def _share_found(make: numbers.Make, size: tuple[int, int], kind: str | None) -> str:
    """Count the columns in which something is found, or the very kind that is there."""
    rows, columns = size
    found = sum(
        any(
            kind in (None, finding.kind.value)
            for finding in pd.find(
                [pd.Column("x", values=numbers.column(make, number, rows))], today=TODAY
            )
        )
        for number in range(columns)
    )
    return f"{found} of {columns}"


if __name__ == "__main__":
    sys.exit(main())
