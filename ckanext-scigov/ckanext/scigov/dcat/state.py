"""What the public's feed is made of, in one word: two moments of the same word have the same feed.

That costs one or two small statements, so a harvester that has the present feed already is told so in no time.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import hashlib
from typing import Any

from redis.exceptions import RedisError
from sqlalchemy.exc import DBAPIError

import ckan.plugins.toolkit as tk
from ckan.lib.redis import connect_to_redis
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
    """Remember, for all processes of the site, since when it is in this state; what was before is over."""
    key = f"scigov:dcat:state:{tk.config['ckan.site_id']}"
    connection: Any = connect_to_redis()  # redis-py's answers have no types
    try:
        known, _, first = (connection.get(key) or b"").decode().partition(" ")
        if known != word:
            connection.set(key, f"{word} {at.isoformat()}")
            return None
    except RedisError:
        return None
    begun = dt.datetime.fromisoformat(first)
    return begun if at - begun >= SETTLED else None
