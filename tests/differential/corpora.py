"""The documents that are searched: real records, with fields of every kind that CKAN knows."""

from __future__ import annotations

import os
import random
from collections.abc import Iterable
from typing import Any

from corpus import portals

from ckanext.scigov.demo.files import load_catalogue

ENGLISH = (
    "River flooding after heavy rains", "Monitoring stations of rivers and lakes",
    "Covid-19 cases by county", "PM2.5 and PM10 readings", "Standard GB/T-22239 assessment",
    "Wi-Fi hotspots; see A.B.C-1", "Soil moisture (weekly), version 2", "café régions",
    "don't panic", "AI-based crop yields", "x", "2021/22 budgets",
)  # fmt: skip
NO_SYNONYMS = os.devnull
"""For ckanext.scigov.search.synonyms: what is compared is how words are found, not widened."""
PEOPLE = ("科技处", "Data Office", "信息中心 二部", "O'Brien & Sons", "统计局-综合科")


def demo_records() -> list[portals.Record]:
    """Return the records that the demonstration ships: they are on every machine."""
    return [
        portals.Record(
            portal=record.portal.key, number=number, title=record.title, notes=record.notes,
            provider=record.provider.title, tags=record.tags, formats=record.formats,
            theme=record.tags[0] if record.tags else "", region=record.portal.province,
            open_type=record.open_type, update_cycle=record.update_cycle,
            updated=record.source_modified or record.issued, published=record.issued,
            source=record.source_url,
        )
        for number, record in enumerate(load_catalogue().records)
    ]  # fmt: skip


def documents_of(records: Iterable[portals.Record], *, site_id: str) -> list[dict[str, Any]]:
    """Return the documents, enriched by the fields that portals do not have."""
    plain = portals.documents(records, seed=17, site_id=site_id)
    return [_enriched(document, number) for number, document in enumerate(plain)]


def _enriched(document: dict[str, Any], number: int) -> dict[str, Any]:
    """Add authors, numbers, dates and English; some to some documents, so that all can be missing."""
    chance = random.Random(number)
    more: dict[str, Any] = {
        "author": chance.choice((None, *PEOPLE)),
        "maintainer": chance.choice((None, None, *PEOPLE)),
        "views_total": chance.choice((None, 0, 1, 7, 10, 12, 95, 1000, chance.randrange(200))),
        "views_recent": chance.choice((None, 0, chance.randrange(20))),
        "survey_date": chance.choice((None, _day(chance))),
        "extras_abstract": chance.choice((None, *ENGLISH)),
        "extras_survey_date": chance.choice((None, "2021-05-06T00:00:00Z")),
        "res_extras_language": chance.sample(("zh", "en", "zh-CN", "Chinese, English"), 2),
        "vocab_level": chance.sample(("national", "provincial", "county", "省 市"), 2),
        "version": chance.choice((None, "1.0", "2.10", "v3")),
    }
    return {**document, **more}


def _day(chance: random.Random) -> str:
    day = f"{chance.randint(1971, 2023)}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"
    return f"{day}T{chance.choice((0, 0, 23)):02d}:{chance.choice((0, 30)):02d}:00Z"
