"""A list that comes in one document: asked conditionally, and given in parts all the same."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from ckanext.scigov.intake.contract import Checkpoint, Page, SourceFailed
from ckanext.scigov.intake.domain.causes import Cause
from ckanext.scigov.shared.asking import Answer
from ckanext.scigov_harvesters import json_answers
from ckanext.scigov_harvesters.json_settings import Listing
from ckanext.scigov_harvesters.list_state import print_of
from ckanext.scigov_harvesters.session import NOT_MODIFIED, Session, known_of

NO_PLACES: Mapping[str, Any] = {"page": None, "offset": None, "size": None, "cursor": None}


class WholeDocument:
    """Reads it once and gives it in parts of the paging's size."""

    def __init__(self, listing: Listing, known: Mapping[str, str], session: Session) -> None:
        self._listing, self._session = listing, session
        # That the list is the same says nothing of what further requests would say.
        self._remembers = not listing.details
        is_of_this = self._remembers and known.get("of") == self._print
        self._known = dict(known) if is_of_this else {}

    @property
    def _print(self) -> str:
        """Of what was asked: what is known of another question is not known of this one."""
        listing, parts = self._listing, urlsplit(self._listing.template.url)
        return print_of([parts.netloc, parts.path, listing.records, listing.is_lines])

    def pages(self, after: Checkpoint | None) -> Iterator[Page]:
        records, total, known, mark = self._asked(is_first=after is None)
        if records is None:
            yield Page((), None, is_unchanged=True, known=self._known)
            return
        position = int(after["from"]) if after and after.get("print") == mark else 0
        if after and position == 0:
            self._session.notice(Cause.READ_AGAIN, total=len(records))
        size = self._listing.paging.size
        while True:
            part = records[position : position + size]
            position += size
            is_last = position >= len(records)
            items, unreadable = json_answers.sorted_out(
                part, self._listing.version_of, is_whole=not self._listing.details
            )
            following = None if is_last else {"from": position, "print": mark}
            noticed = self._session.noticed()
            yield Page(items, following, total, unreadable, noticed, known=known if is_last else {})
            if is_last:
                return

    def _asked(self, *, is_first: bool) -> tuple[list[Any] | None, int, dict[str, str], str]:
        """Return records (None: unchanged), their number, what is to be remembered, and a print."""
        known = self._known if is_first else {}
        asked = self._listing.template.filled(NO_PLACES.__getitem__, known)
        answer, records = self._session.ask(asked, self._read)
        if records is None:
            return None, 0, {}, ""
        said = known_of(answer) if self._remembers else {}
        mark = hashlib.sha256(answer.body).hexdigest()[:16]
        return records, len(records), {**said, "of": self._print} if said else {}, mark

    def _read(self, answer: Answer) -> tuple[Answer, list[Any] | None]:
        if answer.status == NOT_MODIFIED:
            return answer, None
        listing = self._listing
        document = json_answers.document_of(self._session, answer, is_lines=listing.is_lines)
        json_answers.check_success(listing.success, document)
        records = json_answers.records_at(document, listing.records)
        total = json_answers.total_at(document, listing.total)
        if total is not None and total != len(records):
            detail = {"given": len(records), "total": total}
            if listing.is_total_exact and len(records) < total:
                raise SourceFailed(Cause.ENDED_EARLY.value, detail)
            self._session.notice(Cause.TOTAL_WRONG, **detail)
        return answer, records
