"""Ready mappings the whole way: a business platform's database, a server by SFTP, a spreadsheet in a folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import yaml
from business_schema import TITLES
from connector_suite import SECRET
from database_peers import Peer
from dropping import put
from listed_source import MAKER, harvested, made_source
from sftp_server import serving
from workbooks import book

from ckan import model
from ckan.tests import factories

from ckanext.scigov.intake import mapping_files
from ckanext.scigov.intake.model import Problem, Record, Run
from ckanext.scigov.intake.service import credentials, sources
from ckanext.scigov.shared import clock

HEADING = (
    "资源代码,资源名称,资源摘要,关键词,数源单位,更新周期,安全等级,共享属性,开放属性,更新日期\n"
)
LINE = "N{0},高新技术企业名录{0},有效期内的企业,高新技术,火炬中心,每年,1级,无条件共享,无条件开放,20260301\n"


@pytest.fixture
def provider_id(clean_site: None) -> str:
    return factories.Organization(title="省科学技术厅")["id"]


def source_of(provider: str, name: str, connector: dict[str, Any], **providers: str) -> str:
    """Make a source with a ready mapping, whose connector has other settings."""
    mapping = yaml.safe_load(mapping_files.text_of(name))
    mapping["connector"] |= connector
    mapping["provider"] = mapping["provider"] if providers else {"constant": provider}
    if providers:
        mapping["tables"]["providers"] = providers
    source = made_source(provider, yaml.safe_dump(mapping, allow_unicode=True), is_approved=False)
    now = clock.now()
    sources.set_options(model.Session, source, {"is_internal": True}, MAKER, now)
    for secret in ("database", "front-machine"):
        credentials.keep(model.Session, source, secret, SECRET, actor=MAKER, now=now)
    sources.decide(
        model.Session,
        source,
        sources.SourceEvent.APPROVE,
        MAKER,
        now,
        reason="-",
        second_person=False,
    )
    model.Session.commit()
    return source


def entries() -> dict[str, Any]:
    model.Session.rollback()
    found = model.Session.scalars(sa.select(model.Package).where(model.Package.type == "dataset"))
    return {one.title: one for one in found if one.state == "active"}


def outcome(run: Run) -> tuple[str, dict[str, int]]:
    assert (run.stop_reason, run.stop_detail) == ("", {})
    return run.state, {name: count for name, count in run.counts.items() if count}


def test_the_tables_of_a_business_platform(
    platform: Peer, provider_id: str, ckan_config: Any, monkeypatch: Any
) -> None:
    monkeypatch.setitem(ckan_config, "ckanext.scigov.intake.folder", platform.folder)
    connector = {**platform.settings, "password": {"secret": "database"}}
    source = source_of(provider_id, "business-database", connector)
    rows = {"tables": 14, "rows": 6392}
    assert outcome(harvested(source)) == ("finished", {"listed": 14, "new": 14, **rows})
    assert sorted(entries()) == sorted(TITLES.values())
    (resource,) = entries()["科技计划项目信息"].resources_all
    assert [one["title"] for one in resource.extras["data_items"]][:2] == ["项目编号", "项目名称"]
    assert outcome(harvested(source)) == ("finished", {"listed": 14, "unchanged": 14, **rows})


def test_a_file_on_a_server_and_what_happens_to_it(tmp_path: Path, provider_id: str) -> None:
    lines = HEADING + "".join(LINE.format(number) for number in range(20))
    put(tmp_path, "a.csv", lines.encode("gb18030"))
    put(tmp_path, "b.csv", (HEADING + LINE.format(99)).encode())
    with serving(tmp_path, SECRET) as server:
        sftp = server.settings(password={"secret": "front-machine"})
        source = source_of(provider_id, "national-vertical", {"sftp": sftp})
        assert outcome(harvested(source)) == ("finished", {"listed": 21, "new": 21})
        assert "高新技术企业名录7" in entries()
        assert outcome(harvested(source))[0] == "finished"
        # The sender writes the file anew: nothing is missing meanwhile.
        (tmp_path / "b.csv").rename(tmp_path / "b.csv.part")
        run = harvested(source)
        assert (run.state, run.stop_reason) == ("failed", "changed_meanwhile")
        assert model.Session.scalar(sa.select(sa.func.count(Record.missing_since))) == 0
        # It is gone for good.
        (tmp_path / "b.csv.part").unlink()
        assert harvested(source).state == "finished"
        assert model.Session.scalar(sa.select(sa.func.count(Record.missing_since))) == 1


def test_a_spreadsheet_of_units_without_a_system(
    tmp_path: Path, provider_id: str, ckan_config: Any, monkeypatch: Any
) -> None:
    monkeypatch.setitem(ckan_config, "ckanext.scigov.intake.folder", str(tmp_path))
    rows = [
        ["数据资源名称", "摘要", "提供单位", "数据种类", "更新周期", "安全等级", "共享属性", "开放属性"],
        ["大型仪器台账", "各单位仪器", "省科学技术厅", "科技管理数据", "每半年", "二级", "无条件共享", "有条件开放"],
        ["园区企业名单", "各园区企业", "某局", "科技管理数据", "每年", "一级", "无条件共享", "无条件开放"],
    ]  # fmt: skip
    put(tmp_path, "offline/2026.xlsx", book(("目录", rows)))
    source = source_of(provider_id, "offline-spreadsheet", {}, 省科学技术厅=provider_id)
    run = harvested(source)
    assert (run.state, sorted(entries())) == ("finished", ["大型仪器台账"])
    asked = sa.select(Problem.cause, Problem.value).where(Problem.run_id == run.id)
    told = sorted(tuple(row) for row in model.Session.execute(asked))
    assert told == [("unknown_provider", ""), ("unmapped", "某局")]
