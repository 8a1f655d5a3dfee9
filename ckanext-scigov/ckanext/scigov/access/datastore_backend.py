"""CKAN's backend of the DataStore, behind the policy: every way to rows and columns goes through it.

Registered for PostgreSQL in place of CKAN's own (``IDatastoreBackend``), so that actions, pages and
plugins that come later are covered too. Writing is decided by the auth functions; here it matters only
as far as it answers with rows.
"""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.datastore.backend.postgres import DatastorePostgresqlBackend

from ckanext.scigov.access import checking, narrowing, row_terms, table_reading
from ckanext.scigov.access.domain.subjects import Principal
from ckanext.scigov.access.existence import seen
from ckanext.scigov.access.table_reading import Reading


class GradedBackend(DatastorePostgresqlBackend):
    # The columns of a table are read through these two.

    def _get_read_engine(self) -> Any:
        return narrowing.narrowed(super()._get_read_engine())

    def _get_write_engine(self) -> Any:
        return narrowing.narrowed(super()._get_write_engine())

    def search(self, context: Any, data_dict: dict[str, Any]) -> Any:
        reading = self._reading(checking.whoever_asks(context), data_dict["resource_id"])
        data_dict["resource_id"] = reading.resource_id
        view = narrowing.view_of(reading)
        row_terms.enter(context, reading, view.terms, data_dict)
        with narrowing.to_what_is_visible(view.hidden):
            answer = super().search(context, data_dict)
        return row_terms.marked(answer, view.terms)

    def search_sql(self, context: Any, data_dict: dict[str, Any]) -> Any:
        """Ask for every table of the statement; a query in SQL cannot leave out a column."""
        if not self.enable_sql_search:
            raise tk.ObjectNotFound(tk._("Queries in SQL are switched off on this site."))
        principal, ask = checking.whoever_asks(context), context["check_access"]

        def check(table_names: Any) -> None:
            # CKAN gives a generator: who looks into it first must leave something for the others.
            names = list(table_names)
            for name in names:
                if narrowing.hidden_columns(self._reading(principal, name)):
                    raise tk.NotAuthorized(tk._("Some columns of this table are not given out."))
            ask(names)

        context["check_access"] = check
        return super().search_sql(context, data_dict)

    def resource_fields(self, id: str, *args: Any, **kwargs: Any) -> dict[str, Any]:  # noqa: A002 (CKAN's name)
        reading = self._reading(table_reading.whoever_is_there(), id)
        with narrowing.to_what_is_visible(narrowing.hidden_columns(reading)):
            return super().resource_fields(reading.resource_id, *args, **kwargs)

    def resource_plugin_data(self, id: str) -> dict[str, Any]:  # noqa: A002 (CKAN's name)
        found = super().resource_plugin_data(id)
        asker = table_reading.asker()
        if asker is None:
            return found  # Whoever writes columns keeps what plugins have noted about them.
        hidden = narrowing.hidden_columns(self._reading(asker, id))
        return {name: noted for name, noted in found.items() if name not in hidden}

    def resource_exists(self, id: str) -> bool:  # noqa: A002 (CKAN's name)
        asker = table_reading.asker()
        known = asker is None or table_reading.may_know(asker, id)
        return super().resource_exists(id) and known

    def resource_id_from_alias(self, alias: str) -> tuple[bool, str | None]:
        """Resolve a name for somebody who may know of the table; for others there is none."""
        exists, real_id = super().resource_id_from_alias(alias)
        # Somebody is asked about in any case: nobody learns from the time that there is a table.
        name = (real_id or alias) if exists else seen.nothing()
        if table_reading.may_know(table_reading.whoever_is_there(), name) and exists:
            return True, real_id
        return False, None

    def upsert(self, context: Any, data_dict: dict[str, Any]) -> Any:
        """CKAN answers with whole rows, and not only with what was sent."""
        if not data_dict.get("include_records"):
            return super().upsert(context, data_dict)
        with narrowing.to_what_is_visible(self._hidden_from_writer(context, data_dict)):
            return super().upsert(context, data_dict)

    def delete(self, context: Any, data_dict: dict[str, Any]) -> Any:
        """A filter on a column tells what stands in it, even to whom no row is given back."""
        if not data_dict.get("include_deleted_records") and not data_dict.get("filters"):
            return super().delete(context, data_dict)
        try:
            hidden = self._hidden_from_writer(context, data_dict)
        except tk.NotAuthorized:
            if data_dict.get("include_deleted_records"):
                raise
            hidden = frozenset()
        with narrowing.to_what_is_visible(hidden):
            return super().delete(context, data_dict)

    # CKAN's hooks: what must not be seen is no column, even if the engines should fail to say so.

    def datastore_search(
        self, context: Any, data_dict: Any, fields_types: dict[str, Any], query_dict: Any
    ) -> Any:
        narrowing.leave_out(fields_types)
        return super().datastore_search(context, data_dict, fields_types, query_dict)

    def datastore_delete(
        self, context: Any, data_dict: Any, fields_types: dict[str, Any], query_dict: Any
    ) -> Any:
        narrowing.leave_out(fields_types)
        return super().datastore_delete(context, data_dict, fields_types, query_dict)

    def _reading(self, principal: Principal, name: str) -> Reading:
        """Return the permission to read a table by its resource's id or an alias."""
        if table_reading.table_object(name) is None:
            exists, real_id = super().resource_id_from_alias(name)
            if not exists or not real_id:
                # As many statements as for an alias whose table is hidden.
                table_reading.table_object(seen.nothing())
                raise table_reading.absent(name)
            name = real_id
        return table_reading.read(principal, name)

    def _hidden_from_writer(self, context: Any, data_dict: dict[str, Any]) -> frozenset[str]:
        principal = checking.whoever_asks(context)
        return narrowing.hidden_columns(self._reading(principal, data_dict["resource_id"]))
