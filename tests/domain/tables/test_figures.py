"""Figures as they are shown."""

from __future__ import annotations

import pytest

from ckanext.scigov.tables.domain.figures import plain, rounded, rows_for, share


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("26.0000000000000000", "26"),
        ("0.3333333333333333", "0.333333"),
        ("0.000012345678", "0.0000123457"),
        ("1234567.891", "1234568"),
        ("-12.34565", "-12.3456"),
        ("0", "0"),
        ("NaN", "NaN"),
        ("Infinity", "Infinity"),
        ("no number", "no number"),
        ("9" * 1200, "9" * 1200),
    ],
)
def test_means_have_six_digits(text, shown):
    assert rounded(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [("12.50", "12.5"), ("100", "100"), ("1e+20", "1" + "0" * 20), ("0.0", "0"), ("x", "x")],
)
def test_numbers_without_zeros_and_exponents(text, shown):
    assert plain(text) == shown


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [
        (0, 0, "0"), (0, 5, "0"), (1, 3, "33.3"), (2, 3, "66.7"), (5, 5, "100"),
        (1, 100_000, "< 0.1"), (99_999, 100_000, "> 99.9"), (1, 2, "50"),
    ],
)  # fmt: skip
def test_shares(part, whole, shown):
    assert share(part, whole) == shown


def test_wide_tables_are_looked_at_less_deeply():
    assert (rows_for(0), rows_for(10), rows_for(20), rows_for(100)) == (
        100_000, 100_000, 100_000, 20_000,
    )  # fmt: skip
