"""What everybody sees of many disputes is what the rules of one dispute say, place by place."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from ckan import model

from ckanext.scigov.dispute import list_conditions, publishing, viewing
from ckanext.scigov.dispute.domain import target as targets
from ckanext.scigov.dispute.domain.target import ROWS, Target, TargetKind
from ckanext.scigov.dispute.list_conditions import Wanted
from ckanext.scigov.dispute.logic.calls import doer
from ckanext.scigov.dispute.model import Dispute, Seen

pytestmark = pytest.mark.usefixtures("clean_site")
TABLE = [{"no": "A1", "secret": "canary-1", "v": "x"}]
PERSON = {"title": "证件号码", "name": "v", "data_type": "C", "description": "证件的号码",
          "personal_info": "true", "mask_rule": "保留后四位"}  # fmt: skip
DAY = dt.datetime(2026, 9, 24, 1, tzinfo=dt.timezone.utc)
EMPTY = {
    "unit_id": "", "author_id": "", "agency_id": "", "explanation": "", "cause": "", "merged_into": "",
    "accepted_by": "", "reporter_ids": [], "links": [], "dataset_ids": [], "decided_by": [],
    "saw_more": False, "is_accepted": False, "is_extended": False, "was_reopened": False,
    "must_correct": False, "version": 1, "joined": 0,
}  # fmt: skip


def store(name: str, target: Target, **more: Any) -> None:
    """Store a dispute about a place, as everybody may see it but for the place."""
    row = {
        **EMPTY, "id": name, "number": name, "dataset_title": "数据", "provider_id": "p", "kind": "other",
        "filer_kind": "person", "filed_at": DAY, "stepped_at": DAY, "state": "filed", "is_signed": True,
        "is_published": True, "target_kind": target.kind.value, "dataset_id": target.dataset_id,
        "resource_id": target.resource_id, "item": target.item, "field": target.field, **more,
    }  # fmt: skip
    model.Session.add(Dispute(**row))
    model.Session.flush()
    model.Session.add(Seen(dispute_id=name, target=targets.to_values(target), cells={}))
    model.Session.flush()


def places(where: Any) -> dict[str, Target]:
    """Return a place of each sort, those of rows by keys of either column."""
    kinds = TargetKind
    found = {one.value: Target(one, where.dataset_id) for one in kinds}
    inside = {kinds.RESOURCE, kinds.ITEM, *ROWS}
    found |= {one.value: replace(found[one.value], resource_id=where.resource_id) for one in inside}
    found["field"] = replace(found["field"], field="title")
    for kind in ("item", "cell"):
        found |= {f"{kind} {item}": replace(found[kind], item=item) for item in ("v", "secret")}
    by_secret, by_no = (("secret", "canary-1"),), (("no", "A1"),)
    found["cell v"] = replace(found["cell v"], key=by_no, columns=("no", "v"))
    found["cell v by secret"] = replace(found["cell v"], key=by_secret)
    found["record"] = replace(found["record"], key=by_no, columns=("no", "secret", "v"))
    return {name: one for name, one in found.items() if name not in ("item", "cell")}


def public() -> set[str]:
    """Return what the SELECT finds, which is what the rules of each dispute say."""
    conditions = publishing.public(model.Session)
    found = set(model.Session.scalars(sa.select(Dispute.id).where(*conditions)))
    anybody = doer({"user": "", "ignore_auth": False})
    every = model.Session.scalars(sa.select(Dispute)).all()
    assert found == {one.dispute.id for one in viewing.viewed(model.Session, every, anybody)}
    return found


def stored(where: Any) -> set[str]:
    for name, target in places(where).items():
        store(name, target)
    return set(places(where))


def test_of_an_open_table_all_is_public(disputed: Any) -> None:
    every = stored(disputed(TABLE))
    assert len(every) == 10
    assert public() == every


def test_of_a_closed_dataset_nothing_is(disputed: Any) -> None:
    stored(disputed(TABLE, is_open=False))
    assert public() == set()


def test_a_closed_item_takes_out_what_holds_or_names_it(disputed: Any) -> None:
    stored(disputed(TABLE, closed="secret"))
    assert public() == {"cell v", "item v", "field", "decision"}


def test_personal_data_take_out_what_is_about_them(disputed: Any) -> None:
    where = disputed(TABLE, items=[PERSON])
    stored(where)
    assert public() == {"field", "item secret", "cell secret"}


def test_what_is_about_nothing_that_is_there_is_not_public(disputed: Any) -> None:
    where = disputed(TABLE)
    store("gone dataset", Target(TargetKind.DATASET, "nothing"))
    store("gone resource", Target(TargetKind.RESOURCE, where.dataset_id, "nothing"))
    store("there", Target(TargetKind.RESOURCE, where.dataset_id, where.resource_id))
    assert public() == {"there"}


def test_whoever_is_not_told_an_item_finds_nothing_by_it(disputed: Any, owner: Any) -> None:
    where = disputed(TABLE, closed="secret")
    stored(where)
    named = list_conditions.about(Wanted(item="secret"), in_public=False)

    def found(who: Any) -> set[str]:
        conditions = [*named, *publishing.told(model.Session, named, who.principal)]
        return set(model.Session.scalars(sa.select(Dispute.id).where(*conditions)))

    anybody = doer({"user": "", "ignore_auth": False})
    assert found(replace(anybody, principal=owner())) == {"item secret", "cell secret"}
    assert found(anybody) == set()
