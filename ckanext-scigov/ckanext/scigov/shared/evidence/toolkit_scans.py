"""Scanning by a feature's jobs: outside of any transaction, for it may take minutes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from ckan import model

from ckanext.scigov.shared.domain.evidence import ScanOutcome
from ckanext.scigov.shared.errors import NotVisible
from ckanext.scigov.shared.evidence import scanning, toolkit_options
from ckanext.scigov.shared.session import Session
from ckanext.scigov.shared.storage import FileStore

Settle: TypeAlias = Callable[[Session, str, ScanOutcome], object]


def scan(files: FileStore, waiting: Mapping[str, str], settle: Settle) -> None:
    """Scan files and write down what was found, each in a transaction of its own.

    Args:
        files: the feature's store.
        waiting: key of the store → id of the file's row.
        settle: writes an outcome to a row; one that is gone is passed over.
    """
    model.Session.rollback()
    scanner = toolkit_options.scanner()
    if scanner is None:
        return

    def note(file_id: str, outcome: ScanOutcome) -> None:
        session = model.Session()
        try:
            settle(session, file_id, outcome)
            session.commit()
        except NotVisible:
            session.rollback()

    scanning.scan_each(scanner, files, waiting, note)
