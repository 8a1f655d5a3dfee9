"""A CKAN site that is to be harvested: ``package_search`` on this machine, from records in memory.

The records are made of what ten real portals say of their data, with all fields that a gathered entry has and
three resources each, in the form in which CKAN gives a dataset. Each is written as JSON once, so that an answer
costs the source next to nothing, whoever asks.
"""

from __future__ import annotations

import datetime as dt
import itertools
import json
import random
import re
import threading
import uuid
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from corpus import portals

from ckanext.scigov.access.domain.personal_entries import find_in_entry

OURS, PEER = "ours", "ckan_harvester"
NEW, UNCHANGED = "new", "unchanged"
SEED = 8
PORTAL = "loopback"
KEYWORDS, LONGEST = 5, 20
EXTENT = ("CSV", "XLSX", "JSON")
CYCLES = ("daily", "weekly", "monthly", "quarterly", "annual", "irregular")
DOMAINS = ("science_innovation", "education_culture", "environment", "transport", "market")
GRADES = (
    ("1", "unconditional", "unconditional", "cc-by"),
    ("1", "unconditional", "unconditional", "odc-by"),
    ("2", "unconditional", "conditional", "other-closed"),
)
SINCE = re.compile(r"metadata_modified:\[(\S+) TO \*\]")
MODIFIED = "2026-03-01T08:00:00.123456"
"""As CKAN writes it; moments are compared as texts, and one without fractions is another text."""
MAPPING = """
mapping: 1
name: loopback
title: {zh_Hans_CN: 本机 CKAN, en: CKAN on this machine}
connector: {kind: ckan, pace: {requests_per_second: 1000}}
identity: [source_id]
provider: {constant: PROVIDER}
fields:
  title: title
  notes: notes
  tag_string: tag_names
  authoritative_source: authoritative_source
  contact: {name: contact.0.name, email: contact.0.email, phone: contact.0.phone}
  data_kind: data_kind
  theme: theme
  data_domain: data_domain
  data_form: data_form
  source_system: source_system
  update_cycle: update_cycle
  issued: issued
  modified: modified
  security_level: security_level
  share_type: share_type
  share_channel: share_channel
  open_type: open_type
  open_condition: open_condition
  open_method: open_method
  security_measure: security_measure
  license_id: license_id
  retention_period: retention_period
  category_class: category_class
  category_item: category_item
  category_subitem: category_subitem
  source_url: source_url
resources:
  each: {from: resources}
  url: $each.url
  name: $each.name
  description: $each.description
  format: $each.format
"""
Record = dict[str, Any]


def records(count: int) -> list[Record]:
    """Return so many datasets, the same ones each time; the first of more are not those of fewer.

    None speaks of persons: such a one is proposed at a stricter grade here, which the peer does not do.
    """
    impersonal = (
        one for one in portals.multiplied(2 * count) if not find_in_entry(one.title, one.notes)
    )
    real = list(itertools.islice(impersonal, count))
    said = {re.sub(r'[,"\s]+', " ", tag) for one in portals.records() for tag in one.tags}
    return _records(real, sorted(word for word in said if 1 < len(word) <= LONGEST))


def made_up(count: int) -> list[Record]:
    """Return so many datasets of nobody, where the portals' records are not on the machine."""
    blank = dict.fromkeys(("theme", "region", "open_type", "update_cycle", "source"), "")
    days = {"updated": "2024-05-01", "published": "2020-05-01"}
    found = [
        portals.Record(
            "made_up", number, f"科技计划项目立项清单第{number}批", f"第{number}批项目的编号、名称和承担单位。",
            "省科学技术厅", (), EXTENT, **blank, **days,
        )
        for number in range(count)
    ]  # fmt: skip
    return _records(found, [f"关键词{number}" for number in range(200)])


def _records(real: Sequence[portals.Record], words: Sequence[str]) -> list[Record]:
    chance = random.Random(SEED)
    made = [_record(number, one, words, chance) for number, one in enumerate(real)]
    return sorted(made, key=lambda one: one["id"])


