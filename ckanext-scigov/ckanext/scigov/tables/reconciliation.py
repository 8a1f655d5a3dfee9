"""Put right what crashes and bulk statements leave: between files, CKAN and the DataStore.

Nothing here decides anything new: files nobody refers to go, loads that broke off start again,
tables without a resource go, tables that are missing are made again.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from ckan import model

from ckanext.scigov.tables import config, datastore, fetch_queries, queries, service

AT_ONCE = 500


@dataclass(slots=True)
class Report:
    """What a round found and put right."""

    files_deleted: int = 0
    locations_forgotten: int = 0
    loads_restarted: int = 0
    tables_dropped: int = 0

    def __bool__(self) -> bool:
        return any(
            (
                self.files_deleted,
                self.locations_forgotten,
                self.loads_restarted,
                self.tables_dropped,
            )
        )


def reconcile(now: dt.datetime, *, grace: dt.timedelta, silence: dt.timedelta) -> Report:
    """Do one round and commit it.

    Args:
        now: the moment.
        grace: how old an unreferenced file must be. An upload whose transaction is still open
            looks the same; zero only while no web process runs.
        silence: how long a load may give no sign of life; zero only while no worker runs.
    """
    report = Report()
    _forget_gone_resources(report, now)
    _delete_unreferenced_files(report, now - grace)
    _restart_loads(report, now, now - silence)
    _drop_unowned_tables(report)
    return report


def _forget_gone_resources(report: Report, now: dt.datetime) -> None:
    session = model.Session
    gone = {
        *queries.locations_without_resource(session, AT_ONCE),
        *queries.loads_without_resource(session, AT_ONCE),
        *queries.versions_without_resource(session, AT_ONCE),
        *queries.dictionaries_without_resource(session, AT_ONCE),
        *fetch_queries.without_resource(session, AT_ONCE),
    }
    for resource_id in gone:
        service.forget_location(session, resource_id, now=now)
        service.forget_dictionaries(session, resource_id, now=now)
    session.commit()
    report.locations_forgotten = len(gone)


def _delete_unreferenced_files(report: Report, before: dt.datetime) -> None:
    store = config.file_store()
    # Between the two steps of a load only the table names its report.
    named = {str(marker.facts.get("report")) for marker in datastore.markers().values()}
    for prefix, files in store.walk():
        used = named | queries.keys_starting_with(model.Session, prefix)
        for file in files:
            if file.key not in used and file.modified_at <= before.timestamp():
                file.path.unlink(missing_ok=True)
                report.files_deleted += 1
    model.Session.commit()


def _restart_loads(report: Report, now: dt.datetime, silent_since: dt.datetime) -> None:
    """Start again what broke off, and what the DataStore has lost (an older copy of it restored)."""
    session = model.Session
    for resource_id in queries.loads_broken_off(session, silent_since):
        service.load_later(session, resource_id, now=now)
        report.loads_restarted += 1
    tables = datastore.markers()
    for load in queries.loads_finished(session):
        table = tables.get(load.resource_id)
        if load.loaded_key and (table is None or table.storage_key != load.loaded_key):
            service.request_load(session, load.resource_id, load.dictionary, now=now)
            report.loads_restarted += 1
        elif table is not None and not table.has_words:
            service.make_words_later(session, load.resource_id, now=now)
    session.commit()


def _drop_unowned_tables(report: Report) -> None:
    tables = datastore.markers()
    owned = queries.resources_with_load(model.Session, tables)
    for resource_id in set(tables) - owned:
        datastore.drop_table(resource_id)
        report.tables_dropped += 1
    model.Session.commit()
