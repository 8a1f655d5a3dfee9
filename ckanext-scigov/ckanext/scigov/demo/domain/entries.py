"""What the catalogue's actions are given for each shipped record and table.

A record goes in as gathered: what its source does not state stays a gap. The few values that
the demonstration assigns are named in ``demo_assigned``, so that a page can mark exactly these.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias, cast

from ckanext.scigov.demo.domain import deriving
from ckanext.scigov.demo.domain.catalogue import Provider, Record

OWN_PROVIDER = Provider("demo-catalogue", "演示目录", "")
"""Owner of the tables: collected by others, so no government unit publishes them here."""
OWN_DESCRIPTION = (
    "本门户随附的演示数据，不是政府单位。表格由公开仓库收集或为演示而合成，来源见各条目。"
)
PROVIDER_DESCRIPTION = "演示目录中的提供单位，取自{province}的政府数据开放门户目录（2023年6月）。"

BUSINESS_ITEM = "演示数据维护"
Topics: TypeAlias = "Mapping[str, Mapping[str, Sequence[str]]]"
"""Field → value → words."""
ASSIGNED = ("data_kind", "data_subkind", "data_domain", "st_topic")
COPIED = ("name", "title", "notes", "update_cycle", *ASSIGNED)
THEME = ["TECH"]
"""Every entry of this portal is about science and technology, whatever else it is about."""

NO_ADDRESS = "来源目录没有给出可用的详情页地址，演示目录未挂接资源。"
ON_APPLICATION = "有条件开放的数据须向提供单位申请，演示目录未挂接资源。"
UNCLEAR = "来源的开放属性写法不明，尚待定级，演示目录未挂接资源。"

# What rule R4 asks of conditional data, for the entries that carry a synthetic table.
CONDITIONAL_TERMS = {
    "open_condition": "须提出申请，说明用途、使用范围和期限（演示）。",
    "open_method": "申请获准后由门户授权下载（演示）。",
    "security_measure": "下载留痕，不得向第三方提供（演示）。",
}
SHARE_TERMS = {"share_condition": "因履行职责确有需要，并说明使用场景（演示）。"}


@dataclasses.dataclass(frozen=True, slots=True)
class Entry:
    """One dataset to create: the action's dictionary and the tables its resources upload."""

    dataset: dict[str, Any]
    uploads: tuple[Mapping[str, Any], ...]

    @property
    def name(self) -> str:
        return self.dataset["name"]


def provider_dict(provider: Provider) -> dict[str, Any]:
    """Return what creates a provider; the sources give no social credit codes."""
    own = provider is OWN_PROVIDER
    description = OWN_DESCRIPTION if own else PROVIDER_DESCRIPTION
    return {
        "name": provider.name,
        "title": provider.title,
        "description": description.format(province=provider.province),
    }


def entries(
    records: Sequence[Record],
    tables: Sequence[Mapping[str, Any]],
    subkinds: Mapping[str, str],
    topics: Topics,
    words: Sequence[str],
) -> list[Entry]:
    """Return everything to load: the tables' own entries first, they are what visitors try.

    ``subkinds`` says of which sub-kind a record is, by its name; many are of none.
    ``topics`` gives words of titles for the values of fields that sort records by what they are about,
    ``words`` those that become keywords where the portal gave none.
    """
    attached = {table["attach_to"]: table for table in tables if "attach_to" in table}
    own = [Entry(_table_entry(table), (table,)) for table in tables if "dataset" in table]
    return own + [
        _record_entry(record, attached.get(record.name), _assigned(record, subkinds, topics, words))
        for record in records
    ]


def registered(tables: Sequence[Mapping[str, Any]]) -> dict[str, list[dict[str, str]]]:
    """Return what goes on the registers of the tables' owner: by the start of the action's name."""
    own = [table["dataset"] for table in tables if "dataset" in table]
    systems = dict.fromkeys(entry["source_system"] for entry in own)
    return {
        "scigov_catalogue_system": [{"title": title} for title in systems],
        "scigov_catalogue_business_item": [
            {"title": BUSINESS_ITEM, "update_cycle": "irregular", "note": OWN_DESCRIPTION}
        ],
    }


def _assigned(
    record: Record, subkinds: Mapping[str, str], topics: Topics, words: Sequence[str]
) -> dict[str, Any]:
    """Return what the demonstration adds to what the source says."""
    subkind = subkinds.get(record.name)
    return {
        **record.assigned,
        **({"data_subkind": subkind} if subkind else {}),
        **_about(record.title, topics),
        **deriving.derived(record, words),
    }


