"""Columns of made-up numbers as tables hold them: those of nobody, and those that look like persons'.

Every digit follows from the column's and the row's number by a hash, so that a figure can be measured
again. Nothing here knows how personal data are recognised: check digits are worked out anew.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping
from types import MappingProxyType

Make = Callable[[int, int], str]
"""From a column and a row to a value."""

REGIONS = ("110105", "320105", "420106", "510107", "330106", "620102", "440305")
PREFIXES = (
    "130", "131", "132", "133", "134", "135", "136", "137", "138", "139", "145", "147", "149", "150",
    "151", "152", "153", "155", "156", "157", "158", "159", "166", "170", "171", "173", "175", "176",
    "177", "178", "180", "181", "182", "183", "184", "185", "186", "187", "188", "189", "191", "198",
    "199",
)  # fmt: skip
DIGITS = "0123456789"


def column(make: Make, number: int, rows: int) -> tuple[str, ...]:
    return tuple(make(number, row) for row in range(rows))


def drawn(below: int, *key: object) -> int:
    """Return a number below ``below`` that hangs on nothing but the key."""
    digest = hashlib.sha256("/".join(map(str, key)).encode()).digest()
    return int.from_bytes(digest[:12], "big") % below


def _random(length: int, start: str = "") -> Make:
    def make(column: int, row: int) -> str:
        first = start or str(1 + drawn(9, column, row, "first"))
        rest = length - len(first)
        return f"{first}{drawn(10**rest, column, row):0{rest}}"

    return make


def _date(first: int, last: int, *key: object) -> dt.date:
    return dt.date(first, 1, 1) + dt.timedelta(days=drawn(365 * (last - first + 1), *key))


def _region(*key: object) -> str:
    return REGIONS[drawn(len(REGIONS), *key)]


def resident_check(body: str) -> str:
    """GB 11643: the weight of a digit is 2 to the power of its place from the right, modulo 11."""
    total = sum(int(digit) * pow(2, 17 - at, 11) for at, digit in enumerate(body))
    return "10X98765432"[total % 11]


def _luhn(number: str) -> bool:
    doubled = [int(d) * (1 + at % 2) for at, d in enumerate(reversed(number))]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


def _registered(number: str) -> bool:
    """GS 15: ISO 7064, MOD 11,10."""
    rest = 10
    for digit in number[:-1]:
        rest = ((rest + int(digit)) % 10 or 10) * 2 % 11
    return (rest + int(number[-1])) % 10 == 1


def _with_check(body: str, holds: Callable[[str], bool]) -> str:
    return next(body + digit for digit in DIGITS if holds(body + digit))


def _company(column: int, row: int) -> str:
    kind = "0126"[column % 4]
    return _with_check(
        f"{_region(column)}{kind}{(column * 977 + row * 13) % 10**7:07}", _registered
    )


def _identifier(column: int, row: int) -> str:
    digest = hashlib.sha256(f"{column}/{row}".encode()).hexdigest()
    return "-".join(digest[a:b] for a, b in ((0, 8), (8, 12), (12, 16), (16, 20), (20, 32)))


def resident(column: int, row: int) -> str:
    born = _date(1940, 2020, column, row, "born")
    body = f"{_region(column, row)}{born:%Y%m%d}{drawn(1000, column, row):03}"
    return body + resident_check(body)


def old_resident(column: int, row: int) -> str:
    born = _date(1935, 1998, column, row, "born")
    return f"{_region(column, row)}{born:%y%m%d}{drawn(1000, column, row):03}"


def mobile(column: int, row: int) -> str:
    prefix = PREFIXES[drawn(len(PREFIXES), column, row, "prefix")]
    return f"{prefix}{drawn(10**8, column, row):08}"


def card(column: int, row: int) -> str:
    return _with_check(f"6222{drawn(10**14, column, row):014}", _luhn)


OF_NOBODY: Mapping[str, Make] = MappingProxyType(
    {
        "random, 11 digits": _random(11),
        "random, 13 digits": _random(13),
        "random, 15 digits": _random(15),
        "random, 16 digits": _random(16),
        "random, 16 digits from 62": _random(16, "62"),
        "random, 18 digits": _random(18),
        "random, 19 digits": _random(19),
        "series, 11 digits from 13 to 19": lambda c, r: str(13 * 10**9 + drawn(69 * 10**8, c) + r),
        "series with year and month, 11 digits": lambda c, r: (
            f"{_date(2013, 2019, c, r):%y%m}{r:07}"
        ),
        "series, 16 digits from 62": lambda c, r: str(62 * 10**14 + drawn(10**14, c) + r),
        "region, date and series, 18 digits": lambda c, r: (
            f"{_region(c)}{_date(2000, 2025, c, r, 'd'):%Y%m%d}{drawn(10**4, c, r):04}"
        ),
        "region, date and series, 15 digits": lambda c, r: (
            f"{_region(c)}{_date(2000, 2025, c, r, 'd'):%y%m%d}{drawn(10**3, c, r):03}"
        ),
        "工商注册号, 15 digits": _company,
        "统一社会信用代码 of digits alone, 9…": lambda c, r: (
            f"9{1 + c % 3}{_region(c)}{drawn(10**10, c, r):010}"
        ),
        "统一社会信用代码 of digits alone, 12…": lambda c, r: (
            f"12{_region(c)}{drawn(10**10, c, r):010}"
        ),
        "milliseconds since 1970": lambda c, r: str(16 * 10**11 + drawn(10**11, c, r)),
        "date and time, 14 digits": lambda c, r: (
            f"{_date(2000, 2025, c, r, 'd'):%Y%m%d}{drawn(86_400, c, r):06}"
        ),
        "coordinates, 15 decimals": lambda c, r: (
            f"{73 + drawn(60, c, r)}.{drawn(10**15, c, r, 'd'):015}"
        ),
        "landlines": lambda c, r: f"0571-{2 + drawn(7, c, r)}{drawn(10**7, c, r, 'd'):07}",
        "identifiers (UUID)": _identifier,
        "checksums (SHA-256)": lambda c, r: hashlib.sha256(f"{c}/{r}".encode()).hexdigest(),
    }
)


def _mixed(one: Make, other: Make, percent: int) -> Make:
    """Return ``one`` in the first row and in so many of a hundred others."""
    return lambda c, r: (one if not r or drawn(100, c, r, "which") < percent else other)(c, r)


OF_PERSONS: Mapping[str, tuple[str, Make]] = MappingProxyType(
    {
        "resident's numbers": ("resident_id", resident),
        "resident's numbers, 1 in 20 mistyped": (
            "resident_id",
            lambda c, r: resident(c, r)[:-1] + "5" if drawn(20, c, r) == 0 else resident(c, r),
        ),
        "one resident's number among remarks": (
            "resident_id",
            lambda c, r: f"备注{r}" if r else f"见{resident(c, r)}",
        ),
        "3 in 10 resident's numbers, else credit codes": (
            "resident_id",
            _mixed(resident, OF_NOBODY["统一社会信用代码 of digits alone, 9…"], 30),
        ),
        "resident's numbers of 15 digits": ("resident_id", old_resident),
        "mobile numbers": ("mobile", mobile),
        "mobile numbers of one prefix": ("mobile", lambda c, r: f"130{drawn(10**8, c, r):08}"),
        "1 in 10 mobile numbers, else landlines": (
            "mobile",
            _mixed(mobile, OF_NOBODY["landlines"], 10),
        ),
        "bank cards": ("bank_card", card),
    }
)
