"""What the product fills in before a provider is validated."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ckan import model

from ckanext.scheming.validation import scheming_validator

from ckanext.scigov.catalogue.logic.flat import Flat, Key
from ckanext.scigov.catalogue.logic.unit_validators import judge_links
from ckanext.scigov.shared import ids

Converter = Callable[[Key, dict[Key, Any], Any, Any], None]


@scheming_validator
def scigov_catalogue_prepare_provider(field: None, schema: dict[str, Any]) -> Converter:
    """Make a provider's address from its name."""

    def converter(key: Key, data: dict[Key, Any], errors: Any, context: Any) -> None:
        provider = Flat(data)
        if provider.is_empty("name") and not provider.is_empty("title"):
            stored = context.get("group")
            name = stored.name if stored else ids.dataset_name(provider.text("title"), _is_taken)
            provider.set("name", name)
        if wrong := judge_links(provider, context.get("group"), context):
            errors.setdefault(("groups", 0, "name"), []).append(wrong)

    return converter


def _is_taken(name: str) -> bool:
    return name in ("new", "edit", "search") or model.Group.get(name) is not None
