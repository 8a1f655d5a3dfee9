"""When something holds that begins and ends."""

from __future__ import annotations

import datetime as dt

import pytest

from ckanext.scigov.access.domain.roles import Term

BEGIN = dt.datetime(2026, 9, 1, tzinfo=dt.timezone.utc)
DAY = dt.timedelta(days=1)
SECOND = dt.timedelta(seconds=1)


@pytest.mark.parametrize(
    ("term", "now", "holds"),
    [
        (Term(BEGIN), BEGIN - SECOND, False),
        (Term(BEGIN), BEGIN, True),
        (Term(BEGIN), BEGIN + 1000 * DAY, True),
        (Term(BEGIN, BEGIN + DAY), BEGIN + DAY - SECOND, True),
        (Term(BEGIN, BEGIN + DAY), BEGIN + DAY, False),
        (Term(BEGIN, BEGIN + DAY, BEGIN + SECOND), BEGIN + SECOND, False),
        (Term(BEGIN, revoked_at=BEGIN + DAY), BEGIN + SECOND, True),
    ],
)
def test_a_term_holds_from_its_first_moment_and_not_at_its_last(term, now, holds):
    assert term.holds(now) is holds
