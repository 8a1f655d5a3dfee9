"""The actions of sources, runs and records, by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ckanext.scigov.intake.logic import records, reports, runs, source_auth, sources

ACTIONS: dict[str, Callable[..., Any]] = {
    name: getattr(module, name)
    for module in (sources, runs, records, reports)
    for name in vars(module)
    if name in source_auth.FUNCTIONS
}
