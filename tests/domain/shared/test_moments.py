"""Moments as actions answer them."""

from __future__ import annotations

import datetime as dt

from ckanext.scigov.shared.domain.moments import moment


def test_a_moment_is_told_in_utc() -> None:
    china = dt.timezone(dt.timedelta(hours=8))
    assert moment(dt.datetime(2026, 9, 24, 8, 30, tzinfo=china)) == "2026-09-24T00:30:00+00:00"


def test_no_moment_is_none() -> None:
    assert moment(None) is None
