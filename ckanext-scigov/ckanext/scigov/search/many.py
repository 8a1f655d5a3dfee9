"""Index many datasets in the transaction that writes them, for whoever writes many at once."""

from __future__ import annotations

from collections.abc import Sequence

from ckan import logic, model
from ckan.types import Context

from ckanext.scigov.search import config
from ckanext.scigov.search.bulk.documents import RowMaker, Write
from ckanext.scigov.search.storing import store, store_new


class Indexer:
    """What is worked out once for many datasets lives as long as this."""

    def __init__(self) -> None:
        self._maker = RowMaker(undo=self._undo)
        self._later: list[str] = []

    def index(self, new: Sequence[str], changed: Sequence[str]) -> dict[str, Exception]:
        """Write the documents; return the datasets that have none because of an error, by id.

        ``new`` ones are known to have no document yet. The caller commits, and calls ``after_commit``.
        """
        if config.is_solr():
            self._later += [*new, *changed]
            return {}
        model.Session.flush()
        left: Sequence[str] = ()
        if new:
            self._point = model.Session.begin_nested()
            left = self._maker.stream(new, model.Session.connection(), store_new)
            self._point.commit()
        return self._made(left, store_new) | self._made(changed, store)

    def _made(self, ids: Sequence[str], write: Write) -> dict[str, Exception]:
        """Write the documents after they are made; return why some are not."""
        if not ids:
            return {}
        self._point = model.Session.begin_nested()
        made = self._maker.rows(ids)
        self._point.commit()
        write(model.Session.connection(), made.rows)
        return made.failed

    def after_commit(self) -> None:
        """Let Solr, which has no transactions, hear of what is committed."""
        ids, self._later = self._later, []
        for dataset_id in ids:
            logic.index_update_package(Context(ignore_auth=True), dataset_id)

    def _undo(self) -> None:
        """Take back what a dataset has left half done, and nothing of what the caller has written."""
        self._point.rollback()
        self._point = model.Session.begin_nested()
