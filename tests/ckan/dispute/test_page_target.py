"""What the page of a dispute says of the cells of a row."""

from __future__ import annotations

from ckanext.scigov.dispute import page_target
from ckanext.scigov.dispute.pages import Beside

LONG = "牵头承担单位（含独立法人科研机构、高等学校与企业）统一社会信用代码"
CUT = LONG.encode()[:63].decode(errors="ignore")
DICTIONARY = [{"name": "no", "title": "项目编号"}, {"name": "unit", "title": LONG}]


def test_cells_stand_in_the_order_of_the_dictionary_under_their_whole_titles() -> None:
    cells = {"x": "1", CUT: "甲", "a": "2", "项目编号": "A1"}
    dispute = {"target": {"kind": "record"}, "value": None, "cells": cells, "proposal": None}
    present = {"outcome": "one", "row": 1, "cells": {**cells, CUT: "乙"}}
    assert page_target.compared(dispute, present, DICTIONARY).rows == (
        Beside("项目编号", "A1", None, "A1"),
        Beside(LONG, "甲", None, "乙", differs=True),
        Beside("a", "2", None, "2"),
        Beside("x", "1", None, "1"),
    )
