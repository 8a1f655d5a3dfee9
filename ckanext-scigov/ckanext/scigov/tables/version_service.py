"""Versions are written in the load's transaction, and keep their files up to a number.

Files go as all files go: by the delete job, after the commit, and only when nothing names them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from ckanext.scigov.shared.actors import Actor
from ckanext.scigov.shared.session import Session
from ckanext.scigov.tables import queries
from ckanext.scigov.tables.model import Load, Location, Version

LOADER = Actor.system("tables")
DeleteLater: TypeAlias = Callable[[str], None]


def keep(
    session: Session,
    load: Load,
    location: Location,
    facts: Mapping[str, Any],
    now: dt.datetime,
) -> Version:
    """Write down what has just been loaded; the same file, read in the same way, is no new version."""
    newest = queries.newest_version(session, load.resource_id)
    is_same = newest is not None and (newest.storage_key, newest.dictionary) == (
        load.storage_key,
        load.dictionary,
    )
    if newest is None or not is_same:
        number = 1 if newest is None else newest.number + 1
        newest = Version(resource_id=load.resource_id, number=number)
        newest.loaded_by = load.requested_by or LOADER.name
        newest.storage_key = load.storage_key
        newest.dictionary = load.dictionary
        _hand_over_note(load, newest)
        session.add(newest)
    newest.loaded_at = now
    newest.file_name = location.file_name
    newest.size = location.size or 0
    newest.sha256 = location.sha256 or ""
    newest.row_count = load.row_count or 0
    newest.column_count = facts.get("columns")
    newest.emptied_count = int(facts.get("emptied", 0))
    newest.layout = load.layout
    newest.report_key = load.report_key
    session.flush()
    return newest


def shown_since(session: Session, resource_id: str, moment: dt.datetime) -> dt.datetime | None:
    """Return since when the version of a table was shown that was shown at a moment; None: unknown."""
    return queries.version_shown_since(session, resource_id, moment)


def forget_old_files(
    session: Session, resource_id: str, newest: int, kept: int, delete_later: DeleteLater
) -> None:
    """Let go of the files of all but the newest versions; that there were versions stays known."""
    for version in queries.versions_with_file(session, resource_id, up_to=newest - max(1, kept)):
        _let_go(version, delete_later)
        version.storage_key = version.report_key = version.difference_key = None
    session.flush()


def forget(session: Session, resource_id: str, delete_later: DeleteLater) -> None:
    """The resource is gone, and its versions with it. Nothing is flushed here."""
    for version in queries.versions(session, resource_id):
        _let_go(version, delete_later)
        session.delete(version)


def forget_note(load: Load, delete_later: DeleteLater) -> None:
    """Another file is to be loaded: the note on the one before was not about it."""
    if load.difference_key:
        delete_later(load.difference_key)
    load.note = load.reference = load.reference_path = ""
    load.difference_key = None


def _hand_over_note(load: Load, version: Version) -> None:
    """The note is about the first version of its file, and not about the same file read otherwise."""
    version.note, load.note = load.note, ""
    version.reference, load.reference = load.reference, ""
    version.reference_path, load.reference_path = load.reference_path, ""
    version.difference_key, load.difference_key = load.difference_key, None


def _let_go(version: Version, delete_later: DeleteLater) -> None:
    for key in (version.storage_key, version.report_key, version.difference_key):
        if key:
            delete_later(key)
