"""What the public's feed is made of, in one word: two moments of the same word have the same feed.

That costs one or two small statements, so a harvester that has the present feed already is told so in no time.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import hashlib
import threading

from sqlalchemy.exc import DBAPIError

from ckan.lib.search import SearchError

from ckanext.scigov.dcat import config, queries
from ckanext.scigov.search.alone import alone
from ckanext.scigov.search.api import state as index_state
from ckanext.scigov.search.api.questions import Ordinary
from ckanext.scigov.shared import clock

SETTLED = dt.timedelta(seconds=2)
"""A moment is told only when nothing else can bear the same second."""


@dataclasses.dataclass(frozen=True, slots=True)
class Moment:
    """``word``: of the feed's state. ``since``: so long it is known to be so; None: too short to say."""

    word: str
    since: dt.datetime | None


_lock = threading.Lock()
_first_seen: dict[str, dt.datetime] = {}


def now() -> Moment | None:
    """Return the present state; None where it cannot be known, as with Solr."""
    with alone() as connection, contextlib.suppress(Ordinary, SearchError, DBAPIError):
        moment = index_state.present(())
        if moment.index is None:
            return None
        providers = queries.providers_state().run(connection).scalar()
        known = (moment.index, moment.config_update, providers, config.made_for(), config.about())
        word = hashlib.sha256(repr((known, config.per_page())).encode()).hexdigest()[:32]
        return Moment(word, _since(word, clock.now()))
    return None


def _since(word: str, at: dt.datetime) -> dt.datetime | None:
    """Remember since when this process sees this state. Only the latest counts: what was before is over."""
    with _lock:
        if word not in _first_seen:
            _first_seen.clear()
            _first_seen[word] = at
        first = _first_seen[word]
    return first if at - first >= SETTLED else None
