"""What happens on ckanext-harvest's own pages to sources that we look after."""

from __future__ import annotations

from typing import Any

from ckan import model

from ckanext.harvest.model import HarvestSource

from ckanext.scigov.intake.model import Source
from ckanext.scigov.intake.service import sources
from ckanext.scigov.shared import clock
from ckanext.scigov.shared.toolkit_actors import actor_from

TYPE = "harvest"


def after_update(context: Any, package: dict[str, Any]) -> None:
    """Let a source wait for an approval that has got another address, wherever it was typed."""
    source = _ours(package)
    kept = model.Session.get(HarvestSource, package.get("id")) if source else None
    address = str(package.get("url") or "").strip()
    if source is None or kept is None or not address:
        return
    # ckanext-harvest writes the same, but only after us.
    kept.url = address
    model.Session.flush()
    sources.change(model.Session, source.id, source.mapping, actor_from(context), clock.now())


def _ours(package: dict[str, Any]) -> Source | None:
    if package.get("type") != TYPE or not package.get("id"):
        return None
    return model.Session.get(Source, package["id"])
