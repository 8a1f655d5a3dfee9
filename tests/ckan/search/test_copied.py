"""Rows that are read by COPY are what any other statement answers."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from ckan import model

from ckanext.scigov.search.bulk.copying import copied
from ckanext.scigov.search.prepared import Prepared

pytestmark = pytest.mark.usefixtures("clean_site")
EVERY_BYTE = bytes(range(256))


def statement(*columns: sa.ColumnElement[object]) -> Prepared:
    return Prepared(sa.select(*columns))


def test_texts_bytes_and_nothing() -> None:
    whole = sa.cast(sa.bindparam("whole"), sa.LargeBinary)
    text, nothing = sa.bindparam("text", type_=sa.Text), sa.cast(sa.null(), sa.Text)
    made = statement(text, whole, nothing, sa.cast(sa.literal(""), sa.Text))
    given = {"text": "目录'%s\\", "whole": EVERY_BYTE}
    rows = copied(model.Session.connection(), made, **given)
    assert rows == [["目录'%s\\".encode(), EVERY_BYTE, None, b""]]


def test_as_many_rows_as_there_are() -> None:
    numbers = sa.func.generate_series(1, sa.bindparam("last", type_=sa.Integer))
    made = statement(sa.cast(numbers, sa.Text))
    connection = model.Session.connection()
    assert copied(connection, made, last=3) == [[b"1"], [b"2"], [b"3"]]
    assert copied(connection, made, last=0) == []


def test_an_error_is_that_of_any_statement() -> None:
    made = statement(sa.cast(sa.bindparam("text", type_=sa.Text), sa.Integer))
    with pytest.raises(DBAPIError):
        copied(model.Session.connection(), made, text="x")
    model.Session.rollback()
