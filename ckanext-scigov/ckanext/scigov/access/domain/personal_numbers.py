"""Numbers and addresses that lead to a person, recognised in a text by their own rules.

Each recogniser looks at one value and says how much of the shape it saw, from a number of the right
length to one that passes every test. Whether a column holds such numbers is judged over all of its
values (``personal_data``). Every pattern is of bounded length, so that a text is read in one pass.
"""

from __future__ import annotations

import datetime as dt
import enum
import re
from collections.abc import Iterator


class Sight(enum.IntEnum):
    """How much one value shows, in the order of strength."""

    NOTHING = 0
    LOOKALIKE = 1
    """The right length and characters."""
    CANDIDATE = 2
    """Every part but the check digit is right."""
    HIT = 3


PROVINCES = frozenset(
    {
        "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41",
        "42", "43", "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71",
        "81", "82", "83",
    }
)  # fmt: skip
"""The first two digits of a resident's number (GB/T 2260); 81 to 83 for residence permits."""
FIRST_YEAR = 1900
OLD_FORM_YEARS = range(1930, 2000)
"""Births the 15-digit form was given out for: whoever has one now, or a serial number's 20xx."""

LONGEST_TEXT = 10_000

_FULL_WIDTH = {0xFF01 + n: 0x21 + n for n in range(94)}
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—−﹣"), "-")
_FOLDED = str.maketrans({**_FULL_WIDTH, **_DASHES, 0x3000: " ", 0xA0: " "})

# No letter, digit or decimal point joins on to a number: that would be part of something longer.
_BEFORE = r"(?<![0-9A-Za-z])(?<![0-9][.])"
_AFTER = r"(?![0-9A-Za-z])(?![.][0-9])"
_RESIDENT = re.compile(rf"{_BEFORE}([0-9]{{6}})[ -]?([0-9]{{8}})[ -]?([0-9]{{3}}[0-9Xx]){_AFTER}")
_OLD_RESIDENT = re.compile(rf"{_BEFORE}[0-9]{{15}}{_AFTER}")
_MOBILE = re.compile(
    rf"{_BEFORE}(?<![0-9]-)(?P<code>(?:[+]|00)?86[ -]?|[0-9]{{2}})?"
    rf"(?P<a>[1-9][0-9]{{2}})(?P<gap>[ -]?)(?P<b>[0-9]{{4}})(?P=gap)(?P<c>[0-9]{{4}}){_AFTER}(?!-[0-9])"
)
# Taken whole, so that a long row of numbers is read once; its length is looked at afterwards.
_DIGITS = re.compile(rf"{_BEFORE}[0-9]+(?:[ -][0-9]+)*")
_JOINED_ON = re.compile(r"[0-9A-Za-z]|[.][0-9]")
CARD_LENGTHS = range(13, 20)
_WHOLE_FLOAT = re.compile(r"[0-9]{11,19}[.]0{1,2}")

_RESIDENT_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_RESIDENT_CHECKS = "10X98765432"

CARD_ISSUERS: tuple[tuple[range, frozenset[int]], ...] = (
    (range(620000, 630000), frozenset({16, 17, 18, 19})),  # UnionPay
    (range(955800, 956000), frozenset({16, 18, 19})),  # older debit cards of two Chinese banks
    (range(400000, 500000), frozenset({13, 16, 19})),  # Visa
    (range(510000, 560000), frozenset({16})),  # Mastercard
    (range(222100, 272100), frozenset({16})),
    (range(340000, 350000), frozenset({15})),  # American Express
    (range(370000, 380000), frozenset({15})),
    (range(352800, 359000), frozenset({16, 17, 18, 19})),  # JCB
    (range(300000, 306000), frozenset({14})),  # Diners Club
    (range(360000, 370000), frozenset({14})),
    (range(601100, 601200), frozenset({16, 19})),  # Discover
    (range(650000, 660000), frozenset({16, 19})),
)
"""The first six digits an issuer has, and the lengths of its numbers."""

LONGEST_LOCAL_PART, LONGEST_DOMAIN = 64, 253
_LOCAL_PART = re.compile(r"[A-Za-z0-9._%+'-]+$")
_DOMAIN = re.compile(r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?[.]){1,8}[A-Za-z]{2,24}")


def fold(text: str) -> str:
    """Return a text with full-width signs and the many dashes as ASCII; a float's ``.0`` goes.

    What comes after so many characters that nobody calls it a value is not read.
    """
    folded = text[:LONGEST_TEXT].translate(_FOLDED).strip()
    return folded.partition(".")[0] if _WHOLE_FLOAT.fullmatch(folded) else folded


