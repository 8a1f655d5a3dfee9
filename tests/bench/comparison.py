"""``./scigov test --bench comparison``: two tables of 62,580 real rows, compared.

Our statement in the database beside a program that fetches the rows of both tables and joins them in Python.
Both read the same tables by the same rules, first with few differences, then with keys that have slipped
by a row, so that every row differs. Both must find the same, cell by cell or counted, before anything
is timed.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

import comparing
from comparing import HERE, THERE, Row
from corpus import reading

from bench import ckan_here, measuring

FILE = "social-science-fund-projects-2017.csv.gz"
KEY = "项目批准号"
ITEMS = (
    "项目类别", "学科分类", "项目名称", "立项时间", "工作单位", "单位类别", "所在省区市", "所属系统",
    "成果名称", "成果形式", "成果等级",
)  # fmt: skip
SEED = 7
CHANGED, LEFT_OUT = 200, 20
ALL = 1_000_000


def main(argv: list[str]) -> int:
    """Measure; 1 when the two sides find something else."""
    parser = argparse.ArgumentParser(prog="./scigov test --bench comparison --")
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args(argv).rounds
    print(f"Machine: {measuring.machine()}")
    rows = _rows()
    kinds = dict.fromkeys((KEY, *ITEMS), "text")
    lines = []
    with ckan_here.loaded():
        comparing.put(HERE, rows, kinds)
        for name, other in (
            ("few differences", _altered(rows)),
            ("every row differs", _slipped(rows)),
        ):
            comparing.put(THERE, other, kinds)
            ours, theirs = _ours(), _counted(_naive())
            if ours != theirs:
                print(f"{name}: the two sides find something else; nothing was timed.")
                print({cause: (ours[cause], theirs[cause]) for cause in ours | theirs})
                return 1
            print(f"{name}: {sum(ours.values()):,} findings on both sides.", flush=True)
            lines.append(_timed(name, rounds))
    head = ("", "ours, ms", "fastest", "in Python, ms", "fastest", "times ours")
    print(f"\n{measuring.table(head, lines)}\n\n{len(rows):,} rows, {len(ITEMS)} columns compared.")
    return 0


def _rows() -> list[Row]:
    path = reading.folder().parent / "projects" / FILE
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _altered(rows: list[Row]) -> list[Row]:
    """Return the rows in another order, with some cells changed and some rows left out."""
    chance = random.Random(SEED)
    others = [dict(row) for row in chance.sample(rows, len(rows) - LEFT_OUT)]
    for row in chance.sample(others, CHANGED):
        item = chance.choice(ITEMS)
        row[item] = f"另{row[item]}"
    return others


def _slipped(rows: list[Row]) -> list[Row]:
    return [{**row, KEY: rows[place - 1][KEY]} for place, row in enumerate(rows)]


def _declared() -> Any:
    return comparing.declared(KEY, ITEMS, {})


def _ours() -> Counter[tuple[str, str]]:
    """Count what the statement tells, by kind and item; of few findings it tells them all."""
    from ckanext.scigov.dispute import comparison
    from ckanext.scigov.dispute.domain.comparing import pairings
    from ckanext.scigov.tables import row_queries

    (pairing,) = pairings(*_declared())
    with row_queries.reading(timeout=comparison.TIMEOUT) as connection:
        types = comparison.types_of(connection, [HERE, THERE])
        result = comparison.result_of(connection, pairing, types)
    return Counter({(one.kind.value, one.item): one.findings for one in result.groups})


def _naive() -> set[comparing.Difference]:
    import sqlalchemy as sa

    from ckanext.scigov.tables import row_queries

    columns = [row_queries.column(name) for name in (KEY, *ITEMS)]
    with row_queries.reading(timeout="15min") as connection:
        here, there = (
            connection.execute(sa.select(*columns).select_from(row_queries.table(one))).mappings()
            for one in (HERE, THERE)
        )
        return comparing.in_python(_declared()[0], here, there)


def _counted(found: set[comparing.Difference]) -> Counter[tuple[str, str]]:
    return Counter((kind, item) for kind, _key, item in found)


def _timed(name: str, rounds: int) -> tuple[str, ...]:
    """Time both sides in turn."""
    sides: Mapping[str, Callable[[], Any]] = {"ours": _ours, "naive": _naive}
    times = {side: measuring.Times() for side in sides}
    for _ in range(rounds):
        for side, work in sides.items():
            begun = time.perf_counter()
            work()
            times[side].seconds.append(time.perf_counter() - begun)
    ours, naive = times["ours"], times["naive"]
    figures = (ours.p50, ours.fastest, naive.p50, naive.fastest)
    return (name, *map(measuring.milliseconds, figures), f"{naive.p50 / ours.p50:.1f}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
