"""Files in a folder of the test's own, and the worker run by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def store(tmp_path: Path, ckan_config: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ckan_config, "ckan.storage_path", str(tmp_path))


@pytest.fixture
def work() -> Callable[[], None]:
    """Run what waits in the outbox, as scheduler and worker do."""

    def run() -> None:
        from ckan import model

        from ckanext.scigov.shared import clock, dispatch, outbox

        waiting = outbox.claim_due(model.Session, clock.now())
        model.Session.commit()
        for entry_id in waiting:
            dispatch.run_entry(entry_id)

    return run
