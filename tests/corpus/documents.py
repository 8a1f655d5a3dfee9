"""Documents as CKAN sends them to its search index, made from the portals' records.

Real: title, notes, provider, tags, formats, theme, region, openness, update cycle, days.
Made up from the seed, because no portal says it: identifiers, time of day, licence, who may see
a dataset (about 8 % are private to their organisation), and the JSON that CKAN stores beside it.
"""

from __future__ import annotations

import hashlib
import json
import random
import uuid
from collections.abc import Iterable, Iterator
from typing import Any

from corpus.reading import Record

NAMESPACE = uuid.UUID("6f0c1f3e-5b1d-5c52-9a51-6d2a6f4f2c11")
SITE_ID = "corpus"
PRIVATE_SHARE = 0.08
LICENCES = ("cc-by", "cc-zero", "odc-by", "other-open", "notspecified")
FACETS = (
    "organization", "groups", "tags", "res_format", "license_id", "vocab_theme", "vocab_region",
    "open_type",
)  # fmt: skip
"""The eight fields a page of search results counts."""


def documents(
    records: Iterable[Record], *, seed: int, site_id: str = SITE_ID
) -> Iterator[dict[str, Any]]:
    """Yield one document for each record; the same seed gives the same documents."""
    for record in records:
        yield _document(record, random.Random(f"{seed}/{dataset_id(record)}"), site_id)


def dataset_id(record: Record) -> str:
    return str(uuid.uuid5(NAMESPACE, f"{record.portal}/{record.number}"))


def name_of(record: Record) -> str:
    """Return the dataset's name: the portal's town and the number, as harvesters make them."""
    return f"{record.portal.split('_')[1]}-{record.number}"


def organization_id(provider: str) -> str:
    return str(uuid.uuid5(NAMESPACE, f"organization/{provider}"))


def organization_name(provider: str) -> str:
    return _short("org", provider)


def group_name(theme: str) -> str:
    return _short("topic", theme)


def member_label(provider: str) -> str:
    """Return the label of those who belong to the provider's organisation."""
    return f"member-{organization_id(provider)}"


def _short(prefix: str, text: str) -> str:
    return f"{prefix}-{hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()[:8]}"


def _document(record: Record, chance: random.Random, site_id: str) -> dict[str, Any]:
    private = chance.random() < PRIVATE_SHARE and bool(record.provider)
    package = _package(record, chance, private=private)
    identity = dataset_id(record)
    resources = package["resources"]
    index_id = hashlib.md5(f"{identity}{site_id}".encode(), usedforsecurity=False).hexdigest()
    validated = {k: v for k, v in package.items() if k != "extras"}
    validated.update({extra["key"]: extra["value"] for extra in package["extras"]})
    document: dict[str, Any] = {
        "index_id": index_id,
        "site_id": site_id,
        "entity_type": "package",
        "dataset_type": "dataset",
        "type": "dataset",
        **{k: package[k] for k in ("id", "name", "title", "notes", "license_id", "state", "url")},
        "title_string": record.title,
        "tags": list(record.tags),
        "groups": [group["name"] for group in package["groups"]],
        "organization": organization_name(record.provider) if record.provider else None,
        "owner_org": package["owner_org"],
        "private": private,
        "capacity": "private" if private else "public",
        "permission_labels": [member_label(record.provider)] if private else ["public"],
        "res_name": [resource["name"] for resource in resources],
        "res_description": [resource["description"] for resource in resources],
        "res_format": [resource["format"] for resource in resources],
        "res_url": [resource["url"] for resource in resources],
        "res_type": [None for _ in resources],
        "num_resources": len(resources),
        "num_tags": len(record.tags),
        "vocab_theme": [record.theme] if record.theme else [],
        "vocab_region": [record.region],
        "metadata_created": f"{package['metadata_created']}Z",
        "metadata_modified": f"{package['metadata_modified']}Z",
        "data_dict": json.dumps(package),
        "validated_data_dict": json.dumps(validated),
    }
    if record.updated:
        # By this the site's pages are sorted (catalogue.enforcement puts it into the document).
        document["data_modified_date"] = f"{record.updated}T00:00:00Z"
    for extra in package["extras"]:
        document[f"extras_{extra['key']}"] = extra["value"]
        document.setdefault(extra["key"], extra["value"])
    return document


