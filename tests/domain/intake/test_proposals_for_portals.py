"""Proposals for ten real portals: usable as they are, with title, identity, open type and cycle right.

Samples are compared with ``corpus.reading``, which reads them by rules written by hand.
"""

from __future__ import annotations

import json
import lzma
from pathlib import Path
from typing import Any

import pytest
from corpus import reading

from ckanext.scigov.intake import mapping_files, proposals
from ckanext.scigov.intake.domain.mapping import MappingFile
from ckanext.scigov.intake.domain.mapping.checking import check

SAMPLES = Path(reading.__file__).parent / "portal_samples" / "records.json.xz"
PORTALS: dict[str, list[dict[str, Any]]] = json.loads(lzma.decompress(SAMPLES.read_bytes()))

# Of each portal: fields of title and identity; the open types and cycles that nobody could guess.
EXPECTED: dict[str, tuple[str, list[str], int, list[str]]] = {
    "anhui_anhui": ("标题", ["标题", "提供单位"], 0, []),
    "guangxi_liuzhou": ("标题", ["详情页网址"], 0, []),
    "guizhou_guiyang": ("标题", ["详情页网址"], 0, []),
    "hainan_hainan": ("目录名称", ["详情页网址"], 0, []),
    "jiangsu_huaian": ("资源名称", ["资源名称", "所属部门"], 3, []),
    "jiangsu_jiangsu": ("资源名称", ["详情页网址"], 0, []),
    "jiangsu_zhenjiang": ("资源名称", ["详情页网址"], 0, []),
    "shanghai_shanghai": ("数据集名称", ["数据集名称", "数据提供方"], 0, []),
    "sichuan_aba": ("subjectBaseName", ["详情页网址"], 0, []),
    "zhejiang_zhejiang": ("标题", ["详情页网址"], 28, []),
}


def proposed(portal: str) -> MappingFile:
    return mapping_files.read(proposals.propose(PORTALS[portal], portal))


@pytest.mark.parametrize("portal", sorted(EXPECTED))
def test_title_identity_and_what_is_left_to_people(portal: str) -> None:
    mapping = proposed(portal)
    report = check(mapping, PORTALS[portal], mapping_files.catalogue())
    title = next(one.rule.sources[0].text for one in mapping.fields if one.field.name == "title")
    left = {field: values for (field, _), values in report.unmapped.items()}
    assert (
        title,
        [path.text for path in mapping.identity],
        len(left.get("open_type", ())),
        sorted(left.get("update_cycle", ())),
    ) == EXPECTED[portal]
    assert (report.is_usable, report.rejections, report.bad, report.absent) == (True, {}, {}, [])


@pytest.mark.parametrize("portal", sorted(EXPECTED))
def test_open_types_and_cycles_are_those_read_by_hand(portal: str) -> None:
    mapping, words = proposed(portal), reading.VOCABULARIES[portal]
    wrong: list[Any] = []
    judged = 0
    for number, row in enumerate(PORTALS[portal], 1):
        if row.get("开放条件") == "开放网站申请":
            continue  # Rules by hand see 开放网站, and not that it is asked there for an application.
        mapped, read = mapping.apply(row), reading._record(portal, number, words, row)
        assert (mapped.title, mapped.rejection) == (" ".join(read.title.split()), "")
        pairs = [
            (mapped.grade[2], read.open_type),
            (mapped.entry.get("update_cycle"), read.update_cycle),
        ]
        judged += sum(bool(ours and theirs) for ours, theirs in pairs)
        wrong += [
            (number, ours, theirs) for ours, theirs in pairs if ours and theirs and ours != theirs
        ]
    assert wrong == []
    assert judged > len(PORTALS[portal]) // 2


@pytest.mark.parametrize("portal", sorted(EXPECTED))
def test_days_and_addresses_are_taken(portal: str) -> None:
    mapping, words = proposed(portal), reading.VOCABULARIES[portal]
    for number, row in enumerate(PORTALS[portal], 1):
        mapped, read = mapping.apply(row), reading._record(portal, number, words, row)
        assert mapped.entry.get("issued", "") == read.published
        assert mapped.entry.get("modified", "") == read.updated
        assert mapped.entry.get("source_url", "") == read.source
