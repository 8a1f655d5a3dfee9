"""Cells as they are compared, as expressions of PostgreSQL: the rules of ``domain/comparing``.

A value that a rule cannot read is NULL. Nothing here raises an error of the database, whatever a cell
holds.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.sql import operators

from ckanext.scigov.dispute.domain.comparing import BLANKS, Norm, Precision, Rule, folded

Text: TypeAlias = "sa.ColumnElement[str]"

NUMBER = r"^[+-]?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)?(\.[0-9]*)?(e[+-]?[0-9]{1,3})?$"
LONGEST_NUMBER = 200
DATE = (
    r"^(?!0000)([0-9]{4})(?:[-/.]([0-9]{1,2})(?:[-/.]([0-9]{1,2}))?"
    r"|年(?:([0-9]{1,2})月(?:([0-9]{1,2})日)?)?|([0-9]{2})([0-9]{2})?)?"
    r"(?:[Tt ]\s*[0-9]{1,2}:.*)?$"
)
_YEAR, _MONTHS, _DAYS = 1, (2, 4, 6), (3, 5, 7)
"""Groups of ``DATE``."""
_NFKC = sa.text("NFKC")
_IS_NORMAL: Any = operators.custom_op("IS NFKC NORMALIZED")
NO_TEXT = sa.cast(sa.null(), sa.Text)
_TYPES_WITHOUT_BLANKS = frozenset(
    {"int2", "int4", "int8", "numeric", "float4", "float8", "bool", "date"}
)


def text_of(column: sa.ColumnElement[Any], kind: str) -> Text:
    """Return a cell as text; NULL where it holds nothing but blanks."""
    text = sa.cast(column, sa.Text)
    if kind in _TYPES_WITHOUT_BLANKS:
        return text
    return sa.case((sa.func.btrim(text, BLANKS) != "", text), else_=NO_TEXT)


def value_of(rule: Rule, text: Text, parts: Any = None) -> Text:
    """Return what is compared of a cell, as text.

    Args:
        rule: when two of them agree.
        text: of the cell.
        parts: of a date (``date_parts``), where they are there already.
    """
    if rule.norm is Norm.NUMBER:
        return sa.cast(sa.func.trim_scale(_number(text)), sa.Text)
    if rule.norm is Norm.DATE:
        return _date(date_parts(text) if parts is None else parts, rule.precision)
    if rule.norm is Norm.CODES:
        codes = {folded(code): folded(meaning) for code, meaning in rule.codes}
        known = sa.cast(codes, postgresql.JSONB)
        return sa.func.coalesce(
            known.op("->>", return_type=sa.Text())(folded_text(text)), folded_text(text)
        )
    return folded_text(text)


def key_of(rule: Rule, text: Text) -> Text:
    """Return what keys are joined by: an unreadable one is what it says, so that it is not lost."""
    if rule.norm is Norm.EXACT:
        return text
    if rule.norm in (Norm.NUMBER, Norm.DATE):
        return sa.func.coalesce(value_of(rule, text), folded_text(text))
    return value_of(rule, text)


def folded_text(text: Text) -> Text:
    return sa.func.lower(sa.func.translate(_normal(text), BLANKS, ""))


def date_parts(text: Text) -> sa.ColumnElement[Any]:
    """Return what ``DATE`` finds in a text, NULL where it is no date."""
    narrow = sa.func.btrim(_normal(text), BLANKS)
    return sa.func.regexp_match(narrow, DATE, type_=postgresql.ARRAY(sa.Text))


def _normal(text: Text) -> Text:
    """To normalise takes longer than all the rest, so it is done only where it changes anything."""
    is_normal = sa.UnaryExpression(text, modifier=_IS_NORMAL, type_=sa.Boolean())
    return sa.case((is_normal, text), else_=sa.func.normalize(text, _NFKC))


def _number(text: Text) -> sa.ColumnElement[Any]:
    said = sa.func.replace(folded_text(text), "−", "-")
    fits = sa.and_(
        sa.func.length(text) <= LONGEST_NUMBER,
        said.op("~")(NUMBER),
        said.op("~")(r"^[+-]?\.?[0-9]"),
    )
    return sa.case((fits, sa.cast(sa.func.replace(said, ",", ""), sa.Numeric)))


def _date(parts: Any, precision: Precision) -> Text:
    year = parts[_YEAR]
    if precision is Precision.YEAR:
        return year
    month = _padded(parts, _MONTHS)
    has_month = month.between("01", "12")
    if precision is Precision.MONTH:
        return sa.case((has_month, year + "-" + month), else_=NO_TEXT)
    day = _padded(parts, _DAYS)
    # CASE is read in order: the last day of a month is asked of months alone.
    last = sa.case((has_month, sa.func.to_char(_last_day(year, month), "DD")))
    return sa.case((day.between("01", last), year + "-" + month + "-" + day), else_=NO_TEXT)


def _padded(parts: Any, groups: tuple[int, ...]) -> Text:
    return sa.func.lpad(sa.func.coalesce(*(parts[group] for group in groups)), 2, "0")


def _last_day(year: Text, month: Text) -> sa.ColumnElement[Any]:
    first = sa.func.make_date(sa.cast(year, sa.Integer), sa.cast(month, sa.Integer), 1)
    return first + sa.cast("1 month -1 day", sa.Interval)
