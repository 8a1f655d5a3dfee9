"""The key by which code that gathers entries says so."""

from __future__ import annotations

from typing import Final

GATHERED_CONTEXT: Final = "scigov_catalogue_gathered"
"""In a context: harvesting and import code writes entries that may have gaps."""
