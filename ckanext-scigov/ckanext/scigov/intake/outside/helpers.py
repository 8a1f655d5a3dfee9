"""Template helpers of the register."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from ckan import model

from ckanext.scigov.intake.outside import queries, words
from ckanext.scigov.shared import clock
from ckanext.scigov.shared.calendar import local_day


def scigov_outside_word(code: str) -> str:
    return words.state(code)


def scigov_outside_tone(code: str) -> str:
    return words.tone(code)


def scigov_outside_ended(dataset: Mapping[str, Any]) -> dt.date | None:
    """Return until when the data of an entry may be used that were received from outside.

    From that day on; None before it, and where there is no such day.
    """
    return queries.ended_for(model.Session, str(dataset["id"]), local_day(clock.now()))


HELPERS = {
    one.__name__: one for one in (scigov_outside_word, scigov_outside_tone, scigov_outside_ended)
}
