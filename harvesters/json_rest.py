"""Kind ``json``: any list in JSON that is asked by HTTP, in pages or whole, with requests for each record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from ckanext.scigov.intake.connector_settings import Settings
from ckanext.scigov.intake.contract import Checkpoint, Item, Page, Raw, SourceFailed, Wiring
from ckanext.scigov.intake.domain.causes import Cause
from ckanext.scigov.shared.asking import Answer
from ckanext.scigov_harvesters import json_answers, json_text
from ckanext.scigov_harvesters.json_details import Details
from ckanext.scigov_harvesters.json_settings import CURSOR, LINK, NONE, OFFSET, Listing, listing_of
from ckanext.scigov_harvesters.json_whole import WholeDocument
from ckanext.scigov_harvesters.list_state import MOST_ROUNDS, State, print_of, state_of
from ckanext.scigov_harvesters.pacing import Times
from ckanext.scigov_harvesters.session import Asked, Session

_OF_THE_RUN = frozenset({Cause.RUN_TOO_LARGE.value, Cause.RUN_TOO_LONG.value})


@dataclass(frozen=True, slots=True)
class _Got:
    """What the answer with a page holds."""

    records: Sequence[Any]
    total: int | None
    cursor: str


def make(wiring: Wiring, times: Times | None = None) -> JsonConnector:
    """Make a connector of the kind ``json``.

    Raises:
        WrongSetting: a setting is wrong.
    """
    return JsonConnector(listing_of(wiring, Settings(wiring.settings)), wiring, times)


class JsonConnector:
    kind: ClassVar[str] = "json"

    def __init__(self, listing: Listing, wiring: Wiring, times: Times | None = None) -> None:
        self._listing = listing
        self._session = Session(listing.ways, times)
        self._whole = WholeDocument(listing, wiring.known, self._session)
        self._details = Details(listing, self._session)
        self._seen: set[str] = set()
        """Prints of the records that have come."""
        self._cursors: set[str] = set()

    def pages(self, after: Checkpoint | None) -> Iterator[Page]:
        if self._listing.paging.kind == NONE:
            yield from self._whole.pages(after)
            return
        state: State | None = state_of(after)
        while state is not None:
            page, state = self._page(state)
            yield page

    def read(self, item: Item) -> Raw:
        return self._details.whole(item.raw)

    def close(self) -> None:
        self._session.close()

    def _page(self, state: State) -> tuple[Page, State | None]:
        got = self._got(state)
        prints = [print_of(one) for one in got.records]
        if self._is_end_again(state, prints):
            got, prints = _Got([], got.total, ""), []
        elif prints and self._is_behind(state):
            state = replace(state, is_total_wrong=True)
            self._session.notice(Cause.TOTAL_WRONG, given=state.given, total=state.total)
        fresh = [
            one
            for one, mark in zip(got.records, prints, strict=True)
            if state.turn == 1 or mark not in self._seen
        ]
        following = self._following(state, prints, got)
        self._seen.update(prints)
        is_known = self._listing.is_total_exact and not state.is_total_wrong
        items, unreadable = json_answers.sorted_out(
            fresh, self._listing.version_of, is_whole=not self._listing.details
        )
        checkpoint = following.checkpoint() if following else None
        total = got.total if is_known else None
        return Page(items, checkpoint, total, unreadable, self._session.noticed()), following

    def _got(self, state: State) -> _Got:
        asked = self._asked(state)
        if not self._is_behind(state):
            return self._session.ask(asked, lambda answer: self._read(answer, state))
        try:
            return self._session.ask(asked, lambda answer: self._read(answer, state), retries=0)
        except SourceFailed as failed:
            if failed.cause in _OF_THE_RUN:
                raise
            # All has come that was promised, and many sources answer with an error behind their end.
            return _Got([], state.total, "")

    def _asked(self, state: State) -> Asked:
        paging = self._listing.paging
        places = {
            "page": paging.first + state.number,
            "offset": paging.first + state.given if paging.kind == OFFSET else 0,
            "size": paging.size,
            "cursor": state.cursor or None,
        }
        asked = self._listing.template.filled(places.__getitem__)
        is_led = paging.kind == LINK and state.cursor
        return replace(asked, address=state.cursor) if is_led else asked

    def _read(self, answer: Answer, state: State) -> _Got:
        listing = self._listing
        document = json_answers.document_of(self._session, answer, is_lines=listing.is_lines)
        json_answers.check_success(listing.success, document)
        total = json_answers.total_at(document, listing.total)
        has_all = total is not None and state.given >= total
        records = json_answers.records_at(document, listing.records, may_lack=has_all)
        path = listing.paging.path
        cursor = json_text.at_path(document, path) if path else None
        if cursor is None or cursor is False or cursor == "":
            return _Got(records, total, "")
        if listing.paging.kind == LINK:
            return _Got(records, total, self._session.absolute(str(cursor), answer.address))
        return _Got(records, total, str(cursor))

    def _is_behind(self, state: State) -> bool:
        """Say whether all has come that the source says it has."""
        is_told = self._listing.paging.kind in (
            CURSOR,
            LINK,
        )  # by each page, whether there is a next
        if is_told or state.number == 0 or state.total is None or state.is_total_wrong:
            return False
        return state.given >= state.total

    def _is_end_again(self, state: State, prints: Sequence[str]) -> bool:
        """Say whether a source gives behind its end what it has given before.

        Raises:
            SourceFailed: it gives the same page again, and not behind its end.
        """
        is_same = state.is_same_page(prints)
        if self._is_behind(state) and (is_same or self._seen.issuperset(prints)):
            return True
        if is_same and not self._listing.paging.repeats_last:
            raise SourceFailed(Cause.ENDLESS.value, {"page": state.number + 1})
        return is_same

    def _following(self, state: State, prints: Sequence[str], got: _Got) -> State | None:
        """Return where the next page begins; None where all has come."""
        paging = self._listing.paging
        after = state.after(prints, got.total, got.cursor)
        if after.number >= paging.most_pages:
            raise SourceFailed(Cause.ENDLESS.value, {"most": paging.most_pages})
        if paging.kind in (CURSOR, LINK):
            if not got.cursor or (not prints and got.cursor == state.cursor):
                return self._ended(after)
            if got.cursor in self._cursors and self._seen.issuperset(prints):
                raise SourceFailed(Cause.ENDLESS.value, {"page": after.number})
            self._cursors.add(got.cursor)
            return after
        is_all = self._is_behind(after) and not after.is_total_wrong
        return (
            self._ended(after) if not prints or (is_all and not paging.looks_behind_end) else after
        )

    def _ended(self, state: State) -> State | None:
        """Return the beginning of a further round where the list changed; None where all has come.

        Raises:
            SourceFailed: some of what the source says it has did not come.
        """
        if state.has_moved:
            if state.turn >= MOST_ROUNDS:
                raise SourceFailed(Cause.CHANGED_MEANWHILE.value, {"times": state.turn})
            self._session.notice(Cause.READ_AGAIN, total=state.total)
            self._cursors.clear()
            return state.again()
        if state.total is not None and not state.is_total_wrong and state.given < state.total:
            detail = {"given": state.given, "total": state.total}
            if self._listing.is_total_exact:
                raise SourceFailed(Cause.ENDED_EARLY.value, detail)
            self._session.notice(Cause.TOTAL_WRONG, **detail)
        return None
