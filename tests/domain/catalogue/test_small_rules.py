"""Provider codes, retention, advice."""

import datetime as dt

import pytest

from ckanext.scigov.catalogue.domain import provider_code
from ckanext.scigov.catalogue.domain.advice import Advice, advise, is_table, lacks_dictionary
from ckanext.scigov.catalogue.domain.retention import kept_until


@pytest.mark.parametrize(
    ("code", "valid"),
    [
        ("91350100M000100Y43", True),  # the example of GB 32100-2015
        ("91350100M000100Y44", False),
        ("91350100M000100Y4", False),
        ("91350100M000100Y4O", False),
        ("91350100m000100y43", False),
        ("", False),
    ],
)
def test_provider_code(code, valid):
    assert provider_code.is_valid(code) is valid


def test_check_character_of_a_body_without_value_is_zero():
    assert provider_code.check_character("0" * 17) == "0"


@pytest.mark.parametrize(
    ("issued_on", "years", "until"),
    [
        (dt.date(2026, 9, 24), 10, dt.date(2036, 9, 24)),
        (dt.date(2024, 2, 29), 5, dt.date(2029, 2, 28)),
        (dt.date(2024, 2, 29), 4, dt.date(2028, 2, 29)),
    ],
)
def test_kept_until(issued_on, years, until):
    assert kept_until(issued_on, years) == until


TABLE = {"format": "csv", "data_items": None}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, ()),
        ({"title": "名" * 50}, ()),
        ({"title": "名" * 51}, (Advice.LONG_TITLE,)),
        ({"is_repeated": True}, (Advice.REPEATED_TITLE,)),
        ({"abstract": "太短"}, (Advice.THIN_ABSTRACT,)),
        ({"abstract": "长" * 257}, (Advice.LONG_ABSTRACT,)),
        ({"resources": [TABLE]}, (Advice.NO_DICTIONARY,)),
        ({"resources": [{"format": "PDF"}, {**TABLE, "data_items": [{"name": "a"}]}]}, ()),
    ],
)
def test_advice(changes, expected):
    sound = {
        "title": "科技计划项目",
        "abstract": "历年科技计划项目清单",
        "is_repeated": False,
        "resources": [],
    }
    assert advise(**{**sound, **changes}) == expected


def test_tables_are_known_by_format():
    assert is_table("xlsx")
    assert not is_table("PDF")
    assert not lacks_dictionary([{"format": None}])
