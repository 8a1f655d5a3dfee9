"""Sources of entries with runs and records of every fate, with long Chinese titles, for browser tests."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from browser.conftest import Site

OPERATOR, APPROVER = "pages_editor", "approver"
TITLE = "某省公共数据开放平台科技主题目录（含科技计划、科技成果、科技人才与科研设施四类，二〇二六年第三季度全量）"
CYCLES = ["实时", "每日", "不定期更新（视业务办理情况而定）", ""]
MAPPING = """\
mapping: 1
name: pages-example
title: {zh_Hans_CN: 示例开放平台, en: Example portal}
connector: {kind: files, url: "http://127.0.0.1:PORT/gathered.json"}
missing: [无]
identity: [详情页网址]
provider: {constant: long-named}
fields:
  title: 目录名称
  notes: 摘要
  update_cycle: {from: 更新频率, table: update_cycle}
  data_kind: {constant: public_distributed}
  open_type: {from: 开放状态, table: open_type}
tables:
  update_cycle: {实时: realtime, 每日: daily, 每周: weekly, 每月: monthly, 每季度: quarterly, 每年: annual}
  open_type: {无条件开放: unconditional, 普遍开放: unconditional, 有条件开放: conditional, 依申请开放: conditional, "*": none}
grade:
  by_open_type:
    unconditional: {security_level: "1", share_type: unconditional}
    conditional: {security_level: "2", share_type: unconditional}
"""


RECORDS = [
    {"目录名称": f"{TITLE}第{n}分册" if n % 9 else "", "摘要": "编号、承担单位与经费。",
     "详情页网址": f"http://source.example/{1 if n % 25 == 1 else n}",
     "更新频率": CYCLES[n % 4], "开放状态": "普遍开放" if n % 2 else "依申请开放"}
    for n in range(1, 60)
]  # fmt: skip
ENDED = ("finished", "failed", "cancelled", "asking", "lost")
WITHIN = 180


@dataclass(frozen=True, slots=True)
class Sources:
    waiting: str
    approved: str
    run: str


class _Records(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = json.dumps(RECORDS, ensure_ascii=False).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


def make(site: Site) -> Sources:
    """Make a source that waits, and one that has run through good and bad records."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Records)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    mapping = MAPPING.replace("PORT", str(server.server_port))
    waiting, approved = (
        site.call(
            "scigov_intake_source_create", title=title, organization="long-named",
            address=f"https://{name}.example/data", mapping=mapping,
        )["id"]
        for name, title in (("waiting", f"{TITLE}（待批准）"), ("approved", TITLE))
    )  # fmt: skip
    site.call("scigov_intake_source_options_set", id=approved, is_internal=True, schedule="weekly")
    site.call("scigov_intake_credential_set", source=approved, name="portal-token", secret="x")
    site.call_as(
        site.approver, "scigov_intake_source_approve", id=approved, reason="对照表已核对。"
    )
    run = site.call("scigov_intake_run_request", id=approved)["id"]
    until = time.monotonic() + WITHIN
    while site.call("scigov_intake_run_show", id=run)["state"] not in ENDED:
        assert time.monotonic() < until, "The run does not end."
        time.sleep(0.5)
    return Sources(waiting, approved, run)


def remove(site: Site, sources: Sources) -> None:
    """Delete what has come from the source, and the sources."""
    fate = {"id": sources.approved, "fate": "in", "limit": 1000}
    for one in site.call("scigov_intake_record_list", **fate)["results"]:
        site.call("package_delete", id=one["dataset_id"])
    for source in (sources.waiting, sources.approved):
        site.call("harvest_source_delete", id=source)


def pages(sources: Sources) -> Iterator[tuple[str, str, str]]:
    """Yield a short name, an address and who looks at it."""
    approved = f"/sources/{sources.approved}"
    for name, path in {
        "sources-list": "/sources", "source-new": "/sources/new", "source": approved,
        "source-edit": f"{approved}/edit", "source-preview": f"{approved}/preview",
        "source-runs": f"{approved}/runs", "source-run": f"{approved}/runs/{sources.run}",
        "source-problems": f"{approved}/runs/{sources.run}/problems",
        "source-records": f"{approved}/records", "source-standing": f"{approved}/standing",
        "source-standing-cause": f"{approved}/standing?cause=unmapped", "source-credentials": "/sources/credentials",
        "harvest-pages": "/harvest",
    }.items():  # fmt: skip
        yield name, path, OPERATOR
    yield "source-decide", f"/sources/{sources.waiting}", APPROVER
    yield "sources-public", "/sources", ""
    yield "source-report", f"{approved}/report", ""
