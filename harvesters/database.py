"""Connector ``database``: the tables of a relational database, described by its own dictionary, and their rows.

A record is a table. What it means is the mapping's; here it is read, always in a session that cannot
change anything.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, ClassVar

import sqlalchemy as sa

from ckanext.scigov.intake.contract import (
    Checkpoint,
    Item,
    Page,
    Raw,
    RowPage,
    SourceFailed,
    Table,
    Wiring,
)
from ckanext.scigov.intake.domain.causes import Cause
from ckanext.scigov_harvesters import (
    database_errors,
    database_rows,
    database_settings,
    database_tables,
    guarding,
)
from ckanext.scigov_harvesters.database_dialects import Place, engine_of
from ckanext.scigov_harvesters.database_rows import Plan
from ckanext.scigov_harvesters.database_settings import DatabaseSettings
from ckanext.scigov_harvesters.database_tables import Said, Shape

PAGE_TABLES = 50
NOT_GIVEN = frozenset({"G"})
"""Bytes are no cells: columns of this data type are described, and their values stay where they are."""


class DatabaseConnector:
    kind: ClassVar[str] = "database"

    def __init__(self, wiring: Wiring) -> None:
        """Check the settings; nothing is connected before the first page is asked for.

        Raises:
            ValueError: a setting is wrong.
        """
        self._wiring = wiring
        self._settings = database_settings.read(wiring)
        self._engines: dict[int, sa.Engine] = {}

    def pages(self, after: Checkpoint | None) -> Iterator[Page]:
        """Yield the tables by name."""
        settings = self._settings
        with self._reading(settings.statement_seconds) as connection:
            names = database_tables.names_of(connection, settings)
            said = database_tables.dictionary_of(connection, settings)
        last = str((after or {}).get("after", ""))
        left = [name for name in names if name > last]
        for first in range(0, max(len(left), 1), PAGE_TABLES):
            chosen = left[first : first + PAGE_TABLES]
            items = [Item(raw) for raw in self._records(chosen, said)]
            is_last = first + PAGE_TABLES >= len(left)
            yield Page(items, None if is_last else {"after": chosen[-1]}, total=len(names))

    def read(self, item: Item) -> Raw:
        """Return what the list has said already: it says everything."""
        return item.raw

    def table_of(self, raw: Raw) -> Table | None:
        """Return the table of a record; columns of bytes are left out."""
        items = [one for one in raw.get("items") or () if one.get("data_type") not in NOT_GIVEN]
        name = str(raw.get("table") or "")
        if not name or not items or not self._settings.is_wanted(name):
            return None
        key, names = [str(one) for one in raw.get("key") or ()], {one["name"] for one in items}
        growing = str(raw.get("growing") or "")
        return Table(
            name,
            str(raw.get("title") or name),
            items,
            key if set(key) <= names else (),
            growing if growing in names else "",
        )

    def rows(self, table: Table, after: str) -> Iterator[RowPage]:
        """Yield the rows of a table after a watermark, by its growing column and key."""
        settings = self._settings
        with self._reading(settings.statement_seconds) as connection:
            plan = self._plan(connection, table)
        yield from database_rows.rows(
            plan,
            after,
            lambda: self._reading(settings.statement_seconds, table=table.name),
            lambda: self._reading(settings.rows_seconds, table=table.name),
        )

    def close(self) -> None:
        for engine in self._engines.values():
            engine.dispose()
        self._engines.clear()

    def _records(self, names: Sequence[str], said: Mapping[str, Said]) -> list[dict[str, Any]]:
        if not names:
            return []
        settings = self._settings
        with self._reading(settings.statement_seconds) as connection:
            shapes = database_tables.shapes_of(connection, settings, names)
        if len(shapes) != len(names):
            there = {one.name for one in shapes}
            gone = next(name for name in names if name not in there)
            raise SourceFailed(Cause.CHANGED_MEANWHILE.value, {"table": gone})
        records: list[dict[str, Any]] = []
        for shape in shapes:
            record = database_tables.record_of(
                shape, said.get(shape.name.lower(), Said()), settings
            )
            records.append({**record, **self._counted(shape)})
        return records

    def _counted(self, shape: Shape) -> dict[str, Any]:
        """Count the rows of a table and look for its last change; a table too large says nothing."""
        settings = self._settings
        growing = database_tables.growing_of(shape, settings)
        wanted = [sa.func.count()] if settings.row_counts else []
        wanted += [sa.func.max(sa.column(growing))] if growing else []
        found: dict[str, Any] = {"row_count": None, "modified": ""}
        if not wanted:
            return found
        try:
            with self._reading(settings.statement_seconds, table=shape.name) as connection:
                row = connection.execute(
                    sa.select(*wanted).select_from(self._clause(shape.name))
                ).one()
        except SourceFailed as failed:
            if failed.cause != Cause.TIMED_OUT.value:
                raise
            return found
        if settings.row_counts:
            found["row_count"] = row[0]
        if growing:
            found["modified"] = database_tables.moment_of(row[-1], shape, growing)
        return found

    def _clause(self, name: str, columns: Sequence[Any] = ()) -> sa.TableClause:
        return sa.table(name, *columns, schema=self._settings.schema or None)

    def _plan(self, connection: sa.Connection, table: Table) -> Plan:
        """Look at the table anew: it may have changed since its record was read."""
        if not self._settings.is_wanted(table.name):
            raise SourceFailed(Cause.NOT_FOUND.value, {"table": table.name})
        found = sa.inspect(connection).get_columns(table.name, self._settings.schema or None)
        is_text = connection.dialect.name == "sqlite"
        there = {one["name"]: one for one in found}
        real = {str(one["name"]): str(one.get("column") or one["name"]) for one in table.items}
        missing = [one for one in real.values() if one not in there]
        if missing:
            raise SourceFailed(Cause.NOT_FOUND.value, {"table": table.name, "column": missing[0]})
        # SQLite keeps moments as the texts that somebody wrote; SQLAlchemy would refuse most of them.
        made = {
            name: sa.column(column, sa.types.NullType() if is_text else there[column]["type"])
            for name, column in real.items()
        }
        key = list(table.key)
        if any(there[real[one]].get("nullable", True) for one in key) and not self._is_primary(
            connection, table, [real[one] for one in key]
        ):
            key = []
        return Plan(
            self._clause(table.name, list(made.values())),
            list(made.values()),
            list(made),
            made[table.growing] if table.growing else None,
            [made[one] for one in key],
            self._settings.most_rows,
        )

    def _is_primary(self, connection: sa.Connection, table: Table, key: list[str]) -> bool:
        """Say whether a key is the table's own: SQLite calls the columns of one nullable."""
        found = sa.inspect(connection).get_pk_constraint(table.name, self._settings.schema or None)
        return set(found.get("constrained_columns") or ()) == set(key)

    @contextmanager
    def _reading(self, seconds: int, **detail: Any) -> Iterator[sa.Connection]:
        """Give a connection whose statements end after so many seconds each."""
        with database_errors.told(host=self._settings.host, **detail):
            if seconds not in self._engines:
                self._engines[seconds] = engine_of(self._place(seconds))
            with self._engines[seconds].connect() as connection:
                yield connection

    def _place(self, seconds: int) -> Place:
        settings = self._settings
        return Place(
            address=self._address(settings),
            statement_seconds=seconds,
            **{
                one.name: getattr(settings, one.name)
                for one in dataclasses.fields(Place)
                if one.name not in {"address", "statement_seconds"}
            },
        )

    def _address(self, settings: DatabaseSettings) -> str:
        if settings.dialect == "sqlite":
            place = guarding.inside(self._wiring.folder, settings.database, "connector.database")
            if not place.is_file():
                raise SourceFailed(Cause.NOT_FOUND.value, {"file": settings.database})
            return str(place)
        if settings.host.startswith("/"):
            return settings.host
        return guarding.judged(self._wiring, settings.host, settings.port)[0]
