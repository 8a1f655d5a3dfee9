"""Notes at data in doubt as marks in the preview of a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ckanext.scigov.dispute import annotation_hooks, annotation_words
from ckanext.scigov.dispute.domain.target import TargetKind
from ckanext.scigov.tables.interfaces import TableMark

SHOWN = frozenset({TargetKind.ITEM.value, TargetKind.RECORD.value, TargetKind.CELL.value})
"""What the table itself can bear; notes of the whole stand above it."""


def marks_of(
    context: Any, resource: Mapping[str, Any], numbers: Sequence[int]
) -> Iterator[TableMark]:
    """Yield what stands at columns, rows and cells of a page of a table."""
    for note in annotation_hooks.of_rows(context, str(resource["id"]), numbers):
        if note["kind"] in SHOWN:
            yield TableMark(
                text=annotation_hooks.text(note, {"resources": [resource]}),
                badge=annotation_words.badge(),
                url=note["link"],
                row=note["row"],
                column=note["item"],
            )