def _record(
    number: int, real: portals.Record, words: Sequence[str], chance: random.Random
) -> Record:
    id_ = str(uuid.UUID(int=chance.getrandbits(128), version=4))
    address = f"https://data.example.org/dataset/{id_}"
    keywords = chance.sample(words, KEYWORDS)
    level, share, opening, licence = chance.choice(GRADES)
    entry = {
        "id": id_, "name": f"{PORTAL}-{number:06}", "type": "dataset", "state": "active",
        "title": " ".join(real.title.split()), "notes": real.notes.strip() or f"{real.title.strip()}，按目录汇聚。",
        "tags": [{"name": one, "display_name": one, "state": "active", "vocabulary_id": None} for one in keywords],
        "metadata_created": MODIFIED, "metadata_modified": MODIFIED,
        "catalogue_profile": "gathered", "source_portal": PORTAL, "source_id": id_, "source_url": address,
        "authoritative_source": real.provider or "省科学技术厅",
        "contact": [{"name": "数据管理处", "email": "data@example.org", "phone": "0591-87654321"}],
        "data_kind": "public_distributed", "theme": ["TECH"], "data_domain": [chance.choice(DOMAINS)],
        "data_form": "spreadsheet", "source_system": "政务数据共享平台",
        "update_cycle": chance.choice(CYCLES), "retention_period": "y10",
        "issued": _day(chance, 2019), "modified": _day(chance, 2024),
        "security_level": level, "share_type": share, "share_channel": ["file"], "open_type": opening,
        "license_id": licence, "category_class": "3", "category_item": "07", "category_subitem": "001",
        "resources": [_resource(chance, address, real, kind) for kind in EXTENT],
    }  # fmt: skip
    if opening == "conditional":
        entry |= {"open_condition": "实名申请，说明用途。", "open_method": "在线申请",
                  "security_measure": "脱敏后提供"}  # fmt: skip
    return entry


def _resource(chance: random.Random, address: str, real: portals.Record, kind: str) -> Record:
    id_ = str(uuid.UUID(int=chance.getrandbits(128), version=4))
    return {
        "id": id_, "url": f"{address}/resource/{id_}/download/data.{kind.lower()}", "name": f"{real.title.strip()}（{kind}）"[:200],
        "description": f"{kind} 格式的全部数据。", "format": kind, "state": "active",
    }  # fmt: skip


def _day(chance: random.Random, year: int) -> str:
    return (dt.date(year, 1, 1) + dt.timedelta(days=chance.randrange(600))).isoformat()


class Site:
    """Answers ``package_search`` by ``start``, ``rows`` and the one filter that a harvester asks with."""

    def __init__(self) -> None:
        self._texts: list[bytes] = []
        self.asked = 0
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            # Head and body in one packet: a slow answer would be the source's, not a harvester's.
            wbufsize = -1

            def do_GET(self) -> None:
                body = site.answer(self.path)
                self.send_response(200 if body else 404)
                self.send_header("Content-Type", "application/json;charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                """A bench prints its figures only."""

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._http.server_address[1]}"
        threading.Thread(target=self._http.serve_forever, daemon=True).start()

    def offer(self, several: Sequence[Record]) -> None:
        self._texts = [json.dumps(one, ensure_ascii=False).encode() for one in several]

    def answer(self, path: str) -> bytes:
        """Return the body of an answer; nothing for another address."""
        parts = urlsplit(path)
        if parts.path != "/api/3/action/package_search":
            return b""
        self.asked += 1
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        since = SINCE.search(asked.get("fq", ""))
        found = [] if since and since[1] > MODIFIED else self._texts
        start = int(asked.get("start", 0))
        page = found[start : start + min(int(asked.get("rows", 10)), 1_000)]
        head = b'{"success": true, "result": {"count": %d, "results": [' % len(found)
        return head + b", ".join(page) + b"]}}"

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()
