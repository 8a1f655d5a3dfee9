"""What is judged of a provider when its organisation is saved."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.catalogue import sentences_registers, unit_queries
from ckanext.scigov.catalogue.domain import units
from ckanext.scigov.catalogue.domain.units import UnitReason
from ckanext.scigov.catalogue.logic.fields import Data, Errors
from ckanext.scigov.catalogue.logic.flat import Flat, Key


def scigov_catalogue_unit_level(key: Key, data: Data, errors: Errors, context: Any) -> None:
    """A provider is of no higher level than the one above it, and of no lower than those below."""
    stored = context.get("group")
    level = str(data.get(key) or "")
    if stored is None or not level:
        return
    session = model.Session()
    above = unit_queries.parent(session, stored.id)
    below = unit_queries.children(session, stored.id)
    is_wrong = above is not None and units.stands_above(level, above.level)
    if is_wrong or any(units.stands_above(one.level, level) for one in below):
        errors[key].append(sentences_registers.SENTENCES[UnitReason.LEVEL_ABOVE_PARENT]())


def judge_links(provider: Flat, stored: model.Group | None, context: Any) -> str:
    """Return what is wrong with groups that are sent along: one action alone writes the tree."""
    sent = {group.text("name") or group.text("id") for group in provider.children("groups")}
    if not sent or context.get("ignore_auth"):
        return ""
    above = unit_queries.parent(model.Session(), stored.id) if stored else None
    if above is not None and sent <= {above.id, above.name}:
        return ""
    return tk._("The place of a provider is changed by scigov_catalogue_unit_update alone.")
