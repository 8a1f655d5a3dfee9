"""Kind ``ckan``: another site of CKAN, by its search; one request brings up to a thousand whole datasets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, ClassVar
from urllib.parse import urlsplit

from ckanext.scigov.intake.connector_settings import N_, Settings, WrongSetting
from ckanext.scigov.intake.contract import Checkpoint, Item, Page, Wiring
from ckanext.scigov_harvesters.json_answers import version_at
from ckanext.scigov_harvesters.json_rest import JsonConnector
from ckanext.scigov_harvesters.json_settings import OFFSET, Listing, Paging
from ckanext.scigov_harvesters.pacing import Times
from ckanext.scigov_harvesters.session import ways_of
from ckanext.scigov_harvesters.templates import Template

SEARCH = "/api/3/action/package_search"
# By the identity alone: every other order moves when somebody edits a dataset.
ORDER = "id asc"
BAD_TOKEN = N_("The setting {key} is no token of CKAN: it may hold letters, digits and signs only.")
ROOT_NEEDED = N_("The setting {key} must be the root of the CKAN site, without a question mark.")


def make(wiring: Wiring, times: Times | None = None) -> CkanConnector:
    """Make a connector of the kind ``ckan``.

    Raises:
        WrongSetting: a setting is wrong.
    """
    return CkanConnector(listing_of(wiring, Settings(wiring.settings)), wiring, times)


class CkanConnector(JsonConnector):
    kind: ClassVar[str] = "ckan"

    def __init__(self, listing: Listing, wiring: Wiring, times: Times | None = None) -> None:
        super().__init__(listing, wiring, times)
        self._root = listing.ways.base

    def pages(self, after: Checkpoint | None) -> Iterator[Page]:
        for page in super().pages(after):
            yield replace(page, items=[self._shaped(item) for item in page.items])

    def _shaped(self, item: Item) -> Item:
        """Add what a mapping file could not reach: extras and tags by name, the dataset's page."""
        raw = item.raw
        added = {
            "extra": _by_key(raw.get("extras")),
            "tag_names": [one["name"] for one in _objects(raw.get("tags")) if "name" in one],
            "page_address": f"{self._root}/dataset/{raw.get('name') or raw.get('id')}",
        }
        return replace(item, raw={**raw, **added})


def listing_of(wiring: Wiring, settings: Settings) -> Listing:
    """Read all settings of the kind.

    Raises:
        WrongSetting: one is wrong, missing, or not known.
    """
    ways = ways_of(wiring, settings)
    if urlsplit(ways.base).query:
        raise WrongSetting(ROOT_NEEDED, key=settings.key("url"))
    token = settings.text("token", "")
    if not token.isascii() or not token.isprintable():
        raise WrongSetting(BAD_TOKEN, key=settings.key("token"))
    headers = {**ways.headers, **({"Authorization": token} if token else {})}
    root = ways.base.rstrip("/")
    query = {
        "q": settings.text("q", "*:*"),
        "fq": settings.text("fq", "dataset_type:dataset"),
        "sort": ORDER,
        "rows": "{size}",
        "start": "{offset}",
    }
    found = Listing(
        replace(ways, base=root, headers=headers),
        Template(f"{root}{SEARCH}", "GET", query, {}, is_form=False),
        is_lines=False,
        records="result.results",
        total="result.count",
        is_total_exact=settings.flag("total_is_exact", default=True),
        success={"success": (True,)},
        paging=Paging(
            OFFSET, settings.whole("page_size", 1_000, 1, 10_000), 0, "", False, 100_000, True
        ),
        version_of=version_at("metadata_modified"),
        details=(),
    )
    settings.done()
    return found


def _by_key(extras: Any) -> dict[str, Any]:
    found = _objects(extras)
    return {str(one["key"]): one.get("value") for one in found if one.get("key")}


def _objects(value: Any) -> list[Mapping[str, Any]]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []
