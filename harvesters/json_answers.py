"""What an answer in JSON holds: its sign of success, its total, its records."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ckanext.scigov.intake.contract import Item, SourceFailed, Unreadable
from ckanext.scigov.intake.domain.causes import Cause
from ckanext.scigov.shared.asking import Answer
from ckanext.scigov_harvesters import json_text
from ckanext.scigov_harvesters.session import Session
from ckanext.scigov_harvesters.texts import excerpt


def document_of(session: Session, answer: Answer, *, is_lines: bool = False) -> Any:
    """Return the values of an answer.

    Raises:
        SourceFailed: it is no JSON, or may have been cut off unseen.
    """
    text = session.text(answer)
    if not is_lines:
        return json_text.document(text)
    if not answer.says_its_end:
        raise SourceFailed(Cause.END_UNKNOWN.value)
    return list(json_text.lines(text))


def check_success(success: Mapping[str, Sequence[Any]], document: Any) -> None:
    """Look for the source's own signs of success.

    Raises:
        SourceFailed: one is missing.
    """
    for path, allowed in success.items():
        value = json_text.at_path(document, path)
        if value not in allowed:
            # A text may repeat what was sent, and that may be a secret.
            told = value if isinstance(value, int) or str(value).isdecimal() else "?"
            raise SourceFailed(Cause.SOURCE_ERROR.value, {"path": path, "value": told})


def total_at(document: Any, path: str) -> int | None:
    """Return the number of records that an answer says; None where it is not asked for it.

    Raises:
        SourceFailed: there is none.
    """
    if not path:
        return None
    value = json_text.at_path(document, path)
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdecimal():
        value = int(value.strip()[:18])
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise SourceFailed(Cause.BAD_ANSWER.value, {"expected": "total", "path": path})
    return value


def records_at(document: Any, path: str, *, may_lack: bool = False) -> list[Any]:
    """Return the list of records; where nothing more is due, nothing may stand in its place.

    Raises:
        SourceFailed: what stands there is no list.
    """
    found = json_text.at_path(document, path)
    if isinstance(found, list):
        return found
    if found is None and may_lack:
        return []
    raise SourceFailed(Cause.BAD_ANSWER.value, {"expected": "list", "path": path})


MOST_CHARACTERS = 1_000_000
"""Of one record. Honest ones have a few thousand; one that has not would burden every list it is in."""


def sorted_out(
    records: Sequence[Any], version_of: Callable[[dict[str, Any]], str], *, is_whole: bool
) -> tuple[list[Item], list[Unreadable]]:
    """Tell the records from what stands in the place of one.

    Args:
        records: what a list holds.
        version_of: what a record says of its state.
        is_whole: nothing is to be asked for beyond the list.
    """
    items: list[Item] = []
    unreadable: list[Unreadable] = []
    for one in records:
        if isinstance(one, Unreadable):
            unreadable.append(one)
            continue
        text = json.dumps(one, ensure_ascii=False)
        if not isinstance(one, dict):
            unreadable.append(Unreadable(Cause.NOT_A_RECORD.value, excerpt(text)))
        elif len(text) > MOST_CHARACTERS:
            unreadable.append(Unreadable(Cause.RECORD_TOO_LARGE.value, excerpt(text)))
        else:
            items.append(Item(one, version_of(one), is_whole))
    return items, unreadable


def version_at(path: str) -> Callable[[dict[str, Any]], str]:
    """Return what reads the version at a path; an empty path: there is none."""

    def version(record: dict[str, Any]) -> str:
        found = json_text.at_path(record, path) if path else None
        return "" if found is None else str(found)

    return version
