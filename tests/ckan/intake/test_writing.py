"""Entries written many at once are those that ``package_create`` makes, table by table."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from listed_source import GRADED, MAPPING, harvested, made_source, record

import ckan.plugins.toolkit as tk
from ckan import logic, model

from ckanext.scigov.intake import mapping_files
from ckanext.scigov.intake.pipeline import writing
from ckanext.scigov.intake.pipeline.arriving import APPROVED
from ckanext.scigov.intake.pipeline.one import cautious

TAGS = (
    "SELECT t.name, t.vocabulary_id, p.state FROM package_tag p JOIN tag t ON t.id = p.tag_id"
    " WHERE p.package_id = :id ORDER BY t.name"
)
TABLES = (
    TAGS,
    "SELECT * FROM package WHERE id = :id",
    "SELECT * FROM resource WHERE package_id = :id ORDER BY position",
    "SELECT capacity, table_name, group_id, state FROM member WHERE table_id = :id",
    "SELECT * FROM scigov_access_grade WHERE dataset_id = :id",
    "SELECT * FROM scigov_access_proposal WHERE dataset_id = :id",
    "SELECT * FROM scigov_access_vault WHERE dataset_id = :id",
    "SELECT event, object_type, detail FROM scigov_audit_event WHERE object_id = :id ORDER BY event",
)
OWN = frozenset(
    {"metadata_created", "metadata_modified", "created", "since", "set_by", "proposed_at"}
)  # fmt: skip
"""Moments, actors and numbers that two writings cannot have in common."""


def stored(dataset_id: str) -> list[list[dict[str, Any]]]:
    """Return all rows about an entry, without ids and moments."""
    model.Session.rollback()
    ids = [dataset_id, *(r[0] for r in model.Session.execute(
        sa.text("SELECT id FROM resource WHERE package_id = :id ORDER BY position"), {"id": dataset_id}
    ))]  # fmt: skip
    found = []
    for query in TABLES:
        rows = model.Session.execute(sa.text(query), {"id": dataset_id}).mappings()
        found.append([{k: plain(v, ids) for k, v in row.items() if k not in OWN} for row in rows])
    return found


def plain(value: Any, ids: list[str]) -> str:
    text = str(value)
    for number, one in enumerate(ids):
        text = text.replace(one, f"<{number}>")
    return text.replace(APPROVED, "")


def by_ckan(raw: dict[str, Any], text: str, provider_id: str) -> str:
    """Make the entry of a record by CKAN's own action; return its id."""
    mapped = mapping_files.read(text.replace("PROVIDER", provider_id)).apply(raw)
    context = {"ignore_auth": True, "user": "", "scigov_catalogue_gathered": True}
    entry = {**cautious(mapped)[0], "owner_org": provider_id}
    return tk.get_action("package_create")(context, entry)["id"]


def purge(dataset_id: str) -> None:
    tk.get_action("dataset_purge")({"ignore_auth": True, "user": ""}, {"id": dataset_id})


RECORDS = {
    "plain": (MAPPING, record(1)),
    "no resource": (MAPPING, record(1, 格式=[])),
    "unmapped": (MAPPING, record(1, 更新周期="三年", 开放="看情况", 标签="")),
    "about persons": (MAPPING, record(1, 标题="科技特派员名单", 摘要="姓名、身份证号、手机号码")),
    "graded open": (GRADED, record(1, 等级="1", 共享="unconditional")),
    "graded closed": (GRADED, record(1, 等级="3", 共享="conditional", 开放="有条件开放")),
}


@pytest.mark.parametrize("name", RECORDS)
def test_the_rows_are_those_of_package_create(shelf, provider_id, name: str) -> None:
    text, raw = RECORDS[name]
    made = by_ckan(raw, text, provider_id)
    expected = stored(made)
    purge(made)
    shelf.records = [raw]
    run = harvested(made_source(provider_id, text))
    assert run.counts.get("new") == 1
    assert writing.site_allows()
    dataset_id = model.Session.scalar(sa.text("SELECT dataset_id FROM scigov_intake_record"))
    assert stored(dataset_id) == expected


@pytest.mark.parametrize("name", RECORDS)
def test_the_document_is_the_one_that_ckan_would_write(shelf, provider_id, name: str) -> None:
    text, raw = RECORDS[name]
    shelf.records = [raw]
    harvested(made_source(provider_id, text))
    query = sa.text("SELECT * FROM scigov_search_document WHERE dataset_type = 'dataset'")
    (before,) = [dict(row) for row in model.Session.execute(query).mappings()]
    logic.index_update_package({"ignore_auth": True}, before["id"])
    model.Session.commit()
    (after,) = [dict(row) for row in model.Session.execute(query).mappings()]
    assert without_moment(before) == without_moment(after)


def without_moment(row: dict[str, Any]) -> dict[str, Any]:
    """Return a document without the moment it was written at."""
    stored = {name: value for name, value in row["stored"].items() if name != "indexed_ts"}
    terms = [term for term in row["terms"] if not term.startswith("indexed_ts=")]
    return {**row, "stored": stored, "terms": terms, "written_by": None}
