"""What a reader sees now of the data that disputes are about."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import comparing
import pytest

from ckan import model
from ckan.tests import helpers

from ckanext.scigov.access.domain.subjects import ANONYMOUS
from ckanext.scigov.dispute.domain.target import Target, TargetKind
from ckanext.scigov.dispute.domain.visibility import Reader
from ckanext.scigov.dispute.sight import Sight, sights

pytestmark = pytest.mark.usefixtures("clean_site")
ROWS = [{"no": "A1", "secret": "canary-1", "v": "x"}]
ITEM = {"title": "密项", "name": "secret", "data_type": "C", "description": "不公开的数据项"}
PERSON = {"title": "身份证号", "name": "v", "data_type": "C", "description": "证件的号码",
          "personal_info": "true", "mask_rule": "保留后四位"}  # fmt: skip
NOBODY = frozenset[str]()


def sight(target: Target, who: Any = ANONYMOUS) -> Sight:
    return sights(model.Session, [target], who)[target]


def targets(where: Any) -> dict[str, Target]:
    """Return a target of each kind, and a cell that is not closed."""
    key, columns = (("no", "A1"),), ("no", "secret", "v")
    kind = TargetKind
    inside = {kind.RESOURCE, kind.ITEM, kind.RECORD, kind.CELL}
    found = {
        one.value: Target(one, where.dataset_id, where.resource_id if one in inside else "")
        for one in kind
    }
    for name in ("record", "cell"):
        found[name] = replace(found[name], key=key, columns=columns)
    found["open cell"] = replace(found["cell"], item="v")
    return found | {name: replace(found[name], item="secret") for name in ("item", "cell")}


def opens(where: Any) -> set[str]:
    return {name for name, one in targets(where).items() if sight(one).is_open}


def test_all_of_an_open_dataset_is_open(disputed) -> None:
    where = disputed(ROWS)
    assert opens(where) == set(targets(where))
    assert sight(targets(where)["record"]) == Sight(Reader(), is_open=True, is_personal=False)


def test_nothing_of_a_closed_dataset_is_open_and_its_owner_reads_it(disputed, owner) -> None:
    where = disputed(ROWS, is_open=False)
    record = targets(where)["record"]
    assert sight(record, owner()).reader == Reader()
    assert opens(where) == set()
    names = frozenset({"no", "secret", "v"})
    assert sight(record).reader == Reader(reads_data=False, closed_items=names)
    assert sight(targets(where)["dataset"]).reader == Reader(reads_data=False)


def test_a_closed_item_closes_what_holds_it(disputed, owner) -> None:
    where = disputed(ROWS, closed="secret")
    assert sight(targets(where)["cell"], owner()).reader == Reader()
    assert opens(where) == {"open cell", "field", "decision"}
    closed = frozenset({"secret"})
    assert sight(targets(where)["open cell"]).reader == Reader(closed_items=closed)
    by_key = replace(targets(where)["open cell"], key=(("secret", "canary-1"),))
    assert not sight(by_key).is_open


def test_a_hidden_or_absent_entry_shows_nothing(disputed, owner) -> None:
    where = disputed(ROWS, is_open=False, hide_entry="true")
    cell = targets(where)["cell"]
    assert sight(cell, owner()).reader == Reader()
    names = frozenset({"no", "secret", "v"})
    nothing = Sight(Reader(frozenset(), False, False, False, names), False, False)
    assert sight(cell) == sight(replace(cell, dataset_id="nothing")) == nothing


def test_a_name_that_is_no_columns_any_more_may_be_that_of_a_closed_one(disputed, owner) -> None:
    where = disputed(ROWS, items=[ITEM], closed="secret")
    old = replace(targets(where)["open cell"], item="old", columns=("no", "old"))
    comparing.put(where.resource_id, ROWS, dict.fromkeys(ROWS[0], "text"))
    assert sight(old, owner()).reader.reads("old")
    assert not sight(old).reader.reads("old")
    assert sight(old).reader.reads("no")
    assert not sight(old).is_open


def test_of_a_resource_that_is_gone_nothing_is_open(disputed, owner) -> None:
    where = disputed(ROWS)
    cell = targets(where)["cell"]
    assert sight(cell).is_open
    context = {"ignore_auth": True, "user": ""}
    helpers.call_action("resource_delete", context=context, id=where.resource_id)
    for who in (ANONYMOUS, owner()):
        assert not sight(cell, who).is_open
        assert not sight(cell, who).reader.reads("v")


def test_a_hidden_dictionary_names_no_item(disputed, owner) -> None:
    where = disputed(items=[ITEM], is_open=False, hide_dictionary="true")
    item = targets(where)["item"]
    assert not sight(item, owner()).reader.is_closed("secret")
    assert sight(item).reader.is_closed("secret")
    shown = disputed(items=[ITEM], is_open=False, name="shown")
    assert not sight(targets(shown)["item"]).reader.is_closed("secret")


def test_what_is_about_personal_data_is_said_to_be(disputed) -> None:
    rows = [{"no": "A1", "身份证号": "x", "secret": "y"}]
    where = disputed(rows, items=[PERSON])
    cells = {name: replace(targets(where)["cell"], item=name, key=()) for name in rows[0]}
    found = {name: sight(one).is_personal for name, one in cells.items()}
    assert found == {"no": False, "身份证号": True, "secret": False}
    whole = {
        name: sight(targets(where)[name]).is_personal for name in ("dataset", "record", "field")
    }
    assert whole == {"dataset": True, "record": True, "field": False}


def test_a_dataset_that_holds_personal_data_is_personal_in_all_its_parts(disputed) -> None:
    where = disputed(ROWS, personal_info="true", mask_rule="保留后四位")
    found = {name for name, one in targets(where).items() if sight(one).is_personal}
    assert found == set(targets(where)) - {"field"}


def test_the_number_of_statements_does_not_grow(disputed, owner, count_queries) -> None:
    wheres = [disputed(ROWS, closed="secret", name=f"plan-{n}") for n in range(4)]
    many = [one for where in wheres for one in targets(where).values()]
    who = owner()
    sights(model.Session, many, who)
    counts = []
    for some in (many[:1], many):
        model.Session.expire_all()
        with count_queries() as queries:
            assert len(sights(model.Session, some, who)) == len(some)
        counts.append(queries.count)
    assert counts == [7, 7]
