"""How often something is updated, in the words of whoever wrote it down.

每月, 按月, 每月一次, 1个月, 月更新 and P1M are one cycle. Whole tables of spellings would never be
complete, so the words are taken apart: how many times within how many of which unit.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

OTHER = "other"
"""A cycle is told, and the vocabulary has no code for it: twice a month, hourly, every two years."""
_DAYS: Mapping[int, str] = MappingProxyType({1: "daily", 7: "weekly", 10: "tenday"})
_MONTHS: Mapping[int, str] = MappingProxyType(
    {1: "monthly", 3: "quarterly", 6: "semiannual", 12: "annual"}
)
_UNITS: Mapping[str, tuple[str, int]] = MappingProxyType(
    {
        "工作日": ("days", 1), "日": ("days", 1), "天": ("days", 1), "周": ("days", 7),
        "星期": ("days", 7), "礼拜": ("days", 7), "旬": ("days", 10), "月": ("months", 1),
        "月度": ("months", 1), "季": ("months", 3), "季度": ("months", 3), "年": ("months", 12),
        "年度": ("months", 12), "秒": ("seconds", 1), "秒钟": ("seconds", 1), "分": ("seconds", 60),
        "分钟": ("seconds", 60), "小时": ("hours", 1), "时": ("hours", 1),
        "d": ("days", 1), "w": ("days", 7), "m": ("months", 1), "y": ("months", 12),
    }
)  # fmt: skip
_HALVES: Mapping[str, str] = MappingProxyType({"年": "semiannual", "年度": "semiannual"})
_NEVER_MANY: Mapping[int, str] = MappingProxyType({})
_TIMES_A_MONTH: Mapping[int, str] = MappingProxyType({1: "monthly", 3: "tenday"})
_TIMES_A_YEAR: Mapping[int, str] = MappingProxyType(
    {1: "annual", 2: "semiannual", 4: "quarterly", 12: "monthly"}
)
_NUMBERS: Mapping[str, int] = MappingProxyType(
    {one: at for at, one in enumerate("一二三四五六七八九十", 1)}
    | {"两": 2, "双": 2, "十二": 12, "十五": 15}
)
_NUMBER = r"\d{1,3}|十[二五]|[一二三四五六七八九十两双]"
_UNIT = "|".join(sorted((unit for unit in _UNITS if not unit.isascii()), key=len, reverse=True))
_CHINESE = re.compile(
    r"(?:数据)?(?:更新(?:周期|频率|频度)?)?[:：]?(?P<each>以|按|每|逐)?"
    rf"(?:(?P<half>半)|(?P<number>{_NUMBER}))?个?(?P<unit>{_UNIT})(?:为单位|级)?"
    # 每年3月, 每月10日前: when within the cycle it is done.
    r"(?:\d{1,2}[月日号])*(?:初|底|末|前|左右)?"
    rf"(?:内?(?:更新|发布|采集)?(?P<times>{_NUMBER})次)?(?:定期)?(?:更新|发布|采集|报|更)?(?:一次)?"
)
_ISO = re.compile(r"(?:r\d*/)?p(?P<time>t)?(?P<number>\d+)(?P<unit>[ymwdhs])")


def cycle_of(folded: str) -> str:
    """Return the code for a spelling without spaces in small letters; empty where it tells no cycle."""
    duration = _ISO.fullmatch(folded)
    if duration:
        number, unit = int(duration["number"]), duration["unit"]
        return (
            _within_a_day(number, unit)
            if duration["time"]
            else _lasting(number, *_UNITS.get(unit, ("", 1)))
        )
    found = _CHINESE.fullmatch(folded)
    if found is None or not _is_cycle(found):
        return ""
    unit = found["unit"]
    if found["half"]:
        return _HALVES.get(unit, OTHER)
    kind, size = _UNITS[unit]
    times = _number(found["times"])
    if times > 1:
        of_months: Mapping[int, Mapping[int, str]] = {1: _TIMES_A_MONTH, 12: _TIMES_A_YEAR}
        many = of_months.get(size, _NEVER_MANY) if kind == "months" else _NEVER_MANY
        return many.get(times, OTHER) if _number(found["number"]) == 1 else OTHER
    return _lasting(_number(found["number"]), kind, size)


def _is_cycle(found: re.Match[str]) -> bool:
    """Say whether it is no day or month: 三月 and 5日 are, 三个月 and 每5日 are cycles."""
    if not found["number"] or found["unit"] not in ("月", "日"):
        return True
    return bool(found["each"] or found["times"]) or "个" in found.group()


def _lasting(number: int, kind: str, size: int) -> str:
    if kind == "seconds":
        return "realtime"
    if kind == "hours":
        return "daily" if number == 24 else OTHER
    codes = _DAYS if kind == "days" else _MONTHS
    return codes.get(number * size, OTHER)


def _within_a_day(number: int, unit: str) -> str:
    return _lasting(number, "hours" if unit == "h" else "seconds", 1)


def _number(text: str | None) -> int:
    if not text:
        return 1
    return int(text) if text.isdecimal() else _NUMBERS[text]
