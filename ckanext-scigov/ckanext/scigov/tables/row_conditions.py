"""What makes a row of the DataStore match: one set of conditions for the API and for our pages.

Tables made from files carry our tokens, and Chinese is found exactly by phrases of pairs. Tables
written through CKAN's API carry CKAN's English tokens; there Chinese is looked for in the cells
themselves: slower, and as exact.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from ckanext.scigov.tables.domain import row_vectors, terms

Condition: TypeAlias = "sa.ColumnElement[bool]"

FULL_TEXT = "_full_text"
NOT = "!"
_FULL_TEXT: sa.ColumnClause[Any] = sa.column(FULL_TEXT)
_NFKC = sa.text("NFKC")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: in whole rows, and in single columns."""

    text: str = ""
    in_columns: Mapping[str, str] | None = None
    plain: bool = True

    def query_text(self) -> str:
        return terms.query(self.text) if self.plain else terms.query_of_expression(self.text)


def of_our_table(wanted: Wanted, only: Sequence[str] | None = None) -> list[Condition]:
    """Return the conditions for a table with our tokens.

    The stored tokens are those of all columns. Where only some may be looked through, they narrow the
    rows down, as long as nothing is negated, and the cells themselves are looked at.
    """
    found: list[Condition] = []
    if wanted.text:
        query = wanted.query_text()
        if only is None or wanted.plain or NOT not in wanted.text:
            found.append(_matches(query))
        if only is not None and wanted.plain:
            found += _parts_in(wanted.text, only)
        elif only is not None:
            vector: sa.ColumnElement[Any] = sa.literal_column(row_vectors.of_ours(only))
            found.append(vector.op("@@")(sa.cast(query, postgresql.TSQUERY)))
    for column, text in (wanted.in_columns or {}).items():
        # The index narrows to rows that have it somewhere; the expression makes sure of the column.
        found.append(_matches(terms.query(text)))
        found += [_folded(column).op("~*")(pattern) for pattern in terms.patterns(text)]
    return found


def of_foreign_table(
    wanted: Wanted, columns: Sequence[str], language: str, *, are_all: bool = True
) -> list[Condition]:
    """Return the conditions for a table with CKAN's tokens; the stored ones are of all columns."""
    found: list[Condition] = []
    make_query = sa.func.plainto_tsquery if wanted.plain else sa.func.to_tsquery
    if wanted.text:
        vector: sa.ColumnElement[Any] = _FULL_TEXT
        if not are_all:
            vector = sa.literal_column(row_vectors.of_ckan(columns))
        found.append(
            sa.or_(
                vector.op("@@")(make_query(_language(language), wanted.text)),
                *_containing(wanted.text, columns),
            )
        )
    for column, text in (wanted.in_columns or {}).items():
        vector = sa.func.to_tsvector(_language(language), sa.cast(_quoted(column), sa.Text))
        query = make_query(_language(language), text)
        found.append(sa.or_(vector.op("@@")(query), *_containing(text, [column])))
    return found


def as_text(conditions: Sequence[Condition]) -> list[tuple[str, dict[str, Any]]]:
    """Write conditions as the pairs of text and parameters that CKAN's hook collects."""
    dialect = postgresql.dialect(paramstyle="named")
    pairs: list[tuple[str, dict[str, Any]]] = []
    for number, condition in enumerate(conditions):
        compiled = condition.compile(dialect=dialect)
        text, values = str(compiled), dict(compiled.params)
        for name in sorted(values, key=len, reverse=True):
            text = text.replace(f":{name}", f":scigov_{number}_{name}")
            text = text.replace(f"%({name})s", f":scigov_{number}_{name}")
        pairs.append((text, {f"scigov_{number}_{name}": v for name, v in values.items()}))
    return pairs


def _matches(query: str) -> Condition:
    return _FULL_TEXT.op("@@")(sa.cast(query, postgresql.TSQUERY))


def _containing(text: str, columns: Sequence[str]) -> list[Condition]:
    """Return "every part is in one of the columns" where words alone would not find Chinese."""
    if not terms.has_cjk(text):
        return []
    return [sa.and_(*_parts_in(text, columns))]


def _parts_in(text: str, columns: Sequence[str]) -> list[Condition]:
    """Return for each part of a text the condition that one of the columns has it."""
    return [
        sa.or_(sa.false(), *(_folded(column).op("~*")(pattern) for column in columns))
        for pattern in terms.patterns(text)
    ]


def _folded(column: str) -> sa.Function[str]:
    return sa.func.normalize(sa.cast(_quoted(column), sa.Text), _NFKC)


def _quoted(name: str) -> sa.ColumnClause[Any]:
    return sa.column(sa.sql.quoted_name(name, quote=True))


def _language(language: str) -> sa.Cast[Any]:
    return sa.cast(language, postgresql.REGCONFIG)
