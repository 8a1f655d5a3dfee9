"""The catalogue list as a table: one row for each record, generated so that it cannot disagree."""

from __future__ import annotations

import csv
import io

from ckanext.scigov.demo.domain.catalogue import Catalogue, Record

KINDS = {
    "management": "科技管理数据",
    "scientific": "科学数据",
    "interaction": "科技互动数据",
    "public_distributed": "分散性科技公共数据",
}
OPEN_TYPES = {"unconditional": "无条件开放", "conditional": "有条件开放", "": "待定级"}
HEADER = (
    "数据资源名称", "提供单位", "省份", "来源门户", "数据种类", "开放属性", "来源开放属性",
    "更新周期", "数据格式", "发布日期", "来源地址",
)  # fmt: skip


def catalogue_list(catalogue: Catalogue) -> bytes:
    """Return the list as UTF-8 CSV; the same catalogue gives the same bytes."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEADER)
    writer.writerows(_row(record) for record in catalogue.records)
    return text.getvalue().encode()


def _row(record: Record) -> tuple[str, ...]:
    return (
        record.title,
        record.provider.title,
        record.provider.province,
        record.portal.title,
        KINDS[record.assigned["data_kind"]],
        OPEN_TYPES[record.open_type],
        record.original("open_type"),
        record.original("update_cycle"),
        ";".join(record.formats),
        record.issued,
        record.source_url,
    )
