"""Counting: after an answer, never before it, and never at its expense."""

from __future__ import annotations

import logging
from urllib.parse import urlsplit

import flask
import redis

from ckanext.scigov.shared import clock
from ckanext.scigov.shared.calendar import local_day
from ckanext.scigov.usage import counter
from ckanext.scigov.usage.domain.counting import Counted, Kind, is_counted, month_of

log = logging.getLogger(__name__)
ADDRESSES = {
    "scigov_pages.dataset": Kind.VIEW,
    "dataset.read": Kind.VIEW,
    "dataset_resource.read": Kind.VIEW,
    "dataset_resource.download": Kind.DOWNLOAD,
    "scigov_tables.export": Kind.DOWNLOAD,
    "scigov_tables.version_file": Kind.DOWNLOAD,
    "datastore.dump": Kind.DOWNLOAD,
}


def after_request(answer: flask.Response) -> flask.Response:
    kind = ADDRESSES.get(flask.request.endpoint or "")
    if kind is not None and flask.request.method == "GET" and _counts(kind, answer):
        named = flask.request.view_args or {}
        month = month_of(local_day(clock.now()))
        try:
            counter.note(
                Counted(month, kind.value, named.get("id", ""), named.get("resource_id", ""))
            )
        except redis.RedisError:
            log.warning("Redis does not answer, so a %s is not counted.", kind.value, exc_info=True)
    return answer


def _counts(kind: Kind, answer: flask.Response) -> bool:
    return is_counted(
        kind,
        answer.status_code,
        dict(flask.request.headers),
        part=answer.headers.get("Content-Range", ""),
        elsewhere=urlsplit(answer.location or "").netloc not in ("", flask.request.host),
    )
