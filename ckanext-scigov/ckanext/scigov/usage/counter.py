"""Counts before they are stored: in Redis, where one more costs no transaction.

What is being counted is set aside under a name of its own before it is stored, and dropped afterwards;
what a process that died has left stays aside.
"""

from __future__ import annotations

import uuid
from typing import Any

import redis

import ckan.plugins.toolkit as tk
from ckan.lib.redis import connect_to_redis

from ckanext.scigov.usage.domain.counting import Counted, read, written

_NOW = "scigov:{site}:usage:now"
_ASIDE = "scigov:{site}:usage:aside:"


def note(counted: Counted) -> None:
    connect_to_redis().hincrby(_key(_NOW), written(counted), 1)


def set_aside() -> str:
    """Give what has been counted so far a name of its own; empty when that is nothing."""
    batch = uuid.uuid4().hex
    try:
        connect_to_redis().rename(_key(_NOW), _key(_ASIDE) + batch)
    except redis.ResponseError:
        return ""
    return batch


def aside() -> list[str]:
    """Return the names of what is set aside."""
    keys = connect_to_redis().scan_iter(match=_key(_ASIDE) + "*")
    return sorted(key.decode().rpartition(":")[2] for key in keys)


def counts_of(batch: str) -> dict[Counted, int]:
    connection: Any = connect_to_redis()  # redis-py's answers have no types
    stored = connection.hgetall(_key(_ASIDE) + batch)
    return read({key.decode(): number.decode() for key, number in stored.items()})


def drop(batch: str) -> None:
    connect_to_redis().delete(_key(_ASIDE) + batch)


def _key(form: str) -> str:
    return form.format(site=tk.config["ckan.site_id"])
