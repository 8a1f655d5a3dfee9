"""Who may see a dispute, and which of its texts and values.

By default a dispute is public and its reporter is nobody: "a visitor", "an agency". What concerns
graded or personal data is seen by the parties only. A value, and what names a row, is shown only to
whoever may read that column now, party or not.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ckanext.scigov.access.domain import items
from ckanext.scigov.dispute.domain.kinds import FilerKind, Kind
from ckanext.scigov.dispute.domain.states import OFFICIALS, Event, Party, State
from ckanext.scigov.dispute.domain.target import ROWS, Target

ANSWERING = frozenset(
    {
        Event.REJECT, Event.CORRECT, Event.CORRECT_IN_PART, Event.REFUSE, Event.UPHOLD,
        Event.REMIT, Event.OVERRULE,
    }
)  # fmt: skip
"""Steps whose words are the answer; it is given in public where the dispute is public."""
NEVER_PUBLIC = frozenset({State.UNCONFIRMED, State.WITHDRAWN, State.DROPPED})


class Piece(enum.Enum):
    """What a dispute has to show."""

    STATUS = "status"
    """Kind, state, days, unit, the kind of reporter."""
    TARGET = "target"
    ANSWER = "answer"
    """Ground and explanation of the unit."""
    EXPLANATION = "explanation"
    PROPOSAL = "proposal"
    VALUE = "value"
    """As the reporter saw it, and as it was corrected."""
    EVIDENCE = "evidence"
    REMARKS = "remarks"
    REPORTER = "reporter"
    CONTACT = "contact"
    ASSIGNEE = "assignee"
    NOTES = "notes"


@dataclass(frozen=True, slots=True)
class About:
    """What of a dispute decides who sees it."""

    state: State
    kind: Kind = Kind.OTHER
    is_open: bool = True
    """All that it points at is open to everybody without conditions, now."""
    is_personal: bool = False
    """It is about personal data."""
    is_published: bool = True
    saw_more: bool = False
    """Its reporter could read, when he wrote it, what the public cannot: his words may repeat it."""


@dataclass(frozen=True, slots=True)
class Reader:
    """What somebody is to a dispute, and what he may read of its dataset now."""

    parties: frozenset[Party] = frozenset()
    is_author: bool = False
    """He wrote this very report; a reporter whose own was merged into it did not."""
    sees_entry: bool = True
    """He sees the catalogue entry."""
    reads_data: bool = True
    """He may read the table that it points into."""
    closed_items: frozenset[str] = frozenset()
    """Data items and columns of it that he may not read."""

    @property
    def is_official(self) -> bool:
        return bool(self.parties & OFFICIALS)

    def reads(self, item: str) -> bool:
        """Say whether he may read the values of a data item."""
        return self.reads_data and not self.is_closed(item)

    def is_closed(self, item: str) -> bool:
        return items.key(item) in set(map(items.key, self.closed_items))


def may_see(about: About, target: Target, reader: Reader) -> bool:
    """Say whether somebody sees that there is such a dispute; hidden and absent look the same.

    Before its mail is verified, it is seen by whoever has the link alone, who is the reporter.
    """
    if about.state is State.UNCONFIRMED:
        return Party.REPORTER in reader.parties
    return bool(reader.parties) or _is_public(about, target, reader)


def pieces(about: About, target: Target, reader: Reader) -> frozenset[Piece]:
    """Return what of a dispute somebody sees."""
    if not may_see(about, target, reader):
        return frozenset()
    shown = {Piece.STATUS, Piece.TARGET, Piece.ANSWER}
    is_insider = reader.is_official or reader.is_author
    if is_insider or (_is_public(about, target, reader) and not about.saw_more):
        shown.add(Piece.EXPLANATION)
    if is_insider:
        shown |= {Piece.EVIDENCE, Piece.REMARKS}
    if reader.is_official:
        shown |= {Piece.CONTACT, Piece.ASSIGNEE, Piece.NOTES}
    if reader.is_official or Party.AUDITOR in reader.parties:
        shown.add(Piece.REPORTER)
    if _reads_value(target, reader):
        shown.add(Piece.VALUE)
    if reader.is_author or (Piece.EXPLANATION in shown and _reads_value(target, reader)):
        shown.add(Piece.PROPOSAL)
    return frozenset(shown)


def shows_step(
    event: Event, seen: frozenset[Piece], *, is_internal: bool = False, is_own: bool = False
) -> bool:
    """Say whether somebody who sees a dispute is shown that something has happened to it.

    Args:
        event: what has happened.
        seen: ``pieces`` of the reader.
        is_internal: it is for officials only.
        is_own: the reader has done it himself.
    """
    if is_internal or event is Event.NOTE:
        return Piece.NOTES in seen
    if event is Event.ASSIGN:
        return Piece.ASSIGNEE in seen
    return event is not Event.REMARK or is_own or Piece.REMARKS in seen


def shows_words(event: Event, seen: frozenset[Piece], *, is_own: bool = False) -> bool:
    """Say whether he reads what was said with it: an answer everybody, all else who works on it or wrote it."""
    return event in ANSWERING or is_own or Piece.REMARKS in seen


def shown_target(target: Target, reader: Reader) -> dict[str, Any]:
    """Return what of a target somebody sees: no fingerprint, no key he may not read, no closed item.

    A dataset that is hidden from him is not named, unless he has reported it.

    Args:
        target: what the dispute points at.
        reader: who may see the dispute.
    """
    knows_entry = reader.sees_entry or Party.REPORTER in reader.parties
    shown = {
        "kind": target.kind.value,
        "dataset_id": target.dataset_id if knows_entry else "",
        "resource_id": target.resource_id if knows_entry else "",
        "item": "" if reader.is_closed(target.item) else target.item,
        "field": target.field,
    }
    key = {column: value for column, value in target.key if reader.reads(column)}
    return {**shown, "key": key} if target.kind in ROWS else shown


def shown_values(values: Mapping[str, Any], target: Target, reader: Reader) -> dict[str, Any]:
    """Return the cells that somebody is shown of what the reporter saw: of a cell its own alone.

    Args:
        values: the row as it was seen, by column.
        target: a row or a cell.
        reader: who may see the dispute.
    """
    wanted = items.key(target.item)
    return {
        column: value
        for column, value in values.items()
        if reader.reads(column) and (not wanted or items.key(column) == wanted)
    }


def shown_reporter(
    filer: FilerKind, person: Mapping[str, Any], seen: frozenset[Piece]
) -> dict[str, Any]:
    """Return what is shown of a reporter: the kind to everybody, more to those who work on it.

    Args:
        filer: what he is.
        person: ``id``, ``name``, ``agency``; and ``email``, ``phone``, how to reach him.
        seen: ``pieces`` of the reader.
    """
    shown: dict[str, Any] = {"kind": filer.value}
    if Piece.REPORTER in seen:
        shown |= {name: person.get(name, "") for name in ("id", "name", "agency")}
    if Piece.CONTACT in seen:
        shown |= {name: person.get(name, "") for name in ("email", "phone")}
    return shown


def _is_public(about: About, target: Target, reader: Reader) -> bool:
    """Say whether somebody who is no party sees it."""
    is_meant = about.is_published and about.state not in NEVER_PUBLIC
    # Whoever reads that something should not be public would look for it first.
    is_harmless = about.is_open and not about.is_personal and about.kind is not Kind.NOT_PUBLIC
    return is_meant and is_harmless and reader.sees_entry and not reader.is_closed(target.item)


def _reads_value(target: Target, reader: Reader) -> bool:
    """Say whether he may read what was seen: a cell's value, some of a row (``shown_values``)."""
    return reader.reads(target.item) if target.kind in ROWS else reader.sees_entry
