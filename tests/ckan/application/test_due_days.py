"""The last day of a reply in every place that tells it: on screen, on the receipt, in the register.

Filed on the 24th of September 2026, ten working days end on the 15th of October. Filed on the 25th, a rest
day, an application is received on the 28th. Into 2027, whose calendar is not published, days are counted
by weekdays, with a warning.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from applying import call, on, part_of, pass_time, submitted
from page_reading import texts
from papers.reading import lines_of_docx, text_of_pdf

Visit = Callable[..., Any]
ORDINARY, REST_DAY, UNPUBLISHED = "2026-09-24", "2026-09-25", "2026-12-30"
DAYS = (ORDINARY, REST_DAY, UNPUBLISHED)
RECEIVED = {ORDINARY: "2026-09-24", REST_DAY: "2026-09-28", UNPUBLISHED: "2026-12-30"}
DUE = {ORDINARY: "2026-10-15", REST_DAY: "2026-10-16", UNPUBLISHED: "2027-01-14"}
NEXT = {ORDINARY: "2026-10-16", REST_DAY: "2026-10-17", UNPUBLISHED: "2027-01-15"}
WARNING = (
    "本期限涉及年份的放假安排尚未公布，暂按周一至周五扣除日期固定的节假日计算，到期日可能调整。"
)
BASIS = "共享申请答复期限：10个工作日、依据《政务数据共享条例》（国务院令第809号） 依据待核实 收到日期："


@pytest.fixture
def filed(visit: Visit, at: Any) -> Callable[[str], str]:
    """Have an application filed and accepted on a day."""

    def file(day: str) -> str:
        at(on(day))
        id_ = submitted(datasets=[{"dataset_id": "plan"}])
        call("editor", "accept", id=id_)
        return id_

    return file


def row_of_csv(visit: Visit) -> dict[str, str]:
    text = visit("cdo", "/applications/register.csv").get_data(as_text=True)
    return next(csv.DictReader(io.StringIO(text.lstrip("\ufeff"))))


@pytest.mark.parametrize("who", ["clerk", "editor", "cdo"])
@pytest.mark.parametrize(
    ("day", "left"),
    [
        (ORDINARY, "2026-10-15 剩余10个工作日"),
        (REST_DAY, "2026-10-16 剩余11个工作日"),
        (UNPUBLISHED, "2027-01-14 剩余10个工作日 暂定"),
    ],
)
def test_on_the_page(filed: Any, visit: Visit, day: str, left: str, who: str) -> None:
    page = visit(who, f"/applications/{filed(day)}")
    assert texts(page, ".scigov-part .scigov-facts > div")[1] == f"办理期限 {left}"
    assert texts(page, ".scigov-basis") == [f"{BASIS}{RECEIVED[day]}"]
    warned = texts(page, ".scigov-part .scigov-note-warn")
    assert warned == ([WARNING] if day == UNPUBLISHED else [])


RECEIPT = {
    ORDINARY: ("自2026年9月24日起予以受理。答复期限为10个工作日，至2026年10月15日止。",
               "2026年10月15日"),
    REST_DAY: ("自2026年9月28日起予以受理。答复期限为10个工作日，至2026年10月16日止。",
               "2026年10月16日"),
    UNPUBLISHED: ("自2026年12月30日起予以受理。答复期限为10个工作日，至2027年1月14日（暂定）止。",
                  "2027年1月14日（暂定）"),
}  # fmt: skip
NOTE = "有关年度的节假日安排尚未公布，本文书中标明“暂定”的日期以公布后的安排为准。"


@pytest.mark.parametrize("day", DAYS)
def test_on_the_receipt_as_docx(filed: Any, visit: Visit, day: str) -> None:
    path = f"/applications/{filed(day)}/papers/receipt.docx"
    lines = lines_of_docx(visit("clerk", path).get_data())
    sentence, cell = RECEIPT[day]
    assert lines[3].partition("收件齐全，")[2].startswith(sentence)
    assert lines[lines.index("数据plan") + 2] == cell
    assert lines.count(NOTE) == (day == UNPUBLISHED)


@pytest.mark.parametrize("day", DAYS)
def test_on_the_receipt_as_pdf(filed: Any, visit: Visit, day: str) -> None:
    path = f"/applications/{filed(day)}/papers/receipt.pdf"
    words = text_of_pdf(visit("clerk", path).get_data())
    sentence, cell = RECEIPT[day]
    assert words.count(sentence) == 1
    assert words.count(f"1数据plan省科学技术厅{cell}") == 1
    assert words.count(NOTE) == (day == UNPUBLISHED)


@pytest.mark.parametrize("day", DAYS)
def test_in_the_register(filed: Any, visit: Visit, day: str) -> None:
    filed(day)
    provisional = " 暂定" if day == UNPUBLISHED else ""
    assert texts(visit("cdo", "/applications/register"), "tbody td") == [
        "单位0", "省科学技术厅", day, f"{DUE[day]}{provisional}", "审核中",
    ]  # fmt: skip
    row = row_of_csv(visit)
    told = [row[name] for name in ("收到", "办理期限", "暂定", "逾期")]
    assert told == [RECEIVED[day], DUE[day], "是" if provisional else "否", "否"]


@pytest.mark.parametrize(
    ("day", "left"),
    [
        (ORDINARY, "2026-10-15 剩余10个工作日"),
        (REST_DAY, "2026-10-16 剩余11个工作日"),
        (UNPUBLISHED, "2027-01-14 剩余10个工作日 暂定"),
    ],
)
def test_in_the_inbox(filed: Any, visit: Visit, day: str, left: str) -> None:
    filed(day)
    assert texts(visit("decider", "/inbox"), "tbody td") == ["", "作出决定", "审核中", left, "–"]


LATE = {
    ORDINARY: "2026-10-15 逾期1个工作日",
    REST_DAY: "2026-10-16 逾期1个工作日",
    UNPUBLISHED: "2027-01-14 逾期1个工作日 暂定",
}


@pytest.mark.parametrize("who", ["clerk", "editor", "cdo"])
@pytest.mark.parametrize("day", DAYS)
def test_a_day_later_it_is_overdue_on_the_page(
    filed: Any, visit: Visit, at: Any, day: str, who: str
) -> None:
    id_ = filed(day)
    at(on(DUE[day]))
    page = f"/applications/{id_}"
    assert texts(visit(who, page), ".scigov-part .scigov-badges") == ["审核中"]
    at(on(NEXT[day]))
    late = visit(who, page)
    assert texts(late, ".scigov-part .scigov-badges") == ["审核中 逾期"]
    assert texts(late, ".scigov-part .scigov-facts > div")[1] == f"办理期限 {LATE[day]}"


@pytest.mark.parametrize("day", DAYS)
def test_a_day_later_it_is_overdue_in_lists(filed: Any, visit: Visit, at: Any, day: str) -> None:
    id_ = filed(day)
    pass_time(at, on(NEXT[day]))
    # It was escalated: the data authority has it before it, too.
    assert str(part_of(id_).escalated_on) == NEXT[day]
    for who in ("decider", "cdo"):
        cells = texts(visit(who, "/inbox"), "tbody td[data-label]")
        assert cells[1:3] == ["审核中 逾期", LATE[day]]
    assert texts(visit("clerk", "/applications"), ".scigov-card .scigov-badge-overdue") == ["逾期"]
    assert texts(visit("cdo", "/applications/register"), "tbody td")[-1] == "审核中 逾期"
    assert row_of_csv(visit)["逾期"] == "是"
