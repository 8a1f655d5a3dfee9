"""Notes at data in doubt in words, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.dispute.domain.target import TargetKind

_ = tk._
_SENTENCES: Mapping[TargetKind, Callable[[], str]] = {
    TargetKind.DATASET: lambda: _("In doubt: this dataset, since {day}. It is being verified."),
    TargetKind.RESOURCE: lambda: _(
        "In doubt: data of {name}, since {day}. They are being verified."
    ),
    TargetKind.ITEM: lambda: _("In doubt: data item {name}, since {day}. It is being verified."),
    TargetKind.RECORD: lambda: _("In doubt: this row, since {day}. It is being verified."),
    TargetKind.CELL: lambda: _(
        "In doubt: this value of {name}, since {day}. It is being verified."
    ),
    TargetKind.FIELD: lambda: _(
        "In doubt: {name} in the entry, since {day}. It is being verified."
    ),
    TargetKind.DECISION: lambda: _("In doubt: how open it is, since {day}. It is being verified."),
}


def sentence(note: Mapping[str, Any], name: str) -> str:
    """Return what a note says.

    Args:
        note: as ``annotating.to_values`` has it.
        name: what the thing in doubt is called.
    """
    return _SENTENCES[TargetKind(note["kind"])]().format(name=name, day=note["since"])


def badge() -> str:
    return _("In doubt")
