"""The file that is loaded, and its rows as they can be compared."""

from __future__ import annotations

import csv
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

HEAD = (
    "编号",
    "项目名称",
    "依托单位",
    "负责人",
    "学科",
    "年度",
    "金额",
    "批准日期",
    "状态",
    "备注",
)
UNITS = ("省农业科学院", "理工大学", "第一人民医院", "海洋研究所", "材料工程中心")


def write(path: Path, rows: int) -> None:
    """Write a file; the same one for the same number of rows."""
    chance = random.Random(7)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEAD)
        for number in range(1, rows + 1):
            unit = chance.choice(UNITS)
            writer.writerow((
                f"P{number:08}", f"面向{unit}的关键技术研究{chance.randrange(10**6)}", unit,
                f"研究员{chance.randrange(10**4)}", f"F{chance.randrange(1000):04}",
                2000 + number % 25, chance.randrange(10**6),
                f"20{number % 25:02}-{number % 12 + 1:02}-{number % 28 + 1:02}",
                "在研" if number % 3 else "结题", f"备注 {number}",
            ))  # fmt: skip


def rows_of(path: Path, most: int | None = None) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        next(reader)
        return [row for _, row in zip(range(most or 10**9), reader, strict=False)]


def comparable(row: Sequence[Any]) -> list[str]:
    """Return texts: a side may know that a column holds numbers or days."""
    return [str(value).removesuffix("T00:00:00") for value in row]
