"""Work that comes round: fragments of what was saved, emptied ones of what is gone, what is wrong, the daily file."""

from __future__ import annotations

import datetime as dt
import time

from ckan import model

from ckanext.scigov.dcat import dumping, entries, feed, judging, queries, service
from ckanext.scigov.search import config as search_config
from ckanext.scigov.shared import clock

AT_ONCE = 100
SECONDS = 20
"""So long one round checks or writes: other work waits for the worker. The next round goes on."""


def freshen(now: dt.datetime) -> int:
    """Write every fragment that is missing or old, and note what is gone; return how many were written."""
    if search_config.is_solr():
        return 0
    session, labels, press = model.Session(), feed.labels_of(), feed.press()
    written, started = 0, time.monotonic()
    tried: set[str] = set()
    while time.monotonic() - started < SECONDS and (
        stamps := queries.stale(session, labels, press.made_for, AT_ONCE)
    ):
        if tried.issuperset(stamps):
            # What a search does not give although it is listed: the next round may.
            break
        tried.update(stamps)
        made = service.make(entries.found(list(stamps)), press)
        service.store(session, made, stamps, press, clock.now())
        session.commit()
        written += len(made)
    service.note_gone(session, labels, now)
    session.commit()
    return written


def freshen_on_schedule(now: dt.datetime) -> None:
    freshen(now)


def check(now: dt.datetime) -> None:
    """Check what reads differently since it was checked; what the time does not last for is for the next round."""
    if not search_config.is_solr():
        freshen(now)
        judging.judge_feed(now, SECONDS)


def dump(_now: dt.datetime) -> None:
    if not search_config.is_solr():
        dumping.write()
