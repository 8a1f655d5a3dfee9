"""A source that is a list in memory, for the tests of the pipeline."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

NAME = "scigov_test_listed"


@pytest.fixture
def shelf(
    clean_site: None,
    provide_plugin: Callable[[str, type], Any],
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Any]:
    """What the source has; the site is empty."""
    import listed_source

    import ckan.plugins as p

    found = listed_source.Shelf()
    monkeypatch.setattr(listed_source, "SHELF", found)
    provide_plugin(NAME, listed_source.ListedPlugin)
    p.load(NAME)
    yield found
    p.unload(NAME)


@pytest.fixture
def provider(shelf: Any) -> str:
    """The id of the organisation whose the records are."""
    from ckan.tests import factories

    return factories.Organization()["id"]
