"""Somebody with a role in a unit finds what stands below it; that follows when a unit is moved."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from ckan import model
from ckan.tests import factories, helpers

from ckanext.scigov.access import enforcement, jobs
from ckanext.scigov.access.service import transitions
from ckanext.scigov.shared.model import OutboxEntry

WAITING = sa.select(OutboxEntry).where(
    OutboxEntry.name == transitions.JOB, OutboxEntry.state == "waiting"
)


def waiting() -> set[str]:
    return {row.payload["dataset_id"] for row in model.Session.scalars(WAITING)}


def forget() -> None:
    done = sa.update(OutboxEntry).where(OutboxEntry.name == transitions.JOB).values(state="done")
    model.Session.execute(done)
    model.Session.commit()


def found(name: str, dataset_id: str) -> bool:
    answer = helpers.call_action(
        "package_search", {"user": name, "ignore_auth": False}, fq=f"id:{dataset_id}",
        include_private=True,
    )  # fmt: skip
    return answer["count"] == 1


def test_who_finds_an_entry_follows_its_provider(
    units: dict[str, str], dataset_of: Callable[..., str], holder: Callable[..., str]
) -> None:
    mine, below, other = (
        dataset_of("bureau", "mine"),
        dataset_of("institute", "below"),
        dataset_of("elsewhere", "other"),
    )
    helpers.call_action("package_patch", id=below, hide_entry="true")
    overseer = holder("steward", "unit_tree", units["province"])
    jobs.bring_in_line({"dataset_id": below})
    assert found(overseer, below)
    forget()
    admin = {"user": factories.Sysadmin()["name"], "ignore_auth": False}
    helpers.call_action("scigov_catalogue_unit_update", admin, id=units["bureau"], parent="")
    assert waiting() == {mine, below}
    for dataset_id in (mine, below):
        jobs.bring_in_line({"dataset_id": dataset_id})
    assert not found(overseer, below)
    labels = enforcement.labels_of_dataset(model.Package.get(below))
    assert f"role-unit_tree-{units['bureau']}" in labels
    assert f"role-unit_tree-{units['province']}" not in labels
    assert other not in waiting()


def test_ckans_own_way_of_moving_is_noticed_as_well(
    units: dict[str, str], dataset_of: Callable[..., str]
) -> None:
    moved, _ = dataset_of("elsewhere", "moved"), dataset_of("bureau", "stays")
    forget()
    system: dict[str, Any] = {"user": factories.Sysadmin()["name"], "ignore_auth": True}
    helpers.call_action(
        "member_create", system, id=units["elsewhere"], object=units["province"],
        object_type="group", capacity="public",
    )  # fmt: skip
    assert waiting() == {moved}
