"""Figures of disputes: the database counts what the rules count, and names what everybody sees."""

from __future__ import annotations

import random
from typing import Any

import applying
import pytest
import sqlalchemy as sa
from disputing import accepted, call, reported

from ckan import model

from ckanext.scigov.dispute import figure_queries, publishing
from ckanext.scigov.dispute.domain import figures
from ckanext.scigov.dispute.domain.figures import Handled, Item
from ckanext.scigov.dispute.domain.states import State
from ckanext.scigov.dispute.model import Dispute

pytestmark = pytest.mark.usefixtures("province")
STATES = [state.value for state in State]
RESULTS = (None, "corrected", "partly_corrected", "not_corrected", "not_accepted")
SEED = 7


def counted_by_the_rules() -> dict[str, figures.Figures]:
    """Return what ``domain.figures`` says of every dispute that is stored."""
    public = set(
        model.Session.scalars(sa.select(Dispute.id).where(*publishing.public(model.Session)))
    )
    every = [
        _handled(one, is_public=one.id in public)
        for one in model.Session.scalars(sa.select(Dispute))
    ]
    return {**figures.by_unit(every), figure_queries.ALL: figures.figures(every)}


def _handled(one: Dispute, *, is_public: bool) -> Handled:
    item = Item(one.dataset_id, one.resource_id, one.item) if one.item and is_public else None
    return Handled(
        unit_id=one.unit_id, state=State(one.state), is_accepted=one.was_accepted,
        result=State(one.result) if one.result else None, took_days=one.took_days,
        was_late=bool(one.was_late), item=item,
    )  # fmt: skip


def scatter(number: int, name: str = "one") -> None:
    """Store disputes of all sorts: in any state, of two units or none, about few items."""
    chance = random.Random(SEED)
    like = model.Session.scalars(sa.select(Dispute)).first()
    values = {column.name: getattr(like, column.name) for column in Dispute.__table__.columns}
    rows = [{**values, **_scattered(f"{name}-{place}", chance)} for place in range(number)]
    if rows:
        model.Session.execute(sa.insert(Dispute), rows)


def _scattered(name: str, chance: random.Random) -> dict[str, Any]:
    return {
        "id": name, "number": name, "target_kind": "item", "state": chance.choice(STATES),
        "unit_id": chance.choice(("", "kejiting", "tongjiju")), "result": chance.choice(RESULTS),
        "was_accepted": chance.choice((None, True, True, False)), "is_published": chance.random() < 0.9,
        "took_days": chance.choice((None, 0, 1, 3, 8)), "was_late": chance.choice((None, True, False)),
        "item": chance.choice(("", *"abcdefghijklmnoäÄ")), "kind": chance.choice(("other", "not_public")),
        "dataset_id": chance.choice(("id-free", "id-plan")),
    }  # fmt: skip


def test_the_database_counts_what_the_rules_count() -> None:
    reported(resource="free-a")
    scatter(3000)
    found = figure_queries.figures(model.Session)
    assert found == counted_by_the_rules()
    assert set(found) == {"", "kejiting", "tongjiju"}
    assert [len(one.recurring) for one in found.values()] == [10, 10, 10]
    assert {one.item.dataset_id for one in found[""].recurring} == {"id-free"}
    model.Session.rollback()


def test_a_median_lies_between_two_days() -> None:
    for place, days in enumerate((2, 5)):
        one = accepted(user=("plain", "citizen")[place], kind="outdated")
        model.Session.execute(sa.update(Dispute).where(Dispute.id == one).values(took_days=days))
    assert figure_queries.figures(model.Session)["kejiting"].median_days == 3.5
    model.Session.rollback()


def test_without_disputes_there_is_nothing_to_take_a_share_of() -> None:
    nothing = {"number": 0, "accepted": None, "corrected_in_time": None, "median_days": None,
               "recurring": []}  # fmt: skip
    assert call("", "figures_show") == {"total": nothing, "units": []}


def test_figures_are_public(at: Any) -> None:
    first = accepted(resource="free-a", kind="outdated")
    call("editor", "correct", id=first, reason="已更正")
    at(applying.on("2026-12-01"))
    late = accepted(user="plain", kind="other")
    refused = reported(user="plain", kind="incomplete")
    call("editor", "reject", id=refused, ground="already_reported")
    at(applying.on("2027-03-01"))
    call("editor", "correct", id=late, reason="已更正")
    found = call("", "figures_show")
    told = {"number": 3, "accepted": 67, "corrected_in_time": 50}
    assert {name: found["total"][name] for name in told} == told
    assert [(one["unit_id"], one["unit_title"]) for one in found["units"]] == [
        ("kejiting", "省科学技术厅")
    ]
    assert call("", "figures_show", unit="kejiting")["units"] == found["units"]
    assert call("", "figures_show", unit="tongjiju")["units"] == []


def test_only_items_that_everybody_sees_are_named() -> None:
    for place, dataset in enumerate(("id-free", "id-free", "id-plan", "id-plan")):
        one = accepted(user="plain", kind=("other", "outdated", "incomplete", "duplicate")[place])
        values = {
            "dataset_id": dataset,
            "target_kind": "item",
            "resource_id": "free-a",
            "item": "amount",
        }
        if dataset == "id-plan":
            values |= {"resource_id": "plan-a", "item": "secret"}
        model.Session.execute(sa.update(Dispute).where(Dispute.id == one).values(**values))
    found = call("", "figures_show")["total"]
    assert (found["number"], found["accepted"]) == (4, 100)
    assert found["recurring"] == [
        {
            "dataset_id": "id-free", "dataset_name": "free", "dataset_title": "数据free",
            "resource_id": "free-a", "resource_name": "free-a", "item": "amount", "disputes": 2,
        }
    ]  # fmt: skip
    model.Session.rollback()


def test_figures_take_as_many_statements_for_many(count_queries: Any) -> None:
    reported(resource="free-a")
    numbers = []
    for size, name in ((20, "few"), (400, "many")):
        scatter(size, name)
        with count_queries() as queries:
            assert call("", "figures_show")["units"]
        numbers.append(queries.count)
    assert numbers[0] == numbers[1] <= 30
    model.Session.rollback()
