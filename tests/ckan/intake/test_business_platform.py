"""A business platform's database, docked: its tables are entries, its dictionary theirs, its rows follow."""

from __future__ import annotations

import datetime as dt
from typing import Any

import business_schema
import pytest
import sqlalchemy as sa
from database_peers import sqlite
from listed_source import asked, harvested, made_source

from ckan import model

from ckanext.scigov.intake import mapping_files
from ckanext.scigov.intake.model import Run, Watermark
from ckanext.scigov.intake.pipeline import running
from ckanext.scigov.intake.service import runs
from ckanext.scigov.shared import clock

TABLE = "kj_project"
CONNECTOR = """
  kind: database
  dialect: sqlite
  database: {path}
  include: [kj_project, kj_institution, kj_code]
  dictionary:
    table: sys_dictionary
    columns: {{table: tbl, table_title: tbl_cn, table_description: tbl_desc, name: col, title: col_cn,
              description: col_desc, type: col_type, length: col_len, key: is_key}}
  growing: {{"*": updated_at}}
"""


@pytest.fixture
def platform(clean_site: None, tmp_path: Any, ckan_config: Any, monkeypatch: Any) -> Any:
    """The platform's database in a file below the folder that sources may read."""
    monkeypatch.setitem(ckan_config, "ckanext.scigov.intake.folder", str(tmp_path))
    made = sqlite(tmp_path)
    business_schema.make(made.engine)
    return made


def mapping(platform: Any) -> str:
    """Return the shipped mapping for this database."""
    text = mapping_files.text_of("business-database")
    begin, end = text.index("connector:"), text.index("identity:")
    path = platform.engine.url.database.rpartition("/")[2]
    connector = f"connector:{CONNECTOR.format(path=path)}"
    return (text[:begin] + connector + text[end:]).replace("business-platform}", "PROVIDER}")


def tables() -> dict[str, tuple[int, list[str]]]:
    """Return each table here: its rows, and the titles of its first data items."""
    model.Session.rollback()
    query = (
        sa.select(model.Package.title, Watermark.rows, model.Resource)
        .join(model.Resource, model.Resource.package_id == model.Package.id)
        .join(Watermark, Watermark.resource_id == model.Resource.id)
    )
    return {
        title: (rows, [item["title"] for item in resource.extras["data_items"][:2]])
        for title, rows, resource in model.Session.execute(query)
    }


def count(platform: Any, table: str = TABLE) -> int:
    with platform.engine.connect() as connection:
        return connection.scalar(sa.select(sa.func.count()).select_from(sa.table(table)))


def test_tables_come_with_dictionary_and_rows(platform, provider: dict[str, Any]) -> None:
    source = made_source(provider["id"], mapping(platform))
    run = harvested(source)
    assert (run.state, run.stop_reason, run.counts["new"], run.counts["tables"]) == (
        "finished", "", 3, 3,
    )  # fmt: skip
    found = tables()
    assert sorted(found) == ["代码字典", "单位信息", "科技计划项目信息"]
    assert found["科技计划项目信息"] == (count(platform), ["项目编号", "项目名称"])

    with platform.engine.begin() as connection:
        later = dt.datetime(2030, 1, 1, 8)  # noqa: DTZ001  (as the platform keeps it)
        first = sa.text(
            "UPDATE kj_project SET name = '改名的项目', updated_at = :at"
            " WHERE project_no = (SELECT min(project_no) FROM kj_project)"
        )
        connection.execute(first, {"at": later})
    again = harvested(source)
    assert (again.state, again.counts["tables"]) == ("finished", 3)
    assert tables()["科技计划项目信息"][0] == count(platform)


def test_a_run_that_pauses_between_tables_goes_on_with_the_next(
    platform, provider: dict[str, Any]
) -> None:
    run_id = asked(made_source(provider["id"], mapping(platform)))
    running.run(run_id, until=clock.now())
    model.Session.expire_all()
    assert len(tables()) == 1
    for _turn in range(5):
        running.run(run_id, until=clock.now())
    model.Session.expire_all()
    run = model.Session.get(Run, run_id)
    assert run is not None
    assert (run.state, run.counts["tables"], len(tables())) == ("finished", 3, 3)
    assert runs.active(model.Session, run.source_id) is None
