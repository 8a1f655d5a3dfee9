"""From what is counted to what is stored: every hour, each batch exactly once."""

from __future__ import annotations

import datetime as dt

from ckan import model

from ckanext.scigov.usage import counter, service


def collect(now: dt.datetime) -> None:
    """Store what has been counted, and before that what an earlier run has left.

    A run may die anywhere. What is aside while the row of the last batch is locked is either not
    stored, or it is that last batch, stored and not dropped.
    """
    session, has_set_aside = model.Session(), False
    while not has_set_aside:
        last = service.lock(session, now)
        batches = counter.aside()
        if last.batch in batches:
            counter.drop(last.batch)
            batches.remove(last.batch)
        has_set_aside = not batches
        batch = counter.set_aside() if has_set_aside else batches[0]
        if batch:
            service.store(session, last, batch, counter.counts_of(batch), now)
        session.commit()
        if batch:
            counter.drop(batch)
