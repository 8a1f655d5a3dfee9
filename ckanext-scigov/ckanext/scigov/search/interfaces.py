"""What plugins may implement for the search."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ckan.plugins.interfaces import Interface
from ckan.types import Context


class IBulkIndexing(Interface):
    """For plugins whose ``after_dataset_show`` asks the database for every single dataset."""

    def before_bulk_index(self, context: Context, datasets: Sequence[dict[str, Any]]) -> None:
        """Ask for all of ``datasets`` at once and leave the answer in ``context``.

        ``after_dataset_show`` is then called with this context for each of them. The dicts are
        as ``package_show`` has them before validation.
        """
