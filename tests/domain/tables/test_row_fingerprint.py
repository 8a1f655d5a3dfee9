"""The definition of a row's fingerprint, which disputes keep for years: it must never change."""

from __future__ import annotations

import hashlib

from ckanext.scigov.tables.domain.row_fingerprint import fingerprint

ROW = {"_id": "7", "编号": "15WSH004", "金额": "12.60", "备注": None}


def test_it_is_of_canonical_json():
    text = '{"备注":null,"编号":"15WSH004","金额":"12.60"}'
    assert fingerprint(ROW) == hashlib.sha256(text.encode()).hexdigest()
    assert fingerprint(ROW) == "63faca0a056425a5b0af6f5755df2fed1356cdea7b0c52e27e285888cc63de23"


def test_neither_place_nor_order_counts():
    turned = dict(reversed(ROW.items())) | {"_id": "8", "_full_text": "x"}
    assert fingerprint(turned) == fingerprint(ROW)


def test_empty_is_nothing():
    assert fingerprint(ROW | {"备注": ""}) == fingerprint(ROW)


def test_each_value_and_each_column_counts():
    others = [ROW | {"金额": "12.6"}, ROW | {"备注": " "}, {"编号": "15WSH004", "金额": "12.60"}]
    assert len({fingerprint(one) for one in (ROW, *others)}) == 4


def test_half_a_surrogate_is_a_row_that_is_not_there():
    assert len(fingerprint({"a": "\ud800"})) == 64
