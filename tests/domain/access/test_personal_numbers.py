"""Resident's numbers and mobile numbers: what is recognised in a value, and in a column."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ckanext.scigov.access.domain import personal_numbers as numbers
from ckanext.scigov.access.domain.personal_data import (
    Column,
    Finding,
    FoundBy,
    PersonalDataKind,
    find,
)

TODAY = dt.date(2026, 9, 24)
ID, MOBILE = PersonalDataKind.RESIDENT_ID, PersonalDataKind.MOBILE
# From the standard's own example and from series of test numbers: nobody has them.
VALID_ID = "11010519491231002X"
REGISTRATIONS = [
    "440307811872564", "130903000004802", "370125200024527", "330225000051892", "340100000400528",
    "445381600190918", "441900001868015", "310230000419464", "440301103072002", "320483000067847",
]  # fmt: skip


def kinds(*values: str) -> set[PersonalDataKind]:
    found = find([Column("x", values=values)], today=TODAY)
    assert all(finding.by is FoundBy.VALUES for finding in found)
    return {finding.kind for finding in found}


# Resident's numbers


@pytest.mark.parametrize(
    "value",
    [
        VALID_ID,
        "11010519491231002x",
        "１１０１０５１９４９１２３１００２Ｘ",
        "110105 19491231 002X",
        "110105-19491231-002X",
        "'11010519491231002X",
        "张某，身份证号11010519491231002X。",
        "身份证号：11010519491231002X,13800138000",
        "810000199408230021",
    ],
)
def test_resident_numbers(value: str) -> None:
    assert ID in kinds(value)


@pytest.mark.parametrize(
    "value",
    [
        "110105194912310021",  # check digit
        "11010519491331002X",  # month 13
        "110105194902300026",  # 30 February
        "990105194912310027",  # no such province
        "110105210012310022",  # not yet born
        "110105180012310024",  # long dead
        "211010519491231002X",
        "11010519491231002X1",
        "A11010519491231002X",
        "0.11010519491231002",
        "1101051949123100",
        "1101********31002X",
        "",
    ],
)
def test_no_resident_numbers(value: str) -> None:
    assert ID not in kinds(value)


def test_born_today_and_tomorrow() -> None:
    today = "11010520260924001"
    assert ID in kinds(today + numbers.resident_check_digit(today))
    tomorrow = "11010520260925001"
    assert ID not in kinds(tomorrow + numbers.resident_check_digit(tomorrow))


def test_one_number_among_remarks_is_found() -> None:
    values = [f"备注{n}" for n in range(999)]
    (finding,) = find([Column("备注", values=[*values, f"见{VALID_ID}"])], today=TODAY)
    assert finding == Finding(ID, "备注", FoundBy.VALUES, hits=1, sampled=1000)


def test_serial_numbers_with_a_region_and_a_date_are_none() -> None:
    assert kinds(*(f"11010520230601{n:04}" for n in range(200))) == set()


def test_a_lone_number_among_others_of_its_length_is_chance() -> None:
    others = [f"9{n:017}" for n in range(100)]
    assert kinds(VALID_ID, *others[:9]) == {ID}
    assert kinds(VALID_ID, *others) == set()


@pytest.mark.parametrize(("typos", "found"), [(3, {ID}), (4, set())])
def test_half_of_what_could_be_numbers_is_enough(typos: int, found: set[PersonalDataKind]) -> None:
    right = ["110105194912310038", "110105194912310046", VALID_ID]
    wrong = [f"11010519491231{n:04}" for n in (101, 121, 141, 161)]
    assert kinds(*right, *wrong[:typos]) == found


OLD_FORM = ["310101560201004", "320102600115001", "440106751130003"]


def test_the_old_form_counts_when_most_are_of_it() -> None:
    assert kinds(*OLD_FORM) == {ID}
    assert kinds(*OLD_FORM[:2]) == set()
    assert kinds(*OLD_FORM, "999999999999999", "999999999999998") == {ID}
    assert kinds(*OLD_FORM, *(f"99999999999999{n}" for n in range(3))) == set()


@pytest.mark.parametrize("number", ["110105291231003", "110105991331003", "990105491231006"])
def test_no_old_form(number: str) -> None:
    assert numbers.old_resident_id(number, TODAY) is numbers.Sight.LOOKALIKE


def test_registration_numbers_of_companies_are_none() -> None:
    assert [n for n in REGISTRATIONS if not numbers.is_registration_number(n)] == []
    assert not numbers.is_registration_number("320483000067848")
    like_births = [f"3301026{n:03}" for n in range(101, 113)]
    bodies = [body + "1234" for body in like_births]
    series = [body + d for body in bodies for d in "0123456789"]
    assert kinds(*(n for n in series if numbers.is_registration_number(n))) == set()
    assert kinds(*REGISTRATIONS) == set()


bodies = st.builds(
    lambda province, rest, born, order: f"{province}{rest:04}{born:%Y%m%d}{order:03}",
    st.sampled_from(sorted(numbers.PROVINCES)),
    st.integers(0, 9999),
    st.dates(dt.date(1900, 1, 1), TODAY),
    st.integers(0, 999),
)


@given(bodies, st.sampled_from(["", "身份证", "号：", " "]), st.sampled_from(["", "。", " 备注"]))
def test_every_valid_number_is_found(body: str, before: str, after: str) -> None:
    number = body + numbers.resident_check_digit(body)
    assert ID in kinds(f"{before}{number}{after}")


@given(bodies, st.sampled_from("0123456789X"))
def test_no_number_with_another_check_digit_is(body: str, digit: str) -> None:
    assume(digit != numbers.resident_check_digit(body))
    assert ID not in kinds(body + digit)


@given(bodies, st.integers(0, 16), st.sampled_from("0123456789"))
def test_one_wrong_digit_is_always_noticed(body: str, at: int, digit: str) -> None:
    assume(body[at] != digit)
    number = body + numbers.resident_check_digit(body)
    assert ID not in kinds(number[:at] + digit + number[at + 1 :])


# Mobile numbers


@pytest.mark.parametrize(
    "value",
    [
        "13800138000", "19912345678", "138 0013 8000", "138-0013-8000", "+8613800138000",
        "+86 138 0013 8000", "86-13800138000", "008613800138000", "8613800138000", "（13800138000）",
        "１３８００１３８０００", "电话13800138000", "0571-87076737/13800138000", "13800138000.0",
        "(+86)13800138000", "138‑0013‑8000",
    ],
)  # fmt: skip
def test_mobile_numbers(value: str) -> None:
    assert kinds(value) == {MOBILE}


@pytest.mark.parametrize(
    "value",
    [
        "12800138000", "113800138000", "138001380001", "0.13800138000", "13800138000.5", "a13800138000",
        "13800138000b", "2023-13800138000", "13800138000-1", "138 0013-8000", "0571-87076737",
        "138****8000", "9913800138000", "6901234567892", "1380013800",
    ],
)  # fmt: skip
def test_no_mobile_numbers(value: str) -> None:
    assert kinds(value) == set()


def test_serial_numbers_that_begin_so_are_no_mobile_numbers() -> None:
    some_begin_so = [str(number) for number in range(10_123_456_789, 99_999_999_999, 4_000_000_007)]
    assert numbers.mobile(some_begin_so[1], TODAY) is numbers.Sight.HIT
    assert kinds(*some_begin_so) == set()


@pytest.mark.parametrize(
    "series",
    [
        [f"1506{n:07}" for n in range(5)],
        [f"13900{n:06}" for n in range(900, 1000)],
        [f"{year}{month:02}{day:02}{day:05}" for year in (15, 17) for month in (1, 12) for day in (1, 31)],
        [f"{year}{month:02}{month:07}" for year in range(13, 20) for month in range(1, 13)],
    ],
    ids=["counted up", "same start", "dated by day", "dated by month"],
)  # fmt: skip
def test_numbers_that_are_counted_up_are_no_mobile_numbers(series: list[str]) -> None:
    assert kinds(*series) == set()


def test_a_few_numbers_do_not_show_how_they_were_made() -> None:
    assert kinds(*(f"1506{n:07}" for n in range(4))) == {MOBILE}


def test_mobile_numbers_of_one_prefix_are_still_mobile_numbers() -> None:
    assert kinds(*(f"130{n * 7_654_321 % 10**8:08}" for n in range(1, 40))) == {MOBILE}


@given(st.integers(3, 9), st.integers(0, 999_999_999), st.sampled_from(["", "+86", "86 ", "0086"]))
def test_every_mobile_number_is_found(second: int, rest: int, code: str) -> None:
    assert MOBILE in kinds(f"{code}1{second}{rest:09}")


@given(st.text("0123456789", min_size=14, max_size=40))
def test_no_longer_number_holds_a_mobile_number(value: str) -> None:
    assume(not value.startswith("0086"))
    assert MOBILE not in kinds(value)