def _record_entry(
    record: Record, table: Mapping[str, Any] | None, assigned: dict[str, Any]
) -> Entry:
    if table:
        assigned |= CONDITIONAL_TERMS | {"license_id": deriving.LICENCE}
        if record.assigned["share_type"] == "conditional":
            assigned |= SHARE_TERMS
    dataset: dict[str, Any] = {
        "name": record.name,
        "title": record.title,
        "notes": record.notes,
        "owner_org": record.provider.name,
        "tag_string": ",".join(record.tags),
        "theme": THEME,
        "open_type": record.open_type,
        "update_cycle": record.update_cycle,
        "data_form": record.data_form,
        "issued": record.issued,
        "modified": record.source_modified,
        "catalogue_profile": "gathered",
        "source_portal": record.portal.title,
        "source_id": record.source_identity,
        "source_url": record.source_url,
        "source_values": _originals(record),
        "demo_assigned": list(assigned),
        "security_level": "",
        **assigned,
    }
    links = [] if table else _links(record)
    if not links and not table:
        dataset["no_resource_reason"] = _why_nothing(record)
    dataset["resources"] = [_upload(table)] if table else links
    return Entry(_filled(dataset), (table,) if table else ())


def _about(title: str, topics: Topics) -> dict[str, list[str]]:
    """Return the first value of each field of which a word stands in the title."""
    found = {
        field: [value for value, words in values.items() if any(word in title for word in words)]
        for field, values in topics.items()
    }
    return {field: values[:1] for field, values in found.items() if values}


def _originals(record: Record) -> list[str]:
    return [
        f"{field}：{';'.join(cast('list[str]', value)) if isinstance(value, list) else value}"
        for field, value in record.source_values.items()
        if value not in (None, "", [])
    ]


def _links(record: Record) -> list[dict[str, Any]]:
    """Return a link to the portal's own page for each format; conditional data get none."""
    if record.open_type != "unconditional" or not record.source_url:
        return []
    page = {"url": record.source_url, "description": f"链接到{record.portal.title}的详情页。"}
    if not record.formats:
        return [{**page, "name": "来源门户详情页", "format": "HTML"}]
    return [{**page, "name": f"在来源门户获取（{f}）", "format": f} for f in record.formats]


def _why_nothing(record: Record) -> str:
    if record.open_type == "conditional":
        return ON_APPLICATION
    return NO_ADDRESS if record.is_classified else UNCLEAR


def _table_entry(table: Mapping[str, Any]) -> dict[str, Any]:
    own = table["dataset"]
    grade = {"security_level": "1", "share_type": "unconditional", "open_type": "unconditional"}
    return {
        **{key: own[key] for key in COPIED if key in own},
        **grade,
        "tag_string": ",".join(own["tags"]),
        "theme": THEME,
        "owner_org": OWN_PROVIDER.name,
        "authoritative_source": own["authoritative_source"],
        "contact": [{"name": OWN_PROVIDER.title, "url": own["source_url"]}],
        "license_id": "other-open",
        "data_form": "spreadsheet",
        "source_system": own["source_system"],
        "business_item": BUSINESS_ITEM,
        "temporal_coverage": [{"start": own["temporal_start"], "end": own["temporal_end"]}],
        "spatial_coverage": [{"text": "全国"}],
        "issued": own["issued"],
        "source_url": own["source_url"],
        "demo_assigned": [key for key in ASSIGNED if key in own] + [*grade],
        "resources": [_upload(table)],
    }


def _upload(table: Mapping[str, Any]) -> dict[str, Any]:
    """Return a resource without its bytes; the loader adds them as an upload."""
    items = [_item(item) for item in table["items"]]
    return {
        **table["resource"],
        "url": table["upload_name"],
        "url_type": "upload",
        "format": "CSV",
        "data_items": items,
    }


def _item(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return the dictionary row as the form would send it; nothing in a shipped file changes."""
    enum = {"enum": ",".join(item["enum"])} if "enum" in item else {}
    return {**item, **enum, "update_frequency": "never"}


def _filled(dataset: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is empty: a gap is a missing field (the level says 待定级 when empty)."""
    keep_empty = ("security_level",)
    return {key: value for key, value in dataset.items() if value or key in keep_empty}
