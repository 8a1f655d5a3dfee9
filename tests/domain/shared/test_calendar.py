"""Terms in working days, against the State Council's calendars."""

import datetime as dt

import pytest

from ckanext.scigov.shared import calendar_source
from ckanext.scigov.shared.calendar import Due, WorkingCalendar, local_day

D = dt.date


@pytest.fixture(scope="module")
def china() -> WorkingCalendar:
    return calendar_source.load()


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (D(2025, 9, 28), True),  # a Sunday worked instead of a bridged day
        (D(2025, 10, 6), False),  # Mid-Autumn
        (D(2026, 9, 25), False),  # Mid-Autumn, a Friday
        (D(2026, 10, 10), True),  # a Saturday worked
        (D(2026, 11, 23), True),
        (D(2026, 11, 22), False),
        (D(2027, 1, 1), False),  # not published: the fixed holiday still rests
        (D(2027, 1, 4), True),
        (D(2027, 1, 2), False),
    ],
)
def test_is_working_day(china, day, worked):
    assert china.is_working_day(day) is worked


@pytest.mark.parametrize(
    ("filed", "days", "due"),
    [
        (D(2026, 9, 24), 10, Due(D(2026, 9, 24), D(2026, 10, 15), provisional=False)),
        (D(2026, 9, 25), 10, Due(D(2026, 9, 28), D(2026, 10, 16), provisional=False)),
        (D(2026, 11, 20), 1, Due(D(2026, 11, 20), D(2026, 11, 23), provisional=False)),
        (D(2026, 12, 28), 10, Due(D(2026, 12, 28), D(2027, 1, 12), provisional=True)),
    ],
)
def test_due_counts_from_the_working_day_after_receipt(china, filed, days, due):
    assert china.due(filed, days) == due


def test_due_refuses_a_term_without_days(china):
    with pytest.raises(ValueError, match="at least one working day"):
        china.due(D(2026, 9, 24), 0)


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        (D(2026, 9, 24), D(2026, 10, 15), 10),
        (D(2026, 10, 15), D(2026, 9, 24), -10),
        (D(2026, 9, 24), D(2026, 9, 24), 0),
    ],
)
def test_working_days_between(china, start, end, days):
    assert china.working_days_between(start, end) == days


def test_is_published_says_which_years_are_known(china):
    assert [china.is_published(D(year, 1, 1)) for year in (2003, 2004, 2026, 2027)] == [
        False,
        True,
        True,
        False,
    ]


def test_overrides_publish_a_year_and_correct_a_day(tmp_path):
    table = tmp_path / "days.csv"
    table.write_text("day,kind\n2027-01-04,rest\n2027-01-09,work\n", encoding="utf-8")
    office = calendar_source.load(table)
    assert office.is_published(D(2027, 1, 1))
    assert not office.is_working_day(D(2027, 1, 4))
    assert office.is_working_day(D(2027, 1, 9))
    # The holidays that never move rest even if the office did not write them down.
    assert not office.is_working_day(D(2027, 1, 1))
    assert office.is_working_day(D(2027, 1, 5))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("day,kind\n2027-13-04,rest\n", "line 2: expected the columns"),
        ("date,kind\n2027-01-04,rest\n", "line 2: expected the columns"),
        ("day,kind\n2027-01-04,rest\n2027-01-05,holiday\n", "line 3: kind is 'holiday'"),
    ],
)
def test_overrides_name_the_line_that_is_wrong(tmp_path, text, said):
    table = tmp_path / "days.csv"
    table.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=said):
        calendar_source.read_overrides(table)


def test_local_day_is_the_officials_day():
    late = dt.datetime(2026, 9, 24, 16, 30, tzinfo=dt.timezone.utc)
    assert local_day(late) == D(2026, 9, 25)
    with pytest.raises(ValueError, match="without a zone"):
        local_day(late.replace(tzinfo=None))
