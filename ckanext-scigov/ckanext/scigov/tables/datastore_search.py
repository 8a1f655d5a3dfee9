"""Our part in CKAN's ``datastore_search``: Chinese in ``q``, ``full_text`` and column queries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from ckanext.datastore.backend import postgres

from ckanext.scigov.tables import row_conditions
from ckanext.scigov.tables.datastore import marker_in
from ckanext.scigov.tables.domain import row_vectors, terms
from ckanext.scigov.tables.row_conditions import Wanted

RANK = 'ts_rank(_full_text, "query", 32)'
"""As CKAN writes the rank of a row."""


def rewrite(
    context: Any, data_dict: dict[str, Any], fields_types: dict[str, str], query: dict[str, Any]
) -> dict[str, Any]:
    """Replace CKAN's English text conditions by ours; a query without text stays as it is."""
    wanted = wanted_in(data_dict)
    if wanted is None:
        return query
    language = str(postgres._fts_lang(data_dict.get("language")))  # pyright: ignore[reportPrivateUsage]  # noqa: SLF001
    of_ckan = postgres._where_clauses(  # pyright: ignore[reportPrivateUsage]  # noqa: SLF001
        {key: data_dict.get(key) for key in ("q", "full_text", "language")}, fields_types
    )
    table = table_of(context["connection"], data_dict["resource_id"])
    columns = searchable_columns(fields_types)
    are_all = table.columns <= set(columns)
    if table.is_ours:
        only = None if are_all else columns
        conditions = row_conditions.of_our_table(wanted, columns, only, has_words=table.has_words)
        query["ts_query"] = _aliases(query, wanted)
        query["sort"] = _stable(query["sort"], data_dict, wanted)
    elif _has_cjk(wanted) or not are_all:
        conditions = row_conditions.of_foreign_table(wanted, columns, language, are_all=are_all)
    else:
        return query
    if not are_all or not table.has_words:
        _rank_by_what_is_seen(query, None if table.is_ours else row_vectors.of_ckan(columns))
    query["where"] = [clause for clause in query["where"] if clause not in of_ckan]
    query["where"] += row_conditions.as_text(conditions)
    return query


def wanted_in(data_dict: dict[str, Any]) -> Wanted | None:
    """Return the text a call looks for, as CKAN reads ``q`` and ``full_text`` together."""
    q, full_text = data_dict.get("q"), data_dict.get("full_text")
    if not (q or full_text):
        return None
    in_columns = q if isinstance(q, dict) else None
    text = full_text or (q if isinstance(q, str) else "")
    return Wanted(str(text or ""), in_columns, data_dict.get("plain", True) is not False)


@dataclass(frozen=True, slots=True)
class SearchedTable:
    """What a text search has to know of a table."""

    is_ours: bool
    """It was made from a file, with our tokens and our trigger."""
    columns: frozenset[str]
    """All of them; a call may be allowed to see only some."""
    has_words: bool = True
    """Its rows have the words by which they are found; soon after a load they have not yet."""


TABLE = sa.text(
    """
    SELECT obj_description(of.id), array(
        SELECT attname::text FROM pg_attribute WHERE attrelid = of.id AND attnum > 0
        AND NOT attisdropped AND left(attname, 1) <> '_')
    FROM (SELECT to_regclass(format('public.%I', cast(:id AS text))) AS id) AS of
    """
)


def table_of(connection: sa.Connection, resource_id: str) -> SearchedTable:
    comment, columns = connection.execute(TABLE, {"id": resource_id}).one()
    marker = marker_in(comment)
    return SearchedTable(marker is not None, frozenset(columns), marker is None or marker.has_words)


def searchable_columns(fields_types: Mapping[str, str]) -> list[str]:
    """Return the columns a call may see; CKAN has added ranks, whose type no real column bears."""
    return [
        name for name, kind in fields_types.items() if kind != "float" and not name.startswith("_")
    ]


def _rank_by_what_is_seen(query: dict[str, Any], vector: str | None) -> None:
    """Let the ranks of whole rows say nothing of columns that are left out.

    Without a vector all rows rank alike: our tokens take too long to be made for every row.
    """
    if vector is None:
        query["sort"] = [text for text in query["sort"] if RANK not in text]
    rank = "CAST(0 AS real)" if vector is None else f'ts_rank({vector}, "query", 32)'
    for part in ("select", "sort"):
        query[part] = [text.replace(RANK, rank) for text in query[part]]


def _has_cjk(wanted: Wanted) -> bool:
    texts = [wanted.text, *(wanted.in_columns or {}).values()]
    return any(terms.has_cjk(text) for text in texts)


def _aliases(query: dict[str, Any], wanted: Wanted) -> str:
    """Give the queries CKAN's rank columns refer to, as parameters of a condition that holds."""
    texts: dict[str, str] = {}
    if wanted.text:
        texts["query"] = wanted.query_text()
    for column, text in (wanted.in_columns or {}).items():
        texts[f"query {column}"] = terms.query(text)
    names = {alias: f"scigov_rank_{number}" for number, alias in enumerate(texts)}
    query["where"].append(("true", {names[alias]: text for alias, text in texts.items()}))
    return "".join(
        f", CAST(:{names[alias]} AS tsquery) {postgres.identifier(alias)}" for alias in texts
    )


def _stable(sort: list[str], data_dict: dict[str, Any], wanted: Wanted) -> list[str]:
    """Order equals by their place in the file; ranks of single columns say nothing here."""
    if data_dict.get("sort") or data_dict.get("distinct"):
        return sort
    return [*(sort[:1] if wanted.text else []), '"_id" asc']
