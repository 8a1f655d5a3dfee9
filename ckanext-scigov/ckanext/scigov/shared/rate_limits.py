"""How often visitors may do something, counted in Redis over moving windows by the library ``limits``.

    rate_limits.use(
        Asked(Rule("dispute-network", 10, HOUR), by_network(visitors.address())),
        Asked(Rule("dispute-mailbox", 3, DAY), by_mailbox(mail)),
        Asked(Rule("dispute-site", 100, HOUR), EVERYBODY),
    )

The library has a clock of its own, the machine's. Neither addresses nor mailboxes reach Redis, only
what a key of the site makes of them.
"""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import hmac
import math
import time
from dataclasses import dataclass
from typing import Any, Final

from limits import RateLimitItemPerSecond
from limits.storage import RedisStorage
from limits.strategies import MovingWindowRateLimiter
from redis import RedisError

import ckan.plugins.toolkit as tk
from ckan.lib.redis import connect_to_redis

from ckanext.scigov.shared.domain.visitor_keys import mailbox_of, network_of
from ckanext.scigov.shared.errors import TooMany, Unavailable
from ckanext.scigov.shared.site_keys import key_for

EVERYBODY: Final = "everybody"
"""The key of a rule that counts all visitors together."""
_PURPOSE: Final = "rate limits"


@dataclass(frozen=True, slots=True)
class Rule:
    """So many in each stretch of time, wherever it begins."""

    name: str
    """What is counted: rules of one name and measure count together."""
    most: int
    """0: never."""
    per: dt.timedelta
    """Whole seconds."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One use of what a rule counts."""

    rule: Rule
    key: str
    """Whose it is: of ``by_network`` or ``by_mailbox``, or ``EVERYBODY``."""


def by_network(address: str | None) -> str:
    """Return the key of the network an address is in; all unknown ones share a key."""
    return _hidden("network", network_of(address))


def by_mailbox(mail: str) -> str:
    """Return the key of a mailbox, the same for its usual spellings."""
    return _hidden("mailbox", mailbox_of(mail))


def use(*asked: Asked) -> None:
    """Count one use by every rule, or refuse it and count it by none.

    No rule is ever exceeded. Of several requests at the same instant, one that a rule refuses at the
    last moment may have been counted by rules before it.

    Raises:
        TooMany: with the rule that has to be waited for longest, and its seconds, at least one.
        Unavailable: Redis does not answer.
    """
    try:
        limiter = _limiter(connect_to_redis().connection_pool, str(tk.config["ckan.site_id"]))
        waits = [(_wait(limiter, one), one.rule.name) for one in asked]
        if not any(seconds for seconds, _name in waits):
            waits = [(_take(limiter, one), one.rule.name) for one in asked]
    except RedisError as error:
        raise Unavailable("Redis does not answer.") from error
    seconds, name = max(waits, default=(0, ""))
    if seconds:
        raise TooMany(name, seconds)


def _hidden(kind: str, text: str) -> str:
    return hmac.new(key_for(_PURPOSE), f"{kind}\n{text}".encode(), hashlib.sha256).hexdigest()


@functools.lru_cache(maxsize=1)
def _limiter(pool: Any, site: str) -> MovingWindowRateLimiter:
    """Make the library's limiter once for each pool of CKAN's connections."""
    storage = RedisStorage("redis://", connection_pool=pool, key_prefix=f"ckan:{site}:scigov:rate")
    return MovingWindowRateLimiter(storage)


def _item(rule: Rule) -> RateLimitItemPerSecond:
    return RateLimitItemPerSecond(rule.most, int(rule.per.total_seconds()), rule.name)


def _wait(limiter: MovingWindowRateLimiter, asked: Asked) -> int:
    """Return the whole seconds after which the rule allows one more, 0 when it does now."""
    stats = limiter.get_window_stats(_item(asked.rule), asked.key)
    if stats.remaining > 0:
        return 0
    return max(1, math.floor(stats.reset_time - time.time()) + 1)  # at that instant it still counts


def _take(limiter: MovingWindowRateLimiter, asked: Asked) -> int:
    """Count one use, and return 0; or what ``_wait`` says when somebody was faster."""
    if limiter.hit(_item(asked.rule), asked.key):
        return 0
    return max(1, _wait(limiter, asked))
