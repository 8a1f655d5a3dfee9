"""Tokens in links that visitors get by mail: who follows one has read the letter.

A token holds the ids of what it is about, when it ends and a signature; no address, no name. What it
is for goes into its key, so that a token of one purpose is worth nothing for another. Whoever issues
it keeps the nonce with the object and forgets it after use: then it counts once.
"""

from __future__ import annotations

import datetime as dt
import enum
import hashlib
from dataclasses import dataclass
from typing import Any

from itsdangerous import BadData, URLSafeSerializer

from ckanext.scigov.shared.site_keys import key_for


class LinkReason(enum.Enum):
    INVALID = "link_invalid"
    """Not made by this site for this purpose, or damaged on its way."""
    EXPIRED = "link_expired"


@dataclass(frozen=True, slots=True)
class Link:
    """What a token says."""

    object_id: str
    nonce: str


def make(purpose: str, link: Link, now: dt.datetime, days: int) -> str:
    """Return the token of a link, in characters that a path may hold, good for so many days."""
    ends_at = int((now + dt.timedelta(days=days)).timestamp())
    return _serializer(purpose).dumps([link.object_id, link.nonce, ends_at])


def read(purpose: str, token: str, now: dt.datetime) -> Link | LinkReason:
    """Return what a token says, or why it is worth nothing. Signatures are compared in constant time.

    Compare the nonce with ``hmac.compare_digest``, and answer ``INVALID`` as an object that is not there.
    """
    try:
        said: Any = _serializer(purpose).loads(token)
    except BadData:
        return LinkReason.INVALID
    object_id, nonce, ends_at = said
    return LinkReason.EXPIRED if now.timestamp() >= ends_at else Link(object_id, nonce)


def _serializer(purpose: str) -> URLSafeSerializer:
    signing = {"key_derivation": "hmac", "digest_method": hashlib.sha256}
    return URLSafeSerializer(key_for("links to visitors"), salt=purpose, signer_kwargs=signing)
