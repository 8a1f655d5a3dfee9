"""From datasets to the index's rows, a batch at a time: what CKAN would send, field by field."""

from __future__ import annotations

import contextlib
import dataclasses
import logging
import types
from collections.abc import Callable, Generator, Iterable, Sequence
from typing import Any, TypeAlias

import sqlalchemy as sa

from ckan import logic, model
from ckan.lib import plugins as lib_plugins
from ckan.lib.search import index
from ckan.types import Context

from ckanext.scigov.search.bulk import own_code, schemas
from ckanext.scigov.search.bulk.addresses import Addresses
from ckanext.scigov.search.bulk.hooks import DocumentPlugins
from ckanext.scigov.search.bulk.reading import Dataset, read
from ckanext.scigov.search.bulk.silence import silent
from ckanext.scigov.search.connection import collected
from ckanext.scigov.search.domain.documents import row_of
from ckanext.scigov.search.moment import now

log = logging.getLogger(__name__)

Document = dict[str, Any]
Row = dict[str, Any]
Write: TypeAlias = "Callable[[sa.Connection, Iterable[Row]], None]"


@dataclasses.dataclass(slots=True)
class Made:
    """The rows of a batch and the datasets that could not be made into one."""

    rows: list[Row] = dataclasses.field(default_factory=list)
    failed: dict[str, Exception] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True, slots=True)
class _Batch:
    datasets: Sequence[Dataset]
    context: Context


class RowMaker:
    """Makes rows; what belongs to no dataset in particular is worked out once."""

    def __init__(self, undo: Callable[[], Any] | None = None) -> None:
        """``undo`` is done after a dataset that cannot be made in bulk; else all is rolled back."""
        self._undo = undo or model.Session.rollback
        self._is_in_bulk = own_code.is_in_place()
        if not self._is_in_bulk:
            log.info("An extension shows datasets in its own way: they are indexed one by one.")
        self._is_silent = True
        """No plugin has asked the database about a single document."""
        self._addresses = Addresses()
        self._plugins = DocumentPlugins()
        self._default = schemas.ShowSchema.default()
        self._custom: dict[str, schemas.ShowSchema] = {}
        self._index = _Collecting(self._plugins)

    def rows(self, ids: Sequence[str]) -> Made:
        """Return the rows of these datasets; those that are gone are left out."""
        made = Made()
        one_by_one = list(ids)
        batch = self._read(ids)
        if batch:
            each = [(one.package.id, self._rows_of(one, batch.context)) for one in batch.datasets]
            made.rows += [row for _id, rows in each for row in rows or ()]
            one_by_one = [id_ for id_, rows in each if rows is None]
            if one_by_one:
                self._undo()
        for package_id in one_by_one:
            _one(package_id, made, self._undo)
        return made

    def stream(self, ids: Sequence[str], connection: sa.Connection, write: Write) -> list[str]:
        """Let ``write`` send each row while the next one is made; return those left for ``rows``.

        The connection is busy from the first row to the last. Once a plugin asks it about a document, nothing
        is streamed any more.
        """
        batch = self._read(ids) if self._is_silent else None
        if batch is None:
            return list(ids)
        left: list[str] = []
        with contextlib.closing(self._streamed(batch, connection, left)) as rows:
            write(connection, rows)
        return left

    def _streamed(
        self, batch: _Batch, connection: sa.Connection, left: list[str]
    ) -> Generator[Row, None, None]:
        with silent(connection) as silence:
            for one in batch.datasets:
                rows = None if silence.is_broken else self._rows_of(one, batch.context)
                # Whoever is refused an answer may go on without, and make another document of it.
                if rows is None or silence.is_broken:
                    left.append(one.package.id)
                else:
                    yield from rows
            self._is_silent = not silence.is_broken

    def _read(self, ids: Sequence[str]) -> _Batch | None:
        """Ask what the database holds of these datasets; None where they are to go one by one."""
        if not self._is_in_bulk:
            return None
        try:
            datasets = read(ids, self._addresses)
            context = Context(ignore_auth=True, use_cache=False, validate=False)  # type: ignore[typeddict-unknown-key]
            context["session"] = model.Session
            self._plugins.prepare(context, [dataset.shown for dataset in datasets])
        except Exception:
            log.exception("A batch cannot be read at once: its datasets are read one by one.")
            self._undo()
            return None
        return _Batch(datasets, context)

    def _rows_of(self, dataset: Dataset, context: Context) -> list[Row] | None:
        """Make what can be made in bulk.

        CKAN's own way decides what a failure is: None where anything goes wrong here.
        """
        try:
            documents = self._document(dataset, Context(context))
            return [row_of(document, now()) for document in documents]
        except Exception as error:  # noqa: BLE001 (CKAN's own way shows what is wrong)
            log.debug("Dataset %s goes CKAN's own way: %r", dataset.package.id, error)
            return None

    def _document(self, dataset: Dataset, context: Context) -> list[Document]:
        context["package"] = dataset.package
        shown = dataset.shown
        default = self._default.validated(context, shown)
        custom = self._schema_of(shown["type"]).validated(context, shown)
        self._plugins.after_show(context, custom)
        return self._index.documents(dict(default, with_custom_schema=custom))

    def _schema_of(self, dataset_type: str) -> schemas.ShowSchema:
        if dataset_type not in self._custom:
            plugin = lib_plugins.lookup_package_plugin(dataset_type)
            self._custom[dataset_type] = schemas.ShowSchema(plugin, dataset_type)
        return self._custom[dataset_type]


class _Collecting(index.PackageSearchIndex):
    """CKAN's index, run as it is, with a connection that keeps the documents."""

    def __init__(self, plugins: DocumentPlugins) -> None:
        super().__init__()
        self._taken: list[Document] = []
        self._vocabularies: dict[str, Any] = {}
        self._index_package = own_code.with_names(
            index.PackageSearchIndex.index_package,
            PluginImplementations=plugins.implementations,
            make_connection=lambda: self,
            logic=types.SimpleNamespace(get_action=self._action),
        )

    def documents(self, both: Document) -> list[Document]:
        self._taken = []
        self._index_package(self, both)
        return self._taken

    def add(self, docs: list[Document], **_: Any) -> None:
        self._taken += docs

    def delete_package(self, pkg_dict: Document) -> None:
        """A deleted dataset that is not to be found has no document."""

    def _action(self, name: str) -> Callable[..., Any]:
        return self._vocabulary if name == "vocabulary_show" else logic.get_action(name)

    def _vocabulary(self, context: Context, data_dict: Document) -> Any:
        """Ask for a vocabulary once: CKAN asks again for every tag."""
        wanted = data_dict["id"]
        if wanted not in self._vocabularies:
            self._vocabularies[wanted] = logic.get_action("vocabulary_show")(context, data_dict)
        return self._vocabularies[wanted]


def _one(package_id: str, made: Made, undo: Callable[[], Any]) -> None:
    """Make one row by CKAN's own functions alone."""
    context = Context(ignore_auth=True)
    try:
        with collected() as rows:
            logic.index_update_package(context, package_id, True)
        made.rows += rows
    except logic.NotFound:
        log.info("Dataset %s was purged during the rebuild.", package_id)
    except Exception as error:  # noqa: BLE001 (one broken dataset must not stop the others)
        undo()
        made.failed[package_id] = error