def _package(record: Record, chance: random.Random, *, private: bool) -> dict[str, Any]:
    """Return what ``package_show`` would say of the dataset."""
    provider, identity = record.provider, dataset_id(record)
    created = record.published or record.updated or "2022-06-30"
    modified = max(created, record.updated)
    return {
        "author": None,
        "author_email": None,
        "creator_user_id": str(uuid.uuid5(NAMESPACE, "the editor")),
        "id": identity,
        "isopen": record.open_type == "unconditional",
        "license_id": chance.choice(LICENCES),
        "license_title": None,
        "maintainer": None,
        "maintainer_email": None,
        "metadata_created": _moment(created, chance, first=0, last=11),
        "metadata_modified": _moment(modified, chance, first=12, last=23),
        "name": name_of(record),
        "notes": record.notes,
        "num_resources": len(record.formats),
        "num_tags": len(record.tags),
        "organization": _organization(provider, record.region) if provider else None,
        "owner_org": organization_id(provider) if provider else None,
        "private": private,
        "state": "active",
        "title": record.title,
        "type": "dataset",
        "url": record.source or None,
        "version": None,
        "extras": [{"key": key, "value": value} for key, value in _extras(record)],
        "tags": [_tag(tag) for tag in record.tags],
        "resources": [_resource(record, form) for form in record.formats],
        "groups": [_group(record.theme)] if record.theme else [],
        "relationships_as_subject": [],
        "relationships_as_object": [],
    }


def _moment(day: str, chance: random.Random, *, first: int, last: int) -> str:
    hour, rest = chance.randint(first, last), chance.randrange(3_600_000)
    seconds, thousandths = divmod(rest, 1000)
    return f"{day}T{hour:02d}:{seconds // 60:02d}:{seconds % 60:02d}.{thousandths:03d}000"


def _extras(record: Record) -> Iterator[tuple[str, str]]:
    extras = {
        "open_type": record.open_type,
        "update_cycle": record.update_cycle,
        "issued": record.published,
        "modified": record.updated,
        "source_portal": record.portal,
        "source_url": record.source,
        "provider_title": record.provider,
    }
    return ((key, value) for key, value in extras.items() if value)


def _organization(provider: str, region: str) -> dict[str, Any]:
    return {
        "id": organization_id(provider),
        "name": organization_name(provider),
        "title": provider,
        "type": "organization",
        "description": f"{region}的数据提供单位。",
        "image_url": "",
        "created": "2021-03-01T08:00:00.000000",
        "is_organization": True,
        "approval_status": "approved",
        "state": "active",
    }


def _tag(tag: str) -> dict[str, Any]:
    identity = str(uuid.uuid5(NAMESPACE, f"tag/{tag}"))
    return {
        "display_name": tag, "id": identity, "name": tag, "state": "active", "vocabulary_id": None,
    }  # fmt: skip


def _group(theme: str) -> dict[str, Any]:
    name = group_name(theme)
    return {
        "description": "", "display_name": theme, "id": str(uuid.uuid5(NAMESPACE, name)),
        "image_display_url": "", "name": name, "title": theme,
    }  # fmt: skip


def _resource(record: Record, form: str) -> dict[str, Any]:
    identity = str(uuid.uuid5(NAMESPACE, f"{record.portal}/{record.number}/{form}"))
    return {
        "cache_last_updated": None, "cache_url": None, "created": "2022-06-30T08:00:00.000000",
        "datastore_active": False, "description": "", "format": form, "hash": "", "id": identity,
        "last_modified": None, "metadata_modified": "2022-06-30T08:00:00.000000",
        "mimetype": None, "mimetype_inner": None, "name": f"{record.title}.{form.lower()}",
        "package_id": dataset_id(record), "position": record.formats.index(form),
        "resource_type": None, "size": None, "state": "active", "url_type": None,
        "url": f"https://data.example.org/{name_of(record)}.{form.lower()}",
    }  # fmt: skip
