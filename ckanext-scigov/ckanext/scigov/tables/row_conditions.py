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
from sqlalchemy.sql import operators

from ckanext.scigov.tables.domain import row_vectors, terms

Condition: TypeAlias = "sa.ColumnElement[bool]"

FULL_TEXT = "_full_text"
NOT = "!"
_FULL_TEXT: sa.ColumnClause[Any] = sa.column(FULL_TEXT)
_NFKC = sa.text("NFKC")
_IS_NORMAL: Any = operators.custom_op("IS NFKC NORMALIZED")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: in whole rows, and in single columns."""

    text: str = ""
    in_columns: Mapping[str, str] | None = None
    plain: bool = True

    def query_text(self) -> str:
        return terms.query(self.text) if self.plain else terms.query_of_expression(self.text)


def of_our_table(
    wanted: Wanted,
    columns: Sequence[str],
    only: Sequence[str] | None = None,
    *,
    has_words: bool = True,
) -> list[Condition]:
    """Return the conditions for a table with our tokens.

    The stored tokens are those of all columns. Where only some may be looked through, they narrow the
    rows down, as long as nothing is negated, and the cells themselves are looked at.

    Args:
        wanted: what is looked for.
        columns: that may be looked through.
        only: the same where they are not all of the table's.
        has_words: the rows have their tokens. Where they have not yet, the cells alone decide.
    """
    if not has_words:
        return _of_cells(wanted, columns)
    found: list[Condition] = []
    if wanted.text:
        query = wanted.query_text()
        if only is None or wanted.plain or NOT not in wanted.text:
            found.append(_matches(query))
        if only is not None and wanted.plain:
            found += _parts_in(wanted.text, only)
        elif only is not None:
            found.append(_has_words(query, only))
    for column, text in (wanted.in_columns or {}).items():
        # The index narrows to rows that have it somewhere; the expression makes sure of the column.
        found.append(_matches(terms.query(text)))
        found += [_folded(column).op("~*")(pattern) for pattern in terms.patterns(text)]
    return found


def _of_cells(wanted: Wanted, columns: Sequence[str]) -> list[Condition]:
    """Return conditions with the meaning of the tokens that are not there yet."""
    found: list[Condition] = []
    if wanted.text and wanted.plain:
        found.append(_in_some_cell(terms.patterns(wanted.text), columns))
    elif wanted.text:
        found.append(_has_words(wanted.query_text(), columns))
    for column, text in (wanted.in_columns or {}).items():
        found += _parts_in(text, [column]) or [sa.false()]
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


def _in_some_cell(patterns: Sequence[str], columns: Sequence[str]) -> Condition:
    """Return the condition that each pattern, and there is one, is in one of the cells.

    To normalise takes longer than all the rest, so it is done only where it changes anything.
    """
    if not patterns:
        return sa.false()
    texts = sa.cast(postgresql.array(map(_text, columns)), postgresql.ARRAY(sa.Text))
    cells = sa.func.array_to_string(texts, terms.CELL_END)
    is_normal = sa.UnaryExpression(cells, modifier=_IS_NORMAL, type_=sa.Boolean())
    as_they_are, folded = (
        sa.and_(*(one.op("~*")(pattern) for pattern in patterns))
        for one in (cells, sa.func.normalize(cells, _NFKC))
    )
    return sa.case((is_normal, as_they_are), else_=folded)


def _has_words(query: str, columns: Sequence[str]) -> Condition:
    """Return the condition that a query fits the tokens of these columns, made for each row anew."""
    vector: sa.ColumnElement[Any] = sa.literal_column(row_vectors.of_ours(columns))
    return vector.op("@@")(sa.cast(query, postgresql.TSQUERY))


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
    return sa.func.normalize(_text(column), _NFKC)


def _text(column: str) -> sa.Cast[str]:
    return sa.cast(_quoted(column), sa.Text)


def _quoted(name: str) -> sa.ColumnClause[Any]:
    return sa.column(sa.sql.quoted_name(name, quote=True))


def _language(language: str) -> sa.Cast[Any]:
    return sa.cast(language, postgresql.REGCONFIG)
