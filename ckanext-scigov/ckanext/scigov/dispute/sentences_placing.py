"""The reader's sentences for places at which nothing can be reported."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.dispute.placing import PlacingReason

PLACING: dict[Any, Callable[[], str]] = {
    PlacingReason.ABSENT: lambda: tk._("This was not found, or it is not visible to you."),
    PlacingReason.NO_SUCH_ITEM: lambda: tk._(
        "There is no such data item or column here, or it is not visible to you. Choose another one."
    ),
    PlacingReason.NO_SUCH_FIELD: lambda: tk._(
        "The catalogue entry has no such field. Choose one that the page of the dataset shows."
    ),
    PlacingReason.NO_DATA: lambda: tk._(
        "The rows of this table are not given to you. Report the resource or one of its data items instead."
    ),
    PlacingReason.NO_VALUES: lambda: tk._(
        "The values of this data item are not given to you. Report the data item as a whole instead."
    ),
    PlacingReason.NO_TABLE: lambda: tk._(
        "This resource has no table now. Report the resource itself, or try again when its file is loaded."
    ),
    PlacingReason.NO_SUCH_ROW: lambda: tk._(
        "The table has no such row now. It may have been changed or deleted: look at the table again."
    ),
    PlacingReason.ROW_HAS_CHANGED: lambda: tk._(
        "The row has changed since you saw it. Look at it again, and report what is wrong with it now."
    ),
    PlacingReason.SEVERAL_ROWS: lambda: tk._(
        "%(rows)s rows fit (their numbers begin with %(numbers)s). Choose the one that you mean in the table."
    ),
}
