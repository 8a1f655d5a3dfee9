"""What CKAN's database knows of rows that are in the DataStore: version, audit, watermark."""

from __future__ import annotations

import datetime as dt

from ckanext.scigov.intake.domain.row_marks import Counts, Mark
from ckanext.scigov.intake.model import Watermark
from ckanext.scigov.notices.domain.words import N_
from ckanext.scigov.notices.language import chosen_or_default, translator
from ckanext.scigov.shared.actors import Actor
from ckanext.scigov.shared.session import Session
from ckanext.scigov.tables import config, interfaces, jobs, without_file
from ckanext.scigov.tables.datastore import Marker
from ckanext.scigov.tables.without_file import Settled

ACTOR = Actor.system("intake")
_NOTE = N_(
    "Rows taken from the source system: %(new)s new, %(changed)s changed, %(gone)s no longer there"
)


def settle(
    session: Session, resource_id: str, marker: Marker, mark: Mark, now: dt.datetime
) -> None:
    """Put on record what a table says of itself, and commit; once for each report, however often called."""
    if not without_file.hold(session, resource_id):
        session.rollback()
        return
    report = str(marker.facts["report"])
    if not without_file.is_settled(session, resource_id, report):
        counts = mark.counts
        settled = Settled(
            report, marker.dictionary, marker.rows, int(marker.facts["columns"]),
            int(marker.facts["emptied"]), note_of(counts),
            {"new": counts.new, "changed": counts.changed, "gone": counts.gone},
        )  # fmt: skip
        kept = config.versions_kept()
        without_file.settle(session, resource_id, settled, ACTOR, versions_kept=kept, now=now)
        jobs.show_table(resource_id, active=True)
        interfaces.tell_loaded(resource_id)
    _remember(session, resource_id, marker.rows, mark, now)
    session.commit()


def note_of(counts: Counts) -> str:
    """Return why there is a version, in the site's language: it is kept as it is written."""
    values = {"new": counts.new, "changed": counts.changed, "gone": counts.gone}
    return translator(chosen_or_default(""))(_NOTE) % values


def _remember(session: Session, resource_id: str, rows: int, mark: Mark, now: dt.datetime) -> None:
    known = session.get(Watermark, (mark.source_id, mark.table))
    if known is None:
        known = Watermark(source_id=mark.source_id, table_name=mark.table)
        session.add(known)
    known.resource_id = resource_id
    known.value = mark.watermark
    known.columns_hash = mark.structure.hash
    known.rows = rows
    known.taken_at = now
    session.flush()
