"""A source that is a list in memory, for the tests of the pipeline."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
def shelf(clean_site: None, monkeypatch: pytest.MonkeyPatch) -> Any:
    """What the source has; the site is empty."""
    import listed_source

    from ckanext.scigov_harvesters.plugin import CONNECTORS

    found = listed_source.Shelf()
    monkeypatch.setattr(listed_source, "SHELF", found)
    monkeypatch.setitem(CONNECTORS, "listed", listed_source.ListedConnector)
    return found


@pytest.fixture
def provider_id(shelf: Any) -> str:
    """The id of the organisation whose the records are."""
    from ckan.tests import factories

    return factories.Organization()["id"]