def resident_id(text: str, today: dt.date) -> Sight:
    """Look for a resident's number of 18 digits (GB 11643), the last of which checks the others."""
    best = Sight.NOTHING
    for region, birth, rest in _RESIDENT.findall(text):
        number = f"{region}{birth}{rest}".upper()
        best = max(best, _sight_of_resident(number, today))
    return best


def _sight_of_resident(number: str, today: dt.date) -> Sight:
    born = _date(int(number[6:10]), number[10:14])
    if number[:2] not in PROVINCES or born is None or born.year < FIRST_YEAR or born > today:
        return Sight.LOOKALIKE
    return Sight.HIT if number[17] == resident_check_digit(number[:17]) else Sight.CANDIDATE


def resident_check_digit(body: str) -> str:
    """Return the 18th sign for the first 17 digits (ISO 7064, MOD 11-2)."""
    total = sum(int(digit) * weight for digit, weight in zip(body, _RESIDENT_WEIGHTS, strict=True))
    return _RESIDENT_CHECKS[total % 11]


def old_resident_id(text: str, _today: dt.date) -> Sight:
    """Look for the old form: 15 digits without a check digit.

    A company's old registration number has 15 digits too and begins with a region. It bears a check
    digit, by which it is told apart.
    """
    best = Sight.NOTHING
    for number in _OLD_RESIDENT.findall(text):
        born = _date(1900 + int(number[6:8]), number[8:12])
        fits = number[:2] in PROVINCES and born is not None and born.year in OLD_FORM_YEARS
        hit = fits and not is_registration_number(number)
        best = max(best, Sight.HIT if hit else Sight.LOOKALIKE)
    return best


def is_registration_number(number: str) -> bool:
    """Say whether the last digit checks the others as in 工商注册号 (ISO 7064, MOD 11,10)."""
    product = 10
    for digit in number[:-1]:
        product = ((product + int(digit)) % 10 or 10) * 2 % 11
    return (product + int(number[-1])) % 10 == 1


def mobile(text: str, _today: dt.date) -> Sight:
    """Look for a mainland mobile number, with or without +86, spaces and hyphens.

    Other numbers of eleven digits are lookalikes, and those of thirteen: some begin with 86.
    """
    found = [_is_mobile(match) for match in _MOBILE.finditer(text)]
    if any(found):
        return Sight.HIT
    return Sight.LOOKALIKE if found else Sight.NOTHING


def mobiles_in(text: str) -> Iterator[str]:
    """Yield the eleven digits of each mobile number in a text."""
    for match in filter(_is_mobile, _MOBILE.finditer(text)):
        yield "".join(match.group("a", "b", "c"))


def _is_mobile(match: re.Match[str]) -> bool:
    code = match["code"]
    return match["a"][0] == "1" and match["a"][1] in "3456789" and (not code or "86" in code)


def bank_card(text: str, _today: dt.date) -> Sight:
    """Look for a number that a known issuer may have given out and that passes Luhn's check."""
    best = Sight.NOTHING
    for found in _DIGITS.finditer(text):
        number = found[0].replace(" ", "").replace("-", "")
        if len(number) not in CARD_LENGTHS or _JOINED_ON.match(text, found.end()):
            continue
        if not _has_issuer(number):
            best = max(best, Sight.LOOKALIKE)
        else:
            best = max(best, Sight.HIT if luhn_holds(number) else Sight.CANDIDATE)
    return best


def luhn_holds(number: str) -> bool:
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in number[-2::-2])
    return (sum(map(int, number[-1::-2])) + sum(doubled)) % 10 == 0


def email(text: str, _today: dt.date) -> Sight:
    """Look left and right of each ``@``: a pattern tried at every sign would take too long."""
    at = text.find("@")
    while at >= 0:
        before = text[max(0, at - LONGEST_LOCAL_PART) : at]
        if _LOCAL_PART.search(before) and _DOMAIN.match(text[at + 1 : at + 1 + LONGEST_DOMAIN]):
            return Sight.HIT
        at = text.find("@", at + 1)
    return Sight.NOTHING


def _has_issuer(number: str) -> bool:
    start = int(number[:6])
    return any(start in starts and len(number) in lengths for starts, lengths in CARD_ISSUERS)


def _date(year: int, month_and_day: str) -> dt.date | None:
    try:
        return dt.date(year, int(month_and_day[:2]), int(month_and_day[2:]))
    except ValueError:
        return None
