"""Give a short text to another system by HTTP, as guarded as fetching is, and within a short time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ckanext.scigov.shared import connecting
from ckanext.scigov.shared.connecting import STATUS, Bounds, Limits, NotFetched, Request
from ckanext.scigov.shared.deadline import watching
from ckanext.scigov.shared.domain import addresses
from ckanext.scigov.shared.domain.addresses import Rules

LIMITS = Limits(most_bytes=1 << 16, connect_seconds=10, silent_seconds=10, whole_seconds=20)


@dataclass(frozen=True, slots=True)
class Posted:
    """What is to be given, and to whom."""

    address: str
    body: bytes
    headers: Mapping[str, str]
    rules: Rules
    limits: Limits = LIMITS


def post(posted: Posted) -> None:
    """Give it; when this returns, the other system has said that it has it.

    A redirect is not followed: what was meant for one address is given to no other.

    Raises:
        NotFetched: with the reason (``fetching.REASONS``), and the status where there is one.
    """
    with watching(posted.limits.whole_seconds) as watch, connecting.reasons_of(watch):
        place = addresses.parse(posted.address, posted.rules)
        headers = {"Content-Length": str(len(posted.body)), **posted.headers}
        request = Request("POST", headers, posted.body)
        bounds = Bounds(posted.rules, posted.limits, watch)
        with connecting.asked(place, request, bounds) as answer:
            if not 200 <= answer.status < 300:
                raise NotFetched(STATUS, answer.status)
