"""All 27,523 records of ten portals by their mappings, and docs/harvest-portals.md, which tells of them.

``PYTHONPATH=tests .venv/bin/python tests/figures/test_portals.py`` writes its tables anew.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from corpus import harvested, sources
from printed_pages import Page

from ckanext.scigov.intake.domain.personal import Caution

GOLDEN = Path(__file__).parents[1] / "golden" / "harvest-sample.csv"
OPEN_TYPES = ("unconditional", "conditional", "none", "")


def fates() -> Iterator[str]:
    yield "| portal | records | in | repeated | repeated, differing | rejected | links |"
    yield "|---|---:|---:|---:|---:|---:|---:|"
    rows = [
        (
            name, len(p.mapped), len(p.kept), p.repeated, p.differing, p.rejected.total(), p.links,
        )
        for name, p in harvested.portals().items()
    ]  # fmt: skip
    yield from _with_total(rows)


def grades() -> Iterator[str]:
    yield "| portal | open | on conditions | not open | not classified | about persons | of these proposed at level 3 |"
    yield "|---|---:|---:|---:|---:|---:|---:|"
    rows = [
        (
            name, *(p.open_types[code] for code in OPEN_TYPES),
            sum(bool(one.findings) for one in p.cautions.values()),
            sum(one.asks for one in p.cautions.values()),
        )
        for name, p in harvested.portals().items()
    ]  # fmt: skip
    yield from _with_total(rows)


def gaps() -> Iterator[str]:
    yield f"| portal | {' | '.join(f'`{name}`' for name in harvested.GAPS)} |"
    yield f"|---|{'---:|' * len(harvested.GAPS)}"
    rows = [
        (name, *(p.gaps[field] for field in harvested.GAPS))
        for name, p in harvested.portals().items()
    ]
    yield from _with_total(rows)


def unmapped() -> Iterator[str]:
    yield "| portal | field | value there | entries |"
    yield "|---|---|---|---:|"
    for name, portal in harvested.portals().items():
        for (field, value), count in portal.unmapped.most_common():
            yield f"| {name} | `{field}` | {value} | {count} |"


def _with_total(rows: list[tuple[str | int, ...]]) -> Iterator[str]:
    sums = [sum(int(row[at]) for row in rows) for at in range(1, len(rows[0]))]
    for name, *counts in [*rows, ("all", *sums)]:
        yield f"| {name} | {' | '.join(f'{count:,}' for count in counts)} |"


PAGE = Page(
    "harvest-portals.md", {"fates": fates, "grades": grades, "gaps": gaps, "unmapped": unmapped}
)


def test_the_page_holds_the_figures() -> None:
    assert PAGE.filled() == PAGE.text()


def test_every_record_is_accounted_for() -> None:
    total = 0
    for portal in harvested.portals().values():
        fates = len(portal.kept) + portal.repeated + portal.differing + portal.rejected.total()
        assert fates == len(portal.mapped)
        total += fates
    assert total == 27_523


def test_what_is_in_and_what_is_a_duplicate() -> None:
    assert {name: len(p.kept) for name, p in harvested.portals().items()} == {
        "anhui": 700, "liuzhou": 1540, "guiyang": 2469, "hainan": 3907, "huaian": 2577,
        "jiangsu": 965, "zhenjiang": 2143, "shanghai": 2228, "aba": 7379, "zhejiang": 1309,
    }  # fmt: skip
    assert all(not p.rejected and not p.bad for p in harvested.portals().values())


def test_open_type_and_update_cycle_are_those_that_a_reader_sees() -> None:
    with GOLDEN.open(encoding="utf-8", newline="") as file:
        expected = [(*row[:2], *row[5:]) for row in list(csv.reader(file))[1:]]
    found: list[tuple[str, ...]] = []
    for name, position, _open, _cycle in expected:
        mapped = harvested.portals()[name].mapped[int(position) - 1]
        cycle = str(mapped.entry.get("update_cycle", ""))
        found.append((name, position, mapped.grade[2] or "", cycle))
    assert len(found) == 300
    assert found == expected


def test_formats_become_links_to_the_records_own_address() -> None:
    name, record = "hainan", sources.records_of("hainan")[0]
    entry = harvested.mapping_of(name).apply(record).entry
    assert [(one["format"], one["url"]) for one in entry["resources"]] == [
        (kind, record["详情页网址"]) for kind in ("XLSX", "XML", "JSON", "CSV")
    ]
    assert entry["resources"][3]["name"] == f"{record['目录名称']}（CSV）"


@pytest.mark.parametrize("name", ["anhui", "huaian", "shanghai"])
def test_records_without_an_address_of_their_own_have_no_link(name: str) -> None:
    entries = [one.entry for one in harvested.portals()[name].kept.values()]
    assert all(not entry["resources"] and "source_url" not in entry for entry in entries)


@pytest.mark.parametrize(
    ("portal", "kind", "resource", "form", "format_"),
    [
        ("zhenjiang", "file", "文件", "document", None),
        ("zhenjiang", "xlsx", "XLSX", "spreadsheet", "XLSX"),
        ("jiangsu", ["api"], "API", "api", "API"),
        ("zhejiang", "数据库-mysql", "MySQL数据库", "database", None),
        ("zhejiang", "电子表格-xls", "XLS", "spreadsheet", "XLS"),
    ],
)
def test_classes_of_formats_are_told(
    portal: str, kind: object, resource: str, form: str, format_: str | None
) -> None:
    for record in sources.records_of(portal):
        if kind in (record.get("数据格式"), record.get("资源格式")):
            entry = harvested.mapping_of(portal).apply(record).entry
            (one,) = entry["resources"]
            assert one["name"] == f"{entry['title']}（{resource}）"
            assert (entry["data_form"], one.get("format")) == (form, format_)
            return
    pytest.fail(f"{portal} has no record with {kind}.")


def test_a_condition_is_kept_in_its_own_words() -> None:
    conditions = {
        one.entry.get("open_condition")
        for one in harvested.portals()["zhejiang"].kept.values()
        if one.grade[2] == "conditional"
    }
    assert len(conditions) == 9
    assert "审批同意后共享" in conditions


def test_what_is_not_decided_stays_on_the_entry_in_its_own_words() -> None:
    for one in harvested.portals()["zhejiang"].kept.values():
        if "开放条件：开放网站" in one.entry.get("source_values", []):
            assert one.grade == (None, None, None)
            assert "open_type" not in one.entry
            return
    pytest.fail("No entry keeps its words.")


def _of(portal: str, *words: str) -> dict[str, Caution]:
    """Return what was judged of entries whose abstract has all the words, by title."""
    found = harvested.portals()[portal]
    return {
        one.title: found.cautions[key]
        for key, one in found.kept.items()
        if all(word in str(one.entry.get("notes", "")) for word in words)
    }


def test_projects_with_identity_cards_are_proposed_at_level_three() -> None:
    (judged,) = [
        one for title, one in _of("hainan", "身份证").items() if title == "科技计划项目信息"
    ]
    assert judged.asks
    assert judged.grade == ("3", "conditional", "conditional")
    assert [(one.kind.value, one.item) for one in judged.findings] == [
        ("resident_id", "身份证"),
        ("person_name", "项目负责人"),
    ]


def test_lists_of_names_with_mobile_numbers_wait_for_the_steward() -> None:
    lists = _of("liuzhou", "姓名", "手机")
    assert len(lists) == 12
    assert lists["柳城县科技特派员名单"].grade == ("3", "conditional", "conditional")
    for judged in lists.values():
        assert judged.asks
        assert judged.grade == ("3", "conditional", "conditional")
        assert {"mobile", "person_name"} <= {one.kind.value for one in judged.findings}


if __name__ == "__main__":
    PAGE.write()
