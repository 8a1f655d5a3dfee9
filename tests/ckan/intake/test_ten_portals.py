"""Records of the ten portals through connector, mapping and pipeline; killed and taken up again.

All of them where ``./scigov test --long`` is asked for, else each tenth of a portal, and one portal killed.
"""

from __future__ import annotations

import json
import lzma
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from listed_source import APPROVER, MAKER
from thoroughly import every

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.tests import factories

from ckanext.scigov.intake import mapping_files
from ckanext.scigov.intake.domain.states import RunKind, SourceEvent
from ckanext.scigov.intake.model import Record, Run
from ckanext.scigov.intake.pipeline import running
from ckanext.scigov.intake.service import runs, sources
from ckanext.scigov.shared import clock

RECORDS = Path(__file__).parents[2] / "data" / "portals"
ALL = {
    "anhui": (700, 0),
    "liuzhou": (1540, 0),
    "guiyang": (2469, 0),
    "hainan": (3907, 40),
    "huaian": (2577, 0),
    "jiangsu": (965, 0),
    "zhenjiang": (2143, 0),
    "shanghai": (2228, 2266),
    "aba": (7379, 0),
    "zhejiang": (1309, 0),
}
"""Portal → entries, duplicates. None is rejected."""
A_TENTH = {
    "anhui": (70, 0),
    "liuzhou": (154, 0),
    "guiyang": (247, 0),
    "hainan": (396, 0),
    "huaian": (258, 0),
    "jiangsu": (97, 0),
    "zhenjiang": (215, 0),
    "shanghai": (409, 41),
    "aba": (738, 0),
    "zhejiang": (131, 0),
}
FATES = every(ALL, else_=A_TENTH)
STEP = every(1, else_=10)
KILLED = every([*ALL], else_=["liuzhou"])
"""Whose runs are killed again and again, over all of their records."""


@pytest.fixture
def step() -> int:
    """Of how many records one is read."""
    return 1


@pytest.fixture
def folder(clean_site: None, tmp_path: Path, ckan_config: Any, monkeypatch: Any, step: int) -> Path:
    """The folder of this site's files, with the records of the ten portals."""
    for packed in RECORDS.glob("*.json.xz"):
        file = tmp_path / packed.stem
        whole = lzma.decompress(packed.read_bytes())
        file.write_bytes(whole if step == 1 else shortened(whole.decode("utf-8-sig"), step))
        # What has just been written may not be whole yet: it would be left for the next run.
        os.utime(file, (0, 0))
    monkeypatch.setitem(ckan_config, "ckanext.scigov.intake.folder", str(tmp_path))
    monkeypatch.setitem(ckan_config, "ckanext.scigov.access.second_person", "raise")
    return tmp_path


def shortened(text: str, step: int) -> bytes:
    """Return a file of as many lists, with one of ``step`` records, and all that the tests name."""
    decoder, position, lists = json.JSONDecoder(), 0, []
    while position < len(text):
        records, position = decoder.raw_decode(text, position)
        lists.append([r for n, r in enumerate(records) if n % step == 0 or PROJECTS in r.values()])
        position += len(text[position:]) - len(text[position:].lstrip())
    return "\n".join(json.dumps(one, ensure_ascii=False) for one in lists).encode()


def asked(portal: str) -> str:
    """Make and approve the source of a portal, and ask for its first run."""
    factories.Organization(name=f"portal-{portal}")
    user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    source = tk.get_action("harvest_source_create")(
        {"ignore_auth": True, "user": user},
        {
            "name": f"source-{portal}", "title": portal, "url": f"https://example.org/{portal}",
            "source_type": "scigov", "owner_org": f"portal-{portal}", "frequency": "MANUAL",
        },
    )["id"]  # fmt: skip
    session, now = model.Session, clock.now()
    sources.register(session, source, mapping_files.text_of(portal), MAKER, now)
    sources.decide(
        session, source, SourceEvent.APPROVE, APPROVER, now, reason="", second_person=True
    )
    run = runs.request(session, source, RunKind.FULL, MAKER, now)
    session.commit()
    return run.id


def state_of(run_id: str) -> tuple[Any, ...]:
    model.Session.rollback()
    run = model.Session.get(Run, run_id, populate_existing=True)
    assert run is not None
    return run.state, run.stop_reason


