"""In what words a time to wait is told."""

from __future__ import annotations

import pytest

from ckanext.scigov.shared.errors import TooMany
from ckanext.scigov.shared.toolkit_waiting import try_later


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (1, "1 second."), (59, "59 seconds."), (60, "1 minute."), (61, "2 minutes."),
        (3540, "59 minutes."), (3541, "1 hour."), (3600, "1 hour."), (3601, "2 hours."),
        (86400, "24 hours."),
    ],
)  # fmt: skip
def test_a_time_is_told_in_whole_units_and_never_too_short(app, seconds, words):
    with app.flask_app.test_request_context(environ_overrides={"CKAN_LANG": "en"}):
        said = try_later(TooMany("rule", seconds))
    assert (said.status, said.seconds) == (429, seconds)
    assert said.sentence.endswith("Please try again in " + words)


def test_there_is_a_sentence_outside_of_requests(app):
    assert try_later(TooMany("rule", 5)).status == 429
