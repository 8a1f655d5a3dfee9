"""Who of many people sees an entry: for each of them what the policy says of him alone."""

from __future__ import annotations

from typing import Any

import applying
import pytest
import sqlalchemy as sa
from applying import NOW, grant_role

from ckan import model

from ckanext.scigov.access import queries
from ckanext.scigov.access.domain.policy import Operation, decide
from ckanext.scigov.access.model import Grant
from ckanext.scigov.access.service import reading, seers

pytestmark = pytest.mark.usefixtures("province")


@pytest.fixture
def province(at: Any, clean_site: None) -> None:
    at(NOW)
    applying.build()


def everybody() -> list[str]:
    return sorted(model.Session.scalars(sa.select(model.User.id)))


def one_by_one(dataset_id: str) -> list[str]:
    """Return who sees an entry, each of them loaded by himself."""
    entry = queries.objects(model.Session, [dataset_id])[dataset_id]
    found = {id_: reading.principal_of(model.Session, id_, NOW) for id_ in everybody()}
    return sorted(
        id_ for id_, one in found.items() if one and decide(one, Operation.META, entry).allowed
    )


def together(dataset_id: str) -> list[str]:
    return sorted(seers.who_sees(model.Session, dataset_id, everybody(), NOW))


def held(number: str, **more: Any) -> Grant:
    given = {
        "dataset_id": "id-hidden", "resource_ids": [], "axis": "opening", "from_at": NOW,
        "obligations": {}, "granted_by": "", "source": "", "terms_version": "", "items": [],
        "member_ids": [], "reason": "",
    }  # fmt: skip
    return Grant(id=number, number=number, **{**given, **more})


def close(name: str, **columns: Any) -> None:
    package = model.package_table
    is_meant = package.c.id == f"id-{name}"
    model.Session.execute(sa.update(package).where(is_meant).values(**columns))
    model.Session.commit()


def test_an_entry_for_everybody_is_seen_by_all_whose_accounts_are_in_use() -> None:
    gone = model.User.get("plain")
    gone.state = "deleted"
    model.Session.commit()
    assert together("id-plan") == one_by_one("id-plan") == sorted({*everybody()} - {"id-plain"})


def test_an_entry_that_is_hidden_is_seen_by_those_inside() -> None:
    inside = [
        "auditor",
        "cdo",
        "cdo2",
        "decider",
        "editor",
        "member",
        "reviewer",
        "root",
        "second",
        "steward",
        "torn",
    ]
    assert together("id-hidden") == [f"id-{name}" for name in inside]
    assert one_by_one("id-hidden") == together("id-hidden")


def test_what_is_not_there_is_seen_by_nobody() -> None:
    assert together("id-nothing") == []
    assert seers.who_sees(model.Session, "id-plan", [], NOW) == frozenset()


@pytest.mark.parametrize("columns", [{"private": True}, {"state": "deleted"}, {"state": "draft"}])
@pytest.mark.parametrize("name", ["free", "plan", "output"])
def test_an_entry_that_is_closed(name: str, columns: dict[str, Any]) -> None:
    close(name, **columns)
    assert 0 < len(together(f"id-{name}")) < len(everybody())
    assert together(f"id-{name}") == one_by_one(f"id-{name}")


def test_roles_of_a_unit_above_and_grants_and_invitations_count(ckan_config, monkeypatch) -> None:
    monkeypatch.setitem(ckan_config, "ckan.auth.allow_dataset_collaborators", True)
    monkeypatch.setitem(ckan_config, "ckan.auth.roles_that_cascade_to_sub_groups", ["editor"])
    session = model.Session
    session.execute(
        sa.insert(model.member_table).values(
            id="above", table_name="group", table_id="tongjiju", group_id="kejiting",
            capacity="public", state="active",
        )
    )  # fmt: skip
    grant_role("plain", "reviewer", "tongjiju")
    session.add_all(
        [held("1", user_id="id-citizen"), held("2", agency_id="agency", member_ids=["id-robot"])]
    )
    session.add(model.PackageMember(package_id="id-hidden", user_id="id-asked", capacity="editor"))
    session.commit()
    before = together("id-hidden")
    assert {"id-citizen", "id-robot", "id-asked", "id-other_editor"} & set(before) == {
        "id-citizen", "id-robot", "id-asked", "id-other_editor",
    }  # fmt: skip
    assert before == one_by_one("id-hidden")


def test_the_statements_do_not_grow_with_the_people(count_queries) -> None:
    people = everybody()
    with count_queries() as few:
        seers.who_sees(model.Session, "id-hidden", ["id-plain", "id-editor"], NOW)
    with count_queries() as more:
        seers.who_sees(model.Session, "id-hidden", people, NOW)
    assert len(few) == len(more)
