"""Dates and Solr's date maths."""

import datetime as dt

import pytest

from ckanext.scigov.search.domain.dates import as_solr, evaluate, parse_date
from ckanext.scigov.search.domain.refusals import UnsupportedQueryError

NOW = dt.datetime(2026, 3, 31, 10, 20, 30, 456789, tzinfo=dt.timezone.utc)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2014-03-22", "2014-03-22T00:00:00Z"),
        ("2014-03-22T05:42:14Z", "2014-03-22T05:42:14Z"),
        ("2014-03-22 05:42:14", "2014-03-22T05:42:14Z"),
        ("2014-03-22T05:42:14.7Z", "2014-03-22T05:42:14.700Z"),
        ("2014-06-10T08:24:12.782257Z", "2014-06-10T08:24:12.782Z"),
        ("2014-03-22T05:42:14+08:00", "2014-03-21T21:42:14Z"),
        ("2014-03-22T05:42:14+0800", "2014-03-21T21:42:14Z"),
    ],
)
def test_dates_are_read(text, moment):
    found = parse_date(text)
    assert found is not None
    assert as_solr(found) == moment


@pytest.mark.parametrize(
    "text", ["", "not a date", "2014-13-01", "2014", "30/06/2012", "2014-02-30"]
)
def test_what_is_no_date(text):
    assert parse_date(text) is None


def test_the_fixed_form_sorts():
    moment = dt.datetime(2014, 3, 22, tzinfo=dt.timezone.utc)
    assert as_solr(moment, fixed=True) == "2014-03-22T00:00:00.000Z"


@pytest.mark.parametrize(
    ("expression", "moment"),
    [
        ("NOW", "2026-03-31T10:20:30.456Z"),
        ("NOW/DAY", "2026-03-31T00:00:00Z"),
        ("NOW/MONTH", "2026-03-01T00:00:00Z"),
        ("NOW/YEAR", "2026-01-01T00:00:00Z"),
        ("NOW/HOUR", "2026-03-31T10:00:00Z"),
        ("NOW-1DAY", "2026-03-30T10:20:30.456Z"),
        ("NOW-1MONTH", "2026-02-28T10:20:30.456Z"),
        ("NOW+1YEAR/YEAR", "2027-01-01T00:00:00Z"),
        ("NOW/DAY-2MONTHS+3DAYS", "2026-02-03T00:00:00Z"),
        ("NOW-90MINUTES", "2026-03-31T08:50:30.456Z"),
        ("2024-02-29T00:00:00Z+1YEAR", "2025-02-28T00:00:00Z"),
        ("2024-02-29T12:00:00Z/DAY", "2024-02-29T00:00:00Z"),
    ],
)
def test_date_maths(expression, moment):
    assert as_solr(evaluate(expression, NOW)) == moment


@pytest.mark.parametrize(
    "expression", ["tomorrow", "NOW-1FORTNIGHT", "NOW-DAY", "NOW+999999YEARS", "NOW/", "NOW x"]
)
def test_maths_that_cannot_be_read_is_refused(expression):
    with pytest.raises(UnsupportedQueryError) as refusal:
        evaluate(expression, NOW)
    assert expression in str(refusal.value)
