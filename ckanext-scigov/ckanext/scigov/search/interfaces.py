"""What plugins may implement for the search."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from ckan.plugins.interfaces import Interface
from ckan.types import Context

HANDS_ON_IGNORE_AUTH = "scigov_hands_on_ignore_auth"
"""An attribute that a chained action may bear: calls with ``ignore_auth`` it hands on as they are.

The index shows datasets that way, so such an action changes nothing of a document.
"""


class IBulkIndexing(Interface):
    """For plugins whose ``after_dataset_show`` asks the database for every single dataset."""

    def before_bulk_index(self, context: Context, datasets: Sequence[dict[str, Any]]) -> None:
        """Ask for all of ``datasets`` at once and leave the answer in ``context``.

        ``after_dataset_show`` is then called with this context for each of them. The dicts are
        as ``package_show`` has them before validation.
        """


class IKnownLabels(Interface):
    """For a plugin of ``IPermissionLabels`` whose labels depend on who asks, and on nothing else.

    The API's ``package_search`` then asks it where there is no Flask request.
    """

    def get_labels_of(self, connection: sa.Connection, user_id: str) -> list[str]:
        """Return the labels of an active user who is no administrator, as CKAN would get them.

        ``connection`` has no transaction: each statement is one of its own. Without labels nothing
        is found.
        """
        return []
