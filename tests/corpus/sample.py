"""Which records of the portals are checked by hand: ``tests/golden/harvest-sample.csv`` holds the verdicts.

Every spelling of the open type and of the update cycle comes in at least once, a missing one too; the
rest is drawn by a fixed seed. The verdicts are a reader's and come from no mapping.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from corpus import sources

SEED = 2023
SIZES: Mapping[str, int] = MappingProxyType(
    {name: 48 if name == "zhejiang" else 28 for name in sources.FILES}
)
"""300 in all; Zhejiang has 37 spellings of the open type alone."""
FIELDS: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "anhui": ("标题", "开放属性", "更新频率"),
        "liuzhou": ("标题", "开放条件", "更新频率"),
        "guiyang": ("标题", "开放属性", "更新频率"),
        "hainan": ("目录名称", "开放状态", "更新频率"),
        "huaian": ("资源名称", "开放方式", "更新周期"),
        "jiangsu": ("资源名称", "开放类型", "更新周期"),
        "zhenjiang": ("资源名称", "开放属性", "更新周期"),
        "shanghai": ("数据集名称", "开放属性", "更新频度"),
        "aba": ("subjectBaseName", "openTypeName", "frequency"),
        "zhejiang": ("标题", "开放条件", "更新周期"),
    }
)
"""Title, open type and update cycle in each portal's words."""


def chosen(portal: str) -> list[int]:
    """Return the positions (from 1) of a portal's records in the sample, in their order."""
    records = sources.records_of(portal)
    order = list(range(len(records)))
    random.Random(SEED).shuffle(order)
    wanted = {spelling for record in records for spelling in _spellings(portal, record)}
    found: list[int] = []
    for size in (2, 1):
        for at in order:
            fresh = wanted.intersection(_spellings(portal, records[at]))
            if len(fresh) >= size:
                found.append(at)
                wanted -= fresh
    found += [at for at in order if at not in found][: SIZES[portal] - len(found)]
    return sorted(at + 1 for at in found)


def rows() -> Iterator[Sequence[str]]:
    """Yield portal, position, title, open type and update cycle of each record, as its source has them."""
    for portal in sources.FILES:
        records = sources.records_of(portal)
        for position in chosen(portal):
            cells = (records[position - 1].get(field) for field in FIELDS[portal])
            yield portal, str(position), *("" if cell is None else str(cell) for cell in cells)


def _spellings(portal: str, record: Mapping[str, Any]) -> set[str]:
    _title, *fields = FIELDS[portal]
    return {f"{field}={json.dumps(record.get(field))}" for field in fields}
