"""Codes of imports as words in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import ckan.plugins.toolkit as tk

from ckanext.scigov.intake.domain.column_matching import How
from ckanext.scigov.intake.domain.states import BatchKind, BatchState, RowState

_ = tk._

_WORDS: Mapping[str, Callable[[], str]] = MappingProxyType(
    {
        f"kind {BatchKind.ENTRIES.value}": lambda: _("Catalogue entries"),
        f"kind {BatchKind.ITEMS.value}": lambda: _("Data items"),
        f"kind {BatchKind.ROWS.value}": lambda: _("Rows of a table"),
        f"state {BatchState.UPLOADED.value}": lambda: _("Columns to be matched"),
        f"state {BatchState.CHECKING.value}": lambda: _("Being checked"),
        f"state {BatchState.CHECKED.value}": lambda: _("Checked, not written"),
        f"state {BatchState.WRITING.value}": lambda: _("Being written"),
        f"state {BatchState.WRITTEN.value}": lambda: _("Written"),
        f"state {BatchState.UNDOING.value}": lambda: _("Being undone"),
        f"state {BatchState.UNDONE.value}": lambda: _("Undone"),
        f"state {BatchState.DISCARDED.value}": lambda: _("Discarded"),
        f"row {RowState.GOOD.value}": lambda: _("Without errors"),
        f"row {RowState.BAD.value}": lambda: _("With errors"),
        f"row {RowState.WRITTEN.value}": lambda: _("Written"),
        f"row {RowState.UNDONE.value}": lambda: _("Undone"),
        f"how {How.REMEMBERED.value}": lambda: _("As chosen last time"),
        f"how {How.CALLED.value}": lambda: _("By its name"),
        f"how {How.ALIKE.value}": lambda: _("By a similar name: please check"),
        f"how {How.NONE.value}": lambda: _("Not recognised"),
    }
)
TONES = MappingProxyType(
    {
        BatchState.UPLOADED.value: "act",
        BatchState.CHECKED.value: "act",
        BatchState.CHECKING.value: "way",
        BatchState.WRITING.value: "way",
        BatchState.UNDOING.value: "way",
        BatchState.WRITTEN.value: "good",
    }
)


def word(kind: str, code: str) -> str:
    """Return the word for a code; of what is no code of ours, itself."""
    found = _WORDS.get(f"{kind} {code}")
    return found() if found else code


def tone(state: str) -> str:
    """Return how the badge of a state looks."""
    return TONES.get(state, "end")
