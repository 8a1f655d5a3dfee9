"""The clock can be replaced and never gives a naive time."""

import datetime as dt

import pytest

from ckanext.scigov.shared import clock

BEIJING = dt.timezone(dt.timedelta(hours=8))


@pytest.fixture(autouse=True)
def _put_back():
    yield
    clock.reset()


def test_now_is_the_installed_moment_in_utc():
    clock.install(lambda: dt.datetime(2026, 9, 24, 8, 0, tzinfo=BEIJING))
    assert clock.now() == dt.datetime(2026, 9, 24, 0, 0, tzinfo=dt.timezone.utc)
    assert clock.now().tzinfo is dt.timezone.utc


def test_now_refuses_a_clock_without_a_zone():
    clock.install(lambda: dt.datetime(2026, 9, 24, 8, 0))  # noqa: DTZ001
    with pytest.raises(ValueError, match="without a zone"):
        clock.now()


def test_reset_goes_back_to_the_system():
    clock.install(lambda: dt.datetime(2000, 1, 1, tzinfo=dt.timezone.utc))
    clock.reset()
    assert clock.now().year > 2000