# What a passage leaves, without what two passages cannot have in common.
LEFT = """
SELECT title, name, notes, private, extras::text, state FROM package
 WHERE type = 'dataset' ORDER BY name;
SELECT p.name, r.position, r.name, r.format FROM resource r JOIN package p ON p.id = r.package_id
 ORDER BY p.name, r.position;
SELECT p.name, t.name FROM package_tag x JOIN tag t ON t.id = x.tag_id
 JOIN package p ON p.id = x.package_id ORDER BY p.name, t.name;
SELECT p.name, g.security_level, g.open_type FROM scigov_access_proposal g
 JOIN package p ON p.id = g.dataset_id ORDER BY p.name;
SELECT p.name, v.fields::text FROM scigov_access_vault v JOIN package p ON p.id = v.dataset_id
 JOIN resource r ON r.id = v.resource_id ORDER BY p.name, r.position;
SELECT key, ordinal, title, fate, reason FROM scigov_intake_record ORDER BY key, ordinal;
SELECT key, severity, cause, field, value FROM scigov_intake_problem
 ORDER BY key, cause, field, value;
SELECT name, title, stored ->> 'update_cycle' FROM scigov_search_document
 WHERE dataset_type = 'dataset' ORDER BY name;
SELECT event, count(*) FROM scigov_audit_event
 WHERE event LIKE 'dataset.%' OR event LIKE 'grade.%' GROUP BY event ORDER BY event
"""


def everything() -> list[tuple[Any, ...]]:
    """Return all rows that a passage has left."""
    model.Session.rollback()
    statements = (sa.text(one.replace(":", "\\:")) for one in LEFT.split(";"))
    return [tuple(row) for one in statements for row in model.Session.execute(one)]


@pytest.mark.parametrize("step", [STEP])
def test_every_record_of_the_ten_portals_is_accounted_for(folder: Path) -> None:
    found = {}
    for portal in FATES:
        running.run(asked(portal))
        query = (
            sa.select(Record.fate, sa.func.count())
            .join(Run, Run.source_id == Record.source_id)
            .where(Run.id == newest())
            .group_by(Record.fate)
        )
        fates = {row[0]: row[1] for row in model.Session.execute(query)}
        found[portal] = (fates.pop("in", 0), fates.pop("duplicate", 0))
        assert fates == {}
    assert found == FATES
    assert sum(map(sum, ALL.values())) == 27_523
    assert_hainans_projects_wait()


def newest() -> str:
    query = sa.select(Run.id).order_by(Run.requested_at.desc()).limit(1)
    return str(model.Session.scalar(query))


PROJECTS = "科技计划项目信息"
HAINAN = f"""
SELECT p.security_level, p.share_type, p.open_type, p.state, CAST(p.findings AS text)
 FROM scigov_access_proposal p JOIN package d ON d.id = p.dataset_id
 WHERE d.title = '{PROJECTS}' AND d.extras ->> 'source_portal' = 'hainan'
"""


def assert_hainans_projects_wait() -> None:
    """科技计划项目信息 is a proposal for level 3, with what was found of persons."""
    rows = model.Session.execute(sa.text(HAINAN)).all()
    assert rows
    assert {tuple(row[:4]) for row in rows} == {("3", "conditional", "conditional", "waiting")}
    assert all('"kind"' in row[4] for row in rows)


WORKER = """
import sys
import pylibmagic
from ckan.cli import CKANConfigLoader
from ckan.config.middleware import make_app
make_app(CKANConfigLoader(sys.argv[1]).get_config())
from ckan import model
from ckan.plugins import toolkit as tk
tk.config["ckanext.scigov.intake.folder"] = sys.argv[3]
tk.config["ckanext.scigov.access.second_person"] = "raise"
from ckanext.scigov.intake.pipeline import running
print("ready", flush=True)
running.run(sys.argv[2])
"""


@pytest.fixture
def killed_after(request: pytest.FixtureRequest, folder: Path) -> Iterator[Any]:
    """Start a worker of its own for a run, and kill it so many pages later."""
    begun: list[subprocess.Popen[str]] = []

    def start(run_id: str, seconds: float) -> None:
        ini = request.config.getoption("--ckan-ini")
        command = [sys.executable, "-P", "-c", WORKER, ini, run_id, str(folder)]
        worker = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=dict(os.environ))
        begun.append(worker)
        assert worker.stdout is not None
        assert worker.stdout.readline() == "ready\n"
        time.sleep(seconds)
        worker.send_signal(signal.SIGKILL)
        worker.wait()

    yield start
    for worker in begun:
        worker.kill()
        worker.wait()


def test_a_run_that_is_killed_again_and_again_ends_as_an_undisturbed_one(
    folder: Path, killed_after: Any, reset_db: Any
) -> None:
    for portal in KILLED:
        running.run(asked(portal))
    undisturbed = everything()
    reset_db()
    kills = 0
    for portal in KILLED:
        run_id = asked(portal)
        for seconds in (0.3, 0.9, 1.7, 0.5):
            killed_after(run_id, seconds)
            if state_of(run_id)[0] != "running":
                break
            kills += 1
        running.run(run_id)
        assert state_of(run_id) == ("finished", "")
    assert kills >= len(KILLED), "The worker was done before it could be killed."
    assert everything() == undisturbed
